package main

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
)

// files hold a configuration for the calls of each generation of the provider.
//
//go:embed configurations
var files embed.FS

// block is a resource in a configuration. What it is like gives it attributes and changes that it does not have.
type block struct {
	Name, Kind, Like string
	Attributes       values
	// Changes are the attributes that the second configuration has instead.
	Changes values
	Drifts  bool
}

// configurations returns the first and the second configuration of a generation.
func configurations(generation, assets string) (first, second []resource) {
	known := map[string]block{}
	for _, one := range load(generation, assets) {
		if _, ok := kinds[one.Kind]; !ok {
			panic("no kind " + one.Kind)
		}
		one.Attributes = merged(known[one.Like].Attributes, one.Attributes)
		one.Changes = merged(known[one.Like].Changes, one.Changes)
		known[one.Name] = one
		first = append(first, resource{one.Name, one.Kind, one.Attributes, one.Drifts})
		second = append(second, resource{one.Name, one.Kind, merged(one.Attributes, one.Changes), one.Drifts})
	}
	return first, second
}

// load reads the files of a generation in the order of their names.
func load(generation, assets string) (all []block) {
	names, err := fs.Glob(files, "configurations/"+generation+"/*.json")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		content, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		var blocks []block
		if err := json.Unmarshal([]byte(strings.ReplaceAll(string(content), "ASSETS", assets)), &blocks); err != nil {
			panic(fmt.Sprintf("%s: %v", name, err))
		}
		all = append(all, blocks...)
	}
	return all
}
