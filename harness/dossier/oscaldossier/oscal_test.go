package oscaldossier_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/dossier"
	"github.com/guiderail/guiderail/harness/dossier/oscaldossier"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/internal/reporttest"
	"github.com/guiderail/guiderail/internal/shared"
	"github.com/guiderail/guiderail/policies"
)

// input is what documents are made from.
type input struct {
	dossier  *dossier.Dossier
	library  *guide.Library
	controls []*control.Control
}

// small has a guide of nine statements, one for each verdict, in a scope with reasons of every kind; a scope in which
// nothing was judged, and one without statements.
func small() input {
	library := &guide.Library{
		Requirements: []guide.Requirement{
			{ID: "R-01", Name: "no-plain-secrets", Severity: guide.High, Answer: guide.Control},
			{ID: "R-02", Name: "reviewed-roles", Severity: guide.Medium, Answer: guide.Both, Attestation: &guide.Attestable{Days: 90, About: "Who reviewed the roles."}},
			{ID: "R-03", Name: "rotated-keys", Severity: guide.Low, Answer: guide.Attestation, Attestation: &guide.Attestable{Days: 365, About: "When keys were changed."}},
			{ID: "R-04", Name: "to-come", Severity: guide.Low, Answer: guide.Control},
		},
		Guides: []*guide.Guide{{ID: "short", Title: "A short guide", Version: "1.2", Date: "2026-01-31", Licence: "CC0"}},
	}
	d := &dossier.Dossier{
		APIVersion: dossier.APIVersion,
		Kind:       dossier.Kind,
		Now:        "2026-11-30T12:00:00+02:00",
		Tool:       dossier.Tool{Name: "guiderail", Version: "1.0.0"},
		Policies:   dossier.Policies{Reference: "built-in", Digest: "sha256:" + strings.Repeat("ab", 32), Controls: 2},
		Guides:     []dossier.Guide{{ID: "short", Title: "A short guide", Version: "1.2", Date: "2026-01-31", Sources: strings.Repeat("12", 32)}},
		Scopes: []dossier.Scope{
			{
				Name: "one", Title: "The first cluster", File: "one/scope.yaml", Profile: "eks", Paths: []string{"one"},
				Cluster: dossier.Cluster{Name: "first", Platform: "eks", Namespaces: []string{"shop", "bank"}},
				Images: []dossier.Image{
					{Reference: "registry.test/web@sha256:" + strings.Repeat("0", 64), IsListed: true, Reports: []string{"one/scan.json"}},
					{Reference: "registry.test/db:1", RunBy: []dossier.Evidence{{File: "one/app.yaml", Line: 3, Artefact: "Deployment shop/db"}}},
				},
				Inputs: []dossier.Input{
					{Path: "one/app.yaml", Digest: "sha256:" + strings.Repeat("1", 64)},
					{Path: "one/roles: all.yaml", Digest: strings.Repeat("2", 64)},
					{Path: "one/scope.yaml", Digest: strings.Repeat("3", 64)},
					{Path: "one/odd", Digest: "md5:0"},
				},
				Counts:   dossier.Counts{Files: 4, Artefacts: 7},
				Verdicts: dossier.Tally{dossier.Holds: 1, dossier.Fails: 1},
				Attestations: []dossier.Attestation{
					{
						Name: "roles", File: "one/roles.att.yaml", Requirement: "R-02", Statement: "I read every role.\n\n# 1. all of *them*", Authors: []string{"Ann Author"},
						Attester: "Rea Reviewer", Signer: "rea@example.test", Key: "SHA256:abc", Date: "2026-11-01", Expires: "2027-01-30", Counts: true,
						Reasons: []string{"ends in 61 days"},
						Basis: []dossier.AttestedEvidence{
							{File: "one/roles: all.yaml", Digest: "sha256:" + strings.Repeat("2", 64), State: "unchanged"},
							{URL: "https://user:secret@example.test/review?id=1", Digest: strings.Repeat("4", 64), Description: "the minutes", State: "not fetched"},
							{URL: "not an address", State: "not fetched"},
						},
					},
					{
						Name: "keys", File: "one/keys.att.yaml", Requirement: "R-03", Statement: "All keys are new.", Authors: []string{"Ann Author"}, Attester: "Ann Author",
						Date: "2026-11-01T10:00:00Z", Expires: "soon", Reasons: []string{"the attester is an author"},
					},
				},
				Accepted: []dossier.Finding{{
					Control: "secrets.plain", Severity: "high", Message: "not in a statement", Evidence: dossier.Evidence{File: "one/app.yaml", Line: 90, Artefact: "Secret shop/old"},
					Accepted: &dossier.Acceptance{By: "waiver", Reason: "to be deleted", Owner: "shop", Expires: "2026-12-31"},
				}},
				Errors:  []dossier.Place{{File: "one/broken.yaml", Line: 2, Message: "not YAML"}},
				Notices: []dossier.Place{{Message: "nothing was judged by rbac.review"}},
			},
			{Name: "two", Paths: []string{}, Inputs: []dossier.Input{}},
			{Name: "three"},
		},
	}
	controls := []*control.Control{
		{ID: "secrets.plain", Title: "Secrets must not be plain", Severity: control.High, Requirements: []string{"R-01"}, Remediation: "Use a Secret."},
		{ID: "rbac.review", Title: "Roles must be reviewed", Severity: control.Medium, Requirements: []string{"R-02"}},
	}

	place := dossier.Evidence{File: "one/app.yaml", Line: 12, Artefact: "Deployment shop/web"}
	elsewhere := dossier.Evidence{File: "cluster: live", Artefact: "ClusterRole admin"}
	found := dossier.Finding{Control: "secrets.plain", Severity: "high", Message: "PASSWORD has a value", Evidence: place}
	accepted := found
	accepted.Accepted = &dossier.Acceptance{By: "waiver", Reason: "known", Owner: "shop", Ticket: "SHOP-1", Expires: "2026-12-31"}
	shown := dossier.Reason{Kind: "shown", Text: "3 artefacts pass", Requirement: "R-01", Control: "secrets.plain", Count: 3, Evidence: []dossier.Evidence{place, elsewhere}}
	verdicts := map[dossier.Verdict][]dossier.Reason{
		dossier.Holds:         {shown},
		dossier.Attested:      {{Kind: "attested", Text: "Rea Reviewer attests it", Requirement: "R-02", Attestation: "roles"}, {Kind: "attested", Text: "somebody does", Attestation: "gone"}},
		dossier.Waived:        {{Kind: "accepted", Text: "1 finding is accepted", Control: "secrets.plain", Count: 1, Findings: []dossier.Finding{accepted}}},
		dossier.Partly:        {shown, {Kind: "unknown", Text: "the value is templated", Control: "secrets.plain", Evidence: []dossier.Evidence{place}}},
		dossier.Fails:         {{Kind: "finding", Text: "1 finding", Control: "secrets.plain", Count: 1, Findings: []dossier.Finding{found, accepted}}},
		dossier.NothingShown:  {{Kind: "missing", Text: "no artefact was judged", Requirement: "R-01"}},
		dossier.NotApplicable: {{Kind: "fact", Text: "the control plane is that of EKS", Evidence: []dossier.Evidence{{File: "one/roles: all.yaml", Artefact: "ClusterConfig first"}}}},
		dossier.Contradicted:  {{Kind: "erratum", Text: "there is no such field"}},
		dossier.NotCheckable:  nil,
	}
	for i, verdict := range dossier.Verdicts() {
		id := fmt.Sprintf("S%03d", i+1)
		statement := guide.Statement{ID: id, Section: fmt.Sprint(i / 3), Text: "Nothing secret is plain, says " + id + "."}
		switch verdict {
		case dossier.NotCheckable:
			statement.NotCheckable = "It demands nothing."
		case dossier.Contradicted:
			statement.Requirements, statement.Errata, statement.Contradicted = []string{"R-04"}, []string{"E-1"}, "There is no such field."
		default:
			statement.Requirements = []string{"R-01", "R-02", "R-03"}[i%3:]
		}
		library.Guides[0].Statements = append(library.Guides[0].Statements, statement)
		d.Statements = append(d.Statements, dossier.Statement{
			Scope: "one", Guide: "short", ID: id, Section: statement.Section, Statement: statement.Text, Verdict: verdict, Requirements: statement.Requirements,
			Errata: statement.Errata, HasChanged: i == 0, Reasons: verdicts[verdict],
		})
		d.Statements = append(d.Statements, dossier.Statement{
			Scope: "two", Guide: "short", ID: id, Section: statement.Section, Statement: statement.Text, Verdict: dossier.NothingShown,
			Reasons: []dossier.Reason{{Kind: "missing", Text: "no artefact was judged"}}, Missing: []dossier.Missing{{Requirement: "R-01", Control: "secrets.plain", Text: "a Deployment"}, {Requirement: "R-02", Text: "an attestation"}},
		})
	}
	return input{d, library, controls}
}

// whole has both guides and all controls, and a dossier that answers each statement.
func whole(t *testing.T) input {
	t.Helper()
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	library, err := all.Guides()
	if err != nil {
		t.Fatal(err)
	}
	in := small()
	d, verdicts := in.dossier, dossier.Verdicts()
	d.Guides, d.Statements = nil, nil
	for _, g := range library.Guides {
		d.Guides = append(d.Guides, dossier.Guide{ID: g.ID, Title: g.Title, Version: g.Version, Date: g.Date, Sources: strings.Repeat("0", 64)})
		for i, s := range g.Statements {
			d.Statements = append(d.Statements, dossier.Statement{
				Scope: "one", Guide: g.ID, ID: s.ID, Section: s.Section, Statement: s.Text, Verdict: verdicts[i%len(verdicts)], Requirements: s.Requirements, Errata: s.Errata,
				Reasons: []dossier.Reason{{Kind: "shown", Text: "shown", Evidence: []dossier.Evidence{{File: "one/app.yaml", Artefact: "Pod a"}}}},
			})
		}
	}
	return input{d, library, all.Controls}
}

// change puts a text in the place of every text that people, or files, choose. The same text is always changed alike, so
// that what refers to something still does.
func change(v reflect.Value, to func(string) string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			change(v.Elem(), to)
		}
	case reflect.Slice:
		for i := range v.Len() {
			change(v.Index(i), to)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			name := v.Type().Field(i)
			isFixed := name.Name == "Now" || v.Type() == reflect.TypeFor[dossier.Reason]() && name.Name == "Kind"
			if name.IsExported() && !isFixed {
				change(v.Field(i), to)
			}
		}
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() {
			v.SetString(to(v.String()))
		}
	}
}

func inputs(t *testing.T) map[string]input {
	t.Helper()
	all := map[string]input{"small": small(), "whole": whole(t)}
	for name, to := range map[string]func(string) string{
		"empty":      func(string) string { return "" },
		"space":      func(s string) string { return "\u00a0\ufeff \t" + s + "\r\n\u3000\ufeff" },
		"control":    func(s string) string { return "\x00" + s + "\x1b[31m\u0007\u0085" },
		"lines":      func(s string) string { return "\n\n" + s + "\n\r\nmore\u2028lines\u2029\n" },
		"quotes":     func(s string) string { return `"` + s + `' <script>alert(1)</script> {{ insert: param, x }} \` + "`" },
		"markdown":   func(s string) string { return "# **" + s + "** [a](javascript:b) ![c](d) _e_ ~f~ ^g^\n- h\n1. i\n---" },
		"bytes":      func(s string) string { return "\xff\xfe" + s + "\xc3" },
		"long":       func(s string) string { return s + strings.Repeat(" very long\n", 2000) },
		"percent":    func(s string) string { return "%zz:" + s + "?#%/../" },
		"scheme":     func(s string) string { return "javascript:" + s },
		"right":      func(s string) string { return "\u202e" + s },
		"digit":      func(s string) string { return "1. " + s },
		"not latin":  func(s string) string { return "ünï " + s + " 日本" },
		"only space": func(string) string { return " \n\t\ufeff" },
	} {
		in := small()
		change(reflect.ValueOf(in.dossier), to)
		change(reflect.ValueOf(in.library), to)
		change(reflect.ValueOf(in.controls), to)
		// An ID of nothing is none, and the same for all.
		if name == "empty" || name == "only space" {
			keepIDs(in)
		}
		all[name] = in
	}
	return all
}

// keepIDs gives the scopes, statements and requirements those IDs that the small dossier has.
func keepIDs(in input) {
	was := small()
	for i := range was.dossier.Scopes {
		in.dossier.Scopes[i].Name = was.dossier.Scopes[i].Name
	}
	for i, s := range was.dossier.Statements {
		in.dossier.Statements[i].Scope, in.dossier.Statements[i].Guide, in.dossier.Statements[i].ID = s.Scope, s.Guide, s.ID
	}
	in.library.Guides[0].ID = was.library.Guides[0].ID
	for i, s := range was.library.Guides[0].Statements {
		in.library.Guides[0].Statements[i].ID = s.ID
	}
}

func write(t *testing.T, model string, in input) string {
	t.Helper()
	var out strings.Builder
	if err := oscaldossier.Write(&out, model, in.dossier, in.library, in.controls); err != nil {
		t.Fatalf("%s: %v", model, err)
	}
	return out.String()
}

func parse(t *testing.T, text string) any {
	t.Helper()
	instance, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return instance
}

func TestDocuments(t *testing.T) {
	for _, model := range oscaldossier.Models() {
		text := write(t, model, small())
		if again := write(t, model, small()); again != text {
			t.Errorf("%s: the second document differs from the first", model)
		}
		reporttest.Golden(t, filepath.Join("testdata", model+".json"), text)
	}
}

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile(shared.Path(t, "schemas/oscal-complete-1.2.2.json"))
	if err != nil {
		t.Fatal(err)
	}
	return reporttest.Schema(t, text)
}

// TestSharedSchema holds every document against the schema that NIST publishes.
func TestSharedSchema(t *testing.T) {
	schema := schema(t)
	for name, in := range inputs(t) {
		for _, model := range oscaldossier.Models() {
			if err := schema.Validate(parse(t, write(t, model, in))); err != nil {
				t.Errorf("%s, %s: %.3000v", name, model, err)
			}
		}
	}
}

// TestSharedSchemaRefuses shows that the schema would refuse documents with mistakes, wherever they are: a member that it
// does not know in each kind of object, and no text where it wants one.
func TestSharedSchemaRefuses(t *testing.T) {
	schema := schema(t)
	// What may be empty.
	free := []string{"description", "prose", "remarks", "statement", "href", "source"}
	for _, model := range oscaldossier.Models() {
		instance := parse(t, write(t, model, small()))
		objects, texts := map[string]map[string]any{}, map[string]func(any){}
		walk(instance, nil, func(path []string, v any, set func(any)) {
			place := strings.Join(path, ".")
			switch v := v.(type) {
			case map[string]any:
				objects[place] = v
			case string:
				if !slices.Contains(free, path[len(path)-1]) {
					texts[place] = func(to any) { set(to) }
				}
			}
		})
		if len(objects) < 10 || len(texts) < 20 {
			t.Errorf("%s: only %d places of objects and %d of texts", model, len(objects), len(texts))
		}
		for place, object := range objects {
			object["unknown-member"] = true
			if schema.Validate(instance) == nil {
				t.Errorf("%s: %q may have an unknown member", model, place)
			}
			delete(object, "unknown-member")
		}
		for place, set := range texts {
			was := valueAt(instance, set)
			if schema.Validate(instance) == nil {
				t.Errorf("%s: %q may be empty", model, place)
			}
			set(was)
		}
		if err := schema.Validate(instance); err != nil {
			t.Errorf("%s: the test did not undo what it changed: %v", model, err)
		}
	}
}

// valueAt empties a text and returns what it was.
func valueAt(instance any, set func(any)) string {
	before := map[string]string{}
	remember := func(into map[string]string) {
		n := 0
		walk(instance, nil, func(_ []string, v any, _ func(any)) {
			if s, ok := v.(string); ok {
				into[fmt.Sprint(n)] = s
			}
			n++
		})
	}
	remember(before)
	set("")
	after := map[string]string{}
	remember(after)
	for at, s := range before {
		if after[at] != s {
			return s
		}
	}
	return ""
}

// walk visits everything in a document, with the names on the way to it.
func walk(v any, path []string, visit func(path []string, v any, set func(any))) {
	visitBelow := func(name string, v any, set func(any)) {
		below := append(slices.Clone(path), name)
		visit(below, v, set)
		walk(v, below, visit)
	}
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			visitBelow(name, v[name], func(to any) { v[name] = to })
		}
	case []any:
		for i, item := range v {
			if _, isText := item.(string); isText { // the items of a list of texts are named as the list is
				visit(path, item, func(to any) { v[i] = to })
			} else {
				visit(path, item, func(to any) { v[i] = to })
				walk(item, path, visit)
			}
		}
	}
}

// TestReferences wants every UUID once, and everything that a document refers to in it or in the catalogue.
func TestReferences(t *testing.T) {
	for name, in := range inputs(t) {
		ids := map[string]bool{}
		walk(parse(t, write(t, oscaldossier.Catalog, in)), nil, func(path []string, v any, _ func(any)) {
			if path[len(path)-1] == "id" {
				if ids[v.(string)] {
					t.Errorf("%s: the catalogue has the ID %q twice", name, v)
				}
				ids[v.(string)] = true
			}
		})
		for _, model := range oscaldossier.Models() {
			references := 0
			roles, uuids := map[string]bool{}, map[string]bool{}
			instance := parse(t, write(t, model, in))
			walk(instance, nil, func(path []string, v any, _ func(any)) {
				text, _ := v.(string)
				switch last := path[len(path)-1]; {
				case last == "uuid":
					if uuids[text] {
						t.Errorf("%s, %s: UUID %s is there twice", name, model, text)
					}
					uuids[text] = true
				case last == "id" && slices.Contains(path, "roles"):
					roles[text] = true
				}
			})
			walk(instance, nil, func(path []string, v any, _ func(any)) {
				text, isText := v.(string)
				if !isText {
					return
				}
				isKnown := true
				switch last := path[len(path)-1]; {
				case strings.HasSuffix(last, "-uuid"), strings.HasSuffix(last, "-uuids"):
					isKnown = uuids[text]
				case strings.HasPrefix(text, "#") && (last == "href" || last == "source"):
					isKnown = uuids[text[1:]]
				case last == "control-id", last == "target-id":
					isKnown = ids[text]
				case last == "role-id":
					isKnown = roles[text]
				default:
					return
				}
				references++
				if !isKnown {
					t.Errorf("%s, %s: %s %q refers to nothing", name, model, strings.Join(path, "."), text)
				}
			})
			if references == 0 {
				t.Errorf("%s, %s: nothing refers to anything", name, model)
			}
		}
	}
}

// TestPlanIsNamed wants the UUID of the plan in the results that carry it out.
func TestPlanIsNamed(t *testing.T) {
	var plan struct {
		Plan struct{ UUID string } `json:"assessment-plan"`
	}
	if err := json.Unmarshal([]byte(write(t, oscaldossier.AssessmentPlan, small())), &plan); err != nil {
		t.Fatal(err)
	}
	if results := write(t, oscaldossier.AssessmentResults, small()); plan.Plan.UUID == "" || !strings.Contains(results, `"identifier": "`+plan.Plan.UUID+`"`) {
		t.Errorf("the results do not name the plan %s", plan.Plan.UUID)
	}
}

// TestText wants no text in a document that a terminal, or a reader with another notion of a line, would take for more
// than a text.
func TestText(t *testing.T) {
	for name, in := range inputs(t) {
		for _, model := range oscaldossier.Models() {
			walk(parse(t, write(t, model, in)), nil, func(path []string, v any, _ func(any)) {
				text, isText := v.(string)
				if !isText {
					return
				}
				if slices.Contains([]string{"description", "prose", "remarks", "statement"}, path[len(path)-1]) {
					text = strings.ReplaceAll(text, "\n", "")
				}
				if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }) || strings.TrimSpace(text) != text {
					t.Errorf("%s, %s: %s is %.80q", name, model, strings.Join(path, "."), text)
				}
			})
		}
	}
}

// TestNoSecretOfAddress wants no user and password of the addresses that attestations name.
func TestNoSecretOfAddress(t *testing.T) {
	if results := write(t, oscaldossier.AssessmentResults, small()); strings.Contains(results, "secret@") || !strings.Contains(results, "https://example.test/review?id=1") {
		t.Error("the address of the evidence is not as it must be")
	}
}

// TestStates wants a state for every verdict, and satisfied for none of which nothing was shown.
func TestStates(t *testing.T) {
	want := map[dossier.Verdict]string{
		dossier.Holds: "satisfied pass implemented", dossier.Attested: "satisfied pass implemented",
		dossier.NotApplicable: "satisfied other not-applicable", dossier.NotCheckable: "satisfied other not-applicable", dossier.Contradicted: "satisfied other not-applicable",
		dossier.Waived: "not-satisfied other", dossier.Partly: "not-satisfied other partial", dossier.Fails: "not-satisfied fail", dossier.NothingShown: "not-satisfied other",
	}
	in := small()
	var results struct {
		Results struct {
			Results []struct {
				Findings []struct {
					Target struct {
						Status               struct{ State, Reason string }
						ImplementationStatus struct{ State string } `json:"implementation-status"`
					}
				}
			}
		} `json:"assessment-results"`
	}
	if err := json.Unmarshal([]byte(write(t, oscaldossier.AssessmentResults, in)), &results); err != nil {
		t.Fatal(err)
	}
	for i, verdict := range dossier.Verdicts() {
		target := results.Results.Results[0].Findings[i].Target
		if got := strings.TrimSpace(target.Status.State + " " + target.Status.Reason + " " + target.ImplementationStatus.State); got != want[verdict] || got == "" {
			t.Errorf("%s: got %q, want %q", verdict, got, want[verdict])
		}
	}
}

func TestErrors(t *testing.T) {
	for _, test := range []struct {
		name, model string
		change      func(*input)
		want        string
	}{
		{"model", "profile", func(*input) {}, `writing OSCAL: unknown model "profile"; use one of catalog, component-definition, assessment-plan, assessment-results`},
		{"time", oscaldossier.Catalog, func(in *input) { in.dossier.Now = "today" }, "writing OSCAL: reading the dossier's time: "},
		{"scopes", oscaldossier.AssessmentPlan, func(in *input) { in.dossier.Scopes = nil }, "writing OSCAL: the dossier has no scope"},
		{"scope", oscaldossier.AssessmentResults, func(in *input) { in.dossier.Scopes[1].Name = "one" }, `writing OSCAL: the dossier has two scopes with the name "one"`},
		{"statement", oscaldossier.AssessmentResults, func(in *input) { in.dossier.Statements[0].ID = "Z1" }, "writing OSCAL: the guides have no statement Z1, which the dossier answers"},
	} {
		in := small()
		test.change(&in)
		if err := oscaldossier.Write(&strings.Builder{}, test.model, in.dossier, in.library, in.controls); err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", test.name, err, test.want)
		}
	}
}
