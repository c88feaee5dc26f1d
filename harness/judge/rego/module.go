package rego

import (
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"

	"github.com/guiderail/guiderail/harness/control"
)

// Version is the Rego version of all policies.
const Version = ast.RegoV1

// Format formats a module like opa fmt.
func Format(file string, text []byte) ([]byte, error) {
	return format.SourceWithOpts(file, text, format.Opts{RegoVersion: Version})
}

// CompileStrictly compiles modules, by file, in strict mode, and returns their errors.
func CompileStrictly(modules map[string][]byte) error {
	parsed := map[string]*ast.Module{}
	for file, text := range modules {
		module, err := ast.ParseModuleWithOpts(file, string(text), ast.ParserOptions{RegoVersion: Version, ProcessAnnotation: true})
		if err != nil {
			return err
		}
		parsed[file] = module
	}
	compiler := ast.NewCompiler().WithStrict(true)
	if compiler.Compile(parsed); compiler.Failed() {
		return compiler.Errors
	}
	return nil
}

// Rules returns the rules of a control's file and of the libraries that it imports, without comments and
// annotations, by file.
func (p *Policies) Rules(c *control.Control) (map[string]string, error) {
	modules, err := p.modules([]*control.Control{c})
	if err != nil {
		return nil, err
	}
	rules := map[string]string{}
	for file, module := range modules {
		var b strings.Builder
		for _, i := range module.Imports {
			fmt.Fprintln(&b, i)
		}
		for _, rule := range module.Rules {
			fmt.Fprintln(&b, rule)
		}
		rules[file] = b.String()
	}
	return rules, nil
}
