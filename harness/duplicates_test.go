package harness_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/judge/text"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/policies"
)

// TestDuplicates: an object that stands twice in one file is a finding, whatever spells its version; of one
// that names no namespace, and in two files, it is not known whether both are applied to one place. Requests and context declare nothing.
func TestDuplicates(t *testing.T) {
	const (
		plain    = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"
		explicit = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: default}\n"
		beta     = "apiVersion: apps/v1beta1\nkind: Deployment\nmetadata: {name: d}\n"
		stable   = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n"
		list     = "apiVersion: v1\nkind: List\nitems:\n- " + "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}\n"
	)
	for name, test := range map[string]struct {
		files  []string
		around string
		want   []string
	}{
		"one":              {[]string{plain}, "", nil},
		"the namespace":    {[]string{documents(plain, explicit)}, "", []string{"0.yaml:7:18 unknown ConfigMap default/c is also in 0.yaml:3:18, and one of the two has no namespace; if both are applied to the namespace default, the later one replaces the earlier"}},
		"another version":  {[]string{documents(beta, stable)}, "", []string{"0.yaml:7:18 fail Deployment d is already declared on line 3, and replaces that one; give it another name"}},
		"in a list":        {[]string{documents(plain, list)}, "", []string{"0.yaml:8:54 fail ConfigMap c is already declared on line 3, and replaces that one; give it another name"}},
		"thrice":           {[]string{documents(plain, plain, plain)}, "", []string{"0.yaml:7:18 fail ConfigMap c is already declared on line 3, and replaces that one; give it another name", "0.yaml:11:18 fail ConfigMap c is already declared on line 3, and replaces that one; give it another name"}},
		"another file":     {[]string{plain, explicit}, "", []string{"1.yaml:3:18 unknown ConfigMap default/c is also in 0.yaml:3:18, and one of the two has no namespace; if both are applied to the namespace default, the later one replaces the earlier"}},
		"twice elsewhere":  {[]string{plain, plain}, "", []string{"1.yaml:3:18 unknown ConfigMap c is also in 0.yaml:3:18; if both are applied, the later one replaces the earlier"}},
		"another kind":     {[]string{documents(plain, stable)}, "", nil},
		"a request for it": {[]string{documents(plain, asRequest(plain))}, "", nil},
		"context":          {[]string{plain}, plain, nil},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			write := func(name, text string) {
				if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			for i, text := range test.files {
				write(fmt.Sprintf("run/%d.yaml", i), text)
			}
			options := harness.Options{Policies: policies.FS, Controls: []string{text.DuplicateObject}}
			if test.around != "" {
				write("around.yaml", test.around)
				options.Inventory = source.Find([]string{filepath.Join(folder, "around.yaml")}, nil)
			}
			engine, err := harness.New(options)
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(filepath.Join(folder, "run"))
			for range 2 { // a run knows nothing of the one before
				var got []string
				if _, err := engine.Each(t.Context(), source.Find([]string{"."}, nil), func(r *harness.Result) error {
					for _, a := range r.Judgements {
						for _, f := range slices.Concat(a.Findings, a.Unknowns) {
							got = append(got, fmt.Sprintf("%s %s %s", f.Position, a.Verdicts[text.DuplicateObject], f.Message))
						}
					}
					return nil
				}); err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(got, test.want) {
					t.Errorf("got  %q\nwant %q", got, test.want)
				}
			}
		})
	}
}
