package gatekeeper

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	metaschema "k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// The fields of a suite that gator verify reads.
type suite struct {
	APIVersion string   `yaml:"apiVersion"`
	Kind       string   `yaml:"kind"`
	Metadata   metadata `yaml:"metadata"`
	Tests      []test   `yaml:"tests"`
}

type test struct {
	Name       string     `yaml:"name"`
	Template   string     `yaml:"template"`
	Constraint string     `yaml:"constraint"`
	Cases      []testCase `yaml:"cases"`
}

type testCase struct {
	Name       string      `yaml:"name"`
	Object     string      `yaml:"object"`
	Inventory  []string    `yaml:"inventory,omitempty"`
	Assertions []assertion `yaml:"assertions"`
}

type assertion struct {
	Violations int    `yaml:"violations"`
	Message    string `yaml:"message,omitempty"`
}

// Suites renders for each control what proves its template: a suite for gator verify with every
// Kubernetes object of the control's fixtures and, message by message, what the harness finds in it; and a constraint that
// denies, with default parameters. The fixtures are in folders <family>/<control>/{pass,fail}; up leads
// from the directory of all that is rendered to them. Gator reads one object of a file, so that the
// objects of a file with several become samples, files of their own.
func Suites(ctx context.Context, all *catalogue.Catalogue, fixtures, up string) ([]File, error) {
	var files []File
	for _, c := range running(all.Controls) {
		engine, err := harness.New(harness.Options{Catalogue: all, Controls: []string{c.ID}})
		if err != nil {
			return nil, err
		}
		s := &suites{control: c, engine: engine, fixtures: fixtures, up: up}
		rendered, err := s.render(ctx)
		if err != nil {
			return nil, fmt.Errorf("rendering the suite of %s: %w", c.ID, err)
		}
		files = append(files, rendered...)
	}
	return files, nil
}

type suites struct {
	control      *control.Control
	engine       *harness.Engine
	fixtures, up string
	cases        []testCase
	samples      []File
}

func (s *suites) render(ctx context.Context) ([]File, error) {
	folder := folder(s.control)
	for _, verdict := range []string{"fail", "pass"} {
		if err := s.read(ctx, filepath.Join(s.fixtures, filepath.FromSlash(folder), verdict), verdict); err != nil {
			return nil, err
		}
	}
	if len(s.cases) == 0 {
		return nil, errors.New("no fixtures found")
	}
	constraint, err := Constraint(&profile.Profile{Name: "none"}, s.control)
	if err != nil {
		return nil, err
	}
	text, err := render(suite{
		APIVersion: "test.gatekeeper.sh/v1alpha1",
		Kind:       "Suite",
		Metadata:   metadata{Name: ConstraintName(s.control)},
		Tests:      []test{{Name: s.control.ID, Template: "template.yaml", Constraint: "constraint.yaml", Cases: s.cases}},
	})
	if err != nil {
		return nil, err
	}
	return append([]File{
		{path.Join(folder, "constraint.yaml"), constraint},
		{path.Join(folder, "suite.yaml"), text},
	}, s.samples...), nil
}

// read adds the cases of the fixtures in a folder.
func (s *suites) read(ctx context.Context, folder, verdict string) error {
	formats := harness.Formats()
	for found := range source.Find([]string{folder}, strings.NewReader("")) {
		if found.Error != nil {
			return found.Error
		}
		if found.Notice != nil {
			return fmt.Errorf("%s: %s", found.Notice.Position, found.Notice.Message)
		}
		messages, err := s.messages(ctx, found)
		if err != nil {
			return err
		}
		var artefacts []*artefact.Artefact
		documents := 0
		for document, readErr := range found.Source.Documents(source.Limits{}) {
			if readErr != nil {
				return readErr
			}
			documents++
			for _, a := range formats.Parse(document).Artefacts {
				if a.Type == artefact.Kubernetes {
					artefacts = append(artefacts, a)
				}
			}
		}
		name := strings.TrimSuffix(filepath.Base(found.Source.Name()), filepath.Ext(found.Source.Name()))
		for i, a := range artefacts {
			c := testCase{Name: verdict + "/" + name}
			if len(artefacts) == 1 && documents == 1 && !isInList(a) && !losesLines(a.Value) {
				relative, err := filepath.Rel(s.fixtures, found.Source.Name())
				if err != nil {
					return err
				}
				c.Object = path.Join("../..", s.up, filepath.ToSlash(relative))
			} else {
				c.Name = fmt.Sprintf("%s-%d", c.Name, i+1)
				c.Object = path.Join("samples", c.Name+".yaml")
				text, err := s.sample(a)
				if err != nil {
					return err
				}
				s.samples = append(s.samples, File{path.Join(s.control.Family(), s.control.Name(), c.Object), text})
			}
			if len(s.control.Reads) > 0 {
				c.Inventory = inventory(artefacts, verdict+"/"+name)
			}
			c.Assertions = assertions(messages[a.Position(nil)])
			s.cases = append(s.cases, c)
		}
	}
	return nil
}

// inventory returns the files of the objects that stand in a fixture, which the control can look up. They
// are the samples of the fixture, since one of its own would hold requests as well.
func inventory(artefacts []*artefact.Artefact, name string) []string {
	if len(artefacts) == 1 {
		return nil
	}
	var files []string
	for i, a := range artefacts {
		if !a.IsRequested() {
			files = append(files, fmt.Sprintf("samples/%s-%d.yaml", name, i+1))
		}
	}
	return files
}

// isInList reports whether the artefact is an item of a list, which gator takes for one object.
func isInList(a *artefact.Artefact) bool { return a.Position(nil).Column != 1 && !a.IsRequested() }

// messages returns what the harness finds in each object of a file, by the object's place.
func (s *suites) messages(ctx context.Context, file source.Found) (map[artefact.Position][]string, error) {
	messages := map[artefact.Position][]string{}
	_, err := s.engine.Each(ctx, slices.Values([]source.Found{file}), func(r *harness.Result) error {
		for _, err := range r.Errors {
			return err
		}
		for _, a := range r.Judgements {
			for _, err := range a.Errors {
				return fmt.Errorf("%s: %w", a.Position, err)
			}
			for _, f := range a.Findings {
				messages[a.Position] = append(messages[a.Position], f.Message)
			}
		}
		return nil
	})
	return messages, err
}

// assertions demand these messages and no others.
func assertions(messages []string) []assertion {
	all := []assertion{{Violations: len(messages)}}
	slices.Sort(messages)
	for i, message := range messages {
		pattern := "^" + regexp.QuoteMeta(message) + "$"
		if i > 0 && message == messages[i-1] {
			all[len(all)-1].Violations++
			continue
		}
		all = append(all, assertion{1, pattern})
	}
	return all
}

// sample writes an artefact as gator reads it: an object, or the request that is made of it.
func (s *suites) sample(a *artefact.Artefact) ([]byte, error) {
	sent := a.Value
	if a.IsRequested() {
		sent = a.Request
	}
	text := sent.JSON()
	switch {
	case a.IsRequested():
		text = fmt.Appendf(nil, `{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": %s}`, text)
	case a.Namespace == "" && s.isLookedUpInNamespaces(a):
		var object unstructured.Unstructured
		if err := json.Unmarshal(text, &object.Object); err != nil {
			return nil, err
		}
		object.SetNamespace(metav1.NamespaceDefault)
		var err error
		if text, err = json.Marshal(object.Object); err != nil {
			return nil, err
		}
	}
	if losesLines(sent) {
		var b bytes.Buffer
		err := json.Indent(&b, text, "", "  ")
		return append(b.Bytes(), '\n'), err
	}
	written, err := yaml.JSONToYAML(text)
	if err != nil {
		return nil, fmt.Errorf("writing a sample: %w", err)
	}
	return written, nil
}

// isLookedUpInNamespaces reports whether the control would not find the artefact where it looks unless it
// had a namespace, as an API server gives it one.
func (s *suites) isLookedUpInNamespaces(a *artefact.Artefact) bool {
	kind := metaschema.FromAPIVersionAndKind(a.APIVersion, a.Kind)
	return slices.ContainsFunc(s.control.Reads, func(r control.Read) bool { return r.Namespaced && r.GroupVersionKind == kind })
}

// losesLines reports whether a value holds a text that gator would cut when it stands in a block of YAML:
// before it parses an object it drops empty lines and those that begin with #, wherever they stand. In
// JSON, which is YAML too, a text has no lines of its own.
func losesLines(v value.Value) bool {
	for _, item := range v.Items() {
		if losesLines(item) {
			return true
		}
	}
	for name, item := range v.Members() {
		if hasLostLines(name) || losesLines(item) {
			return true
		}
	}
	return hasLostLines(v.TextOrEmpty())
}

func hasLostLines(text string) bool {
	if !strings.Contains(text, "\n") {
		return false
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || strings.HasPrefix(line, "---") {
			return true
		}
	}
	return false
}
