package plan

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/types"
)

// TestNatives holds each native builtin against OPA's with arguments of all kinds.
func TestNatives(t *testing.T) {
	w := newWorkbench()
	done := map[string]int{}
	random := rand.New(rand.NewPCG(1, 1))
	for _, name := range nativeNames() {
		for range 1500 {
			if w.compare(t, name, randomBytes(random)) {
				done[name]++
			}
		}
		if done[name] < 40 {
			t.Errorf("%s: evaluated natively but %d times", name, done[name])
		}
	}
}

// FuzzNatives does so with what the fuzzer finds.
func FuzzNatives(f *testing.F) {
	names := nativeNames()
	random := rand.New(rand.NewPCG(2, 2))
	for i := range names {
		f.Add(uint8(i), randomBytes(random))
	}
	w := newWorkbench()
	f.Fuzz(func(t *testing.T, which uint8, from []byte) {
		w.compare(t, names[int(which)%len(names)], from[:min(len(from), 1000)])
	})
}

func nativeNames() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(natives)), func(name string) bool { return name == "internal.print" })
}

func randomBytes(random *rand.Rand) []byte {
	from := make([]byte, 10+random.IntN(250))
	for i := range from {
		from[i] = byte(random.Uint32())
	}
	return from
}

// workbench has a machine that lives as long as one of a run, so that what it remembers counts.
type workbench struct {
	program *Program
	machine *Machine
}

func newWorkbench() *workbench {
	p := newProgram()
	for i, word := range words {
		if i%2 == 0 {
			p.pooled(word)
		}
	}
	w := &workbench{program: p, machine: p.NewMachine(newComposite(object, 0))}
	w.machine.Begin(context.Background(), nullValue)
	return w
}

// compare evaluates a builtin natively and by OPA, and reports whether it was done natively.
func (w *workbench) compare(t *testing.T, name string, from []byte) bool {
	t.Helper()
	c := &choices{from}
	terms := c.arguments(name)
	args := make([]*Value, len(terms))
	for i, term := range terms {
		if args[i] = w.program.FromAST(term.Value); c.n(4) == 0 {
			args[i].share()
		}
	}
	got, isDone := natives[name](w.machine, args)
	for i, arg := range args {
		if after := arg.AST(); !after.Equal(terms[i]) {
			t.Errorf("%s(%v) changed its argument %d to %v", name, terms, i, after)
		}
	}
	if !isDone {
		return false
	}
	want, err := askOPA(name, terms)
	switch {
	case err != nil && strings.HasPrefix(err.Error(), "panic"): // OPA has no answer
	case err != nil:
		t.Errorf("%s(%v): got %s, want the error %v", name, terms, spelt(got), err)
	case (name == "object.filter" || name == "object.union_n") && got.AST().Equal(want): // but for the spelling of numbers that are keys
	case spelt(got) != spellTerm(want):
		t.Errorf("%s(%v): got %s, want %s", name, terms, spelt(got), spellTerm(want))
	}
	return true
}

func askOPA(name string, terms []*ast.Term) (result *ast.Term, err error) {
	defer func() {
		if r := recover(); r != nil {
			result, err = nil, fmt.Errorf("panic: %v", r)
		}
	}()
	bctx := topdown.BuiltinContext{Context: context.Background(), Metrics: metrics.NoOp(), Cancel: topdown.NewCancel()}
	err = topdown.GetBuiltin(name)(bctx, terms, func(t *ast.Term) error {
		result = t
		return nil
	})
	return result, err
}

// spelt writes a value, numbers as they are spelt.
func spelt(v *Value) string {
	if v == nil {
		return "undefined"
	}
	return v.AST().Value.String()
}

func spellTerm(t *ast.Term) string {
	if t == nil {
		return "undefined"
	}
	return t.Value.String()
}

// choices turns bytes into decisions.
type choices struct{ left []byte }

// n decides between 0 and n-1.
func (c *choices) n(n int) int {
	if len(c.left) == 0 {
		return 0
	}
	b := c.left[0]
	c.left = c.left[1:]
	return int(b) % n
}

var (
	words = []string{
		"a", "b", "", "ab", "aab", "é", "日本", "a,b,c", "  x ", "x", "true", "1", "01", "-0", "+5", "1.0", "1e3", "9223372036854775808", "A.B", "%d %s %v %05.1f %x %q", "%s", "%v-%v",
		"\xff", "a\xffb", "e\u0301", "\x00", "<&>\u2028", "İ", "ß", "(", "a|b", "^a*", "[a-c]+", "(a)(b)?", "$1", "${1}x", "", ".", "\\d", "(?i)A", "a{2}", "aaaa", "x*", "b$",
	}
	literals = []string{
		"0", "1", "2", "3", "-1", "10", "1.0", "1e0", "-0", "0.0", "0.5", "-1.5", "2.5", "1e3", "1000", "1024", "1023", "100000", "9007199254740993", "9223372036854775807", "-9223372036854775808",
		"9223372036854775808", "123456789012345678901234567890", "1e400", "1e-400", "1E2", "1073741824", "1073741823", "-1073741824", "3.0", "0.1", "0.10",
	}
)

// arguments makes arguments for a builtin, most of them of the types that it declares.
func (c *choices) arguments(name string) []*ast.Term {
	var terms []*ast.Term
	for _, of := range ast.BuiltinMap[name].Decl.FuncArgs().Args {
		if c.n(10) == 0 {
			terms = append(terms, c.term(2))
		} else {
			terms = append(terms, c.termOf(of, 3))
		}
	}
	return terms
}

func (c *choices) termOf(of types.Type, depth int) *ast.Term {
	switch of := of.(type) {
	case *types.NamedType:
		return c.termOf(of.Type, depth)
	case types.Null:
		return ast.NullTerm()
	case types.Boolean:
		return ast.BooleanTerm(c.n(2) == 0)
	case types.Number:
		return ast.NewTerm(ast.Number(literals[c.n(len(literals))]))
	case types.String:
		return c.text()
	case *types.Array:
		items := make([]*ast.Term, c.length())
		for i := range items {
			items[i] = c.termOf(of.Dynamic(), depth-1)
		}
		return ast.ArrayTerm(items...)
	case *types.Set:
		items := make([]*ast.Term, c.length())
		for i := range items {
			items[i] = c.termOf(of.Of(), depth-1)
		}
		return ast.SetTerm(items...)
	case *types.Object:
		pairs := make([][2]*ast.Term, c.length())
		for i := range pairs {
			dynamic := of.DynamicProperties()
			if dynamic == nil {
				return c.term(depth)
			}
			pairs[i] = [2]*ast.Term{c.termOf(dynamic.Key, depth-1), c.termOf(dynamic.Value, depth-1)}
		}
		return objectTerm(pairs)
	case types.Any:
		if len(of) > 0 {
			return c.termOf(of[c.n(len(of))], depth)
		}
	}
	return c.term(depth)
}

// objectTerm makes an object. Of keys that are there twice the first counts: ast.ObjectTerm keeps both, and Insert loses
// keys of the same hash when it replaces a value.
func objectTerm(pairs [][2]*ast.Term) *ast.Term {
	made := ast.NewObject()
	for _, pair := range pairs {
		if made.Get(pair[0]) == nil {
			made.Insert(pair[0], pair[1])
		}
	}
	return ast.NewTerm(made)
}

func (c *choices) length() int { return []int{0, 1, 2, 3, 4, 9, 13, 20}[c.n(8)] }

func (c *choices) text() *ast.Term {
	if c.n(6) == 0 {
		n := min(c.n(12), len(c.left))
		s := string(c.left[:n])
		c.left = c.left[n:]
		return ast.StringTerm(s)
	}
	return ast.StringTerm(words[c.n(len(words))])
}

// term makes a value of any kind.
func (c *choices) term(depth int) *ast.Term {
	kinds := 7
	if depth <= 0 {
		kinds = 4
	}
	switch c.n(kinds) {
	case 0:
		return ast.NullTerm()
	case 1:
		return ast.BooleanTerm(c.n(2) == 0)
	case 2:
		return ast.NewTerm(ast.Number(literals[c.n(len(literals))]))
	case 3:
		return c.text()
	case 4:
		items := make([]*ast.Term, c.n(5))
		for i := range items {
			items[i] = c.term(depth - 1)
		}
		return ast.ArrayTerm(items...)
	case 5:
		pairs := make([][2]*ast.Term, c.length())
		for i := range pairs {
			pairs[i] = [2]*ast.Term{c.term(depth - 1), c.term(depth - 1)}
		}
		return objectTerm(pairs)
	}
	items := make([]*ast.Term, c.length())
	for i := range items {
		items[i] = c.term(depth - 1)
	}
	return ast.SetTerm(items...)
}

// TestValues holds values against OPA's: what objects and sets have, and how they are ordered.
func TestValues(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	for range 4000 {
		compareValues(t, append(randomBytes(random), randomBytes(random)...))
	}
}

// FuzzValues does so with what the fuzzer finds.
func FuzzValues(f *testing.F) {
	random := rand.New(rand.NewPCG(4, 4))
	for range 20 {
		f.Add(append(randomBytes(random), randomBytes(random)...))
	}
	f.Fuzz(func(t *testing.T, from []byte) { compareValues(t, from[:min(len(from), 1000)]) })
}

func compareValues(t *testing.T, from []byte) {
	t.Helper()
	c := &choices{from}
	p := newWorkbench().program
	own, ownSet, ownList := newComposite(object, 0), newComposite(set, 0), newComposite(array, 0)
	its, itsSet := ast.NewObject(), ast.NewSet()
	var keys []*ast.Term
	for len(c.left) > 0 {
		key, item := c.term(2), c.term(1)
		if keys = append(keys, key); its.Get(key) == nil { // Insert loses keys of the same hash when it replaces a value
			its.Insert(key, item)
			own.put(p.FromAST(key.Value), p.FromAST(item.Value))
		}
		itsSet.Add(key)
		ownSet.items, ownSet.isLoose = append(ownSet.items, p.FromAST(key.Value)), true
		ownList.items = append(ownList.items, p.FromAST(key.Value))
	}
	for range 2 { // in the making, and settled
		for _, key := range keys {
			if got, want := spelt(own.get(p.FromAST(key.Value))), spellTerm(its.Get(key)); got != want {
				t.Fatalf("%v of %v: got %s, want %s", key, its, got, want)
			}
		}
		own.settle()
	}
	if got, want := spelt(own), its.String(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := spelt(ownSet), itsSet.String(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	list := ast.NewArray(keys...)
	for i, key := range keys {
		if number, isNumber := key.Value.(ast.Number); isNumber {
			if got, want := spelt(ownList.get(p.FromAST(number))), spellTerm(list.Get(key)); got != want {
				t.Errorf("item %v: got %s, want %s", key, got, want)
			}
		}
		other := keys[(i*7+3)%len(keys)]
		if got, want := compare(p.FromAST(key.Value), p.FromAST(other.Value)), key.Value.Compare(other.Value); cmp.Compare(got, 0) != cmp.Compare(want, 0) {
			t.Errorf("%v and %v: got %d, want %d", key, other, got, want)
		}
		a, isKnownA := p.FromAST(key.Value).identity()
		b, isKnownB := p.FromAST(other.Value).identity()
		if isKnownA && isKnownB && (a == b) != key.Equal(other) {
			t.Errorf("%v and %v: the identities are %q and %q", key, other, a, b)
		}
	}
}

// TestIdentity has values whose identities might be taken for each other's.
func TestIdentity(t *testing.T) {
	p := newProgram()
	seen := map[string]*ast.Term{}
	for _, text := range []string{"[[1, null], 10]", "[[10, 1], null]", `["1", 1]`, `["1n1"]`, `[["a"], "b"]`, `[["a", "b"]]`, "[{1}]", "[[1]]", "[{}]", "[set()]", `["s1:a"]`, `"s1:a"`, "[true, false]", `["btrue"]`, "[null]", `["0"]`, "[0]"} {
		term := ast.MustParseTerm(text)
		id, exists := p.FromAST(term.Value).identity()
		if other := seen[id]; other != nil || !exists {
			t.Errorf("%v and %v have the identity %q", term, other, id)
		}
		seen[id] = term
	}
}
