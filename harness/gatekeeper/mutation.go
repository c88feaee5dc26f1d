package gatekeeper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/profile"
)

// mutator is one as a policy directory keeps it, in mutations/<overlay>/*.yaml: an object of
// Gatekeeper's in which $pod may stand for where the kinds it applies to have the specification of their
// pods, and $containers for each list of containers. What it assigns is what the fixes of the controls set that it is for.
type mutator struct {
	object
	spec map[string]any
}

// mends are the IDs of the controls that it is for.
const mends = "guiderail.dev/controls"

// Mutations renders the mutators that mend what the profile's controls look for, each overlay in a
// folder that kustomize takes: profiles/<profile>/mutations/<overlay>. Those whose controls the profile
// leaves out are left out too.
//
// There is none for requests. A mutator can assign a constant and no other field's value, and a constant
// may exceed a limit. The API server itself takes the limit for the request of a pod, and a LimitRange
// gives both to what has neither.
//
// There is none for ReplicaSets either. A Deployment whose ReplicaSet is not what it asked for makes
// another one, again and again.
func Mutations(ctx context.Context, all *catalogue.Catalogue, p *profile.Profile) ([]File, error) {
	sources, err := fs.Glob(all.Files, "mutations/*/*.yaml")
	if err != nil {
		return nil, err
	}
	var files []File
	resources := map[string][]string{} // by overlay
	for _, source := range sources {
		home := path.Join("profiles", p.Name, path.Dir(source))
		mutators, err := readMutators(all.Files, source)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", source, err)
		}
		for _, m := range mutators {
			wanted, err := m.fit(p, all.Controls)
			if err == nil {
				err = m.fill(ctx, all, p, wanted)
			}
			if err != nil {
				return nil, fmt.Errorf("reading %s: %s: %w", source, m.Metadata.Name, err)
			}
			if len(wanted) == 0 {
				continue
			}
			expanded, err := m.expand()
			if err != nil {
				return nil, fmt.Errorf("reading %s: %w", source, err)
			}
			for _, o := range expanded {
				o.Metadata.Labels = map[string]string{"app.kubernetes.io/part-of": "guiderail", "guiderail.dev/profile": p.Name}
				text, err := render(o)
				if err != nil {
					return nil, err
				}
				name := o.Metadata.Name + ".yaml"
				files = append(files, File{path.Join(home, name), text})
				resources[home] = append(resources[home], name)
			}
		}
	}
	for home, names := range resources {
		text, err := kustomize(names...)
		if err != nil {
			return nil, err
		}
		files = append(files, File{path.Join(home, "kustomization.yaml"), text})
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

func readMutators(policies fs.FS, file string) ([]*mutator, error) {
	text, err := fs.ReadFile(policies, file)
	if err != nil {
		return nil, err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	var mutators []*mutator
	for {
		var o object
		switch err := decoder.Decode(&o); {
		case errors.Is(err, io.EOF):
			return mutators, nil
		case err != nil:
			return nil, err
		}
		spec, ok := o.Spec.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("%s: spec is not an object", o.Metadata.Name)
		}
		mutators = append(mutators, &mutator{o, spec})
	}
}

// fit returns those of the controls that the mutator is for which the profile has, and keeps the mutator off the namespaces
// that the profile exempts from them or accepts their findings in.
func (m *mutator) fit(p *profile.Profile, controls []*control.Control) (wanted []*control.Control, err error) {
	match, _ := m.spec["match"].(map[string]any)
	excluded, _ := match["excludedNamespaces"].([]any)
	for id := range strings.SplitSeq(m.Metadata.Annotations[mends], ", ") {
		c, err := control.Find(id, controls)
		if err != nil {
			return nil, err
		}
		if _, leftOut := p.Excluded[c.ID]; leftOut {
			continue
		}
		wanted = append(wanted, c)
		exempt, _ := p.Parameters[c.ID]["exempt_namespaces"].([]any)
		for _, namespace := range p.WaivedNamespaces(c) {
			exempt = append(exempt, namespace)
		}
		for _, namespace := range exempt {
			if !slices.Contains(excluded, namespace) {
				excluded = append(excluded, namespace)
			}
		}
	}
	if match != nil {
		match["excludedNamespaces"] = excluded
	}
	return wanted, nil
}

// fill has the mutator assign what the fixes of its controls set. One for controls without fixes says that itself.
func (m *mutator) fill(ctx context.Context, all *catalogue.Catalogue, p *profile.Profile, controls []*control.Control) error {
	parameters, _ := m.spec["parameters"].(map[string]any)
	holder, field := "assign", "value"
	if m.Kind == "ModifySet" {
		holder, field = "values", "fromList"
	}
	_, isWritten := parameters[holder]
	var value any
	for _, c := range controls {
		if len(c.Fixes) == 0 && isWritten {
			continue
		}
		set, isOne, err := c.FixedValue(func() (map[string]any, error) {
			defaults, err := all.Rego.Defaults(ctx, c)
			if err != nil {
				return nil, err
			}
			of := maps.Clone(defaults)
			maps.Copy(of, p.Parameters[c.ID])
			return of, nil
		})
		switch {
		case err != nil:
			return err
		case !isOne:
			return fmt.Errorf("the fixes of %s do not all set one value, which it could assign", c.ID)
		case isWritten:
			return fmt.Errorf("it assigns what the fixes of %s set; leave out parameters.%s", c.ID, holder)
		case value != nil && !reflect.DeepEqual(value, set):
			return fmt.Errorf("the fixes of its controls set %v and %v", value, set)
		}
		value = set
	}
	if value == nil {
		return nil
	}
	if _, isList := value.([]any); m.Kind == "ModifySet" && !isList {
		value = []any{value}
	}
	filled := maps.Clone(parameters)
	if filled == nil {
		filled = map[string]any{}
	}
	filled[holder] = map[string]any{field: value}
	m.spec["parameters"] = filled
	return nil
}

// pods are where kinds have the specification of the pods that they make, and what the mutators for
// those are called.
var pods = []struct {
	kinds        []string
	path, suffix string
}{
	{[]string{"Pod"}, "spec", "-pods"},
	{[]string{"Deployment", "StatefulSet", "DaemonSet", "Job"}, "spec.template.spec", "-templates"},
	{[]string{"CronJob"}, "spec.jobTemplate.spec.template.spec", "-cronjobs"},
}

// expand returns the objects that the mutator stands for.
func (m *mutator) expand() ([]object, error) {
	name := "guiderail-" + m.Metadata.Name
	location, _ := m.spec["location"].(string)
	entries, _ := m.spec["applyTo"].([]any)
	if !strings.Contains(location, "$pod") {
		return []object{m.with(name, entries, strings.NewReplacer())}, nil
	}
	lists := []string{"containers"}
	if strings.Contains(location, "$containers") {
		lists = append(lists, "initContainers")
	}
	var objects []object
	met := 0
	for _, pod := range pods {
		here := slices.DeleteFunc(slices.Clone(entries), func(entry any) bool { return !isOf(entry, pod.kinds) })
		if len(here) == 0 {
			continue
		}
		met += len(here)
		for _, list := range lists {
			suffix := pod.suffix
			if list == "initContainers" {
				suffix += "-init"
			}
			objects = append(objects, m.with(name+suffix, here, strings.NewReplacer("$pod", pod.path, "$containers", list)))
		}
	}
	if met != len(entries) {
		return nil, fmt.Errorf("%s: an entry of applyTo lists kinds whose pod specs are at different paths, or at unknown ones", m.Metadata.Name)
	}
	return objects, nil
}

// isOf reports whether an entry of applyTo names these kinds alone.
func isOf(entry any, kinds []string) bool {
	fields, _ := entry.(map[string]any)
	named, _ := fields["kinds"].([]any)
	return len(named) > 0 && !slices.ContainsFunc(named, func(kind any) bool {
		name, _ := kind.(string)
		return !slices.Contains(kinds, name)
	})
}

// with returns the object under another name, for some of the kinds, with the paths filled in.
func (m *mutator) with(name string, applyTo []any, paths *strings.Replacer) object {
	spec := map[string]any{}
	for field, value := range m.spec {
		spec[field] = replace(value, paths)
	}
	if len(applyTo) > 0 {
		spec["applyTo"] = applyTo
	}
	o := m.object
	o.Metadata.Name = name
	o.Spec = spec
	return o
}

func replace(value any, texts *strings.Replacer) any {
	switch value := value.(type) {
	case map[string]any:
		replaced := map[string]any{}
		for key, member := range value {
			replaced[key] = replace(member, texts)
		}
		return replaced
	case []any:
		replaced := make([]any, len(value))
		for i, member := range value {
			replaced[i] = replace(member, texts)
		}
		return replaced
	case string:
		return texts.Replace(value)
	}
	return value
}
