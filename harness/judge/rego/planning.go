package rego

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/compile"
	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/ir"

	"github.com/guiderail/guiderail/harness/judge/rego/plan"
)

// parametersOf is how a control that is planned reads what its parameters are: they are data, so that no profile needs
// another plan.
func parametersOf(id string) ast.Value {
	all := ast.RefTerm(ast.DefaultRootDocument, ast.StringTerm(plan.Settings))
	return ast.ObjectGet.Call(all, ast.StringTerm(id), ast.ObjectTerm()).Value
}

// said are the rules of a control that the harness reads, in the order in which outcomes are told.
func said() []string { return []string{"violation", "unknown", "applies", "evidence"} }

// planned compiles all controls to a plan of OPA.
func (p *Policies) planned(ctx context.Context) (*ir.Policy, error) {
	modules, err := p.modules(p.controls)
	if err != nil {
		return nil, err
	}
	b := &bundle.Bundle{Data: map[string]any{}}
	b.Manifest.Init()
	var entries []string
	for _, c := range p.controls {
		modules[c.File] = modules[c.File].Copy()
		if _, err := replaceParameters(modules[c.File], c.File, parametersOf(c.ID)); err != nil {
			return nil, err
		}
		for _, rule := range said() {
			defined, err := p.Defines(c, rule)
			if err != nil {
				return nil, err
			}
			if defined {
				entries = append(entries, strings.ReplaceAll(strings.TrimPrefix(c.Package(), "data."), ".", "/")+"/"+rule)
			}
		}
	}
	for name, module := range modules {
		text, err := format.AstWithOpts(module, format.Opts{RegoVersion: ast.RegoV1})
		if err != nil {
			return nil, fmt.Errorf("planning %s: %w", name, err)
		}
		b.Modules = append(b.Modules, bundle.ModuleFile{URL: name, Path: name, Raw: text, Parsed: module})
	}
	b.SetRegoVersion(ast.RegoV1)
	compiler := compile.New().WithBundle(b).WithTarget("plan").WithEntrypoints(entries...).WithRegoVersion(ast.RegoV1).WithPruneUnused(true).WithOutput(io.Discard)
	if err := compiler.Build(ctx); err != nil {
		return nil, fmt.Errorf("planning the policies: %w", err)
	}
	var policy ir.Policy
	if err := json.NewDecoder(bytes.NewReader(compiler.Bundle().PlanModules[0].Raw)).Decode(&policy); err != nil {
		return nil, fmt.Errorf("reading the plan: %w", err)
	}
	return &policy, nil
}

// PlanFile is an optional plan of a policy directory, which saves a run from parsing and compiling the controls. Load
// ignores a plan that is not of the files.
const PlanFile = "plan.bin"

// Plan returns the text of the plan of a policy directory: the digest of the files, and the program.
func (p *Policies) Plan(ctx context.Context) ([]byte, error) {
	program, err := p.plan(ctx)
	if err != nil {
		return nil, err
	}
	return append([]byte(p.digest), program.Encode()...), nil
}

// plan plans the policies, which takes seconds.
func (p *Policies) plan(ctx context.Context) (*plan.Program, error) {
	policy, err := p.planned(ctx)
	if err != nil {
		return nil, err
	}
	return plan.Load(policy)
}

// readPlan reads the plan of the policies; nil if they have none.
func (p *Policies) readPlan() (*plan.Program, error) {
	text, err := textOf(p.files, PlanFile)
	if err != nil {
		return nil, fmt.Errorf("reading policies: %w", err)
	}
	encoded, isOfFiles := strings.CutPrefix(text, p.digest)
	if !isOfFiles {
		return nil, nil
	}
	program, err := plan.Decode(encoded)
	if err != nil {
		return nil, fmt.Errorf("reading policies: %s: %w", PlanFile, err)
	}
	return program, nil
}
