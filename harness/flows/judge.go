package flows

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"golang.org/x/sync/errgroup"

	"github.com/guiderail/guiderail/policies"
)

//go:embed query.rego
var queryText string

// libraries are the files of the policy directory on which query.rego stands, also through one another.
var libraries = []string{"ctx", "flows", "image", "netpol", "placeholder", "pod", "pod_patch", "scope", "selector", "task_pods", "workflow_pods", "workload", "xroad"}

// compiled is query.rego with its libraries, compiled when it is first asked.
var compiled = sync.OnceValues(func() (*ast.Compiler, error) {
	modules := map[string]*ast.Module{}
	add := func(name, text string) (err error) {
		modules[name], err = ast.ParseModuleWithOpts(name, text, ast.ParserOptions{RegoVersion: ast.RegoV1})
		return err
	}
	if err := add("query.rego", queryText); err != nil {
		return nil, fmt.Errorf("parsing the queries: %w", err)
	}
	for _, name := range libraries {
		file := path.Join("lib", name+".rego")
		text, err := fs.ReadFile(policies.FS, file)
		if err != nil {
			return nil, fmt.Errorf("reading the libraries: %w", err)
		}
		if err := add(file, string(text)); err != nil {
			return nil, fmt.Errorf("parsing the libraries: %w", err)
		}
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
