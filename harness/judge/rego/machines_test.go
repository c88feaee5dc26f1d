package rego

import (
	"bytes"
	"testing"
	"testing/fstest"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/value"
)

// TestPlanFile has directories with plans that are good, of other files, and damaged.
func TestPlanFile(t *testing.T) {
	files := directory(nil)
	loaded, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	text, err := loaded.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	with := func(text []byte, changes map[string]string) fstest.MapFS {
		files := directory(changes)
		files[PlanFile] = &fstest.MapFile{Data: text}
		return files
	}
	pod := &artefact.Artefact{
		Ref:   artefact.Ref{Type: artefact.Kubernetes, APIVersion: "v1", Kind: "Pod", Name: "x"},
		Value: value.NewObject(value.Member{Name: "kind", Value: value.NewText("Pod")}),
	}
	changed := bytes.Clone(text)
	changed[len(changed)-1] ^= 1
	header := len(loaded.digest)
	version := bytes.Clone(text)
	version[header]++
	for name, test := range map[string]struct {
		files              fstest.MapFS
		isPlanned, isError bool
	}{
		"none":             {files, false, false},
		"good":             {with(text, nil), true, false},
		"of other files":   {with(text, map[string]string{"lib/ctx.rego": "package lib.guiderail.ctx\n\ny := 2 == 2\n"}), false, false},
		"of a newer file":  {with(text, map[string]string{"test/good.rego": described + "package guiderail.test.good\n" + rules + "\n\nx := 1\n"}), false, false},
		"empty":            {with(nil, nil), false, false},
		"another text":     {with([]byte("plan"), nil), false, false},
		"cut in digest":    {with(text[:header/2], nil), false, false},
		"cut after digest": {with(text[:header], nil), false, true},
		"cut":              {with(text[:len(text)*2/3], nil), false, true},
		"cut by a byte":    {with(text[:len(text)-1], nil), false, true},
		"changed":          {with(changed, nil), false, true},
		"another version":  {with(version, nil), false, true},
		"longer":           {with(append(bytes.Clone(text), 0), nil), false, true},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Load(test.files)
			if err != nil {
				t.Fatal(err)
			}
			judge := p.Judge(p.Controls(), Options{})
			machines, err := judge.machines()
			if (machines != nil) != test.isPlanned || (err != nil) != test.isError {
				t.Errorf("planned: %v, error: %v", machines != nil, err)
			}
			outcomes, err := judge.Judge(t.Context(), pod, nil)
			switch {
			case test.isError:
				if err == nil {
					t.Errorf("got %v, want an error", outcomes)
				}
			case err != nil || len(outcomes) != 1 || len(outcomes[0].Violations) != 1 || outcomes[0].Fallback != nil:
				t.Errorf("got %+v, %v", outcomes, err)
			}
			// OPA needs no plan.
			if outcomes, err := p.Judge(p.Controls(), Options{Engine: EngineOPA}).Judge(t.Context(), pod, nil); err != nil || len(outcomes) != 1 || len(outcomes[0].Violations) != 1 {
				t.Errorf("got %+v, %v of OPA", outcomes, err)
			}
		})
	}
}
