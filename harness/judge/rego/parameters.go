package rego

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// parametersRef is how a control reads what the channel supplies.
var parametersRef = ast.MustParseRef("ctx.parameters")

// withParameters returns the module of a control with values for some of its parameters, which it sees as
// ctx.parameters. In a run they are the same for every artefact, so they become a part of the rules: the
// engine then need not keep them apart for each of the controls that share a query.
func withParameters(module *ast.Module, file string, values map[string]any) (*ast.Module, error) {
	literal, err := ast.InterfaceToValue(values)
	if err != nil {
		return nil, fmt.Errorf("reading the parameters of %s: %w", file, err)
	}
	module = module.Copy()
	replaced, err := replaceParameters(module, file, literal)
	if err == nil && !replaced {
		err = fmt.Errorf("reading control %s: the control takes no parameters", file)
	}
	return module, err
}

// replaceParameters puts a value in the place of ctx.parameters, and reports whether the module has it.
func replaceParameters(module *ast.Module, file string, with ast.Value) (replaced bool, err error) {
	_, err = ast.TransformRefs(module, func(ref ast.Ref) (ast.Value, error) {
		if !ref.HasPrefix(parametersRef) {
			return ref, nil
		}
		if len(ref) > len(parametersRef) {
			return nil, fmt.Errorf("reading control %s: line %d: %s is read directly; bind object.union(defaults, ctx.parameters) or ctx.overlay(defaults, ctx.parameters)", file, ref[0].Location.Row, ref)
		}
		replaced = true
		return with, nil
	})
	return replaced, err
}
