package source_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
)

// bomb is a document whose last anchor stands for width^levels times its first.
func bomb(first, level, last string, width, levels int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "apiVersion: v1\nkind: List\nx:\n- &l0 %s\n", first)
	for i := range levels {
		fmt.Fprintf(&b, "- &l%d %s\n", i+1, fmt.Sprintf(level, strings.Join(slicesRepeat(fmt.Sprintf("*l%d", i), width), ", ")))
	}
	fmt.Fprintf(&b, last+"\n", fmt.Sprintf("*l%d", levels))
	return b.String()
}

func slicesRepeat(s string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = s
	}
	return all
}

const (
	pod  = "{apiVersion: v1, kind: Pod, metadata: {name: x}}"
	many = 300_000
)

// TestLimits holds documents that are made to cost more than they look, each of its own kind.
func TestLimits(t *testing.T) {
	keys := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "k%d: 1, ", i)
		}
		return b.String()
	}
	for _, test := range []struct {
		name, text string
		limits     source.Limits
		want       string // of the one error
		objects    int    // that are read at most
	}{
		{name: "Lists of Lists", text: bomb(pod, "{apiVersion: v1, kind: List, items: [%s]}", "items: [%s]", 40, 3), want: "f.yaml:4: expands to more than 100000 values through its aliases", objects: 1000},
		{name: "Lists that hold nothing", text: bomb("{apiVersion: v1, kind: List, items: []}", "{apiVersion: v1, kind: List, items: [%s]}", "items: [%s]", 400, 2), want: "through its aliases"},
		{name: "values", text: bomb("[a, a]", "[%s]", "items: [{apiVersion: v1, kind: Pod, spec: %s}]", 10, 14), want: "through its aliases"},
		{name: "mappings", text: bomb("{a: b}", "{a: [%s]}", "items: [{apiVersion: v1, kind: Pod, spec: %s}]", 10, 14), want: "through its aliases"},
		{name: "merge keys", text: bomb("{a: b}", "{<<: [%s]}", "items: [{apiVersion: v1, kind: Pod, spec: {<<: %s}}]", 10, 14), want: "through its aliases"},
		{name: "objects of one anchor", text: "apiVersion: v1\nkind: List\nx: &a " + pod + "\nitems: [" + strings.Repeat("*a, ", many) + "]", want: "through its aliases", objects: 1000},
		{name: "what is not an object, with many keys", text: "apiVersion: v1\nkind: List\nx: &a {" + keys(many) + "}\nitems: [" + strings.Repeat("*a, ", many) + "]", want: "through its aliases"},
		{name: "what is not an object and merges many keys", text: "apiVersion: v1\nkind: List\nx: &a {" + keys(many) + "}\nitems: [" + strings.Repeat("{<<: *a}, ", many) + "]", want: "the document exceeds 2000000 values here"},
		{name: "metadata that merges many keys", text: "apiVersion: v1\nkind: List\nx: &a {" + keys(many) + "}\nitems: [" + strings.Repeat("{kind: a, apiVersion: b, metadata: {<<: *a}}, ", 1000) + "]", want: "through its aliases"},
		{name: "merged again and again", text: "apiVersion: v1\nkind: Pod\nspec: " + strings.Repeat("{<<: ", 900) + "{" + keys(10_000) + "}" + strings.Repeat("}", 900), want: "the document exceeds 2000000 values here"},
		{name: "a text of one anchor", text: "apiVersion: v1\nkind: Pod\nx: &a " + strings.Repeat("x", 1<<10) + "\nspec: [" + strings.Repeat("*a, ", 4000) + "]", want: "f.yaml:3: the object exceeds 3 MiB here"},
		{name: "a long text", text: "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: " + strings.Repeat("x", 3<<20), want: "f.yaml:4: the object exceeds 3 MiB here"},
		{name: "a long key", text: "apiVersion: v1\nkind: ConfigMap\ndata:\n  ? " + strings.Repeat("x", 3<<20) + "\n  : y", want: "exceeds 3 MiB"},
		{name: "a List goes on after a long text", text: "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, data: {a: " + strings.Repeat("x", 3<<20) + "}}\n- " + pod, want: "f.yaml:4: the object exceeds 3 MiB here", objects: 1},
		{name: "lines", text: "apiVersion: v1\nkind: Pod\nspec:\n" + strings.Repeat("- 1\n", 2_000_000), want: "may contain more than 2000000 values"},
		{name: "commas", text: "apiVersion: v1\nkind: Pod\nspec: [" + strings.Repeat("1,", 2_000_000) + "]", want: "may contain more than 2000000 values"},
		{name: "JSON", text: `{"apiVersion":"v1","kind":"Pod","spec":[` + strings.Repeat("1,", 4_000_000) + `1]}`, want: "may contain more than 2000000 values"},
		{name: "values of JSON", text: `{"apiVersion":"v1","kind":"Pod","spec":[` + strings.Repeat("1,", 500) + `1]}`, limits: source.Limits{Values: 505}, want: "f.yaml:1: the document exceeds 505 values here"},
		{name: "objects", text: "apiVersion: v1\nkind: List\nitems:\n" + strings.Repeat("- "+pod+"\n", 12), limits: source.Limits{Objects: 10}, want: "f.yaml:13: is object 11 of the document, which may contain 10", objects: 9},
		{name: "a review", text: `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"` + strings.Repeat("x", 6<<20) + `","object":` + `{"apiVersion":"v1","kind":"Pod"}` + `}}`, want: "exceeds 3 MiB"},
	} {
		t.Run(test.name, func(t *testing.T) {
			begin := time.Now()
			parsed := kubernetes.New().Parse(&source.Document{File: "f.yaml", Index: 1, Line: 1, Text: []byte(test.text), Limits: test.limits})
			if len(parsed.Errors) != 1 || !strings.Contains(parsed.Errors[0].Error(), test.want) {
				t.Errorf("got errors %v\nwant one with %q", parsed.Errors, test.want)
			}
			if len(parsed.Artefacts) > test.objects {
				t.Errorf("got %d objects, want no more than %d", len(parsed.Artefacts), test.objects)
			}
			if took := time.Since(begin); took > time.Minute {
				t.Errorf("it took %v", took)
			}
		})
	}
}

// endless gives the same text for ever.
type endless struct {
	text string
	read int64
}

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e.text[(e.read+int64(i))%int64(len(e.text))]
	}
	e.read += int64(len(p))
	return len(p), nil
}

// TestEndless holds what never ends, as devices and pipes may not.
func TestEndless(t *testing.T) {
	for _, test := range []struct {
		name, text string
		limits     source.Limits
		want       string
		documents  int
	}{
		{"a device of zeros", "\x00", source.Limits{Document: 1 << 20}, "f:1: document 1 is larger than 1 MiB and continues beyond 4 MiB", 0},
		{"one line", "x", source.Limits{Document: 1 << 20}, "f:1: document 1 is larger than 1 MiB and continues beyond 4 MiB", 0},
		{"one document", "a\n", source.Limits{Document: 1 << 20}, "f:1: document 1 is larger than 1 MiB and continues beyond 4 MiB", 0},
		{"comments", "#\n", source.Limits{Document: 1 << 20}, "continues beyond 4 MiB", 0},
		{"carriage returns", "\r", source.Limits{Document: 1 << 20}, "continues beyond 4 MiB", 0},
		{"byte order marks", "\ufeff", source.Limits{Document: 1 << 20}, "continues beyond 4 MiB", 0},
		{"no documents", "---\n", source.Limits{Source: 1 << 20}, "is larger than 1 MiB; what follows is not judged", 0},
		{"ends of documents", "...\n", source.Limits{Source: 1 << 20}, "is larger than 1 MiB", 0},
		{"documents", "---\na\n", source.Limits{Documents: 100}, "f:201: contains more than 100 documents", 100},
		{"bytes", "---\na\n", source.Limits{Source: 600}, "f:199: is larger than 600 bytes", 99},
	} {
		t.Run(test.name, func(t *testing.T) {
			reader := &endless{text: test.text}
			s := source.File{Path: "f", Once: true, Open: func() (io.ReadCloser, error) { return io.NopCloser(reader), nil }}
			documents := 0
			var errs []string
			for document, err := range source.Keep(&s).Documents(test.limits) {
				if err != nil {
					errs = append(errs, err.Error())
				}
				if document != nil {
					documents++
				}
			}
			if len(errs) != 1 || !strings.Contains(errs[0], test.want) {
				t.Errorf("got errors %v\nwant one with %q", errs, test.want)
			}
			if documents != test.documents {
				t.Errorf("got %d documents, want %d", documents, test.documents)
			}
			if reader.read > 10<<20 {
				t.Errorf("%d bytes were read", reader.read)
			}
		})
	}
}

func TestSetLimit(t *testing.T) {
	for _, test := range []struct {
		name, value, want string
	}{
		{"document", "64Mi", ""},
		{"source", "1Gi", ""},
		{"object", "123", ""},
		{"documents", "5", ""},
		{"time", "90s", ""},
		{"time", "90", `time: "90" is not a duration such as 90s or 2m`},
		{"time", "-1s", `time: "-1s" is not a duration such as 90s or 2m`},
		{"values", "0", `values: "0" is not a number above 0`},
		{"aliased", "1Mi", `aliased: "1Mi" is not a number above 0`},
		{"document", "2Gi", `document: "2Gi" is not a size between 1 and 2147483647 bytes, such as 64Mi`},
		{"document", "0", `document: "0" is not a size between 1 and 2147483647 bytes, such as 64Mi`},
		{"docs", "1", `unknown limit "docs"; use one of source, documents, document, values, aliased, objects, object, time, render, memory`},
	} {
		var limits source.Limits
		got := ""
		if err := limits.Set(test.name, test.value); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s=%s: got %q, want %q", test.name, test.value, got, test.want)
		}
		if (got == "") != (limits != source.Limits{}) {
			t.Errorf("%s=%s set %+v", test.name, test.value, limits)
		}
	}
	var limits source.Limits
	if err := limits.Set("document", "64Mi"); err != nil || limits.OrDefault().Document != 64<<20 {
		t.Errorf("got %+v, %v", limits.OrDefault(), err)
	}
	for _, name := range source.LimitNames() {
		if err := limits.Set(name, "x"); err == nil || strings.Contains(err.Error(), "unknown limit") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
