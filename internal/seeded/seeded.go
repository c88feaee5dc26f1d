// Package seeded plants faults in manifests that are good, one of each kind that the controls know, to
// see that they are found there: beside other objects, written by other people.
package seeded

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sigs.k8s.io/yaml"
)

// Object is a manifest.
type Object = map[string]any

// Fault is something bad and the control that knows it.
type Fault struct {
	Control string `json:"control"`
	// Name distinguishes the faults of one control.
	Name string `json:"name"`
	// In is what is changed: a container, an init container, which is added, the spec or the metadata of a
	// pod or of what makes pods, or the kind of an object.
	In string `json:"in"`
	// Named is how the names of the objects begin in which the fault is one; every object's if it is "".
	Named string `json:"named"`
	// Outside lists namespaces in which it is none.
	Outside []string `json:"outside"`
	// Has lists the paths that have to be there.
	Has []string `json:"has"`
	// Set are the values by their paths, in which a last step - appends to an array. null removes what is
	// there.
	Set []Setting `json:"set"`
	// Add are objects that come in addition, in which NAMESPACE stands for the namespace of the others.
	Add string `json:"add"`
	// At is the one of them that is found, from 0.
	At int `json:"at"`
	// Elsewhere says that it is found at another object.
	Elsewhere bool `json:"elsewhere"`
	// Unknown says that the control cannot know, and says so.
	Unknown bool `json:"unknown"`
}

// Setting is one change.
type Setting struct {
	Path  string `json:"path"`
	Value any    `json:"value"`
}

func (f *Fault) String() string { return f.Control + ": " + f.Name }

//go:embed faults.yaml
var faults []byte

// Faults returns them all.
func Faults() ([]*Fault, error) {
	var all []*Fault
	if err := yaml.UnmarshalStrict(faults, &all); err != nil {
		return nil, fmt.Errorf("reading the faults: %w", err)
	}
	return all, nil
}

// Plant returns the objects with the fault in the one at i, and the place of the one that is bad then; false
// where the fault does not fit.
func (f *Fault) Plant(objects []Object, i int) (planted []Object, at int, ok bool) {
	planted = slices.Clone(objects)
	if f.Add != "" {
		return f.add(planted, i)
	}
	if !strings.HasPrefix(text(objects[i], "metadata", "name"), f.Named) || slices.Contains(f.Outside, text(objects[i], "metadata", "namespace")) {
		return nil, 0, false
	}
	planted[i] = copied(objects[i])
	place, ok := f.place(planted[i])
	if !ok || slices.ContainsFunc(f.Has, func(path string) bool { _, found := get(place, steps(path)); return !found }) {
		return nil, 0, false
	}
	for _, s := range f.Set {
		if !set(place, steps(s.Path), copiedValue(s.Value)) {
			return nil, 0, false
		}
	}
	return planted, i, true
}

func (f *Fault) add(objects []Object, i int) ([]Object, int, bool) {
	namespace := text(objects[i], "metadata", "namespace")
	if namespace == "" {
		return nil, 0, false
	}
	at := len(objects) + f.At
	for document := range strings.SplitSeq(strings.ReplaceAll(f.Add, "NAMESPACE", namespace), "\n---\n") {
		var object Object
		if err := yaml.Unmarshal([]byte(document), &object); err != nil {
			panic(fmt.Sprintf("%s: %v", f, err)) // it is part of the program
		}
		objects = append(objects, object)
	}
	return objects, at, true
}

// place returns the part of an object that the fault's paths begin at.
func (f *Fault) place(object Object) (Object, bool) {
	kind := text(object, "kind")
	template, makesPods := templates[kind]
	switch f.In {
	case "container", "init", "pod", "template":
		if !makesPods {
			return nil, false
		}
	default:
		return object, f.In == kind
	}
	pod, ok := get(object, template)
	if !ok {
		return nil, false
	}
	whole, _ := pod.(Object)
	spec, _ := whole["spec"].(Object)
	containers, _ := spec["containers"].([]any)
	if len(containers) == 0 {
		return nil, false
	}
	container, _ := containers[0].(Object)
	switch f.In {
	case "template":
		return whole, true
	case "pod":
		return spec, true
	case "init":
		container = copied(container)
		container["name"] = "planted"
		for _, field := range []string{"ports", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle"} {
			delete(container, field)
		}
		others, _ := spec["initContainers"].([]any)
		spec["initContainers"] = append(others, container)
	}
	return container, container != nil
}

var templates = map[string][]string{
	"Pod":         {},
	"Deployment":  {"spec", "template"},
	"StatefulSet": {"spec", "template"},
	"DaemonSet":   {"spec", "template"},
	"ReplicaSet":  {"spec", "template"},
	"Job":         {"spec", "template"},
	"CronJob":     {"spec", "jobTemplate", "spec", "template"},
}

func steps(path string) []string {
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i := range parts {
		parts[i] = strings.ReplaceAll(parts[i], "~1", "/")
	}
	return parts
}

func text(value any, path ...string) string {
	found, _ := get(value, path)
	word, _ := found.(string)
	return word
}

func get(value any, path []string) (any, bool) {
	for _, step := range path {
		switch whole := value.(type) {
		case Object:
			child, ok := whole[step]
			if !ok {
				return nil, false
			}
			value = child
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(whole) {
				return nil, false
			}
			value = whole[i]
		default:
			return nil, false
		}
	}
	return value, true
}

// set changes a value; on the way to it there are objects, or nothing yet.
func set(object Object, path []string, value any) bool {
	step := path[0]
	switch {
	case len(path) == 1 && value == nil:
		_, there := object[step]
		delete(object, step)
		return there
	case len(path) == 1:
		object[step] = value
		return true
	case path[1] == "-":
		list, _ := object[step].([]any)
		object[step] = append(list, value)
		return true
	}
	switch child := object[step].(type) {
	case nil:
		if value == nil {
			return false
		}
		made := Object{}
		object[step] = made
		return set(made, path[1:], value)
	case Object:
		return set(child, path[1:], value)
	case []any:
		i, err := strconv.Atoi(path[1])
		if err != nil || i >= len(child) {
			return false
		}
		if len(path) == 2 {
			child[i] = value
			return true
		}
		below, ok := child[i].(Object)
		return ok && set(below, path[2:], value)
	}
	return false
}

func copied(object Object) Object {
	whole, _ := copiedValue(object).(Object)
	return whole
}

func copiedValue(value any) any {
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(err) // what was read from JSON can be written
	}
	var again any
	if err := json.Unmarshal(encoded, &again); err != nil {
		panic(err)
	}
	return again
}
