//go:build e2e

package e2e_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/source"
)

// TestGator judges every object of the fixtures with the gator that Gatekeeper is released with, as a
// pipeline does before anything reaches a cluster.
func TestGator(t *testing.T) {
	policy := render(t, everything)
	j := newJudge(t, policy.profile)
	folder := t.TempDir()
	write := func(name string, object any) {
		text, err := json.Marshal(object)
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, name+".json"), text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, object := range slices.Concat(policy.Templates, policy.Constraints) {
		write(object.GetKind()+"-"+object.GetName(), object.Object)
	}
	var requests []source.Found
	var others bytes.Buffer
	objects := 0
	for _, f := range readFixtures(t, "../testdata/controls") {
		if f.request != nil {
			continue
		}
		objects++
		// An object of its own, told from others of its name.
		setAnnotation(f, "e2e.guiderail.dev/position", f.position.String())
		if j.looksUp(f.object) && f.object.GetNamespace() == "" {
			// An API server would have told it; gator takes an object without one for one of the cluster.
			f.object.SetNamespace("default")
		}
		text, err := json.Marshal(f.object.Object)
		if err != nil {
			t.Fatal(err)
		}
		others.Write(text)
		write(fmt.Sprintf("%04d", objects), f.object.Object)
		if f.object.GroupVersionKind().Group == "constraints.gatekeeper.sh" {
			template := templateOf(f.object.GetKind())
			write(template.GetName(), template.Object)
		}
		requests = append(requests, textOf(f.position.String(), asRequest(t, f.object)))
	}
	around := textOf("others", others.Bytes())
	j.others = &around
	var want []string
	for position, findings := range j.judgeRun(t, requests...) {
		for _, l := range j.lines(findings, profile.Deny) {
			want = append(want, position+" "+l)
		}
	}
	command := exec.CommandContext(t.Context(), filepath.Join(tools, "gator"), "test", "-o", "json", "-f", folder)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		t.Fatalf("gator test: %v\n%s", err, stderr.Bytes())
	}
	var results []struct {
		Msg        string
		Constraint struct {
			Metadata struct{ Name string }
		}
		ViolatingObject struct {
			Metadata struct{ Annotations map[string]string }
		}
	}
	if err := json.Unmarshal(stdout.Bytes(), &results); err != nil {
		t.Fatalf("gator test: %v\n%.2000s\n%.2000s", err, stdout.Bytes(), stderr.Bytes()[max(0, stderr.Len()-2000):])
	}
	var got []string
	for _, r := range results {
		got = append(got, fmt.Sprintf("%s [%s] %s", r.ViolatingObject.Metadata.Annotations["e2e.guiderail.dev/position"], r.Constraint.Metadata.Name, r.Msg))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("gator and the harness differ: %s", difference(got, want))
	}
	if objects < 400 || len(got) < 400 {
		t.Errorf("only %d objects with %d violations were judged", objects, len(got))
	}
	fmt.Printf("gator test: %d objects, %d violations; the harness found %d\n", objects, len(got), len(want))
}

func setAnnotation(f *fixture, key, value string) {
	metadata, ok := f.object.Object["metadata"].(map[string]any)
	if !ok {
		metadata = map[string]any{}
		f.object.Object["metadata"] = metadata
	}
	annotations, ok := metadata["annotations"].(map[string]any)
	if !ok {
		annotations = map[string]any{}
		metadata["annotations"] = annotations
	}
	annotations[key] = value
}

// passed is how gator says of a case that it passed.
var passed = regexp.MustCompile(`(?m)^ {4}--- PASS: `)

// failed is how it says that a case failed, and why.
var failed = regexp.MustCompile(`(?m)^ *--- FAIL: .*(\n {8,}[^=-].*)*`)

// TestGatorVerify runs the suites that are generated beside the templates and wants every case of every
// suite to have run. gator itself is content with a directory that holds none.
func TestGatorVerify(t *testing.T) {
	const dir = "../constraints"
	cases := 0
	err := filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Name() != "suite.yaml" {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		var suite struct {
			Tests []struct{ Cases []struct{ Name string } }
		}
		if err := yaml.Unmarshal(text, &suite); err != nil {
			return err
		}
		for _, test := range suite.Tests {
			cases += len(test.Cases)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	output, err := exec.CommandContext(t.Context(), filepath.Join(tools, "gator"), "verify", "-v", dir+"/...").CombinedOutput()
	if err != nil {
		if cases := failed.FindAll(output, -1); len(cases) > 0 {
			output = bytes.Join(cases, []byte("\n"))
		}
		t.Fatalf("gator verify: %v\n%.4000s", err, output)
	}
	if ran := len(passed.FindAll(output, -1)); ran == 0 || ran != cases {
		t.Errorf("gator verify: %d of %d cases passed\n%.2000s", ran, cases, output)
	}
	fmt.Printf("gator verify: %d cases passed\n", cases)
}
