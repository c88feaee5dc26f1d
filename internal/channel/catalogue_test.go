package channel_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/internal/channel"
	"github.com/guiderail/guiderail/policies"

	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"

	"github.com/guiderail/guiderail/harness/catalogue"
)

const fixtures = "../../testdata/controls"

func loaded(t *testing.T) *catalogue.Catalogue {
	t.Helper()
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// prepared readies a query of all policies, with the catalogue of a profile.
func prepared(t *testing.T, p *profile.Profile, query string) rego.PreparedEvalQuery {
	t.Helper()
	text, err := channel.Catalogue(loaded(t), p, policies.Version)
	if err != nil {
		t.Fatal(err)
	}
	options := []func(*rego.Rego){rego.Query(query), rego.StrictBuiltinErrors(true), rego.Module(channel.CatalogueFile, string(text))}
	err = fs.WalkDir(policies.FS, ".", func(file string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(file) != ".rego" || strings.HasSuffix(file, "_test.rego") || file == channel.CatalogueFile {
			return err
		}
		text, err := fs.ReadFile(policies.FS, file)
		options = append(options, rego.Module(file, string(text)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	q, err := rego.New(options...).PrepareForEval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// decider answers what an OPA server does at guiderail/decision, with the catalogue of a profile.
func decider(t *testing.T, p *profile.Profile) func(input any) (violations, unknowns, waived []string) {
	t.Helper()
	query := prepared(t, p, "d := data.guiderail.decision")
	return func(input any) (violations, unknowns, waived []string) {
		t.Helper()
		results, err := query.Eval(t.Context(), rego.EvalInput(input))
		if err != nil {
			t.Fatal(err)
		}
		if len(results) != 1 {
			t.Fatalf("there is no decision about %v", input)
		}
		encoded, err := json.Marshal(results[0].Bindings["d"])
		if err != nil {
			t.Fatal(err)
		}
		var d struct{ Violations, Unknowns, Waived []finding }
		if err := json.Unmarshal(encoded, &d); err != nil {
			t.Fatal(err)
		}
		return said(t, d.Violations), said(t, d.Unknowns), said(t, d.Waived)
	}
}

type finding struct {
	Control, Msg string
	Details      struct{ Path []any }
}

func said(t *testing.T, findings []finding) []string {
	t.Helper()
	lines := []string{}
	for _, f := range findings {
		lines = append(lines, line(t, f.Control, f.Msg, f.Details.Path))
	}
	slices.Sort(lines)
	return lines
}

func line(t *testing.T, control, message string, path []any) string {
	t.Helper()
	text, err := json.Marshal(path)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s: %s %s", control, message, text)
}

// TestDecisions asks about every fixture, file by file: what comes out is what the harness says, with every
// control and with profiles that choose, set parameters and waive.
func TestDecisions(t *testing.T) {
	xroad, err := profile.Load(policies.FS, loaded(t).Controls, "xroad-eks")
	if err != nil {
		t.Fatal(err)
	}
	own := *xroad
	own.Name = "own"
	own.Waived = []profile.Exclusion{{Controls: []string{"resources.limits"}, Namespaces: []string{"shop"}, Expires: "9999-12-31"}}
	own.Expired = []profile.Exclusion{{Controls: []string{"images.digest"}, Namespaces: []string{"shop"}, Expires: "2001-01-01"}}
	own.Parameters = map[string]map[string]any{"images.registry_allowlist": {"registries": []any{`registry\.example\.org`}}}
	for name, test := range map[string]struct {
		profile *profile.Profile
		paths   []string
		waives  bool
	}{
		"every control": {nil, []string{fixtures}, false},
		"own":           {&own, []string{fixtures + "/images", fixtures + "/resources", fixtures + "/secrets"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			engine, err := harness.New(harness.Options{Policies: policies.FS, Chosen: test.profile})
			if err != nil {
				t.Fatal(err)
			}
			decide := decider(t, test.profile)
			files, found, waived := 0, 0, 0
			for from := range source.Find(test.paths, strings.NewReader("")) {
				name, objects := from.Source.Name(), []any{}
				wantViolations, wantUnknowns, wantWaived := []string{}, []string{}, []string{}
				_, err := engine.Each(t.Context(), source.Find([]string{name}, nil), func(r *harness.Result) error {
					for _, a := range r.Judgements {
						wantViolations = append(wantViolations, judged(t, a.Findings)...)
						wantUnknowns = append(wantUnknowns, judged(t, a.Unknowns)...)
						wantWaived = append(wantWaived, judged(t, a.Waived)...)
					}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				for document := range from.Source.Documents(source.Limits{}) {
					for _, a := range kubernetes.New().Parse(document).Artefacts {
						if !a.Embedded {
							objects = append(objects, plain(t, a))
						}
					}
				}
				violations, unknowns, accepted := decide(objects)
				for what, sides := range map[string][2][]string{
					"violations": {violations, wantViolations}, "unknowns": {unknowns, wantUnknowns}, "waived": {accepted, wantWaived},
				} {
					slices.Sort(sides[1])
					if !slices.Equal(sides[0], sides[1]) {
						t.Errorf("%s: %s:\ngot  %s\nwant %s", name, what, strings.Join(sides[0], "\n     "), strings.Join(sides[1], "\n     "))
					}
				}
				files, found, waived = files+1, found+len(violations), waived+len(accepted)
			}
			if files < 20 || found < 100 || (waived > 0) != test.waives {
				t.Errorf("%d files with %d violations and %d waived ones are too few, or too many", files, found, waived)
			}
			t.Logf("%d files, %d violations, %d waived", files, found, waived)
		})
	}
}

// judged gives what the harness found by controls in Rego.
func judged(t *testing.T, findings []harness.Finding) (lines []string) {
	t.Helper()
	for _, f := range findings {
		if f.Control.File != "" {
			lines = append(lines, line(t, f.Control.ID, f.Message, f.Path))
		}
	}
	return lines
}

// plain gives an object, or the review in which it came, as a client sends it.
func plain(t *testing.T, a *artefact.Artefact) any {
	t.Helper()
	var value any
	text := a.Value.String()
	if a.IsRequested() {
		text = a.Request.String()
	}
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%s: %v", filepath.Base(a.Position(nil).String()), err)
	}
	if a.IsRequested() {
		return map[string]any{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": value}
	}
	return value
}

// TestCatalogue shows what a profile makes of the catalogue.
func TestCatalogue(t *testing.T) {
	all := loaded(t)
	p := &profile.Profile{
		Name:       "small",
		Excluded:   map[string]string{},
		Actions:    map[string]profile.Enforcement{"images.digest": {Webhook: profile.Warn, Audit: profile.Deny}},
		Parameters: map[string]map[string]any{"images.digest": {"exempt_images": []any{"a\"b"}}},
	}
	for _, c := range all.Controls {
		if c.ID != "images.digest" {
			p.Excluded[c.ID] = "not here"
		}
	}
	text, err := channel.Catalogue(all, p, "1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`version := "1.2.3"`,
		`profile := "small"`,
		`"enforcement": "warn"`,
		`some statement in data.guiderail.images.digest.violation with input.parameters as {"exempt_images": ["a\"b"]}`,
		`reads := {"namespace": set(), "cluster": set()}`,
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s lacks %s", text, want)
		}
	}
	if strings.Contains(string(text), "images.pinned_tag") {
		t.Error("a control that the profile leaves out is in it")
	}
	p.Excluded["images.digest"] = "not here either"
	if _, err := channel.Catalogue(all, p, ""); err == nil || !strings.Contains(err.Error(), "the profile chooses no control") {
		t.Errorf("got %v", err)
	}
}

// TestSecretValues gives Secrets beside what refers to them: the answer tells keys that are missing, and no
// value.
func TestSecretValues(t *testing.T) {
	secret := map[string]any{
		"apiVersion": "v1", "kind": "Secret",
		"metadata": map[string]any{
			"name": "shop", "namespace": "shop",
			"annotations": map[string]any{"kubectl.kubernetes.io/last-applied-configuration": `{"stringData":{"pin":"c4n4ry"}}`},
		},
		"data":       map[string]any{"user": "c4n4ry"},
		"stringData": map[string]any{"pin": "c4n4ry", "XROAD_TOKEN_PIN": "c4n4ry"},
	}
	refers := func(key string) any {
		return map[string]any{"name": "A", "valueFrom": map[string]any{"secretKeyRef": map[string]any{"name": "shop", "key": key}}}
	}
	pod := map[string]any{
		"apiVersion": "v1", "kind": "Pod", "metadata": map[string]any{"name": "shop", "namespace": "shop"},
		"spec": map[string]any{"containers": []any{map[string]any{"name": "shop", "image": "shop", "env": []any{refers("pin"), refers("wrong")}}}},
	}
	violations, unknowns, _ := decider(t, nil)([]any{secret, pod})
	const want = `secrets.reference_resolves: container "shop": env A refers to the key "wrong" of Secret "shop", which has no such key; correct the key or add it ["spec","containers",0,"env",1,"valueFrom","secretKeyRef","key"]`
	if !slices.Contains(violations, want) {
		t.Errorf("got  %s\nwant %s", strings.Join(violations, "\n     "), want)
	}
	for _, line := range slices.Concat(violations, unknowns) {
		if strings.Contains(line, "c4n4ry") {
			t.Errorf("a value is told: %s", line)
		}
	}
}
