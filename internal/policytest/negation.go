package policytest

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"sigs.k8s.io/yaml"
)

// alwaysFile is where a policy directory notes, by file, the references to fields that are always there.
const alwaysFile = ".test.yaml"

// sayWhatIsAlwaysThere reads what the policy directory says of such references; it need not say anything.
func (r *run) sayWhatIsAlwaysThere() error {
	text, err := fs.ReadFile(r.options.Directory, alwaysFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading policies: %w", err)
	}
	var said struct {
		AlwaysThere map[string][]string `json:"alwaysThere"`
	}
	if err := yaml.UnmarshalStrict(text, &said); err != nil {
		return fmt.Errorf("reading %s: %w", alwaysFile, err)
	}
	for file := range said.AlwaysThere {
		if r.modules[file] == nil {
			return fmt.Errorf("reading %s: file %s does not exist", alwaysFile, file)
		}
	}
	r.always = said.AlwaysThere
	return nil
}

// checkNegation allows no argument under not that may be undefined. OPA evaluates the arguments of a call
// before the negation: where a field is absent, not f(x.field) does not hold, the rule is silent, and the
// absence, which is often the fault, is not found. The reference belongs in a helper rule, which takes x. It
// may stay where the same body needs it in any case, or where it is to what is always there.
func (r *run) checkNegation(c *Case, m *module) {
	met := map[string]bool{}
	for _, ref := range negatedReferences(m.parsed) {
		met[ref.String()] = true
		if !ref[0].Equal(ast.VarTerm("parameters")) && !slices.Contains(r.always[m.file], ref.String()) {
			c.failAt(ref[0].Location, "%s may be undefined, and is evaluated before not; move it to a helper rule, or add it to %s if it is always defined", ref, alwaysFile)
		}
	}
	for _, ref := range r.always[m.file] {
		if !met[ref] {
			c.failAt(&ast.Location{File: alwaysFile}, "%s is no longer used with not in %s; remove it from the list", ref, m.file)
		}
	}
}

// negatedReferences returns the references that are arguments of a negated call and that nothing else in
// their body needs.
func negatedReferences(module *ast.Module) []ast.Ref {
	least := map[ast.Var]int{} // how long a reference is that can be to an absent field
	for _, i := range module.Imports {
		least[i.Name()] = 3
	}
	var found []ast.Ref
	var check func(body ast.Body, needed map[string]bool)

	// visit calls f for the references in a node, and check for the bodies in it.
	visit := func(x any, needed map[string]bool, f func(ast.Ref)) {
		ast.NewGenericVisitor(func(x any) bool {
			switch x := x.(type) {
			case ast.Body:
				check(x, needed)
				return true
			case *ast.ArrayComprehension:
				check(append(slices.Clone(x.Body), ast.NewExpr(x.Term)), needed)
				return true
			case *ast.SetComprehension:
				check(append(slices.Clone(x.Body), ast.NewExpr(x.Term)), needed)
				return true
			case *ast.ObjectComprehension:
				check(append(slices.Clone(x.Body), ast.NewExpr(x.Key), ast.NewExpr(x.Value)), needed)
				return true
			case ast.Ref:
				if ast.BuiltinMap[x.String()] == nil {
					f(x)
				}
			}
			return false
		}).Walk(x)
	}
	check = func(body ast.Body, outer map[string]bool) {
		needed := maps.Clone(outer)
		for pass := range 2 {
			for _, expr := range body {
				switch {
				case !expr.Negated && pass == 0:
					closures := check
					check = func(ast.Body, map[string]bool) {}
					visit(expr, needed, func(ref ast.Ref) {
						for n := range ref {
							needed[ref[:n+1].String()] = true
						}
					})
					check = closures
				case !expr.Negated:
					visit(expr, needed, func(ast.Ref) {})
				case pass == 1:
					// A bare reference, also one that is compared, is looked up under the negation.
					isCompared := !expr.IsCall() || expr.Operator().Equal(ast.Equality.Ref()) || expr.Operator().Equal(ast.Equal.Ref())
					for _, operand := range expr.Operands() {
						_, isRef := operand.Value.(ast.Ref)
						visit(operand, needed, func(ref ast.Ref) {
							head, isVar := ref[0].Value.(ast.Var)
							long := max(2, least[head])
							if isVar && len(ref) >= long && !(isRef && isCompared) && !needed[ref.String()] && !ref.HasPrefix(ast.InputRootRef) {
								found = append(found, ref)
							}
						})
					}
				}
			}
		}
	}
	for _, rule := range module.Rules {
		for ; rule != nil; rule = rule.Else {
			body := slices.Clone(rule.Body)
			for _, term := range []*ast.Term{rule.Head.Key, rule.Head.Value} {
				if term != nil {
					body = append(body, ast.NewExpr(term))
				}
			}
			check(body, map[string]bool{})
		}
	}
	return found
}
