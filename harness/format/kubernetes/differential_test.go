package kubernetes_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/shared"
)

var generated = flag.Int("generated", 20_000, "how many generated documents TestGeneratedLikeKubectl compares")

// Where we and kubectl's reader, sigs.k8s.io/yaml, differ on purpose:
//   - A value that is no JSON, such as .nan or a key null, is an error also where a second key of the
//     same name overrides it. A duplicate is a finding, and its first value is not to be trusted.
//   - Keys that only become equal as text, 1 and "1", are duplicates and the last one counts; there, chance
//     decides which one does.
//   - The non-specific tag, in ! 12, does not turn a number into text; the parser does not tell us of it.
//   - Text after the end of a value, {a: 1} {b: 2}, is an error; there it goes unseen.
//   - A document may hold up to 100,000 values that come through aliases; there, some 400,000.
//
// The generator writes only the first of them. TestDeliberateDifferences has the others.

// likeKubectl compares what we and kubectl's reader make of a document and tells what is wrong, or "",
// and whether the document is valid.
func likeKubectl(parser *kubernetes.Format, text []byte) (wrong string, valid bool) {
	parsed := parser.Parse(&source.Document{File: "generated.yaml", Index: 1, Line: 1, Text: text})
	theirs, theirErr := yaml.YAMLToJSON(text)
	_, strictErr := yaml.YAMLToJSONStrict(text)
	duplicate := theirErr == nil && strictErr != nil && strings.Contains(strictErr.Error(), "already set in map")
	switch {
	case theirErr != nil && len(parsed.Errors) > 0:
		return "", theirErr == nil
	case theirErr != nil:
		return "only kubectl's reader fails: " + theirErr.Error(), theirErr == nil
	case len(parsed.Errors) > 0 && duplicate && noJSON.MatchString(parsed.Errors[0].Message):
		return "", theirErr == nil
	case len(parsed.Errors) > 0:
		return "only ours fails: " + parsed.Errors[0].Error(), theirErr == nil
	case len(parsed.Artefacts) != 1:
		return fmt.Sprintf("it gave %d artefacts", len(parsed.Artefacts)), theirErr == nil
	}
	ours := parsed.Artefacts[0].Value.JSON()
	if !reflect.DeepEqual(decoded(ours), decoded(theirs)) {
		return fmt.Sprintf("the values differ:\n got  %s\n want %s", ours, theirs), theirErr == nil
	}
	// A merge key that sets a key again counts as a duplicate there, but not here.
	if problem := len(parsed.Artefacts[0].Problems) > 0; problem != duplicate && !bytes.Contains(text, []byte("<<")) {
		return fmt.Sprintf("a duplicate key: found is %t, want %t", problem, duplicate), theirErr == nil
	}
	return "", true
}

var noJSON = regexp.MustCompile(`which JSON cannot express|as a key`)

func decoded(text []byte) any {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return err
	}
	return value
}

func TestGeneratedLikeKubectl(t *testing.T) {
	const shards = 4
	for shard := range shards {
		t.Run(fmt.Sprint(shard), func(t *testing.T) {
			t.Parallel()
			parser := kubernetes.New()
			read, valid, failures := 0, 0, 0
			for seed := shard; seed < *generated; seed += shards {
				text := []byte(newGenerator(uint64(seed)).document())
				wrong, isValid := likeKubectl(parser, text)
				if wrong != "" {
					t.Errorf("seed %d: %s\n%s", seed, wrong, text)
					if failures++; failures == 3 {
						t.Fatal("and so on")
					}
				}
				read++
				if isValid {
					valid++
				}
			}
			if valid < read/2 {
				t.Errorf("only %d of %d generated documents are valid, which proves too little", valid, read)
			}
		})
	}
}

func TestManifestsLikeKubectl(t *testing.T) { manifestsLikeKubectl(t, ownFolder) }

func TestSharedManifestsLikeKubectl(t *testing.T) { manifestsLikeKubectl(t, shared.Path(t, "corpus")) }

func manifestsLikeKubectl(t *testing.T, path string) {
	t.Helper()
	parser := kubernetes.New()
	for _, d := range documentsBelow(t, path) {
		parsed := parser.Parse(d)
		if len(parsed.Artefacts) != 1 || parsed.Artefacts[0].IsRequested() || bytes.HasPrefix(d.Text, []byte("items:")) || bytes.Contains(d.Text, []byte("\nitems:")) {
			continue // a Kustomization's patch, a list, or a request, of which the objects are judged
		}
		if wrong, _ := likeKubectl(parser, d.Text); wrong != "" {
			t.Errorf("%s:%d: %s", d.File, d.Line, wrong)
		}
	}
}

func TestDeliberateDifferences(t *testing.T) {
	const head = "apiVersion: v1\nkind: Thing\n"
	for name, test := range map[string]struct {
		text    string
		want    string // as JSON, of field
		problem bool
		err     string
	}{
		"equal as text": {text: head + "field: {1: a, \"1\": b}\n", want: `{"1":"b"}`, problem: true},
		"tag !":         {text: head + "field: ! 12\n", want: `12`},
		"after the end": {text: "{apiVersion: v1, kind: Thing, field: 1}\n{apiVersion: v1, kind: Lost}\n", want: "1",
			err: "f.yaml:2:1: cannot be read as YAML: did not find expected <document start>"},
		"many aliases": {text: head + "a: &a [" + strings.Repeat("0, ", 999) + "0]\nfield: [" + strings.Repeat("*a , ", 99) + " *a ]\n",
			err: "f.yaml:3: expands to more than 100000 values through its aliases"},
		"not JSON, overridden": {text: head + "field: .nan\nfield: 1\n",
			err: "f.yaml:3: is an infinite number or .nan, which JSON cannot express; quote it if it is a string"},
	} {
		t.Run(name, func(t *testing.T) {
			parsed := parse(test.text)
			compareErrors(t, parsed, test.err)
			if test.want == "" {
				return
			}
			a := only(t, parsed)
			if got := fieldJSON(t, a, "field"); got != test.want {
				t.Errorf("field: got %s, want %s", got, test.want)
			}
			if got := len(a.Problems) > 0; got != test.problem {
				t.Errorf("has a problem: got %t, want %t", got, test.problem)
			}
		})
	}
}
