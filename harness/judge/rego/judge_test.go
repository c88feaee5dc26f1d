package rego_test

import (
	"testing"

	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/policies"
)

// TestSameJudge wants a judge to serve again where the same is asked for, and only there.
func TestSameJudge(t *testing.T) {
	p, err := rego.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	all := p.Controls()
	parameters := map[string]map[string]any{"images.digest": {"exempt_images": []any{"a"}}}
	before := p.Judge(all, rego.Options{Parameters: parameters})
	if p.Judge(all[:len(all):len(all)], rego.Options{Parameters: parameters}) != before {
		t.Error("another judge for the same")
	}
	parameters["images.digest"]["exempt_images"] = []any{"b"}
	for name, judge := range map[string]*rego.Judge{
		"changed parameters": p.Judge(all, rego.Options{Parameters: parameters}),
		"no parameters":      p.Judge(all, rego.Options{}),
		"fewer controls":     p.Judge(all[1:], rego.Options{}),
		"a limit":            p.Judge(all, rego.Options{Time: 1}),
		"no dispatch":        p.Judge(all, rego.Options{NoDispatch: true}),
	} {
		if judge == before {
			t.Errorf("%s: the same judge", name)
		}
		before = judge
	}
}
