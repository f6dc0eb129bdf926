package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// values are attributes by name: what a configuration says, or what the server reported.
type values map[string]any

var placeholder = regexp.MustCompile(`\$\{([^}]+)\}`)

// fill returns a template with its placeholders replaced. A field that consists of one placeholder keeps the type of the value, and
// is left out if there is none, like an object of which nothing is left.
func fill(template any, look func(expression string) (any, bool)) any {
	switch part := template.(type) {
	case map[string]any:
		filled := map[string]any{}
		for key, value := range part {
			if result := fill(value, look); result != nil {
				filled[key] = result
			}
		}
		if len(filled) == 0 && len(part) > 0 {
			return nil
		}
		return filled
	case []any:
		filled := []any{}
		for _, value := range part {
			if result := fill(value, look); result != nil {
				filled = append(filled, result)
			}
		}
		return filled
	case string:
		return fillText(part, look)
	}
	return template
}

func fillText(text string, look func(expression string) (any, bool)) any {
	found := placeholder.FindStringSubmatchIndex(text)
	if found == nil {
		return text
	}
	if found[0] == 0 && found[1] == len(text) {
		value, ok := look(text[found[2]:found[3]])
		if !ok {
			return nil
		}
		return value
	}
	return placeholder.ReplaceAllStringFunc(text, func(match string) string {
		value, _ := look(match[2 : len(match)-1])
		return fmt.Sprint(value)
	})
}

// parse returns the value of a JSON text of this program; "" is the empty object.
func parse(text string) any {
	if text == "" {
		return map[string]any{}
	}
	var parsed any
	if err := json.Unmarshal([]byte(text), &parsed); err != nil {
		panic(fmt.Sprintf("%v in %s", err, text))
	}
	return parsed
}

var condition = regexp.MustCompile(`^(\w+)\[(\w+)=([^\]]*)\]$`)

// segments of a path: what is in brackets may have dots.
var segments = regexp.MustCompile(`^((?:[^.\[]|\[[^\]]*\])*)(?:\.(.+))?$`)

// at returns the value at a path of a reply, or nil: `result.0.roles`, `result.*.id`, `webKeys[id=1].state`, `text(metadata.value)`.
func at(reply any, path string) any {
	if inner, ok := strings.CutPrefix(path, "text("); ok {
		encoded, _ := at(reply, strings.TrimSuffix(inner, ")")).(string)
		decoded, _ := base64.StdEncoding.DecodeString(encoded)
		return string(decoded)
	}
	parts := segments.FindStringSubmatch(path)
	segment, rest := parts[1], parts[2]
	next := child(reply, segment)
	if rest == "" {
		return next
	}
	if segment == "*" {
		all := []any{}
		items, _ := next.([]any)
		for _, item := range items {
			all = append(all, at(item, rest))
		}
		return all
	}
	return at(next, rest)
}

func child(reply any, segment string) any {
	if match := condition.FindStringSubmatch(segment); match != nil {
		items, _ := child(reply, match[1]).([]any)
		for _, item := range items {
			if fmt.Sprint(child(item, match[2])) == match[3] {
				return item
			}
		}
		return nil
	}
	switch part := reply.(type) {
	case map[string]any:
		return part[segment]
	case []any:
		if segment == "*" {
			return part
		}
		if index, err := strconv.Atoi(segment); err == nil && index < len(part) {
			return part[index]
		}
	}
	return nil
}

// same reports whether two values are equal as Terraform compares them: numbers as their text, and sets without regard to order.
func same(left, right any, set bool) bool {
	return reflect.DeepEqual(comparable(left, set), comparable(right, set))
}

func comparable(value any, set bool) any {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return canonical(parse(string(text)), set)
}

func canonical(value any, set bool) any {
	switch part := value.(type) {
	case float64:
		return strconv.FormatFloat(part, 'f', -1, 64)
	case []any:
		list := []string{}
		for _, item := range part {
			list = append(list, fmt.Sprint(canonical(item, set)))
		}
		if set {
			slices.Sort(list)
		}
		return list
	case map[string]any:
		fields := map[string]any{}
		for key, item := range part {
			fields[key] = canonical(item, set)
		}
		return fields
	}
	return value
}
