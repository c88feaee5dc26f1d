package gatekeeper

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	yamlnode "go.yaml.in/yaml/v3"
	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/profile"
)

// Rendered is what stands in a folder, or in a file, of what was rendered for Gatekeeper: by whatever version.
type Rendered struct {
	// Path is the folder or file.
	Path        string
	templates   map[string]*renderedTemplate // by the kind of their constraints
	constraints map[string]*renderedConstraint
	others      map[string]any // what else is Gatekeeper's, by kind and name
}

type renderedTemplate struct {
	kind, file string
	spec       any
	rego       string
	libs       []string
}

// renderedConstraint is a constraint that Rendered holds.
type renderedConstraint struct {
	kind, name, file string
	// control is the ID of its control; "" if its violations name theirs.
	control string
	spec    any
	match   renderedMatch
	// actions are what happens to a violation, at the webhook.
	action     profile.Action
	parameters any
}

// renderedMatch is what is rendered of a match. What else Gatekeeper knows is refused, so that nothing is taken for matched
// or not by mistake.
type renderedMatch struct {
	Kinds []struct {
		APIGroups []string `json:"apiGroups"`
		Kinds     []string `json:"kinds"`
	} `json:"kinds"`
	Scope              string   `json:"scope"`
	Namespaces         []string `json:"namespaces"`
	ExcludedNamespaces []string `json:"excludedNamespaces"`
}

func (c *renderedConstraint) title() string { return c.kind + " " + c.name }

// ReadRendered reads a folder, or a file.
func ReadRendered(name string) (*Rendered, error) {
	r := &Rendered{Path: name, templates: map[string]*renderedTemplate{}, constraints: map[string]*renderedConstraint{}, others: map[string]any{}}
	err := filepath.WalkDir(name, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || file != name && !slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(file)) {
			return err
		}
		return r.readFile(file)
	})
	if err != nil {
		return nil, fmt.Errorf("reading what was rendered: %w", err)
	}
	if len(r.templates)+len(r.constraints) == 0 {
		return nil, fmt.Errorf("%s has no template and no constraint; pass what guiderail gatekeeper render has written", name)
	}
	for _, c := range r.constraints {
		if r.templates[c.kind] == nil {
			return nil, fmt.Errorf("%s: %s has no template in %s; pass the folder that was rendered, and not only the profile in it", c.file, c.title(), name)
		}
	}
	return r, nil
}

func (r *Rendered) readFile(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	decoder := yamlnode.NewDecoder(bytes.NewReader(text))
	for {
		var node yamlnode.Node
		if err := decoder.Decode(&node); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("%s: is not YAML", file)
		}
		document, err := yamlnode.Marshal(&node)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if err := r.object(file, document); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
}

// object takes one object. What is not Gatekeeper's, such as a kustomization, is left out.
func (r *Rendered) object(file string, text []byte) error {
	var o struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
		Metadata   struct {
			Name        string            `json:"name"`
			Annotations map[string]string `json:"annotations"`
		} `json:"metadata"`
		Spec any `json:"spec"`
	}
	if yaml.Unmarshal(text, &o) != nil {
		return nil
	}
	group, _, _ := strings.Cut(o.APIVersion, "/")
	switch {
	case group == "templates.gatekeeper.sh":
		return r.template(file, text, o.Spec)
	case group == "constraints.gatekeeper.sh":
		c := &renderedConstraint{kind: o.Kind, name: o.Metadata.Name, file: file, control: o.Metadata.Annotations["guiderail.dev/control"], spec: o.Spec}
		if err := c.read(text); err != nil {
			return fmt.Errorf("%s: %w", c.title(), err)
		}
		if other := r.constraints[c.title()]; other != nil {
			return fmt.Errorf("%s is there twice, in %s as well; pass what was rendered for one profile", c.title(), other.file)
		}
		r.constraints[c.title()] = c
	case strings.HasSuffix(group, ".gatekeeper.sh"):
		r.others[o.Kind+" "+o.Metadata.Name] = o.Spec
	}
	return nil
}

func (r *Rendered) template(file string, text []byte, spec any) error {
	var t struct {
		Spec struct {
			CRD struct {
				Spec struct {
					Names struct {
						Kind string `json:"kind"`
					} `json:"names"`
				} `json:"spec"`
			} `json:"crd"`
			Targets []struct {
				Code []struct {
					Engine string `json:"engine"`
					Source struct {
						Rego string   `json:"rego"`
						Libs []string `json:"libs"`
					} `json:"source"`
				} `json:"code"`
			} `json:"targets"`
		} `json:"spec"`
	}
	if err := yaml.Unmarshal(text, &t); err != nil {
		return fmt.Errorf("is not a ConstraintTemplate: %w", err)
	}
	kind := t.Spec.CRD.Spec.Names.Kind
	if len(t.Spec.Targets) != 1 || len(t.Spec.Targets[0].Code) != 1 || t.Spec.Targets[0].Code[0].Engine != "Rego" {
		return fmt.Errorf("the template of %s is not one that guiderail renders", kind)
	}
	if other := r.templates[kind]; other != nil {
		return fmt.Errorf("the template of %s is there twice, in %s as well", kind, other.file)
	}
	source := t.Spec.Targets[0].Code[0].Source
	r.templates[kind] = &renderedTemplate{kind, file, spec, source.Rego, source.Libs}
	return nil
}

func (c *renderedConstraint) read(text []byte) error {
	var o struct {
		Spec struct {
			EnforcementAction        string `json:"enforcementAction"`
			ScopedEnforcementActions []struct {
				Action            string `json:"action"`
				EnforcementPoints []struct {
					Name string `json:"name"`
				} `json:"enforcementPoints"`
			} `json:"scopedEnforcementActions"`
			Match      json.RawMessage `json:"match"`
			Parameters any             `json:"parameters"`
		} `json:"spec"`
	}
	if err := yaml.Unmarshal(text, &o); err != nil {
		return fmt.Errorf("is not a constraint: %w", err)
	}
	c.action, c.parameters = profile.Action(cmp.Or(o.Spec.EnforcementAction, string(profile.Deny))), o.Spec.Parameters
	if c.action == "scoped" {
		c.action = ""
		for _, scoped := range o.Spec.ScopedEnforcementActions {
			for _, point := range scoped.EnforcementPoints {
				if slices.Contains([]string{"validation.gatekeeper.sh", "*"}, point.Name) && rank(profile.Action(scoped.Action)) > rank(c.action) {
					c.action = profile.Action(scoped.Action)
				}
			}
		}
	}
	if o.Spec.Match == nil {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(o.Spec.Match))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&c.match); err != nil {
		return fmt.Errorf("its match is not one that guiderail renders: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	return nil
}

// rank orders actions by how strict they are.
func rank(a profile.Action) int {
	return slices.Index([]profile.Action{profile.DryRun, profile.Warn, profile.Deny}, a)
}

// RenderedDifference is what differs between two renderings.
type RenderedDifference struct {
	// Templates, Constraints and Others are what only one of the two has, or what is not the same in both.
	Templates   []RenderedChange `json:"templates"`
	Constraints []RenderedChange `json:"constraints"`
	Others      []RenderedChange `json:"others"`
}

// RenderedChange is an object of Gatekeeper that is not the same in two renderings.
type RenderedChange struct {
	Object string `json:"object"`
	// Change is added, removed or changed, and What says what has changed.
	Change string   `json:"change"`
	What   []string `json:"what"`
}

// DiffRendered compares two renderings.
func DiffRendered(old, latest *Rendered) *RenderedDifference {
	d := &RenderedDifference{}
	d.Templates = changesOf(old.templates, latest.templates, func(a, b *renderedTemplate) []string {
		switch {
		case a.rego != b.rego || !slices.Equal(a.libs, b.libs):
			return []string{"code"}
		case !reflect.DeepEqual(a.spec, b.spec):
			return []string{"schema of the parameters, or operations"}
		}
		return nil
	})
	d.Constraints = changesOf(old.constraints, latest.constraints, func(a, b *renderedConstraint) []string {
		var what []string
		if a.action != b.action {
			what = append(what, fmt.Sprintf("enforcement: %s → %s", cmp.Or(a.action, "none"), cmp.Or(b.action, "none")))
		}
		if !reflect.DeepEqual(a.match, b.match) {
			what = append(what, "match")
		}
		if !reflect.DeepEqual(a.parameters, b.parameters) {
			what = append(what, "parameters")
		}
		if what == nil && !reflect.DeepEqual(a.spec, b.spec) {
			what = append(what, "enforcement in the audit")
		}
		return what
	})
	d.Others = changesOf(old.others, latest.others, func(a, b any) []string {
		if reflect.DeepEqual(a, b) {
			return nil
		}
		return []string{"spec"}
	})
	return d
}

func changesOf[T any](old, latest map[string]T, differ func(a, b T) []string) []RenderedChange {
	all := maps.Clone(old)
	maps.Copy(all, latest)
	changes := []RenderedChange{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		a, was := old[name]
		b, is := latest[name]
		switch {
		case !was:
			changes = append(changes, RenderedChange{name, "added", []string{}})
		case !is:
			changes = append(changes, RenderedChange{name, "removed", []string{}})
		default:
			if what := differ(a, b); what != nil {
				changes = append(changes, RenderedChange{name, "changed", what})
			}
		}
	}
	return changes
}
