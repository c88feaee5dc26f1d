package rego

import (
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"

	"github.com/guiderail/guiderail/harness/control"
)

// Version is the version of the language that all policies are written in.
const Version = ast.RegoV1

// Format returns a module as opa fmt writes it.
func Format(file string, text []byte) ([]byte, error) {
	return format.SourceWithOpts(file, text, format.Opts{RegoVersion: Version})
}

// CompileStrictly tells what is wrong with modules, by file, that are to run together.
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

// Rules returns the rules of a control's file and of the libraries that it stands on, without comments and
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
