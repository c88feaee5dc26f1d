package policytest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// timeout ends a Rego test that does not end by itself. A busy machine is no failure.
const timeout = time.Minute

// compile compiles modules strictly, as opa check --strict does, for what each version of OPA knows. The
// compiler that it returns is the one of this OPA. In it, each case of a test such as test_denied[note] reports
// itself before it can fail.
func compile(ctx context.Context, modules map[string]*ast.Module, versions []string) (*ast.Compiler, error) {
	for _, version := range versions {
		capabilities, err := ast.LoadCapabilitiesVersion(version)
		if err != nil {
			return nil, fmt.Errorf("compiling for OPA %s: %w", version, err)
		}
		compiler := ast.NewCompiler().WithStrict(true).WithCapabilities(capabilities)
		if compiler.Compile(modules); compiler.Failed() {
			return nil, fmt.Errorf("compiling for OPA %s: %w", version, compiler.Errors)
		}
	}
	compiler := ast.NewCompiler().WithStrict(true).WithEnablePrintStatements(true)
	// OPA's own runner prepares the cases, and then runs none: nothing has this name.
	results, err := tester.NewRunner().SetCompiler(compiler).SetModules(modules).Filter(`^$`).RunTests(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("compiling: %w", err)
	}
	for range results { //nolint:revive // there is none
	}
	return compiler, nil
}

// runner runs Rego tests of compiled modules.
type runner struct {
	compiler *ast.Compiler
}

// regoTest is one test of a module.
type regoTest struct {
	module *ast.Module // as it was compiled
	rule   *ast.Rule
	name   string  // test_denied, or test_denied#01 where there are two of a name
	ref    ast.Ref // what to ask for
}

const (
	testPrefix    = tester.TestPrefix
	skippedPrefix = tester.SkipTestPrefix
)

// tests lists the tests of compiled modules in the order in which they stand in their files.
func (r *runner) tests(files []string) []*regoTest {
	var tests []*regoTest
	for _, file := range files {
		module := r.compiler.Modules[file]
		seen := map[string]bool{}
		for _, rule := range module.Rules {
			head := rule.Head.Ref()[0]
			name := strings.Trim(head.String(), `"`)
			if seen[name] || !strings.HasPrefix(name, testPrefix) && !strings.HasPrefix(name, skippedPrefix) {
				continue
			}
			seen[name] = true
			tests = append(tests, &regoTest{module, rule, name, module.Package.Path.Append(ast.StringTerm(name))})
		}
	}
	return tests
}

// run runs tests on all processors. It returns a case for each, in their order, and what they evaluated.
func (r *runner) run(ctx context.Context, tests []*regoTest) ([]*Case, *coverage) {
	cases := make([]*Case, len(tests))
	all := &coverage{seen: map[*ast.Location]bool{}}
	indexes := make(chan int, len(tests))
	for i := range tests {
		indexes <- i
	}
	close(indexes)
	var workers sync.WaitGroup
	var merging sync.Mutex
	for range min(len(tests), runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			own := &coverage{seen: map[*ast.Location]bool{}}
			for i := range indexes {
				cases[i] = r.test(ctx, tests[i], own)
			}
			merging.Lock()
			defer merging.Unlock()
			for location := range own.seen {
				all.seen[location] = true
			}
		})
	}
	workers.Wait()
	return cases, all
}

// test runs one test.
func (r *runner) test(ctx context.Context, test *regoTest, evaluated *coverage) *Case {
	c := &Case{Check: CheckRego, Name: test.name, File: test.rule.Location.File, Line: test.rule.Location.Row}
	if strings.HasPrefix(test.name, skippedPrefix) {
		c.fail("the test is skipped, because its name begins with %s", skippedPrefix)
		return c
	}
	begin := time.Now()
	tracer := &caseTracer{coverage: evaluated}
	value, printed, err := r.evaluate(ctx, test, tracer)
	c.Duration = time.Since(begin)
	if err != nil {
		c.fail("%v", err)
		return c
	}
	passed := value == true
	var failed []string
	if _, isCases := value.(map[string]any); isCases {
		holds := map[string]any{}
		flatten(holds, nil, value)
		passed = len(holds) > 0
		for _, name := range tracer.cases {
			if holds[name] != true {
				failed = append(failed, name)
			}
		}
		for name, held := range holds {
			if held != true && !slices.Contains(failed, name) {
				failed = append(failed, name)
			}
		}
	} else if !passed {
		failed = tracer.cases
	}
	if passed && len(failed) == 0 {
		return c
	}
	slices.Sort(failed)
	failures := r.explain(ctx, test, slices.Compact(failed))
	if printed != "" {
		failures[0].Message += "; printed: " + strings.TrimSpace(printed)
	}
	c.Failures = append(c.Failures, failures...)
	return c
}

// flatten takes the cases of a test out of the objects that its value is made of, one for each key that names them:
// test_denied[kind][field].
func flatten(cases map[string]any, keys []string, value any) {
	inner, more := value.(map[string]any)
	if !more {
		cases[nameOf(keys)] = value
		return
	}
	for key, value := range inner {
		flatten(cases, append(slices.Clip(keys), key), value)
	}
}

// nameOf names a case by its keys.
func nameOf(keys []string) string { return strings.Join(keys, ", ") }

// evaluate asks for the value of a test, undefined as nil. An error of a built-in function is one of the test.
func (r *runner) evaluate(ctx context.Context, test *regoTest, tracer topdown.QueryTracer) (value any, printed string, err error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	var output bytes.Buffer
	var builtinErrors []topdown.Error
	query, err := rego.New(
		rego.Compiler(r.compiler),
		rego.ParsedQuery(ast.NewBody(ast.NewExpr(ast.NewTerm(test.ref)))),
		rego.PrintHook(topdown.NewPrintHook(&output)),
		rego.BuiltinErrorList(&builtinErrors),
	).PrepareForEval(ctx)
	if err != nil {
		return nil, "", err
	}
	results, err := query.Eval(ctx, rego.EvalQueryTracer(tracer))
	switch {
	case err != nil:
		return nil, "", err
	case len(builtinErrors) > 0:
		return nil, "", &builtinErrors[0]
	case len(results) > 0:
		value = results[0].Expressions[0].Value
	}
	return value, output.String(), nil
}

// coverage notes what was evaluated. Unlike OPA's own, it does not measure the text of an expression each
// time, and does not have the values of all variables copied for it, which take most of a run.
type coverage struct {
	seen map[*ast.Location]bool
}

func (c *coverage) note(event topdown.Event) {
	switch event.Op {
	case topdown.ExitOp:
		if rule, ok := event.Node.(*ast.Rule); ok {
			c.seen[rule.Head.Location] = true
		}
	case topdown.EvalOp:
		if expr, ok := event.Node.(*ast.Expr); ok {
			c.seen[expr.Location] = true
		}
	}
}

// lines counts the lines of a module that are to be evaluated, and returns those that were not, as OPA reports
// them.
func (c *coverage) lines(modules map[string]*ast.Module) map[string]*cover.FileReport {
	noted := cover.New()
	for location := range c.seen {
		if location != nil {
			noted.TraceEvent(topdown.Event{Op: topdown.EvalOp, Node: &ast.Expr{Location: location}})
		}
	}
	return noted.Report(modules).Files
}

// caseTracer notes what a test evaluates and which cases it has.
type caseTracer struct {
	*coverage
	cases []string
}

func (t *caseTracer) Enabled() bool               { return true }
func (t *caseTracer) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

func (t *caseTracer) TraceEvent(event topdown.Event) {
	if name, ok := caseName(event); ok {
		t.cases = append(t.cases, name)
		return
	}
	t.note(event)
}

// caseName returns the name of the case that begins with an event.
func caseName(event topdown.Event) (string, bool) {
	if event.Op != topdown.TestCaseOp {
		return "", false
	}
	names, ok := event.Node.(*ast.Expr).Operand(0).Value.(*ast.Array)
	if !ok || names.Len() == 0 {
		return "", false
	}
	var keys []string
	names.Foreach(func(key *ast.Term) {
		keys = append(keys, keyOf(key))
	})
	return nameOf(keys), true
}

// keyOf writes a key as it is in the value of a test, where a key that is no text is its JSON.
func keyOf(key *ast.Term) string {
	if text, ok := key.Value.(ast.String); ok {
		return string(text)
	}
	plain, err := ast.JSON(key.Value)
	if err != nil {
		return key.String()
	}
	text, err := json.Marshal(plain)
	if err != nil {
		return key.String()
	}
	return string(text)
}

// explain says where the cases of a test failed, and what was compared there. Without cases it is the test
// itself that failed.
func (r *runner) explain(ctx context.Context, test *regoTest, failed []string) []Failure {
	trace := topdown.NewBufferTracer()
	if _, _, err := r.evaluate(ctx, test, trace); err != nil {
		return []Failure{{Message: err.Error()}}
	}
	first, last := test.rule.Location.Row, test.rule.Location.Row+bytes.Count(test.rule.Location.Text, []byte("\n"))
	places := map[string]*topdown.Event{} // where each case failed in the end; "" is for the test
	current := ""
	for _, event := range *trace {
		if name, ok := caseName(*event); ok {
			current = name
		}
		at := event.Location
		if event.Op == topdown.FailOp && at != nil && at.File == test.rule.Location.File && first <= at.Row && at.Row <= last {
			if previous := places[current]; previous == nil || at.Row >= previous.Location.Row {
				places[current] = event
			}
		}
	}
	if len(failed) == 0 {
		failed = []string{""}
	}
	var failures []Failure
	for _, name := range failed {
		failure := Failure{File: test.rule.Location.File, Line: first, Message: "failed"}
		if name != "" {
			failure.Message = fmt.Sprintf("case %q failed", name)
		}
		if event := places[name]; event != nil {
			failure.Line = event.Location.Row
			if failure.Got, failure.Want = r.compared(ctx, event); failure.Got == failure.Want {
				failure.Message += ": " + firstLine(string(event.Location.Text))
			}
		}
		failures = append(failures, failure)
	}
	return failures
}

func firstLine(text string) string {
	line, _, more := strings.Cut(text, "\n")
	if more {
		line += " …"
	}
	return line
}

// compared returns the two values that an expression compares where it failed, "" where it compares none.
func (r *runner) compared(ctx context.Context, event *topdown.Event) (got, want string) {
	expr, ok := event.Node.(*ast.Expr)
	if !ok || expr.Negated || len(expr.Operands()) != 2 || !expr.IsEquality() && expr.Operator().String() != ast.Equal.Name {
		return "", ""
	}
	known, err := ast.TransformVars(expr.Copy(), func(v ast.Var) (ast.Value, error) {
		if value := event.Locals.Get(v); value != nil {
			return value, nil
		}
		return v, nil
	})
	if err != nil {
		return "", ""
	}
	expr, ok = known.(*ast.Expr)
	if !ok {
		return "", ""
	}
	var values [2]string
	for i := range values {
		values[i] = "undefined"
		ask := ast.Equality.Expr(ast.VarTerm("x"), expr.Operand(i))
		ask.With = expr.With
		results, err := rego.New(rego.Compiler(r.compiler), rego.ParsedQuery(ast.NewBody(ask))).Eval(ctx)
		if err == nil && len(results) > 0 {
			if value, err := ast.InterfaceToValue(results[0].Bindings["x"]); err == nil {
				values[i] = value.String()
			}
		}
	}
	return values[0], values[1]
}

// uncovered returns the lines of a file that were not evaluated, each once.
func uncovered(report *cover.FileReport) []int {
	var rows []int
	for _, r := range report.NotCovered {
		for row := r.Start.Row; row <= r.End.Row; row++ {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, cmp.Compare)
	return slices.Compact(rows)
}
