package plan_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/guiderail/guiderail/harness/judge/rego/plan"
)

var (
	modules     = flag.Int("modules", 600, "how many policies TestModules generates")
	modulesSeed = flag.Uint64("modules-seed", 1, "the seed of TestModules")
)

// TestModules evaluates generated policies with the machine and with topdown.
func TestModules(t *testing.T) {
	random := rand.New(rand.NewPCG(*modulesSeed, 1))
	var n evaluated
	for range *modules {
		from := make([]byte, 200+random.IntN(800))
		for i := range from {
			from[i] = byte(random.Uint32())
		}
		n.module(t, from)
	}
	t.Logf("%d modules (%d more do not compile), %d values of rules (%d undefined, %d empty), %d errors, %d of the machine alone, %d of topdown alone", n.modules, n.broken, n.values, n.undefined, n.empty, n.errors, n.falls, n.needless)
	if n.modules < *modules/2 || n.values-n.undefined-n.empty < 3**modules {
		t.Error("these are too few")
	}
	if n.falls > n.values/50 || n.needless > n.values/500 {
		t.Error("these are too many errors of one alone")
	}
}

// FuzzModules does so with what the fuzzer finds.
func FuzzModules(f *testing.F) {
	random := rand.New(rand.NewPCG(2, 2))
	for range 100 {
		from := make([]byte, 200+random.IntN(800))
		for i := range from {
			from[i] = byte(random.Uint32())
		}
		f.Add(from)
	}
	f.Fuzz(func(t *testing.T, from []byte) {
		if len(from) < 3000 {
			(&evaluated{}).module(t, from)
		}
	})
}

// evaluated counts what was compared.
type evaluated struct{ modules, broken, values, undefined, empty, errors, falls, needless int }

// module makes a policy of bytes, and several inputs, and compares all values of its rules.
func (n *evaluated) module(t *testing.T, from []byte) {
	t.Helper()
	g := &grammar{left: from}
	isStrict := g.n(2) == 0
	data := g.document(3)
	inputs := []ast.Value{g.document(3), g.document(3)}
	inputs = append(inputs, inputs[0])
	text, entries := g.module()
	parsed, err := ast.ParseModuleWithOpts("test.rego", text, ast.ParserOptions{RegoVersion: ast.RegoV1})
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(map[string]*ast.Module{"test.rego": parsed}); compiler.Failed() {
		n.broken++
		return
	}
	// Of a rule with a nested name there is no one function, so that another asks for the value.
	var names []string
	asks := "package ask\n\n"
	for _, name := range entries {
		names = append(names, "ask/"+name)
		asks += fmt.Sprintf("%s := data.test.%s\n\n", name, name)
	}
	policy, err := planOf(t.Context(), map[string]string{"test.rego": text, "ask.rego": asks}, names...)
	if err != nil {
		n.broken++
		return
	}
	program, err := plan.Load(policy)
	if err == nil {
		program, err = plan.Decode(string(program.Encode()))
	}
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	n.modules++
	all := ast.NewObject([2]*ast.Term{ast.StringTerm("d"), ast.NewTerm(data)})
	machine := program.NewMachine(program.FromAST(all))
	machine.Lenient = !isStrict
	for _, input := range inputs {
		end := machine.Begin(t.Context(), program.FromAST(input))
		for _, name := range entries {
			rule, ok := program.Rule("ask." + name)
			if !ok {
				t.Fatalf("the plan lacks %s of\n%s", name, text)
			}
			n.values++
			want, wantErr := topdownValue(t.Context(), compiler, name, all, input, isStrict)
			got, err := machine.Eval(rule)
			switch {
			case wantErr != nil && strings.Contains(wantErr.Error(), "eval_internal_error"): // topdown fails by itself
			case wantErr != nil && err != nil:
				n.errors++
			case wantErr != nil && isStrict && n.isNeedless(t.Context(), compiler, name, all, input, spelt(got)):
			case wantErr != nil:
				t.Errorf("%s is %s, want the error %v\ninput %v\ndata %v\n%s", name, spelt(got), wantErr, input, all, text)
			case err != nil && strings.Contains(err.Error(), "a defect"):
				t.Errorf("%s: %v\ninput %v\ndata %v\n%s", name, err, input, all, text)
			case err != nil:
				n.falls++
			case spelt(got) != want:
				t.Errorf("%s is %s, want %s\ninput %v\ndata %v\n%s", name, spelt(got), want, input, all, text)
			case want == "undefined":
				n.undefined++
			case want == "set()", want == "{}":
				n.empty++
			}
		}
		end()
		if t.Failed() {
			return
		}
	}
}

// isNeedless reports whether an error of topdown is one of a call on which the value does not depend: topdown evaluates a
// comprehension for all values of the variables that it shares with the rule, to have it at hand for each.
func (n *evaluated) isNeedless(ctx context.Context, compiler *ast.Compiler, name string, data ast.Object, input ast.Value, got string) bool {
	want, err := topdownValue(ctx, compiler, name, data, input, false)
	n.needless++
	return err == nil && got == want
}

func spelt(v *plan.Value) string {
	if v == nil {
		return "undefined"
	}
	return v.AST().Value.String()
}

func topdownValue(ctx context.Context, compiler *ast.Compiler, name string, data ast.Object, input ast.Value, isStrict bool) (value string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	compiled, err := compiler.QueryCompiler().Compile(ast.MustParseBody("x = data.test." + name))
	if err != nil {
		return "", err
	}
	store := inmem.NewFromASTObject(data)
	transaction, err := store.NewTransaction(ctx)
	if err != nil {
		return "", err
	}
	defer store.Abort(ctx, transaction)
	value = "undefined"
	err = topdown.NewQuery(compiled).WithCompiler(compiler).WithStore(store).WithTransaction(transaction).WithInput(ast.NewTerm(input)).
		WithMetrics(metrics.NoOp()).WithStrictBuiltinErrors(isStrict).Iter(ctx, func(r topdown.QueryResult) error {
		value = r["x"].Value.String()
		return nil
	})
	return value, err
}

// grammar writes policies: bytes are its decisions.
type grammar struct {
	left  []byte
	depth int
	rules []rule
	vars  []string // that have a value here
	made  int      // variables
}

type rule struct {
	name string
	kind string
	args int
}

func (g *grammar) n(n int) int {
	if len(g.left) == 0 {
		return 0
	}
	b := g.left[0]
	g.left = g.left[1:]
	return int(b) % n
}

func (g *grammar) one(of ...string) string { return of[g.n(len(of))] }

func (g *grammar) variable() string {
	g.made++
	return fmt.Sprintf("v%d", g.made)
}

// module returns the text of a module, and the names of rules that are no functions.
func (g *grammar) module() (text string, names []string) {
	var b strings.Builder
	b.WriteString("package test\n\n")
	for i := range 3 + g.n(6) {
		r := rule{name: fmt.Sprintf("r%d", i), kind: g.one("complete", "complete", "set", "object", "function", "function", "default", "nested", "table", "nested set")}
		if r.kind == "function" {
			r.args = 1 + g.n(3)
		}
		if r.kind != "function" {
			names = append(names, r.name)
		}
		if r.kind == "default" {
			fmt.Fprintf(&b, "default %s := %s\n\n", r.name, g.scalar())
		}
		for range 1 + g.n(3) {
			g.rule(&b, r)
		}
		g.rules = append(g.rules, r)
	}
	return b.String(), names
}

func (g *grammar) rule(b *strings.Builder, r rule) {
	g.vars = nil
	var params []string
	for range r.args {
		switch g.n(5) {
		case 0:
			params = append(params, g.scalar())
		case 1:
			x, y := g.variable(), g.variable()
			params = append(params, fmt.Sprintf("[%s, %s]", x, y))
			g.vars = append(g.vars, x, y)
		default:
			x := g.variable()
			params = append(params, x)
			g.vars = append(g.vars, x)
		}
	}
	given := slices.Clone(g.vars)
	body := g.body(1 + g.n(3))
	switch r.kind {
	case "set":
		fmt.Fprintf(b, "%s contains %s if {\n%s}\n\n", r.name, g.expression(2), body)
		return
	case "object":
		fmt.Fprintf(b, "%s[%s] := %s if {\n%s}\n\n", r.name, g.expression(1), g.expression(2), body)
		return
	// A rule with a nested name is of one form: where rules with and without computed names meet, as in r.a[x] := 1 beside
	// r.a.s contains 2, the plan lacks the empty set that topdown has.
	case "nested":
		fmt.Fprintf(b, "%s.%s.%s := %s if {\n%s}\n\n", r.name, g.one("a", "b"), g.one("a", "b", "c"), g.expression(1), body)
		return
	case "table":
		fmt.Fprintf(b, "%s.%s[%s] := %s if {\n%s}\n\n", r.name, g.one("a", "b"), g.expression(1), g.expression(1), body)
		return
	case "nested set":
		fmt.Fprintf(b, "%s.%s.s contains %s if {\n%s}\n\n", r.name, g.one("a", "b"), g.expression(1), body)
		return
	}
	head := r.name
	if r.kind == "function" {
		head += "(" + strings.Join(params, ", ") + ")"
	}
	value := ""
	if g.n(3) > 0 {
		value = " := " + g.expression(2)
	}
	fmt.Fprintf(b, "%s%s if {\n%s}", head, value, body)
	for range max(0, g.n(5)-2) {
		g.vars = slices.Clone(given)
		body := g.body(1 + g.n(2))
		fmt.Fprintf(b, " else := %s if {\n%s}", g.expression(2), body)
	}
	b.WriteString("\n\n")
}

// body returns lines, whose variables are known from then on.
func (g *grammar) body(lines int) string {
	var b strings.Builder
	before := len(g.vars)
	for range lines {
		b.WriteString("\t" + g.line() + "\n")
	}
	if declared := g.vars[before:]; len(declared) > 0 { // each has to be used
		fmt.Fprintf(&b, "\tis_array([%s])\n", strings.Join(declared, ", "))
	}
	return b.String()
}

// within returns a body on one line, whose variables are not known afterwards, and an expression that sees them.
func (g *grammar) within(lines, depth int) (body, expression string) {
	known := slices.Clone(g.vars)
	body = strings.TrimSpace(strings.ReplaceAll(g.body(lines), "\n\t", "; "))
	expression = g.expression(depth)
	g.vars = known
	return body, expression
}

func (g *grammar) line() string {
	if g.depth > 3 {
		return g.expression(0) + g.one(" == ", " != ") + g.expression(0)
	}
	g.depth++
	defer func() { g.depth-- }()
	switch g.n(18) {
	case 0, 1, 2:
		e := g.expression(2)
		x := g.variable()
		g.vars = append(g.vars, x)
		return x + " := " + e
	case 3, 4, 5:
		e := g.collection()
		x := g.variable()
		g.vars = append(g.vars, x)
		return "some " + x + " in " + e
	case 6, 7:
		e := g.collection()
		x, y := g.variable(), g.variable()
		g.vars = append(g.vars, x, y)
		return "some " + x + ", " + y + " in " + e
	case 8:
		return "not " + g.condition()
	case 9:
		e := g.collection()
		known := slices.Clone(g.vars)
		x, y := g.variable(), g.variable()
		g.vars = append(g.vars, x, y)
		body, _ := g.within(1+g.n(2), 0)
		g.vars = known
		return fmt.Sprintf("every %s, %s in %s { is_array([%s, %s]); %s }", x, y, e, x, y, body)
	case 10:
		e := g.reference()
		x, y := g.variable(), g.variable()
		g.vars = append(g.vars, x, y)
		return fmt.Sprintf("some %s; %s := %s[%s]", x, y, e, x)
	case 11:
		e := g.unknown()
		x, y := g.variable(), g.variable()
		g.vars = append(g.vars, x, y)
		return fmt.Sprintf("%s = %s", g.one("["+x+", "+y+"]", "{\"a\": "+x+", \"b\": "+y+"}"), e)
	case 12, 13:
		return g.condition() + g.with()
	case 14:
		return "not " + g.condition() + g.with()
	case 15:
		return g.expression(1) + " in " + g.collection()
	}
	return g.unknown() + g.one(" == ", " != ", " < ", " >= ") + g.expression(2)
}

// condition returns an expression that may be false. Others, such as comprehensions, a plan does not evaluate where only
// their truth counts, and so not the errors in them either.
func (g *grammar) condition() string {
	switch g.n(4) {
	case 0:
		return g.unknown()
	case 1:
		return "is_string(" + g.unknown() + ")"
	}
	return g.unknown() + g.one(" == ", " != ", " < ", " >= ") + g.expression(2)
}

// with replaces documents, or a builtin: a plan confuses the targets where there are both.
func (g *grammar) with() string {
	if g.n(8) == 7 {
		return fmt.Sprintf(" with %s as %s", g.one("count", "is_string"), "7")
	}
	return g.withDocument()
}

func (g *grammar) withDocument() string {
	target := g.one("input", "input.a", "input.b.a", "data.d", "data.d.a", "data.d.b.c", "data.x")
	if len(g.rules) > 0 && g.n(4) == 0 {
		if r := g.rules[g.n(len(g.rules))]; r.kind != "function" {
			target = "data.test." + r.name
		}
	}
	first := fmt.Sprintf(" with %s as %s", target, g.expression(1))
	if g.n(4) == 3 {
		first += g.withDocument()
	}
	return first
}

// collection returns an expression that is likely to be one.
func (g *grammar) collection() string {
	switch g.n(7) {
	case 0:
		return g.composite(2)
	case 1:
		return g.comprehension()
	}
	return g.reference()
}

func (g *grammar) scalar() string {
	return g.one(`"a"`, `"b"`, `"c"`, "0", "1", "2", "1.0", "true", "false", "null", `""`, "-1", "1.5", `"ab"`, `"1"`)
}

func (g *grammar) variableOr() string {
	if len(g.vars) > 0 && g.n(5) > 0 {
		return g.vars[g.n(len(g.vars))]
	}
	return g.scalar()
}

func (g *grammar) reference() string {
	base := g.one("input", "input", "input", "data.d", "data.d", "data.test")
	if base == "data.test" {
		base = "input.a"
		if len(g.rules) > 0 {
			if r := g.rules[g.n(len(g.rules))]; r.kind != "function" {
				base = g.one("", "data.test.") + r.name
			}
		}
	}
	for i := range g.n(4) {
		switch g.n(4) {
		case 0:
			if i == 0 {
				base += ".a" // the compiler refuses others that are no texts
			}
			base += "[" + g.variableOr() + "]"
		default:
			base += "." + g.one("a", "b", "c")
		}
	}
	return base
}

// unknown returns an expression of which the compiler does not know the type.
func (g *grammar) unknown() string {
	base := g.one("input.", "input.", "data.d.") + g.one("a", "b", "c")
	for range g.n(3) {
		if g.n(3) == 0 {
			base += "[" + g.variableOr() + "]"
		} else {
			base += "." + g.one("a", "b", "c")
		}
	}
	return base
}

func (g *grammar) composite(depth int) string {
	var items []string
	for range g.n(4) {
		items = append(items, g.expression(depth-1))
	}
	switch g.n(3) {
	case 0:
		return "[" + strings.Join(items, ", ") + "]"
	case 1:
		if len(items) == 0 {
			return "set()"
		}
		return "{" + strings.Join(items, ", ") + "}"
	}
	for i := range items {
		items[i] = fmt.Sprintf("%s: %s", g.one(`"a"`, `"b"`, `"c"`, "1", g.variableOr()), items[i])
	}
	return "{" + strings.Join(items, ", ") + "}"
}

func (g *grammar) comprehension() string {
	if g.depth > 3 {
		return "[]"
	}
	g.depth++
	defer func() { g.depth-- }()
	body, e := g.within(1+g.n(2), 1)
	switch g.n(4) {
	case 0:
		return fmt.Sprintf("[%s | %s]", e, body)
	case 1:
		known := slices.Clone(g.vars)
		x, y := g.variable(), g.variable()
		from := g.collection()
		g.vars = known
		return fmt.Sprintf("{%s: %s | some %s, %s in %s}", x, y, x, y, from)
	}
	return fmt.Sprintf("{%s | %s}", e, body)
}

func (g *grammar) expression(depth int) string {
	if depth <= 0 || len(g.left) == 0 {
		if g.n(3) == 0 {
			return g.reference()
		}
		return g.variableOr()
	}
	e := func() string { return g.expression(depth - 1) }
	typed := func(literals ...string) string { // of any type, as far as the compiler knows, or of the right one
		if g.n(3) == 0 {
			return g.one(literals...)
		}
		return g.unknown()
	}
	switch g.n(16) {
	case 0, 1, 2:
		return g.reference()
	case 3, 4:
		return g.variableOr()
	case 5:
		return g.composite(depth)
	case 6:
		return g.comprehension()
	case 7, 8:
		var functions []rule
		for _, r := range g.rules {
			if r.kind == "function" {
				functions = append(functions, r)
			}
		}
		if len(functions) == 0 {
			return g.reference()
		}
		f := functions[g.n(len(functions))]
		var args []string
		for range f.args {
			args = append(args, e())
		}
		return f.name + "(" + strings.Join(args, ", ") + ")"
	case 9:
		if g.n(3) == 0 {
			return "(" + typed(`{1, "a"}`, "set()", "{1.0, 2}", "{1}") + g.one(" - ", " | ", " & ") + typed("{1}", `{"a", "b"}`, "{2, 1.5}") + ")"
		}
		return "(" + typed("0", "1", "2", "1.0", "1.5", "-1") + g.one(" + ", " - ", " * ", " / ", " % ") + typed("0", "1", "2", "3") + ")"
	case 10:
		return fmt.Sprintf("%s(%s)", g.one("count", "max", "min", "sort", "sum", "to_number", "type_name", "json.marshal", "upper", "abs", "object.keys"), g.unknown())
	case 11:
		return fmt.Sprintf("%s(%s)", g.one("is_string", "is_number", "is_array", "is_object", "is_set", "is_null", "is_boolean"), g.unknown())
	case 12:
		switch g.n(3) {
		case 0:
			return fmt.Sprintf("array.concat(%s, %s)", typed("[1]", "[]"), typed(`["a"]`))
		case 1:
			return fmt.Sprintf("%s(%s, %s)", g.one("object.union", "object.remove"), typed(`{"a": 1}`, "{}"), typed(`{"a": {"b": 2}}`, `{"c": null}`))
		}
		return fmt.Sprintf("%s(%s, %s)", g.one("startswith", "contains", "split", "trim", "regex.match"), typed(`"a"`, `"ab"`), typed(`"a"`, `""`))
	case 13:
		return fmt.Sprintf("object.get(%s, %s, %s)", typed(`{"a": 1, "b": {"c": 2}}`), g.one(`"a"`, `"b"`, `["b", "c"]`, "[]", g.unknown()), e())
	case 14:
		return fmt.Sprintf("sprintf(%s, [%s, %s])", g.one(`"%v"`, `"%v %s"`, `"%d-%v"`), e(), e())
	}
	if g.n(2) == 0 {
		return fmt.Sprintf("(%s %s %s)", g.unknown(), g.one("==", "!=", "<", "<=", ">", ">="), e())
	}
	return fmt.Sprintf("(%s %s %s)", e(), g.one("==", "!=", "<", "<=", ">", ">="), e())
}

// document returns a value for input or data, mostly of the fields that references name.
func (g *grammar) document(depth int) ast.Value {
	if depth == 0 || g.n(8) == 0 && depth < 3 {
		return ast.MustParseTerm(g.scalar()).Value
	}
	if g.n(3) == 0 && depth < 3 {
		var items []*ast.Term
		for range g.n(4) {
			items = append(items, ast.NewTerm(g.document(depth-1)))
		}
		return ast.NewArray(items...)
	}
	var pairs [][2]*ast.Term
	for _, name := range []string{"a", "b", "c", "ab", ""} { // no number: topdown finds data.d["1"] as data.d[1] as well
		if g.n(4) > 0 {
			pairs = append(pairs, [2]*ast.Term{ast.StringTerm(name), ast.NewTerm(g.document(depth - 1))})
		}
	}
	return ast.NewObject(pairs...)
}
