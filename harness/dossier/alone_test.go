package dossier_test

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/dossier"
	"github.com/guiderail/guiderail/internal/reporttest"
)

// What one artefact alone makes hold stands in a file that people have read: a control that passes what it has nothing to say
// about would show there as a statement that holds, though nothing was judged for it.
func TestAlone(t *testing.T) {
	m := newMaker(t)
	files := map[string]string{
		"Dockerfile/Dockerfile":   "FROM registry.example.org/base:1.2.3\nUSER 1000\n",
		"Terraform/main.tf":       "resource \"aws_sqs_queue\" \"a\" {\n  name = \"a\"\n}\n",
		"CloudFormation/a.yaml":   "AWSTemplateFormatVersion: \"2010-09-09\"\nResources:\n  A:\n    Type: AWS::SQS::Queue\n",
		"kubeconfig/config":       "apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers: []\n",
		"Ansible/site.yaml":       "- hosts: all\n  tasks:\n    - name: say it\n      ansible.builtin.debug:\n        msg: it\n",
		"nothing/README.txt":      "Nothing to judge.\n",
		"a script/deploy.sh":      "#!/bin/sh\necho done\n",
		"a chart's values/a.yaml": "replicas: 2\n",
	}
	text, err := os.ReadFile("testdata/alone.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for object := range bytes.SplitSeq(text, []byte("\n---\n")) {
		var ref struct{ Kind string }
		if err := yaml.Unmarshal(object, &ref); err != nil || ref.Kind == "" {
			t.Fatalf("%q: %v", object, err)
		}
		files[ref.Kind+"/object.yaml"] = string(object)
	}
	engine, err := harness.New(harness.Options{Catalogue: m.all, Profile: "eks", Now: now()})
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	var got strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(files[name]), 0o600); err != nil {
			t.Fatal(err)
		}
		// The word of a scope is not enough either.
		var all []string
		for _, r := range m.library.Requirements {
			if r.Optional {
				all = append(all, r.ID)
			}
		}
		for _, notUsed := range [][]dossier.NotUsed{nil, {{Requirements: all, Reason: "There is none of it."}}} {
			if notUsed != nil && !strings.HasPrefix(name, "nothing/") {
				continue
			}
			asked := &dossier.Asked{Name: "a", Cluster: "a", NotUsed: notUsed}
			scope, statements, err := dossier.Answer(t.Context(), asked, dossier.Options{
				Library: m.library, Controls: m.all.Controls, Foreign: m.foreign, Provided: m.provided, Engine: engine, Sources: harness.Path(filepath.Dir(file)), Now: now(),
			})
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&got, "%s (%d judged)\n", filepath.Dir(name), scope.Counts.Artefacts)
			for _, s := range statements {
				switch s.Verdict {
				case dossier.NothingShown, dossier.Contradicted, dossier.NotCheckable, dossier.Fails:
					continue
				case dossier.Partly:
					if !slices.ContainsFunc(s.Reasons, func(r dossier.Reason) bool { return r.Kind == "accepted" }) {
						continue // something is missing, and it says so
					}
				}
				fmt.Fprintf(&got, "  %s %s: %s\n", s.ID, cmp.Or(s.Verdict.Text(), string(s.Verdict)), shownBy(&s))
			}
		}
	}
	reporttest.Golden(t, "testdata/alone.txt", got.String())
}

// shownBy names the controls that an answer rests on.
func shownBy(s *dossier.Statement) string {
	var controls []string
	for _, r := range s.Reasons {
		if r.Control != "" {
			controls = append(controls, r.Kind+" "+r.Control)
		}
	}
	slices.Sort(controls)
	return strings.Join(slices.Compact(controls), ", ")
}
