package channel_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format/record"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/waiver"
	"github.com/guiderail/guiderail/internal/channel"
	"github.com/guiderail/guiderail/policies"
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
	return preparedWith(t, channel.Options{Profile: p, Version: policies.Version}, nil, query)
}

// preparedWith readies a query of all policies, with a catalogue, and with data of an operator.
func preparedWith(t *testing.T, catalogue channel.Options, data map[string]any, query string) rego.PreparedEvalQuery {
	t.Helper()
	text, err := channel.Catalogue(loaded(t), catalogue)
	if err != nil {
		t.Fatal(err)
	}
	options := []func(*rego.Rego){rego.Query(query), rego.StrictBuiltinErrors(true), rego.Module(channel.CatalogueFile, string(text))}
	if data != nil {
		options = append(options, rego.Store(inmem.NewFromObject(data)))
	}
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
	return deciderOf(t, prepared(t, p, "d := data.guiderail.decision"))
}

func deciderOf(t *testing.T, query rego.PreparedEvalQuery) func(input any) (violations, unknowns, waived []string) {
	t.Helper()
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
	Control, Severity, Msg string
	Details                struct{ Path []any }
}

func said(t *testing.T, findings []finding) []string {
	t.Helper()
	lines := []string{}
	for _, f := range findings {
		lines = append(lines, line(t, f.Control, f.Severity, f.Msg, f.Details.Path))
	}
	slices.Sort(lines)
	return lines
}

func line(t *testing.T, control, severity, message string, path []any) string {
	t.Helper()
	text, err := json.Marshal(path)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s: %s: %s %s", control, severity, message, text)
}

// TestDecisions asks about every fixture, file by file: what comes out is what the harness says, with every
// control and with profiles that choose, set parameters and severities, and waive.
func TestDecisions(t *testing.T) {
	xroad, err := profile.Load(policies.FS, loaded(t).Controls, "xroad-eks")
	if err != nil {
		t.Fatal(err)
	}
	own := *xroad
	own.Name = "own"
	own.Waived = []profile.Exclusion{{Controls: []string{"resources.limits"}, Namespaces: []string{"shop"}, Expires: "9999-12-31"}}
	own.Expired = []profile.Exclusion{{Controls: []string{"images.digest"}, Namespaces: []string{"shop"}, Expires: "2001-01-01"}}
	own.ControlSeverities = map[string]control.Severity{"images.pinned_tag": control.Critical, "resources.limits": control.Info}
	own.Parameters = map[string]map[string]any{"images.registry_allowlist": {"registries": []any{`registry\.example\.org`}}}
	several := []string{fixtures + "/images", fixtures + "/resources", fixtures + "/secrets"}
	for name, test := range map[string]struct {
		profile *profile.Profile
		waivers []string
		paths   []string
		waives  bool
	}{
		"every control": {nil, nil, []string{fixtures}, false},
		"own":           {&own, nil, several, true},
		"waivers":       {nil, []string{waiversOf(t, several)}, several, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			engine, err := harness.New(harness.Options{Policies: policies.FS, Chosen: test.profile, Waivers: test.waivers, Now: waiverDay})
			if err != nil {
				t.Fatal(err)
			}
			texts, err := waiver.ReadFiles(test.waivers)
			if err != nil {
				t.Fatal(err)
			}
			set, _, err := waiver.Load(texts, waiver.Options{Controls: loaded(t).Controls, Now: waiverDay})
			if err != nil {
				t.Fatal(err)
			}
			query := preparedWith(t, channel.Options{Profile: test.profile, Version: policies.Version, Waivers: set}, settings(engine.Day()), "d := data.guiderail.decision")
			decide := deciderOf(t, query)
			files, found, waived := 0, 0, 0
			for from := range source.Find(test.paths, strings.NewReader("")) {
				if from.Source == nil {
					continue // a file that is not read
				}
				name, objects := from.Source.Name(), []any{}
				if strings.Contains(name, "*") {
					continue // the files of a module, which no other channel reads together
				}
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
				isOfCloud := false
				for document := range from.Source.Documents(source.Limits{}) {
					for _, a := range harness.Formats().Parse(document).Artefacts {
						isOfCloud = isOfCloud || a.Type != artefact.Kubernetes && !record.Is(a.Type)
						// Other channels are not asked about records.
						if !a.Embedded && !record.Is(a.Type) {
							objects = append(objects, plain(t, a))
						}
					}
				}
				if isOfCloud && test.waives {
					continue // waivers name such files by their names, which no other channel knows
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

// waiverDay is the day on which the waivers of these tests count.
var waiverDay = time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)

// settings is what an operator says of the day, and of the time when it begins.
func settings(day string) map[string]any {
	return map[string]any{"guiderail_settings": map[string]any{"day": day, "now": day + "T00:00:00Z"}}
}

// waiversOf writes a file of waivers of all kinds: for every other finding in the files at some paths one that names
// the object, the container or the path, or all objects whose names begin alike; or one that expired.
func waiversOf(t *testing.T, paths []string) string {
	t.Helper()
	engine, err := harness.New(harness.Options{Policies: policies.FS})
	if err != nil {
		t.Fatal(err)
	}
	run, err := engine.Check(t.Context(), harness.Path(paths...))
	if err != nil {
		t.Fatal(err)
	}
	text := []byte(nil)
	kinds := map[string]int{}
	for i, f := range run.Findings {
		if i%2 > 0 || f.Artefact.Name == "" {
			continue
		}
		e := waiver.Entry{Control: f.Control.ID, Owner: "ada", Reason: "It is accepted.", Granted: "2026-01-01", Expires: "2026-11-29"}
		e.Object = waiver.Object{Kind: f.Artefact.Kind, Namespace: f.Artefact.Namespace, Name: f.Artefact.Name}
		switch kind := i / 2 % 6; {
		case kind == 0 && f.Container != "":
			e.Container = f.Container
			kinds["container"]++
		case kind == 1 && len(f.Path) > 2:
			e.Path = artefact.PathText(f.Path[:len(f.Path)-1])
			kinds["path"]++
		case kind == 2:
			e.Object.Name, e.Object.NamePattern = "", f.Artefact.Name[:1]+"*"
			kinds["pattern"]++
		case kind == 3:
			e.Expires = "2026-11-28"
			kinds["expired"]++
		case kind == 4:
			e.Control = f.Control.Family()
			kinds["family"]++
		}
		if text, _, err = waiver.Append(text, &e); err != nil {
			t.Fatal(err)
		}
	}
	if len(kinds) < 5 {
		t.Fatalf("not all kinds of waivers are there: %v", kinds)
	}
	file := filepath.Join(t.TempDir(), "waivers.yaml")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestWaiversNeedADay wants waivers to count on the day that the operator gives, or on that of the clock where the
// catalogue says so, and never otherwise; what an object says itself is no day.
func TestWaiversNeedADay(t *testing.T) {
	pod := map[string]any{
		"apiVersion": "v1", "kind": "Pod", "metadata": map[string]any{"name": "till", "namespace": "shop"},
		"spec": map[string]any{"hostPID": true}, "guiderail_settings": map[string]any{"day": "2000-01-01"}, "day": "2000-01-01",
	}
	for name, test := range map[string]struct {
		until  string
		clock  bool
		data   map[string]any
		waived bool
	}{
		"no day":               {"9999-12-31", false, nil, false},
		"the last day":         {"2026-11-29", false, settings("2026-11-29"), true},
		"the day after":        {"2026-11-29", false, settings("2026-11-30"), false},
		"not a day":            {"2026-11-29", false, map[string]any{"guiderail_settings": map[string]any{"day": 7}}, false},
		"the clock":            {"9999-12-31", true, nil, true},
		"the clock, expired":   {"2026-01-01", true, nil, false},
		"the operator, though": {"2026-01-01", true, settings("2026-01-01"), true},
	} {
		set := waiver.NewSet([]*waiver.Waiver{{Controls: []string{"podsecurity.host_namespaces"}, Kind: "Pod", Namespace: "shop", Name: "till", Expires: test.until}})
		query := preparedWith(t, channel.Options{Waivers: set, Clock: test.clock}, test.data, "d := data.guiderail.decision")
		violations, _, accepted := deciderOf(t, query)(pod)
		isOf := func(line string) bool { return strings.HasPrefix(line, "podsecurity.host_namespaces: ") }
		if got := slices.ContainsFunc(accepted, isOf); got != test.waived || got == slices.ContainsFunc(violations, isOf) {
			t.Errorf("%s: waived is %v, want %v", name, got, test.waived)
		}
	}
}

// judged gives what the harness found by controls in Rego.
func judged(t *testing.T, findings []harness.Finding) (lines []string) {
	t.Helper()
	for _, f := range findings {
		if f.Control.File != "" {
			lines = append(lines, line(t, f.Control.ID, f.Control.Severity.String(), f.Message, f.Path))
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
	text, err := channel.Catalogue(all, channel.Options{Profile: p, Version: "1.2.3"})
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
	if _, err := channel.Catalogue(all, channel.Options{Profile: p}); err == nil || !strings.Contains(err.Error(), "the profile chooses no control") {
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
	const want = `secrets.reference_resolves: medium: container "shop": env A refers to the key "wrong" of Secret "shop", which has no such key; correct the key or add it ["spec","containers",0,"env",1,"valueFrom","secretKeyRef","key"]`
	if !slices.Contains(violations, want) {
		t.Errorf("got  %s\nwant %s", strings.Join(violations, "\n     "), want)
	}
	for _, line := range slices.Concat(violations, unknowns) {
		if strings.Contains(line, "c4n4ry") {
			t.Errorf("a value is told: %s", line)
		}
	}
}
