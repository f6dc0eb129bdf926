package main

import "strings"

// kind says which calls the provider makes for a kind of resource.
type kind struct {
	// inOrganization calls act for the organization of the attribute `org_id`.
	inOrganization bool
	// adopts is true if the server always has the resource: to create it is to update what is there, and nothing removes it.
	adopts  bool
	create  []step
	read    []step
	update  []step
	remove  []step
	remains bool     // whether a removal only puts back what was there before
	goneIf  string   // a path in the first reply of `read`: a true value there means that there is no such resource
	goneBut string   // a path in the first reply of `read`: no value there means that there is no such resource
	imports []string // the attributes that are enough to read a resource that the state does not have
	replace []string // attributes whose change makes a new resource
	sets    []string // attributes without an order
}

// step is one call. `send` is the request as JSON, in which `${name}` is an attribute, and `${name?}` one that is left out unless it
// changes. `keep` names the attributes that the reply gives, by their paths.
type step struct {
	call string
	send string
	keep map[string]string
	// within names the attribute with the organization that the call acts for, if it is not that of the kind.
	within string
	// only sends the call if the attribute is true, or, for `a,b?`, if one of these changes.
	only string
	// each sends the call for every value that is added to (`+name`) or taken from (`-name`) a set, as `${each}`.
	each string
	// settled takes FAILED_PRECONDITION ("nothing to change") for success, as the provider does for settings of the instance.
	settled bool
}

// kinds are the provider's resources by name. Where its releases of 2023 and 2024 made other calls than those of 2026, the name says so.
var kinds = map[string]kind{}

func add(more map[string]kind) {
	for name, one := range more {
		kinds[name] = one
	}
}

// fields returns a request and the paths of a reply for attributes that both name alike: `a b_c` is `{"a":"${a}","bC":"${b_c}"}` and
// `a: PREFIX.a, b_c: PREFIX.bC`.
func fields(names, prefix string) (string, map[string]string) {
	parts, paths := []string{}, map[string]string{}
	for _, name := range strings.Fields(names) {
		parts = append(parts, `"`+camel(name)+`":"${`+name+`}"`)
		paths[name] = prefix + camel(name)
	}
	return strings.Join(parts, ","), paths
}

func camel(name string) string {
	words := strings.Split(name, "_")
	for index, word := range words[1:] {
		words[index+1] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, "")
}

// with returns paths and more of them.
func with(paths map[string]string, more map[string]string) map[string]string {
	all := map[string]string{}
	for name, path := range paths {
		all[name] = path
	}
	for name, path := range more {
		all[name] = path
	}
	return all
}
