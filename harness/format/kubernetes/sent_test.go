package kubernetes_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"

	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/multiset"
)

var streams = flag.Int("streams", 8_000, "how many generated streams TestWhatKubectlSends compares")

// sent gives the objects of a stream that kubectl would send to an API server which knows every kind, as
// canonical JSON, and whether it takes the whole stream. It goes the way of k8s.io/cli-runtime's
// StreamVisitor and FlattenListVisitor, on the same decoders.
func sent(stream []byte) (objects []string, whole bool) {
	whole = true
	decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(unmarked(stream)), 4096)
	for {
		var raw runtime.RawExtension
		if err := decoder.Decode(&raw); errors.Is(err, io.EOF) {
			return objects, whole
		} else if err != nil {
			return objects, false
		}
		raw.Raw = bytes.TrimSpace(raw.Raw)
		if len(raw.Raw) == 0 || bytes.Equal(raw.Raw, []byte("null")) {
			continue
		}
		object, _, err := unstructured.UnstructuredJSONScheme.Decode(raw.Raw, nil, nil)
		if err != nil {
			whole = false
			continue
		}
		flat, err := flattened(object)
		whole = whole && err == nil
		for _, object := range flat {
			if object.GetObjectKind().GroupVersionKind().Kind == "" {
				whole = false
				continue
			}
			text, err := json.Marshal(object.(*unstructured.Unstructured).Object)
			if err != nil {
				panic(err)
			}
			objects = append(objects, canonical(text))
		}
	}
}

// unmarked gives a stream as kubectl's FileVisitor decodes it: by its mark, if it has one.
func unmarked(stream []byte) []byte {
	text, _, err := transform.Bytes(unicode.BOMOverride(unicode.UTF8.NewDecoder()), stream)
	if err != nil {
		panic(err)
	}
	return text
}

func flattened(object runtime.Object) (flat []runtime.Object, err error) {
	for queue := []runtime.Object{object}; len(queue) > 0; queue = queue[1:] {
		if !meta.IsListType(queue[0]) {
			flat = append(flat, queue[0])
			continue
		}
		items, err := meta.ExtractList(queue[0])
		if err != nil {
			return nil, err
		}
		queue = append(queue, items...)
	}
	return flat, nil
}

func canonical(text []byte) string {
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		panic(err)
	}
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// judged gives what we judge of a stream, and how much of it is said not to be.
func judged(t *testing.T, stream []byte) (objects []string, named, failed int) {
	t.Helper()
	from := source.Bytes("f", stream)
	parser := kubernetes.New()
	for document, err := range from.Documents(source.Limits{Document: 1 << 20}) {
		if err != nil {
			failed++
			continue
		}
		parsed := parser.Parse(document)
		named += len(parsed.Notices)
		failed += len(parsed.Errors)
		for _, a := range parsed.Artefacts {
			objects = append(objects, canonical(a.Value.JSON()))
		}
	}
	return objects, named, failed
}

// compareSent holds what we judge against what kubectl would send. Nothing that is sent goes unjudged, but
// for objects of which we say that they are none; of a stream that kubectl
// takes as a whole, nothing else is judged, but for an object whose items are no sequence: kubectl takes
// it for a list of none. A stream that we cannot read whole fails a run.
func compareSent(t *testing.T, stream []byte) (wrong string, count int) {
	t.Helper()
	theirs, whole := sent(stream)
	ours, named, failed := judged(t, stream)
	var missing []string
	for _, object := range multiset.Without(theirs, ours) {
		if isReview(object) || strings.Contains(object, "\ufeff") {
			continue // of a review its object is judged; a mark within a stream is none to kubectl after JSON, and part of a key
		}
		// Without the mark, kubectl would see the apiVersion of the list that this is an item of.
		if (named > 0 || bytes.Contains(unmarked(stream), []byte("\ufeff"))) && cannotBe(object) {
			named--
			continue
		}
		missing = append(missing, object)
	}
	surplus := slices.DeleteFunc(multiset.Without(ours, theirs), func(object string) bool {
		var o map[string]any
		if err := json.Unmarshal([]byte(object), &o); err != nil {
			return false
		}
		_, has := o["items"]
		return has
	})
	switch {
	case len(missing) > 0 && failed == 0:
		return fmt.Sprintf("kubectl sends what is not judged: %s", strings.Join(missing, "\n")), len(theirs)
	case whole && len(surplus) > 0 && !goesUnseen.Match(unmarked(stream)):
		return fmt.Sprintf("kubectl does not send what is judged: %s", strings.Join(surplus, "\n")), len(theirs)
	}
	return "", len(theirs)
}

// goesUnseen finds where kubectl may stop reading, which we do not: after the end of a value in a YAML
// stream, at a marker that it does not know, before another break or mark. Of reviews, we judge the object.
var goesUnseen = regexp.MustCompile(`\}\s*\{|\.\.\.|[\r\x{85}\x{2028}\x{2029}\x{FEFF}]|AdmissionReview`)

func isReview(object string) bool {
	var o struct{ APIVersion, Kind, Request any }
	if err := json.Unmarshal([]byte(object), &o); err != nil {
		return false
	}
	version, _ := o.APIVersion.(string)
	return o.Kind == "AdmissionReview" && strings.HasPrefix(version, "admission.k8s.io/") && strings.Contains(object, `"request"`)
}

// cannotBe tells what no API server takes, and we say that it is not an object: what has no apiVersion, and an
// item that is null.
func cannotBe(object string) bool {
	var o struct{ APIVersion, Metadata any }
	if err := json.Unmarshal([]byte(object), &o); err != nil {
		return false
	}
	version, _ := o.APIVersion.(string)
	return version == "" || o.Metadata == nil
}

// tricks writes streams of manifests that an attacker would try.
type tricks struct {
	*rand.Rand
	names int
}

func (g *tricks) one(choices ...string) string { return choices[g.IntN(len(choices))] }

func (g *tricks) chance(percent int) bool { return g.IntN(100) < percent }

// object gives the members of an object, each as a key and a value in JSON.
func (g *tricks) object(depth int) [][2]string {
	g.names++
	members := [][2]string{{"metadata", fmt.Sprintf(`{"name": "n%d", "namespace": %s}`, g.names, g.one(`"shop"`, `""`, "null", "1", "{}"))}}
	add := func(percent int, key string, values ...string) {
		if g.chance(percent) {
			members = append(members, [2]string{key, g.one(values...)})
		}
	}
	kinds := []string{`"Pod"`, `"Pod"`, `"List"`, `"PodList"`, `"ConfigMap"`, `"AllowList"`, `"AdmissionReview"`, `"Kustomization"`}
	add(90, "kind", kinds...)
	add(90, "apiVersion", `"v1"`, `"v1"`, `"apps/v1"`, `"admission.k8s.io/v1"`, `"example.org/v1"`)
	add(10, "kind", append(kinds, "null", `""`, "1", "{}", "[]")...)
	add(10, "apiVersion", `"v1"`, "null", `""`, "1", "[]")
	add(5, "Kind", kinds...)
	add(10, "Items", `[{"apiVersion": "v1", "kind": "Node"}]`)
	add(10, "review", `{"object": {"apiVersion": "v1", "kind": "ConfigMap"}}`, "null", "[]")
	add(10, "request", `{"object": {"apiVersion": "v1", "kind": "ConfigMap"}}`, "null", "[]", `{"object": null}`)
	add(30, "spec", `{"hostNetwork": true}`, "null", `{"items": [{"apiVersion": "v1", "kind": "Pod"}]}`)
	for g.chance(35) {
		members = append(members, [2]string{"items", g.items(depth)})
	}
	g.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	return members
}

func (g *tricks) items(depth int) string {
	if depth == 0 || g.chance(25) {
		return g.one("null", "[]", "{}", `"all"`, "1", "false", `[null]`, `["Pod"]`, `[[]]`, `{"a": {"apiVersion": "v1", "kind": "Pod"}}`)
	}
	var items []string
	for range 1 + g.IntN(3) {
		items = append(items, g.json(g.object(depth-1)))
	}
	return "[" + strings.Join(items, ", ") + "]"
}

func (g *tricks) json(members [][2]string) string {
	var b strings.Builder
	for i, m := range members {
		if i > 0 {
			b.WriteString(", ")
		}
		key := fmt.Sprintf("%q", m[0])
		if g.chance(5) {
			key = fmt.Sprintf("\"\\u%04x%s\"", m[0][0], m[0][1:])
		}
		fmt.Fprintf(&b, "%s: %s", key, m[1])
	}
	return "{" + b.String() + "}"
}

// tagged gives a text in JSON as YAML may write it besides.
func (g *tricks) tagged(value string) string {
	text, err := strconv.Unquote(value)
	if err != nil || !g.chance(10) {
		return value
	}
	return g.one("!!str "+value, "!x "+value, "!!binary "+base64.StdEncoding.EncodeToString([]byte(text)), "&v "+value, "!<tag:yaml.org,2002:str> "+value, ">-\n  "+text, "|-\n  "+text+"\n\n")
}

// document writes an object as JSON, or as YAML with anchors and merge keys.
func (g *tricks) document() string {
	members := g.object(2 + g.IntN(2))
	if g.chance(30) {
		return g.json(members) + g.one("\n", "", "\n\n")
	}
	var b strings.Builder
	if g.chance(10) {
		fmt.Fprintf(&b, "x: &x %s\n", g.json(g.object(1)))
		b.WriteString(g.one("<<: *x\n", "items: [*x ]\n", "y: *x\n"))
	}
	for _, m := range members {
		switch {
		case g.chance(5):
			fmt.Fprintf(&b, "<<: {%q: %s}\n", m[0], m[1])
		case g.chance(5):
			fmt.Fprintf(&b, "!!str %s: %s\n", m[0], m[1])
		case g.chance(5):
			fmt.Fprintf(&b, "? %s\n: %s\n", m[0], m[1])
		case g.chance(3):
			fmt.Fprintf(&b, "!!binary %s: %s\n", base64.StdEncoding.EncodeToString([]byte(m[0])), m[1])
		case g.chance(3):
			fmt.Fprintf(&b, "\"\\x%02x%s\": %s\n", m[0][0], m[0][1:], m[1])
		default:
			fmt.Fprintf(&b, "%s: %s\n", g.one(m[0], fmt.Sprintf("%q", m[0]), "'"+m[0]+"'"), g.tagged(m[1]))
		}
	}
	return b.String()
}

func (g *tricks) stream() []byte {
	var b strings.Builder
	b.WriteString(g.one("", "", "", "\ufeff", "---\n", "# {comment}\n", "\n", "--- # x\n", "%YAML 1.1\n---\n"))
	for i := range 1 + g.IntN(3) {
		if i > 0 {
			b.WriteString(g.one("---\n", "---\n", "\n---\n", "--- # x\n", "---\r\n", "\n", "...\n---\n", "...\n", "---\n---\n", "---\n\ufeff", "--- ", "", " ---\n", "---\t\n", "--- \t# x\n", "---\u0085", "---\u2028", "--- !x\n", "--- &d\n", "----\n", "---x\n", "---\n# x\n", "\n---\n%YAML 1.1\n---\n", "...\n%TAG !e! tag:example.org,2000:\n---\n", "---\r", "\x00"))
		}
		b.WriteString(g.document())
	}
	text := []byte(b.String())
	for g.chance(25) {
		text = g.mutated(text)
	}
	if g.chance(4) {
		order := unicode.LittleEndian
		if g.chance(50) {
			order = unicode.BigEndian
		}
		if encoded, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().Bytes(text); err == nil {
			return encoded
		}
	}
	return text
}

// mutated takes away, doubles, moves or overwrites a piece of a text.
func (g *tricks) mutated(text []byte) []byte {
	if len(text) < 2 {
		return text
	}
	from := g.IntN(len(text) - 1)
	to := min(len(text), from+1+g.IntN(12))
	piece := slices.Clone(text[from:to])
	at := g.IntN(len(text))
	switch g.IntN(4) {
	case 0:
		return slices.Delete(text, from, to)
	case 1:
		return slices.Insert(text, at, piece...)
	case 2:
		return slices.Insert(text, at, []byte(g.one("\n", "\r", "---", "\n---\n", "{", "}", "[", "]", ",", ":", "#", "\"", "\u2028", "\ufeff", "\x00", "&a ", "*a ", "items: ", "kind: Pod\n"))...)
	}
	copy(text[min(at, len(text)-len(piece)):], piece)
	return text
}

func TestWhatKubectlSends(t *testing.T) {
	const shards = 4
	for shard := range shards {
		t.Run(fmt.Sprint(shard), func(t *testing.T) {
			t.Parallel()
			total, failures := 0, 0
			for seed := shard; seed < *streams; seed += shards {
				g := &tricks{Rand: rand.New(rand.NewPCG(uint64(seed), 7))}
				stream := g.stream()
				wrong, count := compareSent(t, slices.Clone(stream))
				total += count
				if wrong != "" {
					t.Errorf("seed %d: %s\nof\n%s", seed, wrong, stream)
					if failures++; failures == 3 {
						t.Fatal("and so on")
					}
				}
			}
			if total < *streams/shards/2 {
				t.Errorf("kubectl would send %d objects of %d streams, which proves too little", total, *streams/shards)
			}
		})
	}
}

// FuzzWhatKubectlSends has the same oracle for any text.
func FuzzWhatKubectlSends(f *testing.F) {
	addSeeds(f)
	for seed := range uint64(50) {
		f.Add((&tricks{Rand: rand.New(rand.NewPCG(seed, 7))}).stream())
	}
	f.Fuzz(func(t *testing.T, stream []byte) {
		if wrong, _ := compareSent(t, stream); strings.HasPrefix(wrong, "kubectl sends") {
			t.Errorf("%s\nof\n%s", wrong, stream)
		}
	})
}
