package mutate

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// place is a place of a rule at which something can be changed. What make returns shares with the original whatever is
// the same.
type place struct {
	operator      Operator
	at            *ast.Location
	before, after any
	make          func() *ast.Rule
}

// places lists the places of a rule.
func places(rule *ast.Rule) []place {
	w := &walker{}
	w.rule(rule, func(changed *ast.Rule) *ast.Rule { return changed })
	return w.places
}

// build makes the whole rule with something else in one place.
type build[T any] func(T) *ast.Rule

type walker struct{ places []place }

func (w *walker) add(operator Operator, at *ast.Location, before, after any, make func() *ast.Rule) {
	w.places = append(w.places, place{operator, at, before, after, make})
}

const dropped = "nothing"

func (w *walker) rule(r *ast.Rule, whole build[*ast.Rule]) {
	with := func(change func(*ast.Rule)) *ast.Rule {
		changed, head := *r, *r.Head
		changed.Head = &head
		change(&changed)
		return whole(&changed)
	}
	if !r.Default {
		w.add(DropRule, r.Loc(), r, dropped, func() *ast.Rule {
			return with(func(c *ast.Rule) { c.Body, c.Else = ast.NewBody(literal(false, r.Loc())), nil })
		})
	}
	for i, argument := range r.Head.Args {
		w.term(argument, func(t *ast.Term) *ast.Rule {
			return with(func(c *ast.Rule) {
				c.Head.Args = slices.Clone(c.Head.Args)
				c.Head.Args[i] = t
			})
		})
	}
	if r.Head.Key != nil {
		w.term(r.Head.Key, func(t *ast.Term) *ast.Rule { return with(func(c *ast.Rule) { c.Head.Key = t }) })
	}
	if r.Head.Value != nil && !isImplied(r) {
		w.term(r.Head.Value, func(t *ast.Term) *ast.Rule { return with(func(c *ast.Rule) { c.Head.Value = t }) })
	}
	if !r.Default && !isTrue(r.Body) {
		w.body(r.Body, func(b ast.Body) *ast.Rule { return with(func(c *ast.Rule) { c.Body = b }) })
	}
	if r.Else != nil {
		w.add(DropElse, r.Else.Loc(), r.Else, dropped, func() *ast.Rule { return with(func(c *ast.Rule) { c.Else = nil }) })
		n := len(w.places)
		w.rule(r.Else, func(other *ast.Rule) *ast.Rule { return with(func(c *ast.Rule) { c.Else = other }) })
		w.places = slices.Delete(w.places, n, n+1) // an else is dropped once
	}
}

// isImplied reports whether the value of a rule is the true that no rule has to write.
func isImplied(r *ast.Rule) bool {
	return r.Head.Value.Equal(ast.InternedTerm(true)) && (r.Head.Value.Loc() == nil || string(r.Head.Value.Loc().Text) != "true")
}

// isTrue reports whether a body is that of a rule that has none.
func isTrue(b ast.Body) bool {
	return len(b) == 1 && b[0].Equal(literal(true, nil))
}

func literal(value bool, at *ast.Location) *ast.Expr {
	return &ast.Expr{Location: at, Terms: &ast.Term{Value: ast.Boolean(value), Location: at}}
}

func (w *walker) body(b ast.Body, whole build[ast.Body]) {
	copied := func() []*ast.Expr {
		all := make([]*ast.Expr, len(b))
		for i, e := range b {
			c := *e // as a body numbers its expressions
			all[i] = &c
		}
		return all
	}
	for i, e := range b {
		if !isBinding(e) {
			operator := DropExpression
			if _, isSome := e.Terms.(*ast.SomeDecl); isSome {
				operator = DropSome
			}
			w.add(operator, e.Loc(), e, dropped, func() *ast.Rule {
				left := slices.Delete(copied(), i, i+1)
				if len(left) == 0 {
					left = append(left, literal(true, e.Loc()))
				}
				return whole(ast.NewBody(left...))
			})
		}
		w.expr(e, func(changed *ast.Expr) *ast.Rule {
			all := copied()
			all[i] = changed
			return whole(ast.NewBody(all...))
		})
	}
}

// isBinding reports whether an expression gives a variable its value, or declares one. Nothing compiles without it.
func isBinding(e *ast.Expr) bool {
	if declared, ok := e.Terms.(*ast.SomeDecl); ok {
		_, hasDomain := declared.Symbols[0].Value.(ast.Call)
		return !hasDomain
	}
	if !e.IsAssignment() {
		return false
	}
	_, isVar := e.Operand(0).Value.(ast.Var)
	return isVar
}

func (w *walker) expr(e *ast.Expr, whole build[*ast.Expr]) {
	with := func(terms any) *ast.Rule {
		changed := *e
		changed.Terms = terms
		return whole(&changed)
	}
	switch terms := e.Terms.(type) {
	case *ast.Term:
		w.negate(e, whole)
		w.term(terms, func(t *ast.Term) *ast.Rule { return with(t) })
	case []*ast.Term:
		if !e.IsAssignment() {
			w.negate(e, whole)
		}
		w.call(terms, e.Loc(), func(changed []*ast.Term) *ast.Rule { return with(changed) })
	case *ast.SomeDecl:
		for i, symbol := range terms.Symbols {
			if _, hasDomain := symbol.Value.(ast.Call); hasDomain {
				w.term(symbol, func(t *ast.Term) *ast.Rule {
					changed := *terms
					changed.Symbols = slices.Clone(terms.Symbols)
					changed.Symbols[i] = t
					return with(&changed)
				})
			}
		}
	case *ast.Every:
		w.term(terms.Domain, func(t *ast.Term) *ast.Rule {
			changed := *terms
			changed.Domain = t
			return with(&changed)
		})
		w.body(terms.Body, func(b ast.Body) *ast.Rule {
			changed := *terms
			changed.Body = b
			return with(&changed)
		})
	}
}

func (w *walker) negate(e *ast.Expr, whole build[*ast.Expr]) {
	changed := *e
	changed.Negated = !e.Negated
	w.add(Negate, e.Loc(), e, &changed, func() *ast.Rule { return whole(&changed) })
}

// others are the operators that take the place of another.
var others = map[string]*ast.Builtin{
	ast.Equal.Name: ast.NotEqual, ast.NotEqual.Name: ast.Equal,
	ast.LessThan.Name: ast.LessThanEq, ast.LessThanEq.Name: ast.LessThan,
	ast.GreaterThan.Name: ast.GreaterThanEq, ast.GreaterThanEq.Name: ast.GreaterThan,
	ast.Plus.Name: ast.Minus, ast.Minus.Name: ast.Plus, ast.Multiply.Name: ast.Divide, ast.Divide.Name: ast.Multiply, ast.Rem.Name: ast.Multiply,
	ast.And.Name: ast.Or, ast.Or.Name: ast.And,
}

// patterns are the arguments of functions that are regular expressions.
var patterns = map[string]int{
	ast.RegexMatch.Name: 1, ast.RegexReplace.Name: 2, ast.RegexSplit.Name: 1, ast.RegexFind.Name: 1, ast.RegexFindAllStringSubmatch.Name: 1,
}

// call walks a function or an operator, with its arguments.
func (w *walker) call(terms []*ast.Term, at *ast.Location, whole build[[]*ast.Term]) {
	with := func(i int, t *ast.Term) *ast.Rule {
		changed := slices.Clone(terms)
		changed[i] = t
		return whole(changed)
	}
	name := terms[0].String()
	if other := others[name]; other != nil {
		swapped := ast.NewTerm(other.Ref()).SetLocation(terms[0].Loc())
		after := slices.Clone(terms)
		after[0] = swapped
		w.add(SwapOperator, at, ast.CallTerm(terms...).SetLocation(at), ast.CallTerm(after...).SetLocation(at), func() *ast.Rule { return with(0, swapped) })
	}
	for i, argument := range terms {
		if i == 0 {
			continue
		}
		text, isText := argument.Value.(ast.String)
		if isText && patterns[name] == i {
			w.pattern(string(text), argument, func(t *ast.Term) *ast.Rule { return with(i, t) })
		}
		w.term(argument, func(t *ast.Term) *ast.Rule { return with(i, t) })
	}
}

// constant adds a place in which another constant is.
func (w *walker) constant(operator Operator, t *ast.Term, value ast.Value, whole build[*ast.Term]) {
	changed := &ast.Term{Value: value, Location: t.Loc()}
	w.add(operator, t.Loc(), t, changed, func() *ast.Rule { return whole(changed) })
}

func (w *walker) term(t *ast.Term, whole build[*ast.Term]) {
	with := func(value ast.Value) *ast.Rule { return whole(&ast.Term{Value: value, Location: t.Loc()}) }
	switch value := t.Value.(type) {
	case ast.Boolean:
		w.constant(FlipBoolean, t, !value, whole)
	case ast.Number:
		if n, err := strconv.ParseInt(string(value), 10, 64); err == nil {
			w.constant(ChangeConstant, t, ast.Number(json.Number(strconv.FormatInt(n+1, 10))), whole)
			w.constant(ChangeConstant, t, ast.Number(json.Number(strconv.FormatInt(n-1, 10))), whole)
		}
	case ast.String:
		if value != "" {
			w.constant(ChangeConstant, t, ast.String(""), whole)
		}
		if isPattern(t) {
			w.pattern(string(value), t, whole)
		}
	case *ast.Array:
		var all []*ast.Term
		value.Foreach(func(element *ast.Term) { all = append(all, element) })
		w.elements(t, all, func(left []*ast.Term) *ast.Rule { return with(ast.NewArray(left...)) })
	case ast.Set:
		w.elements(t, value.Slice(), func(left []*ast.Term) *ast.Rule { return with(ast.NewSet(left...)) })
	case ast.Object:
		w.object(value, func(left [][2]*ast.Term) *ast.Rule { return with(ast.NewObject(left...)) })
	case ast.Ref:
		for i, part := range value {
			if text, isText := part.Value.(ast.String); isText && (part.Loc() == nil || !strings.ContainsAny(string(part.Loc().Text[:min(1, len(part.Loc().Text))]), "\"`")) {
				_ = text // a field
				continue
			}
			w.term(part, func(changed *ast.Term) *ast.Rule {
				ref := slices.Clone(value)
				ref[i] = changed
				return with(ref)
			})
		}
	case ast.Call:
		w.call(value, t.Loc(), func(changed []*ast.Term) *ast.Rule { return with(ast.Call(changed)) })
	case *ast.ArrayComprehension:
		w.term(value.Term, func(c *ast.Term) *ast.Rule { return with(&ast.ArrayComprehension{Term: c, Body: value.Body}) })
		w.body(value.Body, func(b ast.Body) *ast.Rule { return with(&ast.ArrayComprehension{Term: value.Term, Body: b}) })
	case *ast.SetComprehension:
		w.term(value.Term, func(c *ast.Term) *ast.Rule { return with(&ast.SetComprehension{Term: c, Body: value.Body}) })
		w.body(value.Body, func(b ast.Body) *ast.Rule { return with(&ast.SetComprehension{Term: value.Term, Body: b}) })
	case *ast.ObjectComprehension:
		w.term(value.Key, func(c *ast.Term) *ast.Rule {
			return with(&ast.ObjectComprehension{Key: c, Value: value.Value, Body: value.Body})
		})
		w.term(value.Value, func(c *ast.Term) *ast.Rule {
			return with(&ast.ObjectComprehension{Key: value.Key, Value: c, Body: value.Body})
		})
		w.body(value.Body, func(b ast.Body) *ast.Rule {
			return with(&ast.ObjectComprehension{Key: value.Key, Value: value.Value, Body: b})
		})
	}
}

// elements walks the elements of an array or a set.
func (w *walker) elements(t *ast.Term, all []*ast.Term, whole build[[]*ast.Term]) {
	for i, element := range all {
		at := element.Loc()
		if at == nil {
			at = t.Loc()
		}
		w.add(DropElement, at, element, dropped, func() *ast.Rule { return whole(slices.Delete(slices.Clone(all), i, i+1)) })
		if _, isText := element.Value.(ast.String); isText && !isPattern(element) {
			continue // whoever notices that it is absent notices that it is empty
		}
		w.term(element, func(changed *ast.Term) *ast.Rule {
			others := slices.Clone(all)
			others[i] = changed
			return whole(others)
		})
	}
}

func (w *walker) object(value ast.Object, whole build[[][2]*ast.Term]) {
	var all [][2]*ast.Term
	value.Foreach(func(key, value *ast.Term) { all = append(all, [2]*ast.Term{key, value}) })
	for i, member := range all {
		w.add(DropElement, member[0].Loc(), ast.ObjectTerm(member), dropped, func() *ast.Rule {
			return whole(slices.Delete(slices.Clone(all), i, i+1))
		})
		w.term(member[1], func(changed *ast.Term) *ast.Rule {
			others := slices.Clone(all)
			others[i] = [2]*ast.Term{member[0], changed}
			return whole(others)
		})
	}
}
