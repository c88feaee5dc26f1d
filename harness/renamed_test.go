package harness_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/profile"
)

// renaming is a policy directory of two controls. Any more lines of their annotations are given.
func renaming(first, second string) fstest.MapFS {
	control := func(name, more string) *fstest.MapFile {
		return &fstest.MapFile{Data: fmt.Appendf(nil, `# METADATA
# title: Labels must be present
# custom:
#   severity: high
#   requirements: [RES-01]
#   match: [{groups: [""], kinds: [ConfigMap]}]
#   remediation: Add them.
#   parameters: {labels: {type: array, items: {type: string}}}
%spackage guiderail.labels.%s

import data.lib.guiderail.ctx

defaults := {"labels": ["owner"]}

violation contains {"msg": "no label", "details": {"path": []}} if {
	parameters := object.union(defaults, ctx.parameters)
	some label in parameters.labels
	not input.review.object.metadata.labels[label]
}
`, more, name)}
	}
	return fstest.MapFS{
		".manifest":            {Data: []byte(`{"roots": ["guiderail", "lib/guiderail"]}`)},
		"lib/ctx.rego":         {Data: []byte("package lib.guiderail.ctx\n\nparameters := {}\n")},
		"labels/present.rego":  control("present", first),
		"labels/spelling.rego": control("spelling", second),
		"profiles/base.yaml": {Data: []byte(`apiVersion: guiderail.dev/v1alpha1
kind: Profile
metadata: {name: base}
spec:
  title: Base
  parameters:
    metadata.labelled: {labels: [team]}
`)},
	}
}

const renamedFrom = "#   renamed_from: [metadata.labelled, metadata.has_labels]\n#   changed_parameters: {names: Write labels.}\n"

// TestRenamed wants an ID of an earlier release to name its control wherever IDs are written, and to be said.
func TestRenamed(t *testing.T) {
	directory := renaming(renamedFrom, "")
	all, err := catalogue.Load(directory)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "mine.yaml")
	text := `apiVersion: guiderail.dev/v1alpha1
kind: Profile
metadata: {name: mine}
spec:
  title: Mine
  extends: base
  enforcement:
    controls: {metadata.has_labels: warn}
  exclude:
    - controls: [labels.spelling, metadata.labelled]
      namespaces: [legacy]
      reason: it is moved next year
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	engine, err := harness.New(harness.Options{Catalogue: all, Controls: []string{"metadata.has-labels"}, Profile: file})
	if err != nil {
		t.Fatal(err)
	}
	if got := engine.Controls(); len(got) != 1 || got[0].ID != "labels.present" {
		t.Errorf("got the controls %v", got)
	}
	var said []string
	for _, r := range engine.About().Renamed {
		said = append(said, strings.ReplaceAll(r.String(), file, "mine.yaml"))
	}
	if want := []string{
		"control metadata.has_labels is now named labels.present; use the new ID",
		"mine.yaml:8:37: control metadata.has_labels is now named labels.present; use the new ID",
		"mine.yaml:10:35: control metadata.labelled is now named labels.present; use the new ID",
		"profiles/base.yaml:7:24: control metadata.labelled is now named labels.present; use the new ID",
	}; !reflect.DeepEqual(said, want) {
		t.Errorf("it says\n%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
	}
	run, err := engine.Check(t.Context(),
		harness.Bytes("a.yaml", []byte("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: legacy}}")),
		harness.Bytes("b.yaml", []byte("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: other}}")))
	if err != nil {
		t.Fatal(err)
	}
	if len(run.Waived) != 1 || len(run.Findings) != 1 || run.Findings[0].Control.ID != "labels.present" {
		t.Errorf("got %v, waived %v", run.Findings, run.Waived)
	}
	constraint, err := gatekeeper.Constraint(engine.About().Profile, engine.Controls()[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"kind: GuiderailLabelsPresent", "enforcementAction: warn", "- legacy", "- team"} {
		if !strings.Contains(string(constraint), want) {
			t.Errorf("the constraint has no %q:\n%s", want, constraint)
		}
	}

	for name, test := range map[string]struct{ spec, want string }{
		"parameters twice":  {"parameters: {labels.present: {labels: [a]}, metadata.labelled: {labels: [b]}}", `6:66: spec.parameters["metadata.labelled"] is an earlier ID of labels.present, which is set here as well`},
		"enforcement twice": {"enforcement: {controls: {metadata.has_labels: warn, metadata.labelled: deny}}", `6:74: spec.enforcement.controls["metadata.labelled"] is another name of labels.present, which is set here as well`},
		"a wrong parameter": {"parameters: {metadata.labelled: {names: [b]}}", `6:43: spec.parameters["metadata.labelled"].names is not a parameter of labels.present; see: guiderail explain labels.present; names was another parameter in an earlier release: Write labels.`},
		"no ID, old or new": {"parameters: {metadata.label: {labels: [b]}}", `6:32: unknown control "metadata.label"`},
	} {
		t.Run(name, func(t *testing.T) {
			head, _, _ := strings.Cut(text, "  extends")
			if err := os.WriteFile(file, []byte(head+"  "+test.spec+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := profile.Load(all.Files, all.Controls, file); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

// TestRenamedIsExcluded wants a control that a profile leaves out by its earlier ID to be left out, and not to be
// asked for by either.
func TestRenamedIsExcluded(t *testing.T) {
	directory := renaming(renamedFrom, "")
	directory["profiles/none.yaml"] = &fstest.MapFile{Data: []byte(`apiVersion: guiderail.dev/v1alpha1
kind: Profile
metadata: {name: none}
spec:
  title: None
  exclude:
    - controls: [metadata.labelled]
      reason: we like it so
`)}
	engine, err := harness.New(harness.Options{Policies: directory, Profile: "none"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range engine.Controls() {
		if c.ID == "labels.present" {
			t.Error("it is not left out")
		}
	}
	for _, id := range []string{"labels.present", "metadata.has_labels"} {
		var excluded *harness.ExcludedControlError
		if _, err := harness.New(harness.Options{Policies: directory, Profile: "none", Controls: []string{id}}); !errors.As(err, &excluded) || excluded.ID != "labels.present" {
			t.Errorf("%s: got %v", id, err)
		}
	}
}

// TestRenamedTwice wants an ID to be that of one control.
func TestRenamedTwice(t *testing.T) {
	for name, test := range map[string]struct{ first, second, want string }{
		"a control's own ID": {"#   renamed_from: [labels.spelling]\n", "", "control labels.present: renamed_from names labels.spelling, which is or was the ID of labels.spelling"},
		"its own":            {"#   renamed_from: [labels.present]\n", "", "which is or was the ID of labels.present"},
		"that of two":        {renamedFrom, renamedFrom, "control labels.spelling: renamed_from names metadata.labelled, which is or was the ID of labels.present"},
		"no ID":              {"#   renamed_from: [present]\n", "", `renamed_from: "present" is not of the form`},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := catalogue.Load(renaming(test.first, test.second)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
	if _, err := control.Find("metadata.labelled", nil); err == nil {
		t.Error("an ID of no control is found")
	}
}
