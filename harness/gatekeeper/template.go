// Package gatekeeper renders controls and profiles as what Gatekeeper reads: a ConstraintTemplate for
// each control, with its Rego and that of its libraries byte for byte, or one that holds all of them, and
// constraints that say where they count, with which parameters, and what happens to a violation.
package gatekeeper

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/released"
)

// Kind returns the kind of the control's constraints: GuiderailImagesPinnedTag.
func Kind(c *control.Control) string {
	var b strings.Builder
	b.WriteString("Guiderail")
	for word := range strings.FieldsFuncSeq(c.ID, func(r rune) bool { return r == '.' || r == '_' }) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// TemplateName returns the name of the control's template, which Gatekeeper requires to be that of the kind.
func TemplateName(c *control.Control) string { return strings.ToLower(Kind(c)) }

// ConstraintName returns the name that the control's constraint has in every profile. Gatekeeper puts it
// before each message, so that it is the control's ID in the letters that a name may have.
func ConstraintName(c *control.Control) string { return strings.ReplaceAll(c.ID, "_", "-") }

// object is the outline of everything that is rendered.
type object struct {
	APIVersion string   `yaml:"apiVersion"`
	Kind       string   `yaml:"kind"`
	Metadata   metadata `yaml:"metadata"`
	Spec       any      `yaml:"spec,omitempty"`
}

type metadata struct {
	Name        string            `yaml:"name"`
	Labels      map[string]string `yaml:"labels,omitempty"`
	Annotations map[string]string `yaml:"annotations,omitempty"`
}

type templateSpec struct {
	CRD     crd      `yaml:"crd"`
	Targets []target `yaml:"targets"`
}

type crd struct {
	Spec struct {
		Names struct {
			Kind string `yaml:"kind"`
		} `yaml:"names"`
		Validation struct {
			Schema schema `yaml:"openAPIV3Schema"`
		} `yaml:"validation"`
	} `yaml:"spec"`
}

type schema struct {
	Type       string         `yaml:"type"`
	Default    map[string]any `yaml:"default"`
	Properties map[string]any `yaml:"properties,omitempty"`
}

type target struct {
	Target     string   `yaml:"target"`
	Operations []string `yaml:"operations,flow"`
	Code       []code   `yaml:"code"`
}

type code struct {
	Engine string         `yaml:"engine"`
	Source templateSource `yaml:"source"`
}

type templateSource struct {
	Version string    `yaml:"version"`
	Rego    literal   `yaml:"rego"`
	Libs    []literal `yaml:"libs,omitempty"`
}

// literal is a text that is written as a block, so that people can read it.
type literal string

func (l literal) MarshalYAML() (any, error) {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.LiteralStyle, Value: string(l)}, nil
}

// Template renders the ConstraintTemplate of a control of a policy directory, in the version that follows from the
// directory's record of the last release. It is an error for a control that Gatekeeper cannot run.
func Template(policies fs.FS, record *released.Record, c *control.Control) ([]byte, error) {
	t, err := template(policies, c)
	if err != nil {
		return nil, err
	}
	digest, err := t.digest()
	if err != nil {
		return nil, err
	}
	version, err := record.Version(c, digest)
	if err != nil {
		return nil, err
	}
	if version != "" {
		t.Metadata.Annotations["metadata.gatekeeper.sh/version"] = version
	}
	return render(t)
}

// Digests returns digests that change when the template of a control does, by the controls' IDs.
func Digests(policies fs.FS, controls []*control.Control) (map[string]string, error) {
	digests := map[string]string{}
	for _, c := range running(controls) {
		t, err := template(policies, c)
		if err != nil {
			return nil, err
		}
		if digests[c.ID], err = t.digest(); err != nil {
			return nil, err
		}
	}
	return digests, nil
}

// digest is that of the content, and not of how it is written.
func (o *object) digest() (string, error) {
	text, err := json.Marshal(o)
	if err != nil {
		return "", fmt.Errorf("reading the template %s: %w", o.Metadata.Name, err)
	}
	return fmt.Sprintf("%x", sha256.Sum256(text)), nil
}

// template returns the template of a control without its version.
func template(policies fs.FS, c *control.Control) (*object, error) {
	if c.ReadsSecrets() {
		return nil, fmt.Errorf("control %s looks up Secrets and has no template: %s", c.ID, c.Limits["gatekeeper"])
	}
	if c.ReadsFiles() {
		return nil, fmt.Errorf("control %s looks up files and has no template: %s", c.ID, c.Limits["gatekeeper"])
	}
	if c.FilesOnly {
		return nil, fmt.Errorf("control %s is about files only and has no template: %s", c.ID, c.Limits["gatekeeper"])
	}
	if c.File == "" {
		return nil, fmt.Errorf("control %s is written in Go and has no file", c.ID)
	}
	files := append([]string{c.File}, c.Libraries...)
	texts := make([]literal, len(files))
	for i, file := range files {
		text, err := fs.ReadFile(policies, file)
		if err != nil {
			return nil, fmt.Errorf("reading policies: %w", err)
		}
		texts[i] = literal(text)
	}
	spec := templateSpec{Targets: []target{{
		Target:     "admission.k8s.gatekeeper.sh",
		Operations: c.Operations,
		Code:       []code{{Engine: "Rego", Source: templateSource{Version: "v1", Rego: texts[0], Libs: texts[1:]}}},
	}}}
	spec.CRD.Spec.Names.Kind = Kind(c)
	// Gatekeeper fills in the defaults of properties only where there are parameters at all.
	spec.CRD.Spec.Validation.Schema = schema{Type: "object", Default: map[string]any{}, Properties: c.Parameters}
	// A template serves every profile, so that it has the severity of the annotation; the constraint has the profile's.
	annotations := map[string]string{
		"metadata.gatekeeper.sh/title": c.Title,
		"description":                  c.Description,
		"guiderail.dev/control":        c.ID,
		"guiderail.dev/severity":       c.DefaultSeverity().String(),
		"guiderail.dev/requirements":   strings.Join(c.Requirements, ", "),
	}
	sync, err := syncAnnotation(c)
	if err != nil {
		return nil, err
	}
	if sync != "" {
		annotations["metadata.gatekeeper.sh/requires-sync-data"] = sync
	}
	maps.DeleteFunc(annotations, func(_, value string) bool { return value == "" })
	return &object{
		APIVersion: "templates.gatekeeper.sh/v1",
		Kind:       "ConstraintTemplate",
		Metadata: metadata{
			Name:        TemplateName(c),
			Labels:      map[string]string{"app.kubernetes.io/part-of": "guiderail"},
			Annotations: annotations,
		},
		Spec: spec,
	}, nil
}

func render(o any) ([]byte, error) {
	var b bytes.Buffer
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	if err := encoder.Encode(o); err != nil {
		return nil, fmt.Errorf("writing YAML: %w", err)
	}
	return b.Bytes(), nil
}
