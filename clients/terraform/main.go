// Replays what the Terraform provider does (zitadel/zitadel 2.x, releases of 2023 to 2026) against a server: the same calls, through
// the Go client that the provider is built on, with Terraform's own logic around them. Usage: replay ISSUER KEY_FILE TOKEN_FILE ASSETS_FOLDER
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// run is one run of the configuration through all phases; faults are lines about everything that went otherwise than it must.
type run struct {
	engine   *engine
	outcomes map[string][]string
	faults   []string
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	client, err := connectByKey(ctx, os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	faults := 0
	for _, generation := range []string{"2026", "2024"} {
		faults += replay(ctx, &engine{client, map[string]values{}}, generation, os.Args[3])
	}
	if faults > 0 {
		os.Exit(1)
	}
}

// replay takes one configuration through all phases and returns the number of faults.
func replay(ctx context.Context, engine *engine, generation, assets string) int {
	first, second := configurations(generation, assets)
	r := &run{engine: engine, outcomes: map[string][]string{}}
	before := r.inventory(ctx)
	r.apply(ctx, first, nil)
	r.planEmpty(ctx, first, "plan")
	r.useCredentials(ctx, assets)
	r.apply(ctx, second, changed(second, first))
	r.planEmpty(ctx, second, "plan after the change")
	r.importAll(ctx, second)
	r.drift(ctx, second)
	r.destroyAll(ctx, second)
	if after := r.inventory(ctx); !same(before, after, true) {
		r.fault("left behind: before %v, after %v", before, after)
	}
	r.report(second)
	return len(r.faults)
}

// changed returns which attributes of each resource the second configuration changes.
func changed(second, first []resource) map[string][]string {
	all := map[string][]string{}
	for index, r := range second {
		all[r.name] = differing(kinds[r.kind], r.attributes, first[index].attributes)
	}
	return all
}

// apply applies a configuration. With `expected`, the plan of each resource must name exactly these attributes, and nothing is created.
func (r *run) apply(ctx context.Context, configuration []resource, expected map[string][]string) {
	for _, one := range configuration {
		change, err := r.engine.apply(ctx, one)
		switch {
		case err != nil:
			r.fault("%s (%s): %v", one.kind, one.name, err)
		case expected == nil:
			r.outcome(one, map[bool]string{true: "read", false: "created"}[strings.HasPrefix(one.kind, "data.")])
		case change != nil && change.action == "create":
			r.fault("%s (%s): the plan wants to create it again", one.kind, one.name)
		case strings.HasPrefix(one.kind, "data."):
			r.outcome(one, "read again")
		case change != nil && !slices.Equal(change.attributes, expected[one.name]):
			r.fault("%s (%s): the plan changes %v, not %v", one.kind, one.name, change.attributes, expected[one.name])
		case change != nil:
			r.outcome(one, change.action+"d "+strings.Join(change.attributes, ", "))
		}
	}
}

// planEmpty checks that nothing is left to do.
func (r *run) planEmpty(ctx context.Context, configuration []resource, phase string) {
	for _, one := range configuration {
		if r.engine.states[one.name] == nil {
			continue
		}
		change, err := r.engine.plan(ctx, one)
		if err != nil {
			r.fault("%s (%s): %s: %v", one.kind, one.name, phase, err)
		} else if change != nil {
			r.fault("%s (%s): %s is not empty: %s %s", one.kind, one.name, phase, change.action, r.engine.explain(one, change))
		}
	}
}

// explain names the attributes of a change with the values wanted and found.
func (e *engine) explain(one resource, change *change) string {
	desired, _ := e.desired(one)
	parts := []string{}
	for _, name := range change.attributes {
		parts = append(parts, fmt.Sprintf("%s: %v, server %v", name, desired[name], e.states[one.name][name]))
	}
	return strings.Join(parts, "; ")
}

func (r *run) importAll(ctx context.Context, configuration []resource) {
	for _, one := range configuration {
		if r.engine.states[one.name] == nil || strings.HasPrefix(one.kind, "data.") {
			continue
		}
		differences, err := r.engine.imported(ctx, one)
		if err != nil {
			r.fault("%s (%s): %v", one.kind, one.name, err)
		} else if len(differences) > 0 {
			r.fault("%s (%s): import differs in %v", one.kind, one.name, differences)
		} else {
			r.outcome(one, "imported")
		}
	}
}

// drift removes resources behind Terraform's back: the next plan must create them again, and apply must do so.
func (r *run) drift(ctx context.Context, configuration []resource) {
	for _, one := range configuration {
		kind, state := kinds[one.kind], r.engine.states[one.name]
		if !one.drifts || state == nil {
			continue
		}
		if err := r.engine.remove(ctx, kind, state); err != nil {
			r.fault("%s (%s): drift: %v", one.kind, one.name, err)
			continue
		}
		change, err := r.engine.apply(ctx, one)
		if err != nil || change == nil || change.action != "create" {
			r.fault("%s (%s): removed by others, planned %v, %v", one.kind, one.name, change, err)
			continue
		}
		r.outcome(one, "created again")
	}
}

func (r *run) destroyAll(ctx context.Context, configuration []resource) {
	for _, one := range slices.Backward(configuration) {
		outcome, err := r.engine.destroy(ctx, one)
		if err != nil {
			r.fault("%s (%s): %v", one.kind, one.name, err)
		} else if len(kinds[one.kind].remove) > 0 {
			r.outcome(one, outcome)
		}
	}
}

// useCredentials calls the server as the machine, with the key and the token that its configuration made.
func (r *run) useCredentials(ctx context.Context, folder string) {
	for name, connect := range map[string]func(context.Context, string, string) (*client, error){
		"key_details": connectByKey, "token": connectByToken,
	} {
		for _, state := range r.engine.states {
			content, ok := state[name].(string)
			if _, own := state["user_id"]; !ok || !own {
				continue
			}
			file := filepath.Join(folder, name)
			err := os.WriteFile(file, []byte(content), 0o600)
			machine, connectErr := connect(ctx, r.engine.client.issuer, file)
			if err = errors.Join(err, connectErr); err != nil {
				r.fault("%s: %v", name, err)
				continue
			}
			reply, err := machine.call(ctx, "", "auth.GetMyUser", parse(""))
			if id := at(reply, "user.id"); err != nil || id != state["user_id"] {
				r.fault("%s of %v: is that of %v, %v", name, state["user_id"], id, err)
			}
		}
	}
}

// inventory lists what an instance has that Terraform could leave behind.
func (r *run) inventory(ctx context.Context) []any {
	all := []any{}
	for _, list := range []step{
		{call: "admin.ListOrgs", keep: map[string]string{"all": "result.*.name"}},
		{call: "admin.ListIAMMembers", keep: map[string]string{"all": "result.*.userId"}},
		{call: "admin.ListSMSProviders", keep: map[string]string{"all": "result.*.id"}},
		{call: "admin.ListEmailProviders", keep: map[string]string{"all": "result.*.id"}},
		{call: "webkey.ListWebKeys", keep: map[string]string{"all": "webKeys.*.id"}},
	} {
		reply, err := r.engine.client.call(ctx, "", list.call, parse(""))
		if err != nil {
			r.fault("%s: %v", list.call, err)
			continue
		}
		found, _ := at(reply, list.keep["all"]).([]any)
		all = append(all, found...)
	}
	return all
}

func (r *run) outcome(one resource, what string) {
	r.outcomes[one.name] = append(r.outcomes[one.name], what)
}

func (r *run) fault(format string, arguments ...any) {
	r.faults = append(r.faults, fmt.Sprintf(format, arguments...))
}

func (r *run) report(configuration []resource) {
	for _, one := range configuration {
		fmt.Printf("%-52s %s\n", one.kind, strings.Join(r.outcomes[one.name], "; "))
	}
	for _, fault := range r.faults {
		fmt.Printf("FAULT %s\n", fault)
	}
	fmt.Printf("%d resources and data sources of %d kinds, %d faults\n", len(configuration), used(configuration), len(r.faults))
}

func used(configuration []resource) int {
	names := map[string]bool{}
	for _, one := range configuration {
		names[one.kind] = true
	}
	return len(names)
}
