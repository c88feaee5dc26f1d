package harness_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/judge/text"
	"github.com/guiderail/guiderail/harness/source"
)

// hostNetwork is a policy directory with one control, which speaks of Pods.
var hostNetwork = fstest.MapFS{"test/host_network.rego": {Data: []byte(`# METADATA
# title: Pods must not use the network of their node
# description: For tests.
# custom:
#   severity: high
#   match: [{groups: [""], kinds: [Pod]}]
package guiderail.test.host_network

violation contains {"msg": "hostNetwork is true", "details": {"path": ["spec", "hostNetwork"]}} if {
	input.review.object.spec.hostNetwork == true
}
`)}}

// pod has a finding on its third line.
const pod = "apiVersion: v1\nkind: Pod\nspec: {hostNetwork: true}\n"

// judge runs hostNetwork's control and schema.duplicate_key and gives all that was said, in order.
func judge(t *testing.T, paths []string, stdin io.Reader) []string {
	t.Helper()
	engine, err := harness.New(harness.Options{Policies: hostNetwork, Controls: []string{"test.host_network", text.DuplicateKey}})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	_, err = engine.Each(t.Context(), source.Find(paths, stdin), func(r *harness.Result) error {
		said = append(said, sayingsOf(r)...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return said
}

func sayingsOf(r *harness.Result) []string {
	var said []string
	for _, a := range r.Judgements {
		for id, err := range a.Errors {
			said = append(said, fmt.Sprintf("%s: control %s: %v", a.Position, id, err))
		}
		for _, f := range a.Findings {
			said = append(said, "finding "+f.Position.String()+": "+f.Message)
		}
		if len(a.Findings)+len(a.Errors) == 0 {
			said = append(said, "good "+a.Position.String()+": "+a.Ref.String())
		}
	}
	for _, n := range r.Notices {
		said = append(said, "notice "+n.Position.String()+": "+n.Message)
	}
	for _, err := range r.Errors {
		said = append(said, "error "+err.Error())
	}
	return said
}

func compareSaid(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("\n got  %s\n want %s", strings.Join(got, "\n      "), strings.Join(want, "\n      "))
	}
}

// inUTF16 encodes text without a byte order mark.
func inUTF16(text string, bigEndian bool) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		if bigEndian {
			b.Write([]byte{byte(unit >> 8), byte(unit)})
		} else {
			b.Write([]byte{byte(unit), byte(unit >> 8)})
		}
	}
	return b.String()
}

// TestBadInput judges what people really hand in: never silence, never a crash, never another document
// lost, and always the right line. Where it matters, an offending Pod stands on either side.
func TestBadInput(t *testing.T) {
	between := func(middle string) string { return pod + "---\n" + middle + "\n---\n" + pod }
	nested := func(open, close string, n int) string { return strings.Repeat(open, n) + strings.Repeat(close, n) }
	laughs := "apiVersion: v1\nkind: Pod\na: &a [x,x,x,x,x,x,x,x,x]\n"
	for i := 'b'; i <= 'i'; i++ {
		laughs += fmt.Sprintf("%c: &%c [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c,", i-1), 9), ","))
	}
	json := `{"apiVersion":"v1","kind":"Pod","spec":{"hostNetwork":true}}`
	render := "it contains {{ }}; if it is a template of a chart, pass the directory of the chart, else what it renders to"
	const first = "finding f.yaml:3:21: hostNetwork is true"
	last := func(line int) string { return fmt.Sprintf("finding f.yaml:%d:21: hostNetwork is true", line) }

	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"empty":         {"", []string{"notice f.yaml: is empty: it contains no documents"}},
		"only comments": {"# a\n---\n# b\n", []string{"notice f.yaml: is empty: it contains no documents"}},
		"binary":        {"\x7fELF\x02\x01\x01\x00\x00\x00", []string{"error f.yaml:1: is binary: it contains a zero byte"}},
		"PNG":           {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", []string{"error f.yaml:3: is binary: it contains a zero byte"}},
		"zero byte":     {between("a: b\nb: \x00"), []string{first, "error f.yaml:6: is binary: it contains a zero byte", last(10)}},
		"invalid UTF-8": {between("a: b\nb: \xe9t\xe9"), []string{first, "error f.yaml:6: is not valid UTF-8; save the file as UTF-8 or UTF-16 with a byte order mark", last(10)}},
		"third of five broken": {pod + "---\n" + pod + "---\napiVersion: v1\nkind: Pod\nspec: {hostNetwork: true\nstatus: x\n---\n" + pod + "---\n" + pod,
			[]string{first, last(7), "error f.yaml:12:7: cannot be read as YAML: did not find expected ',' or '}'", last(16), last(20)}},
		"unclosed quote":       {between("a: \"b"), []string{first, "error f.yaml:5:1: cannot be read as YAML: found unexpected end of stream", last(9)}},
		"template that parses": {between("apiVersion: v1\nkind: Pod\nmetadata: {name: \"{{ .Values.name }}\"}"), []string{first, "good f.yaml:5:1: Pod {{ .Values.name }}", last(11)}},
		"template with keys":   {between("apiVersion: v1\nkind: Pod\nmetadata: {name: {{ .Values.name }} }"), []string{first, "error f.yaml:7: has a mapping or list as a key; " + render, last(11)}},
		"template in blocks":   {between("{{- if .Values.x }}\napiVersion: v1\nkind: Pod\n{{- end }}"), []string{first, "error f.yaml:5:3: cannot be read as YAML (did not find expected node content); " + render, last(12)}},
		"script":               {"#!/bin/bash\nset -e\ncat <<EOF | kubectl apply -f -\n" + pod + "EOF\n", []string{"good f.yaml:1:1: Script f.yaml"}},
		"flow nesting":         {between("apiVersion: v1\nkind: Pod\na: " + nested("[", "]", 1500)), []string{first, "error f.yaml:7: is nested more than 1000 levels deep", last(11)}},
		"deeper flow nesting":  {between("a: " + nested("{a: ", "}", 50_000)), []string{first, "error f.yaml:5:40004: cannot be read as YAML: exceeded max depth of 10000", last(9)}},
		"block nesting":        {between("apiVersion: v1\nkind: Pod\na:\n" + strings.Repeat("- ", 1500)), []string{first, "error f.yaml:8: is nested more than 1000 levels deep", last(12)}},
		"JSON nesting":         {between(`{"apiVersion": "v1", "kind": "Pod", "a": ` + nested("[", "]", 1500) + "}"), []string{first, "error f.yaml:5: is nested more than 1000 levels deep", last(9)}},
		"billion laughs":       {between(laughs), []string{first, "error f.yaml:7: expands to more than 100000 values through its aliases", last(20)}},
		"anchor in itself":     {between("apiVersion: v1\nkind: Pod\na: &a [*a]"), []string{first, "error f.yaml:7: has an anchor that contains itself", last(11)}},
		"List in a List":       {"apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items:\n  - apiVersion: v1\n    kind: Pod\n    spec: {hostNetwork: true}\n", []string{"finding f.yaml:9:25: hostNetwork is true"}},
		"typed list":           {"apiVersion: v1\nkind: PodList\nitems:\n- spec: {hostNetwork: true}\n", []string{"finding f.yaml:4:23: hostNetwork is true"}},
		"List with odd items": {"apiVersion: v1\nkind: List\nitems:\n- null\n- {spec: {}}\n- x\n- {apiVersion: v1, kind: Pod, spec: {hostNetwork: true}}\n", []string{"finding f.yaml:7:51: hostNetwork is true",
			"notice f.yaml:4:3: item 1 of the List in document 1 is not a Kubernetes object: it is null",
			"notice f.yaml:5:3: item 2 of the List in document 1 is not a Kubernetes object: kind is missing",
			"notice f.yaml:6:3: item 3 of the List in document 1 is not a Kubernetes object: it is a scalar"}},
		"List without items":    {"apiVersion: v1\nkind: List\nitems: []\n", []string{"notice f.yaml:1:1: document 1 is a List without items"}},
		"List with null":        {"apiVersion: v1\nkind: List\nitems:\n", []string{"good f.yaml:1:1: List (no name)"}},
		"yes":                   {"apiVersion: v1\nkind: Pod\nspec:\n  hostNetwork: yes\n", []string{"finding f.yaml:4:16: hostNetwork is true"}},
		"On":                    {"apiVersion: v1\nkind: Pod\nspec:\n  hostNetwork: On\n", []string{"finding f.yaml:4:16: hostNetwork is true"}},
		"quoted yes":            {"apiVersion: v1\nkind: Pod\nspec:\n  hostNetwork: \"yes\"\n", []string{"good f.yaml:1:1: Pod (no name)"}},
		"CRLF":                  {strings.ReplaceAll(between("a: @"), "\n", "\r\n"), []string{first, "error f.yaml:5:4: cannot be read as YAML: found character that cannot start any token", last(9)}},
		"lone CR":               {strings.ReplaceAll(between("a: @"), "\n", "\r"), []string{first, "error f.yaml:5:4: cannot be read as YAML: found character that cannot start any token", last(9)}},
		"comments on markers":   {pod + "--- # comment\n" + pod + "---  \n" + pod + "...\n# x\n" + pod, []string{first, last(7), last(11), last(16)}},
		"content on the marker": {"--- {apiVersion: v1, kind: Pod, spec: {hostNetwork: true}}\n--- {apiVersion: v1, kind: Pod, spec: {hostNetwork: true}}\n", []string{"finding f.yaml:1:53: hostNetwork is true", "finding f.yaml:2:53: hostNetwork is true"}},
		"directives":            {"%YAML 1.1\n---\n" + pod + "...\n%YAML 1.1\n---\n" + pod, []string{last(5), last(11)}},
		"byte order marks":      {"\ufeff" + pod + "\ufeff---\n" + pod + "---\n\ufeff" + pod, []string{first, last(7), last(11)}},
		"UTF-16LE with mark":    {"\xff\xfe" + inUTF16(between("a: @"), false), []string{first, "error f.yaml:5:4: cannot be read as YAML: found character that cannot start any token", last(9)}},
		"UTF-16BE with mark":    {"\xfe\xff" + inUTF16(pod, true), []string{first}},
		"UTF-16LE":              {inUTF16(pod, false), []string{first}},
		"UTF-16BE":              {inUTF16(pod, true), []string{first}},
		"unknown kind":          {between("apiVersion: example.com/v1\nkind: Thing"), []string{first, "good f.yaml:5:1: Thing (no name)", last(10)}},
		"no kind":               {between("apiVersion: v1\nspec: {}"), []string{first, "notice f.yaml:5:1: document 2 is not a Kubernetes object: kind is missing", last(10)}},
		"number as kind":        {between("apiVersion: v1\nkind: 5"), []string{first, "notice f.yaml:5:1: document 2 is not a Kubernetes object: kind is not a string", last(10)}},
		"list at the root":      {between("- a\n- b"), []string{first, "notice f.yaml:5:1: document 2 is not a Kubernetes object: it is a list", last(10)}},
		"text at the root":      {between("Hello, world"), []string{first, "notice f.yaml:5:1: document 2 is not a Kubernetes object: it is a scalar", last(9)}},
		"null at the root":      {between("null"), []string{first, "notice f.yaml:5:1: document 2 is not a Kubernetes object: it is null", last(9)}},
		"duplicate key": {"apiVersion: v1\nkind: Pod\nspec:\n  hostNetwork: false\n  hostNetwork: true\n",
			[]string{"finding f.yaml:5:3: key \"hostNetwork\" is already set on line 4\nfinding f.yaml:5:16: hostNetwork is true"}},
		"duplicate key, overridden": {"apiVersion: v1\nkind: Pod\nspec:\n  hostNetwork: true\n  hostNetwork: false\n", []string{"finding f.yaml:5:3: key \"hostNetwork\" is already set on line 4"}},
		"tab":                       {between("a:\n\tb: c"), []string{first, "error f.yaml:6:1: cannot be read as YAML: found character that cannot start any token; the line is indented with a tab; YAML requires spaces", last(10)}},
		"surrogate pairs":           {`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"\ud83d\ude00"},` + "\n" + `"spec":{"hostNetwork":true}}`, []string{"finding f.yaml:2:23: hostNetwork is true"}},
		"JSON, then garbage":        {json + "\ngarbage", []string{"finding f.yaml:1:55: hostNetwork is true", "error f.yaml:2: cannot be read as JSON: invalid character 'g' looking for beginning of value"}},
		"several JSON objects":      {json + "\n" + json + json, []string{"finding f.yaml:1:55: hostNetwork is true", "finding f.yaml:2:55: hostNetwork is true", "finding f.yaml:2:115: hostNetwork is true"}},
		"JSON duplicate key":        {`{"apiVersion":"v1","kind":"Pod","spec":{"hostNetwork":false,"hostNetwork":true}}`, []string{"finding f.yaml:1:61: key \"hostNetwork\" is already set on line 1\nfinding f.yaml:1:75: hostNetwork is true"}},
		"JSON in a stream":          {between(json), []string{first, "finding f.yaml:5:55: hostNetwork is true", last(9)}},
		"flow objects in a row":     {"{apiVersion: v1, kind: Pod, spec: {hostNetwork: true}}\n{apiVersion: v1, kind: Pod}\n", []string{"finding f.yaml:1:49: hostNetwork is true", "error f.yaml:2:1: cannot be read as YAML: did not find expected <document start>"}},
		"quoted merge key":          {"apiVersion: v1\nkind: Pod\n\"<<\": {spec: {hostNetwork: true}}\n", []string{"good f.yaml:1:1: Pod (no name)"}},
		"merge key":                 {"apiVersion: v1\nkind: Pod\n<<: {spec: {hostNetwork: true}}\n", []string{"finding f.yaml:3:26: hostNetwork is true"}},
		"merge after the key":       {"apiVersion: v1\nkind: Pod\nspec: {hostNetwork: false}\n<<: [{a: b}, {spec: {hostNetwork: true}}]\n", []string{"finding f.yaml:4:35: hostNetwork is true"}},
		"aliases":                   {"apiVersion: v1\nkind: Pod\nx: &x\n  hostNetwork: true\nspec: *x\n", []string{"finding f.yaml:4:16: hostNetwork is true"}},
		"U+2028 and such":           {"# \u2028\u2029\u0085\n" + pod, []string{last(4)}},
		"marker behind U+2028":      {"apiVersion: v1\nkind: Node\u2028---\n" + pod, []string{"good f.yaml:1:1: Node (no name)", last(5)}},
		"keys that are not text":    {"apiVersion: v1\nkind: Pod\n1: a\nyes: b\n1.5: c\nspec: {hostNetwork: true, 2001-01-01: d}\n", []string{"finding f.yaml:6:21: hostNetwork is true"}},
		"null key":                  {between("apiVersion: v1\nkind: Pod\n~: a"), []string{first, "error f.yaml:7: has null as a key; quote it if it is a string", last(11)}},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "f.yaml")
			if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			want := strings.Split(strings.Join(test.want, "\n"), "\n")
			var got []string
			for _, line := range judge(t, []string{file}, nil) {
				got = append(got, strings.ReplaceAll(line, file, "f.yaml"))
			}
			compareSaid(t, got, want)
		})
	}
}

// TestBadPaths: what cannot be read takes nothing along.
func TestBadPaths(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("d/a.yaml", pod)
	write("d/z.yaml.template", "#!/bin/sh\ncat <<END\n"+pod+"END\n")
	write("d/README.md", "x")
	write("e/x/b.yaml", pod)
	for link, target := range map[string]string{"d/dangling.yaml": "nowhere.yaml", "d/loop": ".", "d/same.yaml": "a.yaml"} {
		if err := os.Symlink(target, filepath.Join(folder, link)); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, line := range judge(t, []string{filepath.Join(folder, "absent"), filepath.Join(folder, "d"), "-", filepath.Join(folder, "d/a.yaml"), filepath.Join(folder, "e")}, strings.NewReader("---\n"+pod)) {
		got = append(got, strings.ReplaceAll(line, folder+"/", ""))
	}
	compareSaid(t, got, []string{
		"error absent: cannot be read: no such file or directory",
		"finding d/a.yaml:3:21: hostNetwork is true",
		"error d/dangling.yaml: cannot be read: no such file or directory",
		"notice d/loop: is a link to a directory that was already read; skipped",
		"good d/z.yaml.template:1:1: Script z.yaml.template",
		"notice d: 1 file skipped, its name has no YAML or JSON extension: README.md",
		"finding stdin:4:21: hostNetwork is true",
		"finding e/x/b.yaml:3:21: hostNetwork is true",
	})
}

// repeated reads the same text many times over.
func repeated(text string, times int) io.Reader {
	return &repeater{text: text, left: len(text) * times}
}

type repeater struct {
	text string
	at   int
	left int
}

func (r *repeater) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.text[r.at:])
	r.at = (r.at + n) % len(r.text)
	r.left -= n
	return n, nil
}

// heapPeak notes how much of the heap is alive at most, as the garbage collector found it last. How much garbage lies
// beside that depends on how busy the machine is.
type heapPeak struct{ base, peak uint64 }

// newHeapPeak collects garbage as Go does by default, whatever GOGC says, until the test ends.
func newHeapPeak(t *testing.T) *heapPeak {
	t.Helper()
	percent := debug.SetGCPercent(100)
	t.Cleanup(func() { debug.SetGCPercent(percent) })
	runtime.GC()
	h := &heapPeak{}
	h.note()
	h.base = h.peak
	return h
}

func (h *heapPeak) note() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	h.peak = max(h.peak, live[0].Value.Uint64())
}

func (h *heapPeak) compare(t *testing.T, limit uint64) {
	t.Helper()
	h.note()
	t.Logf("the heap alive grew by %d MiB", (h.peak-h.base)>>20)
	if grown := h.peak - h.base; grown > limit {
		t.Errorf("the heap alive grew by %d MiB, want at most %d MiB", grown>>20, limit>>20)
	}
}

// TestLongStream reads 100 MB of documents in the memory of a few.
func TestLongStream(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 100 MB")
	}
	document := "---\napiVersion: v1\nkind: ConfigMap\ndata:\n  x: |\n" + strings.Repeat("    "+strings.Repeat("text ", 200)+"\n", 100)
	times := 100_000_000/len(document) + 1
	engine, err := harness.New(harness.Options{Policies: hostNetwork})
	if err != nil {
		t.Fatal(err)
	}
	heap := newHeapPeak(t)
	seen, findings := 0, 0
	stream := io.MultiReader(repeated(document, times), strings.NewReader("---\n"+pod))
	summary, err := engine.Each(t.Context(), source.Find([]string{"-"}, stream), func(r *harness.Result) error {
		if seen++; seen%100 == 0 {
			heap.note()
		}
		for _, a := range r.Judgements {
			for _, f := range a.Findings {
				findings++
				if want := times*(5+100) + 4; f.Position.Line != want {
					t.Errorf("finding on line %d, want %d", f.Position.Line, want)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	heap.compare(t, 128<<20)
	if summary.Artefacts != times+1 || findings != 1 {
		t.Errorf("got %d objects and %d findings, want %d and 1", summary.Artefacts, findings, times+1)
	}
}

// TestLargeDocument has one document of 100 MB between two others.
func TestLargeDocument(t *testing.T) {
	for name, part := range map[string]string{"many lines": "  a: bcdefghij\n", "one line": "abcdefgh, "} {
		t.Run(name, func(t *testing.T) {
			times := 100_000_000 / len(part)
			heap := newHeapPeak(t)
			stream := io.MultiReader(strings.NewReader(pod+"---\na: [\n"), repeated(part, times), strings.NewReader("\n---\n"+pod))
			line := 5 + strings.Count(part, "\n")*times + 1 + 1 + 3
			compareSaid(t, judge(t, []string{"-"}, stream), []string{
				"finding stdin:3:21: hostNetwork is true",
				"error stdin:4: document 2 is larger than 32 MiB; split it into several documents, or raise the limit: --limit document=SIZE",
				fmt.Sprintf("finding stdin:%d:21: hostNetwork is true", line),
			})
			heap.compare(t, 256<<20)
		})
	}
}

// TestBadReferences: references to nothing, circles, two objects of one name, selectors that do not parse and a
// namespace that is in no file stand in one cluster. Each is said, and none keeps another from being said.
func TestBadReferences(t *testing.T) {
	results, summary := run(t, harness.Options{}, "testdata/badreferences")
	var said []string
	for _, r := range results {
		if len(r.Errors)+len(r.Notices) > 0 {
			t.Errorf("got errors %v and notices %v", r.Errors, r.Notices)
		}
		for _, a := range r.Judgements {
			if len(a.Errors) > 0 {
				t.Errorf("%s: %v", a.Position, a.Errors)
			}
			for _, f := range a.Findings {
				said = append(said, fmt.Sprintf("%d %s", f.Position.Line, f.Control.ID))
			}
			for _, f := range a.Unknowns {
				said = append(said, fmt.Sprintf("%d unknown %s", f.Position.Line, f.Control.ID))
			}
		}
	}
	for _, want := range []string{
		"4 rbac.privileged_aggregation",
		"10 rbac.privileged_aggregation",
		"16 unknown rbac.binding_resolves",
		"17 unknown rbac.binding_resolves",
		"26 schema.duplicate_object",
		"33 network.dangling_policy",
		"33 schema.invalid_value",
		"35 network.dangling_policy",
		"35 schema.invalid_value",
		"40 unknown autoscaling.target",
		"45 schema.invalid_value",
		"55 secrets.reference_resolves",
		"56 secrets.reference_resolves",
	} {
		if !slices.Contains(said, want) {
			t.Errorf("nothing says %s", want)
		}
	}
	if want := []string{"nowhere"}; !slices.Equal(summary.Undeclared, want) {
		t.Errorf("got undeclared namespaces %q, want %q", summary.Undeclared, want)
	}
	if t.Failed() {
		t.Logf("said: %q", said)
	}
}
