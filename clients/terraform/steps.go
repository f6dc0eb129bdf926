package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// read returns the state with what the server says about it, and whether the resource exists.
func (e *engine) read(ctx context.Context, kind kind, state values) (values, bool, error) {
	next := merged(state, values{})
	for index, step := range kind.read {
		reply, err := e.send(ctx, kind, step, next, next)
		if status.Code(err) == codes.NotFound {
			return nil, false, nil
		}
		if err != nil {
			return nil, false, err
		}
		if index == 0 {
			gone, _ := at(reply, kind.goneIf).(bool)
			if gone || (kind.goneBut != "" && at(reply, e.path(kind.goneBut, next)) == nil) {
				return nil, false, nil
			}
		}
		e.keep(step, reply, next)
	}
	return next, true, nil
}

// run sends the calls of steps with the attributes of `next`; `before` tells what changes, and replies go into `kept`.
func (e *engine) run(ctx context.Context, kind kind, steps []step, next, before, kept values) error {
	for _, step := range steps {
		for _, attributes := range occasions(kind, step, next, before) {
			reply, err := e.send(ctx, kind, step, attributes, before)
			if step.settled && status.Code(err) == codes.FailedPrecondition {
				continue
			}
			if err != nil {
				return fmt.Errorf("%s: %w", step.call, err)
			}
			e.keep(step, reply, kept)
		}
	}
	return nil
}

// remove sends the calls that remove a resource.
func (e *engine) remove(ctx context.Context, kind kind, state values) error {
	next := merged(state, values{})
	return e.run(ctx, kind, kind.remove, next, values{}, next)
}

// occasions returns the attributes of each call of a step: none, one, or one for each value of a set that changes.
func occasions(kind kind, step step, next, before values) []values {
	if step.each != "" {
		name := step.each[1:]
		wanted, _ := next[name].([]any)
		had, _ := before[name].([]any)
		if step.each[0] == '-' {
			wanted, had = had, wanted
		}
		all := []values{}
		for _, value := range wanted {
			if !slices.Contains(had, value) {
				all = append(all, merged(next, values{"each": value}))
			}
		}
		return all
	}
	if step.only == "" {
		return []values{next}
	}
	names, whenChanged := strings.CutSuffix(step.only, "?")
	for _, name := range strings.Split(names, ",") {
		if !whenChanged && next[name] == true {
			return []values{next}
		}
		if whenChanged && !same(next[name], before[name], slices.Contains(kind.sets, name)) {
			return []values{next}
		}
	}
	return nil
}

func (e *engine) send(ctx context.Context, kind kind, step step, attributes, before values) (any, error) {
	request := fill(parse(step.send), func(expression string) (any, bool) {
		name, changing := strings.CutSuffix(expression, "?")
		if text, ok := strings.CutPrefix(name, "base64("); ok {
			encoded := base64.StdEncoding.EncodeToString([]byte(fmt.Sprint(attributes[strings.TrimSuffix(text, ")")])))
			return encoded, true
		}
		value, ok := attributes[name]
		return value, ok && value != nil && !(changing && same(value, before[name], false))
	})
	if request == nil {
		request = map[string]any{}
	}
	organization := ""
	if step.within != "" {
		organization, _ = attributes[step.within].(string)
	} else if kind.inOrganization {
		organization, _ = attributes["org_id"].(string)
	}
	return e.client.call(ctx, organization, step.call, request)
}

func (e *engine) keep(step step, reply any, into values) {
	for name, path := range step.keep {
		into[name] = at(reply, e.path(path, into))
	}
}

// path fills the placeholders in a path of a reply.
func (e *engine) path(path string, attributes values) string {
	return fmt.Sprint(fillText(path, func(name string) (any, bool) { return attributes[name], true }))
}
