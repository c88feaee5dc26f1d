package flows

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"runtime"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"golang.org/x/sync/errgroup"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/policies"
)

//go:embed query.rego
var queryText string

// compiled is query.rego with the libraries on which it stands, compiled when it is first asked.
var compiled = sync.OnceValues(func() (*ast.Compiler, error) {
	query, err := ast.ParseModuleWithOpts("query.rego", queryText, ast.ParserOptions{RegoVersion: ast.RegoV1})
	if err != nil {
		return nil, fmt.Errorf("parsing the queries: %w", err)
	}
	controls, err := control.Load(policies.FS)
	if err != nil {
		return nil, err
	}
	modules := map[string]*ast.Module{"query.rego": query}
	for _, imported := range query.Imports {
		library, err := control.Library(controls, strings.TrimPrefix(imported.Path.String(), "data."))
		if err != nil {
			return nil, err
		}
		maps.Copy(modules, library)
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		return nil, fmt.Errorf("compiling the libraries: %w", compiler.Errors)
	}
	return compiler, nil
})

// ask evaluates one rule of query.rego.
func ask(ctx context.Context, rule string, input ast.Value, into any) error {
	compiler, err := compiled()
	if err != nil {
		return err
	}
	results, err := rego.New(
		rego.Query("answer = data.guiderail_flows."+rule),
		rego.Compiler(compiler),
		rego.ParsedInput(input),
		rego.StrictBuiltinErrors(true),
	).Eval(ctx)
	if err != nil {
		return fmt.Errorf("asking for %s: %w", rule, err)
	}
	if len(results) == 0 {
		return fmt.Errorf("asking for %s: there is no answer", rule)
	}
	text, err := json.Marshal(results[0].Bindings["answer"])
	if err != nil {
		return fmt.Errorf("asking for %s: %w", rule, err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("asking for %s: %w", rule, err)
	}
	return nil
}

// askEach asks about many cases, some at a time, and gives an answer to each.
func askEach[Case, Answer any](ctx context.Context, rule string, cases []Case, input func([]Case) (ast.Value, error)) ([]Answer, error) {
	workers := runtime.GOMAXPROCS(0)
	size := min(max(1, (len(cases)+workers-1)/workers), 200)
	answers := make([]Answer, len(cases))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	for from := 0; from < len(cases); from += size {
		group.Go(func() error {
			to := min(from+size, len(cases))
			value, err := input(cases[from:to])
			if err != nil {
				return err
			}
			var some []Answer
			if err := ask(ctx, rule, value, &some); err != nil {
				return err
			}
			if len(some) != to-from {
				return fmt.Errorf("asking for %s: %d answers to %d cases", rule, len(some), to-from)
			}
			copy(answers[from:to], some)
			return nil
		})
	}
	return answers, group.Wait()
}

// listOf makes the input of cases that are values already.
func listOf(values []ast.Value) (ast.Value, error) {
	terms := make([]*ast.Term, len(values))
	for i, value := range values {
		terms[i] = ast.NewTerm(value)
	}
	return ast.NewArray(terms...), nil
}

// valueOf makes the input of anything that encodes as JSON.
func valueOf(value any) (ast.Value, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("encoding a question: %w", err)
	}
	return ast.ValueFromReader(bytes.NewReader(text))
}
