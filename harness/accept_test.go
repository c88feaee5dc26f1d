package harness_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/baseline"
	"github.com/guiderail/guiderail/harness/waiver"
)

// labelled is a policy directory with controls that find each of some labels at Pods, and their containers.
func labelled() fstest.MapFS {
	label := func(name string) *fstest.MapFile {
		return podControl(name, `violation contains {"msg": "is labelled", "details": {"path": ["metadata", "labels", "`+name+`"]}} if {
	input.review.object.metadata.labels.`+name+` == "yes"
}

unknown contains {"msg": "may be labelled", "details": {"path": ["metadata", "labels", "`+name+`"]}} if {
	input.review.object.metadata.labels.`+name+` == "maybe"
}`)
	}
	return fstest.MapFS{
		"test/a.rego": label("a"), "test/b.rego": label("b"),
		"test/container.rego": podControl("container", `violation contains {"msg": "has a container", "details": {"path": ["spec", "containers", i, "name"]}} if {
	input.review.object.spec.containers[i]
}`),
	}
}

const acceptedDay = "2026-11-29"

// accepted checks files of these names and texts, and gives each finding with what accepts it.
func accepted(t *testing.T, folder string, options harness.Options, names ...string) (*harness.Run, []string) {
	t.Helper()
	options.Policies = labelled()
	var err error
	if options.Now, err = time.Parse(time.DateOnly, acceptedDay); err != nil {
		t.Fatal(err)
	}
	engine, err := harness.New(options)
	if err != nil {
		t.Fatal(err)
	}
	var sources []harness.Sources
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, harness.Bytes(name, text))
	}
	run, err := engine.Check(t.Context(), sources...)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range slices.Concat(run.Findings, run.Waived) {
		by := "-"
		if a := f.Acceptance; a != nil {
			a.Position.File = filepath.Base(a.Position.File)
			by = fmt.Sprintf("%s %s %s %s", a.By, a.Position, a.Owner, a.Until)
		}
		got = append(got, fmt.Sprintf("%s %s %s: %s", f.Control.Name(), f.Artefact.Name, f.Container, strings.TrimSpace(by)))
	}
	slices.Sort(got)
	return run, got
}

func folderOf(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

const (
	profileHead = "apiVersion: guiderail.dev/v1alpha1\nkind: Profile\nmetadata: {name: mine}\nspec:\n  title: Mine\n  controls: [test.a, test.b, test.container]\n"
	waiversHead = "apiVersion: guiderail.dev/v1alpha1\nkind: Waivers\nwaivers:\n"
)

func equal(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestAcceptance has findings that each acceptor accepts, and wants the first of them to count.
func TestAcceptance(t *testing.T) {
	waived := func(control, object, owner, expires, more string) string {
		return fmt.Sprintf("  - {control: %s, object: {%s}, owner: %s, reason: It is accepted., expires: %s%s}\n", control, object, owner, expires, more)
	}
	folder := folderOf(t, map[string]string{
		"profile.yaml": profileHead + "  exclude:\n    - {controls: [test.a], namespaces: [legacy], reason: It is moved., expires: 2026-11-29}\n" +
			"    - {controls: [test.b], namespaces: [legacy], reason: It was moved., expires: 2026-11-28}\n" +
			"  waivers: {notWaivable: [test.container], annotations: {controls: [test.b], maxDays: 30}}\n",
		"waivers.yaml": waiversHead +
			waived("test.a", "kind: Pod, namespace: legacy, name: old", "late", "2027-01-31", "") +
			waived("test.a", "kind: Pod, namespace: shop, name: till", "ada", "2026-11-29", "") +
			waived("test.a", `kind: Pod, namespace: shop, namePattern: "*"`, "bob", "2027-01-31", "") +
			waived("test.a", "kind: Pod, namespace: shop, name: web", "eve", "2026-11-28", ", granted: 2026-01-01") +
			waived("test.b", "kind: Pod, namespace: shop, name: none", "zoe", "2027-01-31", ""),
		"pods.yaml": `
{apiVersion: v1, kind: Pod, metadata: {name: old, namespace: legacy, labels: {a: "yes", b: "yes"}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: till, namespace: shop, labels: {a: "yes", b: "yes"}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, labels: {a: "yes"}}}
---
apiVersion: v1
kind: Pod
metadata:
  name: annotated
  namespace: shop
  labels: {b: "yes"}
  annotations: {guiderail.dev/waive: "test.b, test.container", guiderail.dev/waive-owner: ann, guiderail.dev/waive-reason: it is to be so, guiderail.dev/waive-expires: 2026-12-29}
spec: {containers: [{name: x}]}
`,
	})
	run, got := accepted(t, folder, harness.Options{Profile: filepath.Join(folder, "profile.yaml"), Waivers: []string{filepath.Join(folder, "waivers.yaml")}}, "pods.yaml")
	equal(t, got, []string{
		"a old : profile profile.yaml:8:7  2026-11-29",
		"a till : waiver waivers.yaml:5:5 ada 2026-11-29",
		"a web : waiver waivers.yaml:6:5 bob 2027-01-31",
		"b annotated : annotation pods.yaml:14:38 ann 2026-12-29",
		"b old : -",
		"b till : -",
		"container annotated x: -",
	})
	if got, want := fmt.Sprint(run.Summary.Accepted, run.Summary.Waived), "map[annotation:1 profile:1 waiver:2] 4"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	var remarks []string
	for _, r := range run.Results {
		for _, j := range r.Judgements {
			for _, n := range j.Remarks {
				remarks = append(remarks, n.Position.String()+" "+n.Message)
			}
		}
	}
	equal(t, remarks, []string{"pods.yaml:14:38 the annotation guiderail.dev/waive of Pod shop/annotated is ignored: profile mine does not let annotations waive test.container"})
	var uses []string
	for _, u := range run.Summary.Waivers {
		uses = append(uses, fmt.Sprintf("%s: %s, %d objects, %d findings, %d overlaps", u.Waiver.Owner, u.Status(acceptedDay), u.Objects, u.Findings, len(u.Overlaps)))
	}
	equal(t, uses, []string{
		"late: no longer needed, 1 objects, 0 findings, 0 overlaps",
		"ada: expires soon, 1 objects, 1 findings, 0 overlaps",
		"bob: still needed, 3 objects, 2 findings, 1 overlaps",
		"eve: expired, 1 objects, 1 findings, 0 overlaps",
		"zoe: matches nothing, 0 objects, 0 findings, 0 overlaps",
	})
}

// TestWaivedInPart wants a verdict to become waived only with the last of the findings.
func TestWaivedInPart(t *testing.T) {
	pod := "{apiVersion: v1, kind: Pod, metadata: {name: till}, spec: {containers: [{name: x}, {name: z2}]}}"
	for more, want := range map[string][]string{
		", container: x":                        {"fail", "container till x: waiver waivers.yaml:4:5 ada 2027-01-31", "container till z2: -"},
		`, path: "spec.containers[1]"`:          {"fail", "container till x: -", "container till z2: waiver waivers.yaml:4:5 ada 2027-01-31"},
		`, path: "spec.containers"`:             {"waived", "container till x: waiver waivers.yaml:4:5 ada 2027-01-31", "container till z2: waiver waivers.yaml:4:5 ada 2027-01-31"},
		`, path: "spec.containers[1].image"`:    {"fail", "container till x: -", "container till z2: -"},
		", container: z":                        {"fail", "container till x: -", "container till z2: -"},
		`, container: x, path: "metadata.name"`: {"fail", "container till x: -", "container till z2: -"},
	} {
		folder := folderOf(t, map[string]string{
			"pod.yaml":     pod,
			"waivers.yaml": waiversHead + "  - {control: test, object: {kind: Pod, name: till}, owner: ada, reason: It is accepted., expires: 2027-01-31" + more + "}\n",
		})
		run, got := accepted(t, folder, harness.Options{Waivers: []string{filepath.Join(folder, "waivers.yaml")}}, "pod.yaml")
		equal(t, append([]string{string(run.Results[0].Judgements[0].Verdicts["test.container"])}, got...), want)
	}
}

// TestAnnotations has annotations that waive nothing, and wants it said why.
func TestAnnotations(t *testing.T) {
	const good = `guiderail.dev/waive-owner: ann, guiderail.dev/waive-reason: it is to be so, guiderail.dev/waive-expires: "2026-12-01"`
	allowed := "  waivers: {notWaivable: [test.b], annotations: {controls: [test.a, test.b], maxDays: 10}}\n"
	for name, test := range map[string]struct{ profile, annotations, want string }{
		"no profile":             {"", "guiderail.dev/waive: test.a, " + good, "annotations waive only what a profile lets them waive, with spec.waivers.annotations"},
		"profile says nothing":   {"  description: None.\n", "guiderail.dev/waive: test.a, " + good, "annotations waive only what a profile lets them waive, with spec.waivers.annotations"},
		"allowed":                {allowed, "guiderail.dev/waive: test.a, " + good, ""},
		"not waivable":           {allowed, "guiderail.dev/waive: test.b, " + good, "profile mine does not let annotations waive test.b"},
		"another control":        {allowed, "guiderail.dev/waive: test.container, " + good, "profile mine does not let annotations waive test.container"},
		"unknown control":        {allowed, "guiderail.dev/waive: test.c, " + good, `unknown control "test.c"; did you mean "test.a"?`},
		"family":                 {allowed, "guiderail.dev/waive: test, " + good, ""},
		"empty":                  {allowed, `guiderail.dev/waive: "", ` + good, `unknown control ""`},
		"a number":               {allowed, `guiderail.dev/waive: 7, ` + good, `unknown control ""`},
		"no owner and no reason": {allowed, `guiderail.dev/waive: test.a, guiderail.dev/waive-expires: "2026-12-01"`, "guiderail.dev/waive-owner and guiderail.dev/waive-reason must be set beside it"},
		"a short reason":         {allowed, "guiderail.dev/waive: test.a, " + strings.Replace(good, "it is to be so", "' ëëëëëëëëë '", 1), "guiderail.dev/waive-reason is too short: at least 10 characters"},
		"no longer than that":    {allowed, "guiderail.dev/waive: test.a, " + strings.Replace(good, "it is to be so", "ëëëëëëëëëë", 1), ""},
		"no date":                {allowed, "guiderail.dev/waive: test.a, " + strings.Replace(good, "2026-12-01", "soon", 1), "guiderail.dev/waive-expires must be a date (YYYY-MM-DD)"},
		"expired":                {allowed, "guiderail.dev/waive: test.a, " + strings.Replace(good, "2026-12-01", "2026-11-28", 1), "it expired on 2026-11-28"},
		"too far":                {allowed, "guiderail.dev/waive: test.a, " + strings.Replace(good, "2026-12-01", "2026-12-10", 1), "guiderail.dev/waive-expires is more than 10 days ahead; set 2026-12-09 at the latest"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := folderOf(t, map[string]string{"profile.yaml": profileHead + test.profile})
			options := harness.Options{}
			if test.profile != "" {
				options.Profile = filepath.Join(folder, "profile.yaml")
			}
			pod := "{apiVersion: v1, kind: Pod, metadata: {name: till, labels: {a: \"yes\"}, annotations: {" + test.annotations + "}}}"
			if err := os.WriteFile(filepath.Join(folder, "pod.yaml"), []byte(pod), 0o600); err != nil {
				t.Fatal(err)
			}
			run, got := accepted(t, folder, options, "pod.yaml")
			j := run.Results[0].Judgements[0]
			var remarks []string
			for _, n := range j.Remarks {
				remarks = append(remarks, n.Message)
			}
			wantRemarks, want := []string(nil), "a till : -"
			if test.want != "" {
				wantRemarks = []string{"the annotation guiderail.dev/waive of Pod till is ignored: " + test.want}
			} else {
				want = "a till : annotation pod.yaml:1:107 ann 2026-12-01"
			}
			equal(t, got, []string{want})
			equal(t, remarks, wantRemarks)
		})
	}
}

// TestAnnotationsInRequests wants an admission request to be waived by its object only where the profile says so.
func TestAnnotationsInRequests(t *testing.T) {
	review := `{apiVersion: admission.k8s.io/v1, kind: AdmissionReview, request: {uid: x, operation: CREATE, object: {apiVersion: v1, kind: Pod, metadata: {name: till, labels: {a: "yes"}, annotations: {guiderail.dev/waive: test.a, guiderail.dev/waive-owner: ann, guiderail.dev/waive-reason: it is to be so, guiderail.dev/waive-expires: "2026-12-01"}}}}}`
	for admission, want := range map[string]harness.Verdict{"": harness.Fail, ", admission: true": harness.Waived} {
		folder := folderOf(t, map[string]string{"review.yaml": review, "profile.yaml": profileHead + "  waivers: {annotations: {controls: [test.a]" + admission + "}}\n"})
		run, _ := accepted(t, folder, harness.Options{Profile: filepath.Join(folder, "profile.yaml")}, "review.yaml")
		if got := run.Results[0].Judgements[0].Verdicts["test.a"]; got != want {
			t.Errorf("%q: got %s, want %s", admission, got, want)
		}
	}
}

// TestBaseline wants a run over files that changed to fail on what is new alone, and to tell what was fixed.
func TestBaseline(t *testing.T) {
	pod := func(name, labels string) string {
		return "\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: " + name + "\n  labels: {" + labels + "}\n"
	}
	const both = `a: "yes", b: "yes"`
	before := folderOf(t, map[string]string{
		"a.yaml": pod("moved", both) + pod("same", both),
		"b.yaml": pod("fixed", both) + pod("vague", both) + pod("waived", both),
		"c.yaml": pod("renamed", both),
		"d.yaml": pod("elsewhere", both),
	})
	run, _ := accepted(t, before, harness.Options{}, "a.yaml", "b.yaml", "c.yaml", "d.yaml")
	var text strings.Builder
	if err := baseline.Write(&text, "v1", harness.BaselineOf(run.Findings)); err != nil {
		t.Fatal(err)
	}
	after := folderOf(t, map[string]string{
		"baseline.json": text.String(),
		"waivers.yaml":  waiversHead + "  - {control: test.a, object: {kind: Pod, name: waived}, owner: ada, reason: It is accepted., expires: 2027-01-31}\n",
		"0.yaml":        "# a copy, and one that came from another file\n" + pod("same", both) + pod("moved", both),
		"a.yaml":        "# moved down\n\n" + pod("same", both),
		"b.yaml":        pod("fixed", `b: "yes"`) + pod("vague", `a: "maybe", b: "yes"`) + pod("waived", both) + pod("new", `a: "yes"`),
		"e.yaml":        pod("renamed", both),
	})
	run, got := accepted(t, after, harness.Options{Baseline: filepath.Join(after, "baseline.json"), Waivers: []string{filepath.Join(after, "waivers.yaml")}}, "0.yaml", "a.yaml", "b.yaml", "e.yaml")
	for i, line := range got { // the lines of the baseline are of no interest
		got[i], _, _ = strings.Cut(line, " baseline.json")
	}
	equal(t, got, []string{
		"a moved : baseline", "a new : -", "a renamed : baseline", "a same : -", "a same : baseline", "a waived : waiver waivers.yaml:4:5 ada 2027-01-31",
		"b fixed : baseline", "b moved : baseline", "b renamed : baseline", "b same : -", "b same : baseline", "b vague : baseline", "b waived : baseline",
	})
	for _, f := range run.Findings {
		if f.Artefact.Name == "same" && f.Position.File != "0.yaml" {
			t.Errorf("%s is new, not the copy", f.Position)
		}
	}
	var fixed []string
	for _, e := range run.Summary.Fixed {
		fixed = append(fixed, e.Control+" "+e.Object.Name)
	}
	equal(t, fixed, []string{"test.a fixed"})
	if got, want := fmt.Sprint(run.Summary.Unmatched, run.Summary.Accepted), "3 map[baseline:9 waiver:1]"; got != want {
		t.Errorf("got %s, want %s: that of vague and both of elsewhere are not known", got, want)
	}
	if files := []string{run.Results[0].File, run.Results[len(run.Results)-1].File}; !slices.Equal(files, []string{"0.yaml", "e.yaml"}) {
		t.Errorf("the results are not in the order of the sources: %v", files)
	}
}

// TestBaselineOfItems wants a finding to stay known when another item comes before it in its list.
func TestBaselineOfItems(t *testing.T) {
	const pod = "{apiVersion: v1, kind: Pod, metadata: {name: till}, spec: {containers: [%s{name: till}]}}"
	folder := folderOf(t, map[string]string{"pod.yaml": fmt.Sprintf(pod, "")})
	run, _ := accepted(t, folder, harness.Options{}, "pod.yaml")
	var text strings.Builder
	if err := baseline.Write(&text, "v1", harness.BaselineOf(run.Findings)); err != nil {
		t.Fatal(err)
	}
	folder = folderOf(t, map[string]string{"baseline.json": text.String(), "pod.yaml": fmt.Sprintf(pod, "{name: proxy}, ")})
	_, got := accepted(t, folder, harness.Options{Baseline: filepath.Join(folder, "baseline.json")}, "pod.yaml")
	equal(t, got, []string{"container till proxy: -", "container till till: baseline baseline.json:6:5"})
}

// TestBaselineUnchanged wants a run over what the baseline was written from to find nothing new and nothing fixed.
func TestBaselineUnchanged(t *testing.T) {
	engine, err := harness.New(harness.Options{})
	if err != nil {
		t.Fatal(err)
	}
	folders := harness.Path("../testdata/guide/as-written", "../examples")
	run, err := engine.Check(t.Context(), folders)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "baseline.json")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := baseline.Write(out, "v1", harness.BaselineOf(run.Findings)); err != nil {
		t.Fatal(err)
	}
	if engine, err = harness.New(harness.Options{Baseline: file}); err != nil {
		t.Fatal(err)
	}
	again, err := engine.Check(t.Context(), folders)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(run.Findings); n < 50 || len(again.Findings) > 0 || len(again.Waived) != n || len(again.Summary.Fixed) > 0 || again.Summary.Unmatched > 0 {
		t.Errorf("of %d findings %d are new, %d known, %d fixed and %d not matched", n, len(again.Findings), len(again.Waived), len(again.Summary.Fixed), again.Summary.Unmatched)
	}
}

// TestWaiverErrors wants what is wrong with a file of waivers to be an error of the engine.
func TestWaiverErrors(t *testing.T) {
	folder := folderOf(t, map[string]string{
		"profile.yaml": profileHead + "  waivers: {notWaivable: [test.a], maxDays: 30}\n",
		"waivers.yaml": waiversHead + "  - {control: test, object: {kind: Pod, name: till}, owner: ada, reason: It is accepted., expires: 2026-12-20}\n",
		"wrong.yaml":   waiversHead + "  - {control: test.c, object: {kind: Pod, name: till}, owner: ada, reason: It is accepted., expires: 2027-01-31}\n",
	})
	at := func(name string) string { return filepath.Join(folder, name) }
	now, err := time.Parse(time.DateOnly, acceptedDay)
	if err != nil {
		t.Fatal(err)
	}
	options := harness.Options{Policies: labelled(), Profile: at("profile.yaml"), Now: now}
	options.Waivers = []string{at("waivers.yaml"), at("wrong.yaml"), at("none.yaml")}
	_, err = harness.New(options)
	want := at("wrong.yaml") + ":4:15: unknown control \"test.c\"; did you mean \"test.a\"?\n" + at("wrong.yaml") + ":4:"
	if err == nil || !strings.HasPrefix(err.Error(), want) || !strings.HasSuffix(err.Error(), "none.yaml: no such file or directory") {
		t.Errorf("got  %v\nwant %s…", err, want)
	}
	options.Waivers = options.Waivers[:1]
	_, err = harness.New(options)
	if want := at("waivers.yaml") + ":4:5: the waiver of test of Pod till covers test.a, which profile mine declares not waivable (" + at("profile.yaml") + ":7:27)"; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	options.Audits = true
	engine, err := harness.New(options)
	if err != nil {
		t.Fatal(err)
	}
	run, err := engine.Check(t.Context(), harness.Bytes("pod.yaml", []byte(`{apiVersion: v1, kind: Pod, metadata: {name: till, labels: {a: "yes"}}}`)))
	if err != nil {
		t.Fatal(err)
	}
	if use := run.Summary.Waivers[0]; use.Status(engine.Day()) != waiver.NotWaivable || use.Findings != 1 || len(run.Findings) != 1 {
		t.Errorf("got %+v and %d findings", use, len(run.Findings))
	}
}
