package rego

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
)

const (
	described = `# METADATA
# title: A title
# description: |
#   A description.
# related_resources:
#   - https://example.com/
# custom:
#   severity: high
#   requirements: [A-01]
#   match: [{groups: ["", apps], kinds: [Pod, Deployment]}, workload]
#   remediation: Mend it.
#   parameters:
#     limit: {type: integer, description: A limit.}
`
	rules = `
import data.lib.guiderail.workload

defaults := {"limit": 5}

violation contains {"msg": "x", "details": {"path": []}} if workload.x
`
	library = `# METADATA
# custom:
#   match: [{groups: [batch], kinds: ["*"]}]
package lib.guiderail.workload

import data.lib.guiderail.ctx

x if ctx.y
`
)

// directory gives a good policy directory with some files exchanged or taken away ("").
func directory(changes map[string]string) fstest.MapFS {
	files := map[string]string{
		"test/good.rego":      described + "package guiderail.test.good\n" + rules,
		"test/good_test.rego": "package anything",
		"lib/workload.rego":   library,
		"lib/ctx.rego":        "package lib.guiderail.ctx\n\ny := true\n",
		"guides/x.yaml":       "a: b",
	}
	for name, text := range changes {
		files[name] = text
	}
	directory := fstest.MapFS{}
	for name, text := range files {
		if text != "" {
			directory[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return directory
}

func TestLoad(t *testing.T) {
	policies, err := Load(directory(map[string]string{
		"a/first.rego": strings.Replace(described, "high", "low", 1) + "package guiderail.a.first\n\napplies if true\n\nunknown contains x if some x in []\n" + rules,
	}))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, c := range policies.Controls() {
		ids = append(ids, c.ID)
	}
	if want := []string{"a.first", "test.good"}; !slices.Equal(ids, want) {
		t.Fatalf("got %q, want %q", ids, want)
	}
	controls := policies.Controls()
	c := controls[1]
	for name, compare := range map[string][2]any{
		"title":        {c.Title, "A title"},
		"description":  {c.Description, "A description."},
		"severity":     {c.Severity, control.High},
		"requirements": {c.Requirements, []string{"A-01"}},
		"remediation":  {c.Remediation, "Mend it."},
		"references":   {c.References, []string{"https://example.com/"}},
		"match":        {c.Match, []control.Match{{Groups: []string{"", "apps"}, Kinds: []string{"Pod", "Deployment"}}, {Groups: []string{"batch"}, Kinds: []string{"*"}}}},
		"family":       {c.Family(), "test"},
		"name":         {c.Name(), "good"},
		"package":      {c.Package(), "data.guiderail.test.good"},
		"file":         {c.File, "test/good.rego"},
	} {
		if !reflect.DeepEqual(compare[0], compare[1]) {
			t.Errorf("%s: got %v, want %v", name, compare[0], compare[1])
		}
	}

	for _, rule := range []string{"applies", "unknown", "violation"} {
		first, errFirst := policies.Defines(controls[0], rule)
		good, errGood := policies.Defines(c, rule)
		if errFirst != nil || errGood != nil || !first || good != (rule == "violation") {
			t.Errorf("%s is defined: got %t, %t, %v, %v", rule, first, good, errFirst, errGood)
		}
	}

	modules, err := policies.modules(policies.Controls())
	if err != nil {
		t.Fatal(err)
	}
	files := slices.Sorted(maps.Keys(modules))
	if want := []string{"a/first.rego", "lib/ctx.rego", "lib/workload.rego", "test/good.rego"}; !slices.Equal(files, want) {
		t.Errorf("modules: got %q, want %q", files, want)
	}

	defaults, err := policies.Defaults(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]any{"limit": json.Number("5")}; !reflect.DeepEqual(defaults, want) {
		t.Errorf("defaults: got %v, want %v", defaults, want)
	}
}

func TestMatches(t *testing.T) {
	policies, err := Load(directory(nil))
	if err != nil {
		t.Fatal(err)
	}
	for kind, want := range map[[2]string]bool{
		{"", "Pod"}:             true,
		{"apps", "Deployment"}:  true,
		{"apps", "StatefulSet"}: false,
		{"batch", "Job"}:        true,
		{"x", "Pod"}:            false,
		{"", "pod"}:             false,
	} {
		if got := policies.Controls()[0].Matches(artefact.Ref{Type: artefact.Kubernetes, APIVersion: strings.TrimPrefix(kind[0]+"/v1", "/"), Kind: kind[1]}); got != want {
			t.Errorf("%v: got %t, want %t", kind, got, want)
		}
	}
}

func TestLoadErrors(t *testing.T) {
	good := described + "package guiderail.test.good\n" + rules
	change := func(old, new string) map[string]string {
		if !strings.Contains(good, old) {
			t.Fatalf("there is no %q to change", old)
		}
		return map[string]string{"test/good.rego": strings.Replace(good, old, new, 1)}
	}
	for name, test := range map[string]struct {
		changes map[string]string
		want    string
	}{
		"no control":           {map[string]string{"test/good.rego": ""}, "reading policies: no controls found"},
		"damaged annotation":   {map[string]string{"test/good.rego": "# METADATA\n# title: [\npackage guiderail.test.good\n"}, "test/good.rego:"},
		"no package":           {map[string]string{"test/good.rego": "x := 1\n"}, "test/good.rego:"},
		"syntax":               {change("violation contains", "violation ((("), "test/good.rego:20: rego_parse_error"},
		"no METADATA":          {map[string]string{"test/good.rego": "package guiderail.test.good\n" + rules}, "reading control test/good.rego: the METADATA block above the package is missing"},
		"unknown key":          {change("#   severity:", "#   severty:"), `reading policies: test/good.rego: reading the annotation: json: unknown field "severty"`},
		"wrong type":           {change("requirements: [A-01]", "requirements: A-01"), "reading policies: test/good.rego: reading the annotation: json: cannot unmarshal string"},
		"unknown severity":     {change("severity: high", "severity: grave"), `reading control test/good.rego: unknown severity "grave"; use one of info, low, medium, high, critical`},
		"no severity":          {change("#   severity: high\n", ""), `reading control test/good.rego: unknown severity ""`},
		"missing library":      {map[string]string{"lib/ctx.rego": ""}, "reading policies: lib/workload.rego imports data.lib.guiderail.ctx, which does not exist"},
		"missing match":        {change("workload]", "wrkload]"), `reading control test/good.rego: match names the library "wrkload", which does not exist`},
		"match of no METADATA": {change("workload]", "ctx]"), `reading control test/good.rego: match names the library "ctx", which has no METADATA block above its package`},
		"match of no match":    {map[string]string{"lib/workload.rego": strings.Replace(library, "#   match: [{groups: [batch], kinds: [\"*\"]}]", "#   requirements: []", 1)}, `match names the library "workload", which has no match itself`},
		"match in a ring":      {map[string]string{"lib/workload.rego": strings.Replace(library, `{groups: [batch], kinds: ["*"]}`, "workload", 1)}, `match of the library "workload" refers to itself`},
		"misspelt match":       {change("kinds: [Pod", "kind: [Pod"), `reading control test/good.rego: reading match: json: unknown field "kind"`},
		"match without kinds":  {change(", kinds: [Pod, Deployment]", ""), "reading control test/good.rego: an entry of match requires groups and kinds"},
		"match as text":        {change("match: [{", "match: [5, {"), "reading control test/good.rego: reading match: json: cannot unmarshal number"},
		"foreign package":      {change("package guiderail.test.good", "package policies.good"), "reading policies: test/good.rego: package policies.good must be below guiderail or lib.guiderail"},
		"package too short":    {change("package guiderail.test.good", "package guiderail.good"), "reading control test/good.rego: package guiderail.good is not of the form guiderail.<family>.<name>"},
		"package too long":     {change("package guiderail.test.good", "package guiderail.test.very.good"), "reading control test/good.rego: package guiderail.test.very.good is not of the form"},
		"odd package":          {change("package guiderail.test.good", `package guiderail.test["so-so"]`), "is not of the form guiderail.<family>.<name>"},
		"no violation":         {change("violation contains", "violations contains"), "reading control test/good.rego: rule violation is missing"},
		"violation as value":   {change(`violation contains {"msg": "x", "details": {"path": []}} if`, "violation := 5 if"), "reading control test/good.rego: line 20: rule violation is not a set; write: violation contains"},
		"control twice":        {map[string]string{"test/other.rego": good}, "reading policies: test/other.rego: its package is already that of test/good.rego"},
		"library twice":        {map[string]string{"lib/other.rego": library}, "reading policies: lib/workload.rego: its package is already that of lib/other.rego"},
	} {
		t.Run(name, func(t *testing.T) {
			policies, err := Load(directory(test.changes))
			if err == nil {
				_, err = policies.modules(policies.Controls())
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestDefaultsErrors(t *testing.T) {
	for name, test := range map[string]struct{ old, new, want string }{
		"absent":           {"defaults :=", "default_ :=", "control test.good has parameters and no rule named defaults"},
		"no object":        {`{"limit": 5}`, "5", "rule defaults of test.good is not an object"},
		"undefined":        {`defaults := {"limit": 5}`, `defaults := {"limit": 5} if false`, "control test.good has parameters and no rule named defaults"},
		"does not compile": {`{"limit": 5}`, `{"limit": x}`, "compiling test.good"},
	} {
		t.Run(name, func(t *testing.T) {
			policies, err := Load(directory(map[string]string{"test/good.rego": strings.Replace(described+"package guiderail.test.good\n"+rules, test.old, test.new, 1)}))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := policies.Defaults(t.Context(), policies.Controls()[0]); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}
