package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// resource is a block of the configuration. An attribute may refer to another resource: `${ada.id}`.
type resource struct {
	name       string
	kind       string
	attributes values
	// drifts resources are removed behind Terraform's back, once.
	drifts bool
}

// engine does what Terraform does with a provider: it keeps a state, refreshes it, compares it with the configuration, and calls.
type engine struct {
	client *client
	states map[string]values
}

// change is what a plan says about one resource.
type change struct {
	action     string
	attributes []string
}

// desired returns the attributes of a resource with its references resolved; an error names the resource that is missing.
func (e *engine) desired(r resource) (values, error) {
	var missing string
	filled := fill(map[string]any(r.attributes), func(expression string) (any, bool) {
		name, attribute, _ := strings.Cut(expression, ".")
		value, ok := e.states[name][attribute]
		if !ok {
			missing = expression
		}
		return value, ok
	})
	if missing != "" {
		return nil, fmt.Errorf("not tried, there is no %s", missing)
	}
	return filled.(map[string]any), nil
}

// plan refreshes the state of a resource and says what there is to do; nil means nothing.
func (e *engine) plan(ctx context.Context, r resource) (*change, error) {
	kind := kinds[r.kind]
	desired, err := e.desired(r)
	if err != nil {
		return nil, err
	}
	state, ok := e.states[r.name]
	if ok {
		state, ok, err = e.read(ctx, kind, state)
		if err != nil {
			return nil, fmt.Errorf("read: %w", err)
		}
	}
	if !ok {
		delete(e.states, r.name)
		return &change{action: "create"}, nil
	}
	e.states[r.name] = state
	changed := differing(kind, desired, state)
	if len(changed) == 0 {
		return nil, nil
	}
	for _, name := range changed {
		if slices.Contains(kind.replace, name) {
			return &change{"replace", changed}, nil
		}
	}
	return &change{"update", changed}, nil
}

func differing(kind kind, desired, state values) []string {
	changed := []string{}
	for name, value := range desired {
		if !same(value, state[name], slices.Contains(kind.sets, name)) {
			changed = append(changed, name)
		}
	}
	slices.Sort(changed)
	return changed
}

// apply does what the plan says for a resource, and returns it.
func (e *engine) apply(ctx context.Context, r resource) (*change, error) {
	planned, err := e.plan(ctx, r)
	if err != nil || planned == nil {
		return planned, err
	}
	kind := kinds[r.kind]
	desired, err := e.desired(r)
	if err != nil {
		return nil, err
	}
	state := values{}
	steps := kind.create
	switch planned.action {
	case "update":
		state, steps = e.states[r.name], kind.update
	case "replace":
		if err := e.remove(ctx, kind, e.states[r.name]); err != nil {
			return nil, fmt.Errorf("replace: %w", err)
		}
		delete(e.states, r.name)
	case "create":
		if kind.adopts {
			found, _, err := e.read(ctx, kind, desired)
			if err != nil {
				return nil, fmt.Errorf("adopt: %w", err)
			}
			for _, name := range kind.sets {
				state[name] = found[name]
			}
			steps = kind.update
		}
	}
	next := merged(state, desired)
	if err := e.run(ctx, kind, steps, next, state, next); err != nil {
		if planned.action != "update" && next["id"] != nil {
			e.states[r.name] = next
		}
		return nil, fmt.Errorf("%s: %w", planned.action, err)
	}
	for _, step := range steps {
		for name := range step.keep {
			if value, kept := next[name]; kept && (value == nil || value == "") {
				return nil, fmt.Errorf("%s: the reply of %s gives no %s", planned.action, step.call, name)
			}
		}
	}
	refreshed, ok, err := e.read(ctx, kind, next)
	if err != nil {
		return nil, fmt.Errorf("read after %s: %w", planned.action, err)
	}
	if !ok {
		return nil, fmt.Errorf("%s: not there when it is read at once", planned.action)
	}
	e.states[r.name] = refreshed
	return planned, nil
}

// destroy removes a resource and checks that it is gone; kinds without a removal are kept.
func (e *engine) destroy(ctx context.Context, r resource) (string, error) {
	kind, state := kinds[r.kind], e.states[r.name]
	if state == nil {
		return "was not there", nil
	}
	if len(kind.remove) == 0 {
		return "kept", nil
	}
	if err := e.remove(ctx, kind, state); err != nil {
		return "", fmt.Errorf("destroy: %w", err)
	}
	delete(e.states, r.name)
	if kind.remains {
		return "put back", nil
	}
	if _, ok, err := e.read(ctx, kind, state); err != nil || ok {
		return "", fmt.Errorf("destroy: still there (%v)", err)
	}
	return "removed", nil
}

// imported reads a resource from nothing but its id and the attributes of an import, and returns how it differs from the state.
func (e *engine) imported(ctx context.Context, r resource) ([]string, error) {
	kind, state := kinds[r.kind], e.states[r.name]
	start := values{"id": state["id"]}
	for _, name := range kind.imports {
		start[name] = state[name]
	}
	found, ok, err := e.read(ctx, kind, start)
	if err != nil || !ok {
		return nil, fmt.Errorf("import: found %v, %w", ok, err)
	}
	return differing(kind, found, state), nil
}

func merged(left, right values) values {
	all := values{}
	for name, value := range left {
		all[name] = value
	}
	for name, value := range right {
		all[name] = value
	}
	return all
}
