package harness_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/corpus"
	"github.com/guiderail/guiderail/policies"
)

// TestOddControls has both engines run controls that say what controls should not, and compares what comes of it.
func TestOddControls(t *testing.T) {
	said := func(path string) string {
		return fmt.Sprintf(`violation contains {"msg": "odd", "details": {"path": %s}}`, path)
	}
	applies := func(value string) string { return said("[]") + " if false\n\napplies := " + value }
	inventory := func(condition string) string {
		return said("[]") + " if {\n\tsome name\n\tdata.inventory.namespace.none.v1.ConfigMap[name]\n}\n\n" + said(`["seen"]`) + " if " + condition
	}
	odd := map[string]string{
		"text_applies":    applies(`"yes"`),
		"zero_applies":    applies("0"),
		"null_applies":    applies("null"),
		"false_applies":   applies("false"),
		"no_applies":      applies("1 if false"),
		"set_path":        said(`{"a", "b"}`),
		"text_path":       said(`"a"`),
		"boolean_step":    said(`["a", true]`),
		"null_step":       said(`[null]`),
		"list_step":       said(`[["a", 1], {"b": 1.5}]`),
		"fraction_step":   said(`["a", 1.5, 1.0, -1, 12345678901234567890]`),
		"set_step":        said(`[{1}]`),
		"number_message":  `violation contains {"msg": 1, "details": {"path": []}}`,
		"other_text":      `violation contains {"msg": "m", "details": {"path": [], "other": "x"}}`,
		"other":           `violation contains {"msg": "m", "details": {"path": [], "other": {"kind": "Pod", "name": "x", "group": 1}}}`,
		"other_path_only": `violation contains {"msg": "m", "path": []}`,
		"twice":           said(`["a"]`) + "\n\n" + said(`["a"]`) + "\n\n" + strings.ReplaceAll(said(`["a"]`), "violation", "unknown"),
		"index":           said("[value]") + " if {\n\tsome i in [0.0, 1.0, 2e0, -0]\n\tvalue := input.review.object.spec.list[i]\n}",
		"indexed":         said("[value]") + " if {\n\tvalue := input.review.object.spec.list[input.review.object.spec.index]\n}",
		"minus_zero":      `violation contains {"msg": sprintf("%s %v %d", [input.review.object.spec.minus, input.review.object.spec.minus, input.review.object.spec.minus]), "details": {"path": []}}`,
		"namespaces":      inventory(`not data.inventory.cluster["v1"].Namespace`),
	}
	files := fstest.MapFS{}
	for name, rules := range odd {
		files["test/"+name+".rego"] = podControl(name, rules)
	}
	maps.Copy(files, faulty())
	const text = `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}, "spec": {"list": ["a", "b"], "index": 1.0, "minus": -0}}`
	judged := func(engine rego.Engine) (all map[string]string) {
		e, err := harness.New(harness.Options{Policies: files, Engine: engine})
		if err != nil {
			t.Fatal(err)
		}
		all = map[string]string{}
		_, err = e.Each(t.Context(), func(yield func(source.Found) bool) {
			yield(source.Found{Source: source.Bytes("pod.json", []byte(text))})
		}, func(r *harness.Result) error {
			for _, a := range r.Judgements {
				for id, verdict := range a.Verdicts {
					all[id] += fmt.Sprintf("%s %v", verdict, a.Errors[id])
				}
				for _, f := range a.Findings {
					all[f.Control.ID] += fmt.Sprintf("\nfinding %q %#v %v", f.Message, f.Path, f.Position)
				}
				for _, u := range a.Unknowns {
					all[u.Control.ID] += fmt.Sprintf("\nunknown %q %#v %v", u.Message, u.Path, u.Position)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	want, got := judged(rego.EngineOPA), judged(rego.EnginePlan)
	for id := range want {
		if got[id] != want[id] {
			t.Errorf("%s: the machine says\n%s\nOPA says\n%s", id, got[id], want[id])
		}
	}
	if len(got) != len(want) || len(want) < len(odd) {
		t.Errorf("got %d controls, want %d", len(got), len(want))
	}
}

// TestSameOutputOfPlan has many workers judge objects that look one another up, with the machines of one inventory and of
// none: they say what one worker says.
func TestSameOutputOfPlan(t *testing.T) {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	documents := func(yield func(source.Found) bool) {
		for d := range corpus.Cluster(1, 120) {
			if !yield(source.Found{Source: source.Bytes(d.Name, d.Text)}) {
				return
			}
		}
	}
	said := func(workers int) string {
		engine, err := harness.New(harness.Options{Catalogue: all, Profile: "xroad-eks", Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		summary, err := engine.Each(t.Context(), documents, func(r *harness.Result) error {
			for _, a := range r.Judgements {
				fmt.Fprintln(&b, a.Ref, a.Verdicts, sayings(a.Findings, ""), sayings(a.Unknowns, ""))
			}
			return nil
		})
		if err != nil || summary.Fallbacks > 0 {
			t.Fatalf("%v; %d fell back: %v", err, summary.Fallbacks, summary.Fallback)
		}
		return b.String()
	}
	want := said(1)
	for range 3 {
		if got := said(8); got != want {
			t.Error(firstDifference(got, want))
		}
	}
}
