//go:build e2e

package e2e_test

import (
	"bytes"
	"io"
	"slices"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/policies"
)

// judge is the harness with a profile: what Gatekeeper is held against.
type judge struct {
	engine  *harness.Engine
	profile *profile.Profile
}

// newJudge takes a profile as the command line does.
func newJudge(t *testing.T, name string) *judge {
	t.Helper()
	controls, err := harness.Catalogue(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Load(policies.FS, controls, name)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := harness.New(harness.Options{Policies: policies.FS, Profile: p, MaxDocument: 512 << 20})
	if err != nil {
		t.Fatal(err)
	}
	return &judge{engine, p}
}

// judge gives the findings that Gatekeeper can have too. Schema errors are the API server's own.
func (j *judge) judge(t *testing.T, text []byte) []harness.Finding {
	t.Helper()
	source := &artefact.Source{Name: "review", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }}
	var findings []harness.Finding
	_, err := j.engine.Check(t.Context(), slices.Values([]artefact.Found{{Source: source}}), func(r *harness.Result) error {
		for _, err := range r.Errors {
			t.Error(err)
		}
		for _, a := range r.Artefacts {
			for id, err := range a.Errors {
				t.Errorf("%s: %s: %v", a.Identity, id, err)
			}
			for _, f := range a.Findings {
				if f.Control.File != "" {
					findings = append(findings, f)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return findings
}

// lines gives the findings that have an action, as Gatekeeper writes them into its messages.
func (j *judge) lines(findings []harness.Finding, action profile.Action) []string {
	var lines []string
	for _, f := range findings {
		if j.profile.Enforcement(f.Control).Webhook == action {
			lines = append(lines, line(f.Control, f.Message))
		}
	}
	slices.Sort(lines)
	return lines
}

func line(c *control.Control, message string) string {
	return "[" + gatekeeper.ConstraintName(c) + "] " + message
}
