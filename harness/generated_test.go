package harness

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/value"
	"github.com/guiderail/guiderail/internal/corpus"
	"github.com/guiderail/guiderail/internal/seeded"
	"github.com/guiderail/guiderail/internal/wrongtype"
)

var (
	generated     = flag.Int("generated", 2000, "how many objects TestGeneratedObjects generates")
	generatedSeed = flag.Uint64("generated-seed", 1, "the seed of TestGeneratedObjects")
)

// TestGeneratedObjects judges objects that nobody would write with the machine and with OPA's evaluator: mutants of all
// fixtures, of seeded faults and of a corpus, some as requests, beside others. Both say the same of each, and the machine
// never asks OPA.
func TestGeneratedObjects(t *testing.T) {
	g := newHostile(t)
	pairs := newPairs(t)
	var n tally
	for i := 0; n.objects < *generated; i++ {
		g.seed(*generatedSeed, i)
		p := pairs[g.IntN(2)]
		n.file(t, p, g.batch(min(1+g.IntN(60), *generated-n.objects)))
	}
	n.expect(t, *generated, *generated)
}

// hostile makes objects that nobody would write.
type hostile struct {
	*rand.Rand
	bases  [][]*artefact.Artefact // files
	values []value.Value          // of all kinds, from everywhere
	odd    []value.Value
}

func newHostile(t *testing.T) *hostile {
	t.Helper()
	g := &hostile{}
	for _, folder := range []string{"../testdata"} {
		g.bases = append(g.bases, parsedFiles(t, folder)...)
	}
	parser := kubernetes.New()
	var cluster []*artefact.Artefact
	for d := range corpus.Cluster(1, 100) {
		cluster = append(cluster, parsed(t, parser, d.Name, d.Text)...)
	}
	g.bases = append(g.bases, cluster)
	for d := range corpus.Generate(1, 100) {
		g.bases = append(g.bases, parsed(t, parser, d.Name, d.Text))
	}
	g.bases = append(g.bases, seededFaults(t, parser)...)
	g.bases = slices.DeleteFunc(g.bases, func(all []*artefact.Artefact) bool { return len(all) == 0 })
	seen := map[string]bool{}
	for _, artefacts := range g.bases {
		for _, a := range artefacts {
			eachValue(a.Value, func(v value.Value) {
				if text := v.String(); !seen[text] && len(text) < 2000 {
					seen[text] = true
					g.values = append(g.values, v)
				}
			})
		}
	}
	g.odd = append(wrongtype.Values(), wrongtype.MoreValues()...)
	for _, literal := range []string{"1.0", "1e0", "-0", "0.0", "1E+2", "100", "9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1e400", "1e-400", "123456789012345678901234567890", "0.1", "2.5e-3", "443.0", "4.43e2", "1000.0", "1e3"} {
		g.odd = append(g.odd, value.NewNumber(literal))
	}
	for _, text := range []string{"\x00", "\xff\xfe", "é", "\U0001F600", "e\u0301", "%s%d%v", "%!", "1", "1.0", "0x10", "1e3", "null", "true", " ", "\n", "a\x00b", "*", "..", "/", "//", ":", "@", "a:b@c", "${X}", "$(X)", "{{ .X }}", "latest", "default", "kube-system", "0.0.0.0/0", "::/0", "1Gi", "1000m", "-1", "1E", "1e", "100%", "AAAA", "eA==", strings.Repeat("x", 300), strings.Repeat("a/", 150)} {
		g.odd = append(g.odd, value.NewText(text))
	}
	var deep value.Value = value.NewText("x")
	for range 30 {
		deep = value.NewObject(value.Member{Name: "x", Value: value.NewList(deep)})
	}
	var many []value.Member
	var long []value.Value
	for i := range 40 {
		many = append(many, value.Member{Name: fmt.Sprint(i * 7 % 40), Value: value.NewInt(i % 5)})
		long = append(long, value.NewText(fmt.Sprint(i%7)))
	}
	g.odd = append(g.odd, deep, value.NewObject(many...), value.NewList(long...))
	return g
}

func eachValue(v value.Value, visit func(value.Value)) {
	visit(v)
	for _, item := range v.Items() {
		eachValue(item, visit)
	}
	for _, item := range v.Members() {
		eachValue(item, visit)
	}
}

// seededFaults gives a deployment that is good, with each fault that fits in it.
func seededFaults(t *testing.T, parser *kubernetes.Format) (planted [][]*artefact.Artefact) {
	t.Helper()
	faults, err := seeded.Faults()
	if err != nil {
		t.Fatal(err)
	}
	var objects []seeded.Object
	for _, artefacts := range parsedFiles(t, filepath.Join("../testdata/reference", "workload")) {
		for _, a := range artefacts {
			var o seeded.Object
			if err := json.Unmarshal(a.Value.JSON(), &o); err != nil {
				t.Fatal(err)
			}
			objects = append(objects, o)
		}
	}
	for _, fault := range faults {
		for i := range objects {
			with, at, ok := fault.Plant(objects, i)
			if !ok {
				continue
			}
			text, err := json.Marshal(with[at])
			if err != nil {
				t.Fatal(err)
			}
			planted = append(planted, parsed(t, parser, "planted.yaml", text))
			break
		}
	}
	return planted
}

func (g *hostile) seed(seed uint64, i int) { g.Rand = rand.New(rand.NewPCG(seed, uint64(i))) }

func (g *hostile) batch(n int) (all []*artefact.Artefact) {
	for len(all) < n {
		file := g.bases[g.IntN(len(g.bases))]
		from := 0
		if len(file) > 8 {
			from = g.IntN(len(file) - 8)
			file = file[from : from+8]
		}
		for _, a := range file {
			if len(all) < n {
				all = append(all, g.mutant(a))
			}
		}
	}
	return all
}

// mutant changes an artefact in several places. Its kind stays, most of the time: whatever has no controls shows nothing.
func (g *hostile) mutant(from *artefact.Artefact) *artefact.Artefact {
	a := *from
	v := a.Value
	if a.IsRequested() {
		a.Request = g.changed(a.Request, 1+g.IntN(4))
		return &a
	}
	v = g.changed(v, g.IntN(6))
	if g.IntN(8) > 0 {
		keep := []value.Member{{Name: "apiVersion", Value: from.Value.Get("apiVersion")}, {Name: "kind", Value: from.Value.Get("kind")}}
		v = v.With(keep...)
	}
	a.Value = v
	if g.IntN(6) == 0 {
		all := reviews(&a)
		a.Request = all[[]string{"CREATE", "UPDATE", "DELETE"}[g.IntN(3)]]
		if g.IntN(3) == 0 {
			a.Request = g.changed(a.Request, 1+g.IntN(2))
		}
	}
	return &a
}

// changed makes changes below a value, most of them deep in it.
func (g *hostile) changed(v value.Value, times int) value.Value {
	for range times {
		v = g.change(v)
	}
	return v
}

func (g *hostile) change(v value.Value) value.Value {
	n := v.Len()
	if n == 0 || g.IntN(14) == 0 {
		return g.instead(v)
	}
	at := g.IntN(n)
	if v.Kind() == value.List {
		items := slices.Clone(v.Items())
		switch g.IntN(12) {
		case 0:
			return value.NewList(slices.Delete(items, at, at+1)...)
		case 1:
			return value.NewList(append(items, items[at])...)
		case 2:
			return value.NewList(append(items, g.change(items[at]))...)
		case 3:
			other := g.IntN(n)
			items[at], items[other] = items[other], items[at]
			return value.NewList(items...)
		}
		items[at] = g.change(items[at])
		return value.NewList(items...)
	}
	i, name, item := 0, "", value.Value{}
	for k, m := range v.Members() {
		if i == at {
			name, item = k, m
		}
		i++
	}
	switch g.IntN(14) {
	case 0:
		return v.Without(name)
	case 1:
		return v.Without(name).With(value.Member{Name: g.name(name), Value: item})
	case 2:
		return v.With(value.Member{Name: g.name(name), Value: g.change(item)})
	}
	return v.With(value.Member{Name: name, Value: g.change(item)})
}

func (g *hostile) name(name string) string {
	switch g.IntN(5) {
	case 0:
		return name + "x"
	case 1:
		return strings.ToUpper(name)
	case 2:
		return []string{"", "\x00", "a.b/c", "0", "é", "\xff", "name", "spec", "metadata", "*"}[g.IntN(10)]
	}
	for {
		if v := g.values[g.IntN(len(g.values))]; v.Kind() == value.Object {
			for k := range v.Members() {
				return k
			}
		}
	}
}

// instead returns a value to stand in the place of another: from elsewhere, of another kind, or the same in disguise.
func (g *hostile) instead(v value.Value) value.Value {
	switch g.IntN(6) {
	case 0, 1:
		return g.odd[g.IntN(len(g.odd))]
	case 2:
		if literal, ok := v.Number(); ok {
			if changed := literal + []string{".0", "e0", "0", ".5", "e3", "e-1"}[g.IntN(6)]; json.Valid([]byte(changed)) {
				return value.NewNumber(changed)
			}
		}
		if text, ok := v.Text(); ok {
			return value.NewText([]string{text + " ", strings.ToUpper(text), text + "\x00", "\xff" + text, text + text, strings.TrimRight(text, "abcdefgh0123456789"), text + "é"}[g.IntN(7)])
		}
	case 3:
		return value.NewList(v, v)
	}
	for range 20 {
		other := g.values[g.IntN(len(g.values))]
		if other.Kind() == v.Kind() {
			return other
		}
	}
	return g.values[g.IntN(len(g.values))]
}
