package fix

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/value"
)

// decoded returns a value as encoding/json decodes it.
func decoded(v value.Value) any {
	var out any
	if json.Unmarshal(v.JSON(), &out) != nil {
		return nil
	}
	return out
}

// plain returns a value as it is read again.
func plain(v any) any {
	switch v := v.(type) {
	case kubernetes.Octal:
		return float64(v)
	case int:
		return float64(v)
	case []any:
		items := make([]any, len(v))
		for i := range v {
			items[i] = plain(v[i])
		}
		return items
	case map[string]any:
		members := make(map[string]any, len(v))
		for name := range v {
			members[name] = plain(v[name])
		}
		return members
	}
	return v
}

// relative returns the path that steps lead to from another one.
func relative(from []any, steps []string) ([]any, error) {
	path := slices.Clone(from)
	for _, step := range steps {
		switch step {
		case "..":
			if len(path) == 0 {
				return nil, errors.New("a path leads out of the artefact")
			}
			path = path[:len(path)-1]
		case "/":
			path = path[:0]
		case ".":
			path = append(path, from[len(from)-1])
		default:
			if n, err := strconv.Atoi(step); err == nil {
				path = append(path, n)
			} else {
				path = append(path, step)
			}
		}
	}
	return path, nil
}

// errUnset means that what a fix takes its value from is not there.
var errUnset = errors.New("the value to set is not known here")

// values finds what the values of a fix refer to.
type values struct {
	from       []any // the path of the finding
	artefact   value.Value
	parameters func() (map[string]any, error)
	secrets    map[string][]string // keys of the Secrets beside the artefact, by name
}

// resolve returns a value with what it refers to.
func (r *values) resolve(v any) (any, error) {
	switch v := v.(type) {
	case []any:
		items := make([]any, len(v))
		for i := range v {
			var err error
			if items[i], err = r.resolve(v[i]); err != nil {
				return nil, err
			}
		}
		return items, nil
	case map[string]any:
		if len(v) == 1 {
			for name, of := range v {
				if slices.Contains(control.References(), name) {
					return r.reference(name, of)
				}
			}
		}
		members := make(map[string]any, len(v))
		for name := range v {
			var err error
			if members[name], err = r.resolve(v[name]); err != nil {
				return nil, err
			}
		}
		return members, nil
	}
	return v, nil
}

func (r *values) reference(name string, of any) (any, error) {
	if name == "octal" {
		v, err := r.resolve(of)
		if err != nil {
			return nil, err
		}
		n, err := strconv.Atoi(fmt.Sprint(v))
		if err != nil {
			return nil, errUnset
		}
		return kubernetes.Octal(n), nil
	}
	steps, err := control.Steps(of)
	if err != nil {
		return nil, err
	}
	if name == "parameter" {
		parameters, err := r.parameters()
		if err != nil {
			return nil, err
		}
		return control.Parameter(parameters, steps)
	}
	path, err := relative(r.from, steps)
	if err != nil {
		return nil, err
	}
	found := r.artefact.At(path...)
	if !found.Exists() || found.Kind() == value.Null {
		return nil, errUnset
	}
	switch name {
	case "secret_with":
		var named []string
		for secret, keys := range r.secrets {
			if slices.Contains(keys, found.TextOrEmpty()) {
				named = append(named, secret)
			}
		}
		if len(named) != 1 {
			return nil, errUnset
		}
		return named[0], nil
	case "secret_items":
		var items []any
		for _, key := range r.secrets[found.TextOrEmpty()] {
			items = append(items, map[string]any{"key": key, "path": key})
		}
		if len(items) == 0 {
			return nil, errUnset
		}
		return items, nil
	}
	return decoded(found), nil
}

// change is one operation whose paths and values are known.
type change struct {
	kind  string
	path  []any
	value any // the new name for a rename
}

// apply does a change to a decoded value, as a person means it.
func apply(v any, path []any, c *change) (any, error) {
	if len(path) == 0 {
		switch c.kind {
		case control.Set, control.Replace:
			return plain(c.value), nil
		case control.Add:
			list, _ := v.([]any)
			if v != nil && list == nil {
				return nil, errors.New("it is no list")
			}
			return append(slices.Clone(list), plain(c.value)), nil
		}
		return nil, errors.New("it is the whole artefact")
	}
	isLast := len(path) == 1
	switch step := path[0].(type) {
	case string:
		members, isMapping := v.(map[string]any)
		if v != nil && !isMapping {
			return nil, errors.New("what holds it is no mapping")
		}
		out := make(map[string]any, len(members)+1)
		for name, member := range members {
			out[name] = member
		}
		switch {
		case isLast && c.kind == control.Remove:
			delete(out, step)
			return out, nil
		case isLast && c.kind == control.Rename:
			name, _ := c.value.(string)
			if _, taken := out[name]; taken {
				return nil, fmt.Errorf("there is a key %s already", name)
			}
			out[name] = out[step]
			delete(out, step)
			return out, nil
		}
		member, err := apply(out[step], path[1:], c)
		if err != nil {
			return nil, err
		}
		out[step] = member
		if c.kind == control.Remove && isEmpty(member) {
			delete(out, step)
		}
		return out, nil
	case int:
		items, _ := v.([]any)
		if step < 0 || step >= len(items) {
			return nil, errors.New("there is no such item")
		}
		out := slices.Clone(items)
		if isLast && c.kind == control.Remove {
			return slices.Delete(out, step, step+1), nil
		}
		item, err := apply(out[step], path[1:], c)
		if err != nil {
			return nil, err
		}
		if out[step] = item; c.kind == control.Remove && isEmpty(item) {
			return slices.Delete(out, step, step+1), nil
		}
		return out, nil
	}
	return nil, errors.New("its path has a step that is neither key nor index")
}

func isEmpty(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		return len(v) == 0
	case []any:
		return len(v) == 0
	}
	return false
}

func equal(a, b any) bool { return reflect.DeepEqual(a, b) }
