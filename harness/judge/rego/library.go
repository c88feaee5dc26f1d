package rego

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/guiderail/guiderail/harness/value"
)

// Library evaluates expressions with libraries of a policy directory, for callers that need the knowledge of the
// controls rather than verdicts.
type Library struct {
	compiler *ast.Compiler

	mu       sync.Mutex
	prepared map[string]rego.PreparedEvalQuery
}

// ErrNoLibrary means that the policies lack a library.
var ErrNoLibrary = errors.New("the policies have no such library")

// Library compiles libraries of the policies, by package, with everything that they import. Modules of the caller,
// by name, can import them. The result is cached.
func (p *Policies) Library(packages []string, own map[string]string) (*Library, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := fmt.Sprintf("%q %q", packages, own) // in the order of the names
	if known, ok := p.compiled[key]; ok {
		return known, nil
	}
	compiled, err := p.compile(packages, own)
	if err != nil {
		return nil, err
	}
	if p.compiled == nil {
		p.compiled = map[string]*Library{}
	}
	p.compiled[key] = compiled
	return compiled, nil
}

func (p *Policies) compile(packages []string, own map[string]string) (*Library, error) {
	modules := map[string]*ast.Module{}
	var wanted []*source
	for _, name := range packages {
		library, ok := p.libraries[name]
		if !ok {
			return nil, fmt.Errorf("%s: %w", name, ErrNoLibrary)
		}
		wanted = append(wanted, library)
	}
	for name, text := range own {
		module, err := ast.ParseModuleWithOpts(name, text, ast.ParserOptions{RegoVersion: ast.RegoV1})
		if err != nil {
			return nil, fmt.Errorf("parsing %s: %w", name, err)
		}
		for _, imported := range libraryImports(module) {
			library, ok := p.libraries[imported]
			if !ok {
				return nil, fmt.Errorf("%s: %w", imported, ErrNoLibrary)
			}
			wanted = append(wanted, library)
		}
		modules[name] = module
	}
	if err := addImports(modules, wanted, p.libraries); err != nil {
		return nil, err
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		return nil, fmt.Errorf("compiling the libraries: %w", compiler.Errors)
	}
	return &Library{compiler: compiler, prepared: map[string]rego.PreparedEvalQuery{}}, nil
}

// Ask evaluates an expression with an input, and decodes the result like JSON. An undefined result leaves the
// variable unchanged.
func (l *Library) Ask(ctx context.Context, expression string, input Input, into any) error {
	query, err := l.query(ctx, expression)
	if err != nil {
		return err
	}
	results, err := query.Eval(ctx, rego.EvalParsedInput(input.term.Value))
	if err != nil {
		return fmt.Errorf("asking for %s: %w", expression, err)
	}
	if len(results) == 0 {
		return nil
	}
	text, err := json.Marshal(results[0].Bindings["answer"])
	if err != nil {
		return fmt.Errorf("asking for %s: %w", expression, err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("asking for %s: %w", expression, err)
	}
	return nil
}

func (l *Library) query(ctx context.Context, expression string) (rego.PreparedEvalQuery, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if query, ok := l.prepared[expression]; ok {
		return query, nil
	}
	query, err := rego.New(rego.Query("answer = "+expression), rego.Compiler(l.compiler), rego.StrictBuiltinErrors(true)).PrepareForEval(ctx)
	if err != nil {
		return query, fmt.Errorf("asking for %s: %w", expression, err)
	}
	l.prepared[expression] = query
	return query, nil
}

// Input is an input in the engine's form, so that it can be shared by many evaluations.
type Input struct{ term *ast.Term }

// InputOf converts a value to an input.
func InputOf(v value.Value) Input { return Input{Term(v)} }

// Encode converts anything that can be encoded as JSON to an input.
func Encode(v any) (Input, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return Input{}, fmt.Errorf("encoding a question: %w", err)
	}
	parsed, err := ast.ValueFromReader(bytes.NewReader(text))
	return Input{ast.NewTerm(parsed)}, err
}

// List makes an input of a list of inputs.
func List(items []Input) Input {
	terms := make([]*ast.Term, len(items))
	for i, item := range items {
		terms[i] = item.term
	}
	return Input{ast.ArrayTerm(terms...)}
}

// Object makes an input of an object of inputs.
func Object(members map[string]Input) Input {
	pairs := make([][2]*ast.Term, 0, len(members))
	for name, member := range members {
		pairs = append(pairs, [2]*ast.Term{ast.InternedTerm(name), member.term})
	}
	return Input{ast.ObjectTerm(pairs...)}
}
