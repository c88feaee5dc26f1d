// Package mutate makes mutants of Rego: copies of a rule in which one thing is changed. Tests that pass for a mutant as
// they do for the original do not test what was changed.
package mutate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
)

// Operator is a kind of change.
type Operator string

// The operators.
const (
	// Negate negates an expression, or takes its negation away.
	Negate Operator = "negate"
	// DropExpression drops an expression of a body. Of a body that has no other, true is left.
	DropExpression Operator = "drop-expression"
	// DropSome drops an expression some … in.
	DropSome Operator = "drop-some"
	// DropRule drops one definition of a rule or a function.
	DropRule Operator = "drop-rule"
	// DropElse drops an else, and those that follow it.
	DropElse Operator = "drop-else"
	// DropElement drops an element of a set, an object or an array.
	DropElement Operator = "drop-element"
	// SwapOperator puts another operator in the place of a comparison, an operation of arithmetic or one of sets.
	SwapOperator Operator = "swap-operator"
	// FlipBoolean puts true in the place of false, and false in that of true.
	FlipBoolean Operator = "flip-boolean"
	// ChangeConstant adds one to a number, takes one from it, or empties a string.
	ChangeConstant Operator = "change-constant"
	// WidenPattern lets a regular expression match more, and NarrowPattern less.
	WidenPattern  Operator = "widen-pattern"
	NarrowPattern Operator = "narrow-pattern"
)

// Operators lists the operators.
func Operators() []Operator {
	return []Operator{Negate, DropExpression, DropSome, DropRule, DropElse, DropElement, SwapOperator, FlipBoolean, ChangeConstant, WidenPattern, NarrowPattern}
}

// Mutant is a module in which one rule is changed.
type Mutant struct {
	// ID names the mutant by file, rule, operator and what is changed there, so that it stays the same when something
	// else of the file changes.
	ID       string
	Operator Operator
	File     string
	Row, Col int
	// Index is the place of the rule among those of the module, and Rule is what takes its place.
	Index int
	Rule  *ast.Rule

	before, after any // an ast.Node, or what is said in the place of one
}

// Position returns the place of the change as file:line:col.
func (m *Mutant) Position() string { return fmt.Sprintf("%s:%d:%d", m.File, m.Row, m.Col) }

// Diff says in one line what is changed.
func (m *Mutant) Diff() string {
	return oneLine(written(m.before)) + " => " + oneLine(written(m.after))
}

// written writes a part of a module like opa fmt.
func written(part any) string {
	switch part := part.(type) {
	case *ast.Term:
		if ast.IsConstant(part.Value) {
			return part.String() // opa fmt would write it as it was
		}
		if text, err := format.Ast(part.Copy()); err == nil {
			return string(text)
		}
		return part.String()
	case *ast.Expr:
		if text, err := format.Ast(part.Copy()); err == nil {
			return string(text)
		}
		return part.String()
	case *ast.Rule:
		c := part.Copy()
		c.Annotations = nil
		if text, err := format.Ast(c); err == nil {
			return string(text)
		}
		return part.String()
	}
	return fmt.Sprint(part)
}

const longest = 120

func oneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if letters := []rune(text); len(letters) > longest {
		text = string(letters[:longest]) + "…"
	}
	return text
}

// Of makes the mutants of a module as it was parsed, in the order of the rules. What would be the same as the original,
// or as another mutant, is left out.
func Of(file string, module *ast.Module) []*Mutant {
	var mutants []*Mutant
	ordinals := map[string]int{}
	for i, rule := range module.Rules {
		made := map[string]bool{rule.String(): true}
		for _, p := range places(rule) {
			mutated := p.make()
			text := mutated.String()
			if made[text] {
				continue
			}
			made[text] = true
			name := rule.Head.Ref().String()
			digest := sha256.Sum256(fmt.Appendf(nil, "%v\x00%v", p.before, p.after))
			id := fmt.Sprintf("%s %s %s %s", file, name, p.operator, hex.EncodeToString(digest[:4]))
			ordinals[id]++
			if n := ordinals[id]; n > 1 {
				id += fmt.Sprintf("#%d", n)
			}
			mutants = append(mutants, &Mutant{
				ID: id, Operator: p.operator, File: file, Row: p.at.Row, Col: p.at.Col, Index: i, Rule: mutated, before: p.before, after: p.after,
			})
		}
	}
	return mutants
}
