package waiver_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/waiver"
)

var (
	digest   = &control.Control{ID: "images.digest", Match: []control.Match{{Groups: []string{"apps"}, Kinds: []string{"Deployment"}}}}
	tag      = &control.Control{ID: "images.tag", RenamedFrom: []string{"images.pinned"}}
	wildcard = &control.Control{ID: "rbac.wildcards"}
	now      = time.Date(2026, 11, 29, 23, 30, 0, 0, time.UTC)
)

const head = "apiVersion: guiderail.dev/v1alpha1\nkind: Waivers\n"

// entry is a waiver with the fields that it must have, and others.
func entry(control, object string, more ...string) string {
	lines := append([]string{"object: " + object, "owner: ada", "reason: It is accepted."}, more...)
	if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, "expires: ") }) {
		lines = append(lines, "expires: 2027-01-31")
	}
	return "  - control: " + control + "\n    " + strings.Join(lines, "\n    ") + "\n"
}

func options() waiver.Options {
	return waiver.Options{Controls: []*control.Control{digest, tag, wildcard}, Now: now}
}

const till = "{kind: Deployment, namespace: shop, name: till}"

func TestRefused(t *testing.T) {
	strict := &profile.Profile{Name: "strict", MaxWaiverDays: 30}
	for name, test := range map[string]struct {
		text    string
		profile *profile.Profile
		want    string
	}{
		"other version":       {strings.Replace(head, "v1alpha1", "v1", 1) + "waivers: []\n", nil, "w.yaml:1:13: apiVersion must be guiderail.dev/v1alpha1"},
		"other kind":          {strings.Replace(head, "Waivers", "Waiver", 1) + "waivers: []\n", nil, "w.yaml:2:7: kind must be Waivers"},
		"no list":             {head, nil, "w.yaml:1:1: waivers is missing"},
		"unknown key":         {head + "waivers: []\nwaiver: []\n", nil, "w.yaml:4:9: waiver is not a field of a file of waivers"},
		"unknown key within":  {head + "waivers:\n" + entry("images.digest", till, "onwer: bob"), nil, "w.yaml:8:12: waivers[0].onwer is not a field of a file of waivers"},
		"nothing but control": {head + "waivers:\n  - control: images\n", nil, "w.yaml:4:5: waivers[0].expires is missing\nw.yaml:4:5: waivers[0].object is missing\nw.yaml:4:5: waivers[0].owner is missing\nw.yaml:4:5: waivers[0].reason is missing"},
		"short reason":        {head + "waivers:\n" + strings.Replace(entry("images.digest", till), "It is accepted.", "ok", 1), nil, "w.yaml:7:13: waivers[0].reason is too short: at least 10 characters"},
		"unknown control":     {head + "waivers:\n" + entry("images.digst", till), nil, `w.yaml:4:14: unknown control "images.digst"; did you mean "images.digest"?`},
		"empty family":        {head + "waivers:\n" + entry("image", till), nil, `w.yaml:4:14: unknown control "image"`},
		"empty pattern":       {head + "waivers:\n" + entry(`"x.*"`, till), nil, `w.yaml:4:14: unknown control "x.*"`},
		"no name":             {head + "waivers:\n" + entry("images", "{kind: Pod}"), nil, "w.yaml:5:13: waivers[0].object must have name or namePattern"},
		"pattern unsaid":      {head + "waivers:\n" + entry("images", `{kind: Pod, name: "a*"}`), nil, "w.yaml:5:31: waivers[0].object.name must be one name; write namePattern for a pattern"},
		"namespace in name":   {head + "waivers:\n" + entry("images", `{kind: Pod, name: a/b}`), nil, "w.yaml:5:31: waivers[0].object.name must not contain /"},
		"kind in lower case":  {head + "waivers:\n" + entry("rbac", `{kind: deployment, name: a}`), nil, "w.yaml:5:20: waivers[0].object.kind must be Deployment, as manifests write it"},
		"pattern for kind":    {head + "waivers:\n" + entry("images", `{kind: "*", name: a}`), nil, "w.yaml:5:20: waivers[0].object.kind must not be a pattern; only namePattern is one"},
		"pattern for space":   {head + "waivers:\n" + entry("images", `{kind: Pod, namespace: "*", name: a}`), nil, "w.yaml:5:36: waivers[0].object.namespace must not be a pattern; only namePattern is one"},
		"broken pattern":      {head + "waivers:\n" + entry("images", `{kind: Pod, namePattern: "a["}`), nil, "w.yaml:5:38: waivers[0].object.namePattern must not have other special characters than * and ?"},
		"name and pattern":    {head + "waivers:\n" + entry("images", `{kind: Pod, name: a, namePattern: "a*"}`), nil, "w.yaml:5:47: waivers[0].object.namePattern is given beside a name; leave out one of them"},
		"no path":             {head + "waivers:\n" + entry("images", till, `path: "spec..x"`), nil, "w.yaml:8:11: waivers[0].path is not a path; write it as findings in JSON show it"},
		"no such day":         {head + "waivers:\n" + entry("images", till, "expires: 2026-02-30"), nil, "w.yaml:8:14: waivers[0].expires must be a date (YYYY-MM-DD), not 2026-02-30"},
		"day and time":        {head + "waivers:\n" + entry("images", till, "expires: 2026-02-03T10:00:00Z"), nil, "w.yaml:8:14: waivers[0].expires must"},
		"too long":            {head + "waivers:\n" + entry("images", till, "expires: 2027-12-01"), nil, "w.yaml:8:14: waivers[0].expires must be at most 366 days after 2026-11-29, which is 2027-11-30"},
		"too long since":      {head + "waivers:\n" + entry("images", till, "granted: 2026-01-01", "expires: 2027-01-03"), nil, "w.yaml:9:14: waivers[0].expires must be at most 366 days after 2026-01-01, which is 2027-01-02"},
		"too long for file":   {head + "maxDays: 10\nwaivers:\n" + entry("images", till, "expires: 2026-12-10"), nil, "w.yaml:9:14: waivers[0].expires must be at most 10 days after 2026-11-29, which is 2026-12-09"},
		"too long for all":    {head + "waivers:\n" + entry("images", till, "expires: 2026-12-30"), strict, "w.yaml:8:14: waivers[0].expires must be at most 30 days after 2026-11-29, which is 2026-12-29"},
		"file above profile":  {head + "maxDays: 31\nwaivers: []\n", strict, "w.yaml:3:10: maxDays must be at most 30, which profile strict allows"},
		"granted tomorrow":    {head + "waivers:\n" + entry("images", till, "granted: 2026-11-30"), nil, "w.yaml:8:14: waivers[0].granted must not be after the day of the run, 2026-11-29"},
		"ends before":         {head + "waivers:\n" + entry("images", till, "granted: 2026-11-01", "expires: 2026-10-31"), nil, "w.yaml:9:14: waivers[0].expires must not be before the day on which it was granted, 2026-11-01"},
		"two documents":       {head + "waivers: []\n---\n" + head + "waivers: []\n", nil, "w.yaml: must contain one document, a file of waivers, not 2"},
		"empty":               {"", nil, "w.yaml: must contain one document, a file of waivers, not 0"},
		"duplicate key":       {head + "waivers: []\nwaivers: []\n", nil, "w.yaml:4:1: "},
		"no YAML":             {head + "waivers: [\n", nil, "w.yaml:3"},
		"two mistakes":        {head + "waivers:\n" + entry("a.b", till) + entry("c.d", till), nil, "w.yaml:4:14: unknown control \"a.b\"\nw.yaml:9:14: unknown control \"c.d\""},
	} {
		t.Run(name, func(t *testing.T) {
			o := options()
			o.Profile = test.profile
			waivers, _, err := waiver.Read("w.yaml", []byte(test.text), o)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) || waivers != nil {
				t.Errorf("got  %v and %d waivers\nwant %s", err, len(waivers), test.want)
			}
		})
	}
}

func TestRead(t *testing.T) {
	text := head + "maxDays: 400\nmetadata: {name: shop}\nwaivers:\n" +
		entry("images", till, "container: till", "ticket: OPS-1", "path: 'spec.containers[0].env[\"a.b\"]'", "expires: 2028-01-02") +
		entry("images.pinned", `{kind: ClusterRole, namePattern: "a*"}`, "granted: 2020-01-01", "expires: 2020-02-01")
	waivers, renamed, err := waiver.Read("w.yaml", []byte(text), options())
	if err != nil {
		t.Fatal(err)
	}
	want := []waiver.Waiver{
		{
			Control: "images", Controls: []string{"images.digest", "images.tag"}, Kind: "Deployment", Namespace: "shop", Name: "till", Container: "till",
			Path: []any{"spec", "containers", 0, "env", "a.b"}, Owner: "ada", Reason: "It is accepted.", Ticket: "OPS-1", Expires: "2028-01-02",
			Position: artefact.Position{File: "w.yaml", Line: 6, Column: 5},
		},
		{
			Control: "images.pinned", Controls: []string{"images.tag"}, Kind: "ClusterRole", Name: "a*", IsPattern: true, Owner: "ada", Reason: "It is accepted.",
			Expires: "2020-02-01", Position: artefact.Position{File: "w.yaml", Line: 14, Column: 5},
		},
	}
	if len(waivers) != len(want) {
		t.Fatalf("got %d waivers, want %d", len(waivers), len(want))
	}
	for i := range want {
		if got := fmt.Sprintf("%+v", *waivers[i]); got != fmt.Sprintf("%+v", want[i]) {
			t.Errorf("got  %s\nwant %+v", got, want[i])
		}
	}
	if len(renamed) != 1 || renamed[0].String() != "w.yaml:14:14: control images.pinned is now named images.tag; use the new ID" {
		t.Errorf("renamed: %v", renamed)
	}
	if got, want := waivers[0].String(), `images of Deployment shop/till, container "till", spec.containers[0].env["a.b"]`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestNotWaivable wants a waiver that covers a control that is not waivable to be told with its place.
func TestNotWaivable(t *testing.T) {
	o := options()
	o.Profile = &profile.Profile{Name: "strict", NotWaivable: map[string]artefact.Position{"images.tag": {File: "p.yaml", Line: 7}}}
	waivers, _, err := waiver.Read("w.yaml", []byte(head+"waivers:\n"+entry("images", till)+entry("images.digest", till)), o)
	if err != nil {
		t.Fatal(err)
	}
	err = waiver.NewSet(waivers).CheckWaivable(o.Profile)
	want := "w.yaml:4:5: the waiver of images of Deployment shop/till covers images.tag, which profile strict declares not waivable (p.yaml:7)"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestCovers(t *testing.T) {
	finding := func(c *control.Control, container string, path ...any) *judge.Finding {
		return &judge.Finding{Control: c, Container: container, Path: path}
	}
	for name, test := range map[string]struct {
		waiver waiver.Waiver
		f      *judge.Finding
		want   bool
	}{
		"control":               {waiver.Waiver{}, finding(digest, "", "spec"), true},
		"other control":         {waiver.Waiver{}, finding(wildcard, "", "spec"), false},
		"container":             {waiver.Waiver{Container: "a"}, finding(digest, "a", "spec", "containers", 0), true},
		"other container":       {waiver.Waiver{Container: "a"}, finding(digest, "b", "spec", "containers", 1), false},
		"no container":          {waiver.Waiver{Container: "a"}, finding(digest, "", "spec"), false},
		"path":                  {waiver.Waiver{Path: []any{"spec", "volumes", 1}}, finding(digest, "", "spec", "volumes", 1, "hostPath"), true},
		"the path itself":       {waiver.Waiver{Path: []any{"spec"}}, finding(digest, "", "spec"), true},
		"other item":            {waiver.Waiver{Path: []any{"spec", "volumes", 1}}, finding(digest, "", "spec", "volumes", 11), false},
		"path of a longer name": {waiver.Waiver{Path: []any{"spec", "host"}}, finding(digest, "", "spec", "hostPID"), false},
		"above the path":        {waiver.Waiver{Path: []any{"spec", "volumes"}}, finding(digest, "", "spec"), false},
	} {
		test.waiver.Controls = []string{"images.digest", "images.tag"}
		if got := test.waiver.Covers(test.f); got != test.want {
			t.Errorf("%s: got %v, want %v", name, got, test.want)
		}
	}
}

// TestOf wants the waivers of an object in the order in which they count.
func TestOf(t *testing.T) {
	one := func(name string, change func(*waiver.Waiver)) *waiver.Waiver {
		w := &waiver.Waiver{Owner: name, Controls: []string{"a.b"}, Kind: "Pod", Namespace: "shop", Name: "till-1", Expires: "2027-01-31"}
		change(w)
		return w
	}
	set := waiver.NewSet([]*waiver.Waiver{
		one("pattern", func(w *waiver.Waiver) { w.Name, w.IsPattern = "till-*", true }),
		one("family", func(w *waiver.Waiver) { w.Controls = []string{"a.b", "a.c"} }),
		one("plain", func(*waiver.Waiver) {}),
		one("longer", func(w *waiver.Waiver) { w.Expires = "2027-02-28" }),
		one("container", func(w *waiver.Waiver) { w.Container = "till" }),
		one("path", func(w *waiver.Waiver) { w.Path = []any{"spec"} }),
		one("another kind", func(w *waiver.Waiver) { w.Kind = "Deployment" }),
		one("another namespace", func(w *waiver.Waiver) { w.Namespace = "" }),
		one("another name", func(w *waiver.Waiver) { w.Name = "till-2" }),
		one("another pattern", func(w *waiver.Waiver) { w.Name, w.IsPattern = "tall-*", true }),
		one("a name like a pattern", func(w *waiver.Waiver) { w.Name = "till-?" }),
	})
	var got []string
	for _, w := range set.Of(artefact.Ref{Kind: "Pod", Namespace: "shop", Name: "till-1"}) {
		got = append(got, w.Owner)
	}
	if want := []string{"path", "container", "longer", "plain", "pattern", "family"}; !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestDays(t *testing.T) {
	w := &waiver.Waiver{Expires: "2027-01-31"}
	for _, test := range []struct {
		day           string
		expired, soon bool
	}{
		{"2027-01-01", false, false}, {"2027-01-02", false, true}, {"2027-01-31", false, true}, {"2027-02-01", true, false},
	} {
		if expired, soon := w.IsExpired(test.day), w.ExpiresSoon(test.day); expired != test.expired || soon != test.soon {
			t.Errorf("%s: got %v, %v, want %v, %v", test.day, expired, soon, test.expired, test.soon)
		}
	}
}

func TestAppend(t *testing.T) {
	e := &waiver.Entry{Control: "images", Object: waiver.Object{Kind: "Pod", Name: "a: b"}, Owner: "#ada", Reason: "Two\nlines: of it", Granted: "2026-11-29", Expires: "2027-01-31"}
	const added = "- control: images\n  object: {kind: Pod, name: 'a: b'}\n  owner: '#ada'\n  reason: |-\n    Two\n    lines: of it\n  granted: \"2026-11-29\"\n  expires: \"2027-01-31\"\n"
	indented := "  " + strings.TrimSuffix(strings.ReplaceAll(added, "\n", "\n  "), "  ")
	for name, test := range map[string]struct{ before, want string }{
		"nothing":       {"", head + "waivers:\n" + indented},
		"no entry":      {head + "waivers:\n", head + "waivers:\n" + indented},
		"an empty list": {head + "waivers: []\n", head + "waivers:\n" + indented},
		"an entry":      {head + "waivers:\n" + entry("images", till) + "  # the end", head + "waivers:\n" + entry("images", till) + "  # the end\n" + indented},
		"no indent":     {head + "waivers:\n- control: a\n", head + "waivers:\n- control: a\n" + added},
		"an end":        {head + "waivers:\n" + entry("images", till) + "... # of it\n# bye\n", head + "waivers:\n" + entry("images", till) + indented + "... # of it\n# bye\n"},
		"an empty end":  {head + "waivers: []\n...", head + "waivers:\n" + indented + "..."},
		"no end":        {head + "waivers:\n- reason: |\n    ...\n    ..b\n", head + "waivers:\n- reason: |\n    ...\n    ..b\n" + added},
		"in brackets":   {head + "waivers: [{control: a}]\n", ""},
		"not last":      {head + "waivers: []\nmaxDays: 3\n", ""},
		"no mapping":    {"- a\n", ""},
		"no YAML":       {"a: [\n", ""},
	} {
		got, _, err := waiver.Append([]byte(test.before), e)
		if string(got) != test.want || (err == nil) != (test.want != "") {
			t.Errorf("%s: got %v\n%s\nwant\n%s", name, err, got, test.want)
		}
	}
}

// BenchmarkRead reads a file of 100 waivers.
func BenchmarkRead(b *testing.B) {
	text := head + "waivers:\n"
	for i := range 100 {
		text += entry("images.digest", fmt.Sprintf("{kind: Deployment, namespace: shop, name: app-%d}", i))
	}
	for b.Loop() {
		if _, _, err := waiver.Read("w.yaml", []byte(text), options()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOf looks for the waivers of objects among 100.
func BenchmarkOf(b *testing.B) {
	var waivers []*waiver.Waiver
	for i := range 100 {
		waivers = append(waivers, &waiver.Waiver{Kind: "Deployment", Namespace: "shop", Name: fmt.Sprintf("app-%d*", i), IsPattern: i%10 == 0})
	}
	set := waiver.NewSet(waivers)
	ref := artefact.Ref{Kind: "Deployment", Namespace: "shop", Name: "app-71*"}
	for b.Loop() {
		set.Of(ref)
	}
}

// TestMinReason wants files to demand as long a reason as annotations.
func TestMinReason(t *testing.T) {
	for n, want := range map[int]bool{waiver.MinReason - 1: false, waiver.MinReason: true} {
		text := strings.Replace(head+"waivers:\n"+entry("images", till), "It is accepted.", strings.Repeat("ë", n), 1)
		if _, _, err := waiver.Read("w.yaml", []byte(text), options()); (err == nil) != want {
			t.Errorf("a reason of %d characters: got %v", n, err)
		}
	}
}
