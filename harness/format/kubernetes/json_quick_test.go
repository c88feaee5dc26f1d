package kubernetes

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
	"unicode/utf8"

	"github.com/guiderail/guiderail/harness/source"
)

// slowTrees reads a text as it is read that is not taken quickly.
func slowTrees(text []byte, begin, rest int) ([]*tree, bool) {
	d := &document{Document: &source.Document{Text: text, Line: 1}}
	reader := &jsonReader{document: d, decoder: json.NewDecoder(bytes.NewReader(text[begin:])), begin: begin, line: 1, column: 1, rest: rest}
	reader.decoder.UseNumber()
	var roots []*tree
	for {
		node, err := reader.value(0)
		if err != nil {
			return roots, err.Error() == "EOF"
		}
		roots = append(roots, node)
	}
}

// FuzzQuickJSON holds the two ways of reading JSON against each other: values, places and what is taken at all.
func FuzzQuickJSON(f *testing.F) {
	for _, text := range []string{
		`{"a": [1, -0.5e+3, "x\u00e9\ud83d\ude00\\\"", true, false, null, {}, []], "é": "ö"} `, "---\n{\"a\":\r\n1,\r\"b\":\t2}\n[]3 4", `[1,]`, `{"a" 1}`, `{"a":1,}`,
		`[01]`, `[1.]`, `[-]`, `[1e]`, `[1e999]`, `"a`, "[\"\x01\"]", `[tru]`, `[nullx]`, `{1: 2}`, `{"a": 1}} `, `["\ud800", "\q"]`, `1,2`, `[[[[]]]`, `:1`, "{\"a\r\n\": 1}", "",
	} {
		f.Add([]byte(text), 100)
	}
	f.Fuzz(func(t *testing.T, text []byte, rest int) {
		if !utf8.Valid(text) {
			return
		}
		d := &document{Document: &source.Document{Text: text, Line: 1}}
		begin := d.jsonBegin()
		slow, isRead := slowTrees(text, begin, rest)
		quick, ok := quickTrees(text, begin, rest)
		if ok != isRead {
			t.Fatalf("%q: quickly %v, otherwise %v", text, ok, isRead)
		}
		if ok && !reflect.DeepEqual(quick, slow) {
			t.Fatalf("%q: other values or places", text)
		}
	})
}
