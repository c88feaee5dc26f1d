package kubernetes_test

import (
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

func addSeeds(f *testing.F) {
	for _, text := range []string{
		blockStyle, aliasStyle, "", "\x00", "\ufeff", "\xff\xfea\x00", "---\n...\n---", "a: |\n b\n---\n{}", "#!/bin/sh\n{{ x }}", "? [a]\n: b", "a: {{ b }}",
		"&a [*a]", "&a\n<<: [*a, *a]\nkind: x", "kind: List\napiVersion: v1\nitems: [{}, null, 1]", "%YAML 1.1\n---\na", "\r---\r\n\ra: b\u2028---\u0085c",
		`{"apiVersion":"v1","kind":"Pod","a":"\ud83d\ude00"}{"a":[1e5,{}]} x`, "apiVersion: v1\nkind: Pod\na: !!int b\n", "apiVersion: v1\nkind: Pod\n1: [.5, 0x1, ---]\n",
		"apiVersion: v1\nkind: Pod\n<<: {a: b, a: c}\n\"<<\": d\n", "apiVersion: v1\nkind: Pod\na: >2\n  b\n\tc\n",
	} {
		f.Add([]byte(text))
	}
	for seed := range uint64(50) {
		f.Add([]byte(newGenerator(seed).document()))
	}
}

// FuzzParse holds for any input: nothing crashes, every document says something, and whatever is said
// has a place in the file.
func FuzzParse(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, input []byte) {
		lines := 1 + strings.Count(strings.ReplaceAll(string(input), "\r\n", "\n"), "\n") + strings.Count(strings.ReplaceAll(string(input), "\r\n", ""), "\r")
		utf8Input := utf8.Valid(input) && !bytes.ContainsRune(input, 0)
		check := func(p artefact.Position) {
			if p.File != "f" || p.Line < 1 || (utf8Input && p.Line > lines) {
				t.Errorf("position %s in a file of %d lines", p, lines)
			}
		}
		s := &source.File{Path: "f", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(input)), nil }}
		parser := kubernetes.New()
		for document, err := range s.Documents(source.Limits{Document: 1 << 16}) {
			if err != nil {
				check(err.Position)
				continue
			}
			parsed := parser.Parse(document)
			if len(parsed.Artefacts)+len(parsed.Notices)+len(parsed.Errors) == 0 && len(bytes.TrimSpace(document.Text)) > 0 && !blank(document.Text) {
				t.Errorf("nothing is said of %q", document.Text)
			}
			for _, err := range parsed.Errors {
				check(err.Position)
			}
			for _, n := range parsed.Notices {
				check(n.Position)
			}
			for _, a := range parsed.Artefacts {
				if text := a.Value.JSON(); !json.Valid(text) {
					t.Errorf("not JSON: %s", text)
				}
				everywhere(a.Value, nil, func(path []any) { check(a.Position(path)) })
				for _, p := range a.Problems {
					check(p.Position)
					check(a.Position(p.Path))
				}
			}
		}
	})
}

// blank tells whether YAML sees nothing in a text: white space of its own.
func blank(text []byte) bool {
	return len(bytes.Trim(text, " \t\r\n\u0085\u2028\u2029\ufeff")) == 0
}

func everywhere(v value.Value, path []any, visit func(path []any)) {
	visit(path)
	if len(path) > 20 {
		return
	}
	for i, item := range v.Items()[:min(len(v.Items()), 20)] {
		everywhere(item, append(path[:len(path):len(path)], i), visit)
	}
	for name, item := range v.Members() {
		everywhere(item, append(path[:len(path):len(path)], name), visit)
	}
}

var marker = regexp.MustCompile(`[\n\r](---|\.\.\.)`)

// FuzzLikeKubectl compares any object with what kubectl's reader makes of it.
func FuzzLikeKubectl(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, input []byte) {
		text := append([]byte("apiVersion: v1\nkind: Pod\nfield:"), input...)
		if marker.Match(text) || bytes.ContainsAny(text, "\u0085\u2028\u2029") {
			return // kubectl's reader takes the first document of a text, and does not split it here
		}
		parsed := parse(string(text))
		deliberate := bytes.ContainsRune(text, '!') || (len(parsed.Artefacts) > 0 && len(parsed.Artefacts[0].Problems) > 0) ||
			len(parsed.Artefacts)+len(parsed.Errors) != 1 || len(parsed.Notices) > 0 || // more follows, the kind was overwritten, or it is a list
			(len(parsed.Errors) > 0 && noJSON.MatchString(parsed.Errors[0].Message))
		if deliberate {
			return
		}
		if wrong, _ := likeKubectl(kubernetes.New(), text); wrong != "" {
			t.Errorf("%s\n%s", wrong, text)
		}
	})
}
