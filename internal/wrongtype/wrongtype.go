// Package wrongtype makes objects that no API server would take and every channel may be shown: values of
// the wrong type in the place of right ones, wherever an object has a value.
package wrongtype

import (
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Values are what is put in the place of a value: one of each type that JSON has, all of them empty.
func Values() []ast.Value {
	return []ast.Value{ast.Null{}, ast.String(""), ast.Number("0"), ast.Boolean(true), ast.NewArray(), ast.NewObject()}
}

// MoreValues are those that are the right type at first sight, or of the right type and odd.
func MoreValues() []ast.Value {
	term := ast.NewTerm
	return []ast.Value{
		ast.String("x"), ast.String("-"), ast.String("${X}"), ast.Number("-1"), ast.Number("1.5"), ast.Number("9e99"), ast.Boolean(false),
		ast.NewArray(term(ast.Null{})), ast.NewArray(term(ast.Number("0"))), ast.NewArray(term(ast.String(""))), ast.NewArray(term(ast.NewArray())), ast.NewArray(term(ast.NewObject())),
		ast.NewObject([2]*ast.Term{term(ast.String("")), term(ast.Null{})}),
		ast.NewObject([2]*ast.Term{term(ast.String("a")), term(ast.NewArray())}),
		ast.NewObject([2]*ast.Term{term(ast.String("a")), term(ast.NewObject())}),
		ast.NewObject([2]*ast.Term{term(ast.String("0")), term(ast.String("a"))}),
	}
}

// Mutant is an object with one value replaced.
type Mutant struct {
	// Path is where, from the object's root.
	Path []*ast.Term
	// Instead is what stands there now.
	Instead ast.Value
	// Value is the whole.
	Value ast.Value
}

// String tells the mutation: .spec.containers[0].env = "".
func (m *Mutant) String() string { return spell(m.Path, false) + " = " + m.Instead.String() }

// Shape is the path with a star for each index.
func (m *Mutant) Shape() string { return spell(m.Path, true) }

func spell(path []*ast.Term, shape bool) string {
	var b strings.Builder
	for _, step := range path {
		switch key := step.Value.(type) {
		case ast.Number:
			index := string(key)
			if shape {
				index = "*"
			}
			b.WriteString("[" + index + "]")
		case ast.String:
			if strings.ContainsAny(string(key), ". []") {
				b.WriteString("[" + strconv.Quote(string(key)) + "]")
			} else {
				b.WriteString("." + string(key))
			}
		default:
			fmt.Fprintf(&b, "[%v]", key)
		}
	}
	return b.String()
}

// Of gives every mutant of a value: each of the values in the place of each value below its root. Those
// that equal what stands there are left out. It goes no deeper where skip says so of a path's shape.
func Of(whole ast.Value, values []ast.Value, skip func(shape string) bool) iter.Seq[*Mutant] {
	return func(yield func(*Mutant) bool) {
		walk(whole, nil, func(path []*ast.Term, value ast.Value) bool {
			if skip != nil && skip(spell(path, true)) {
				return true
			}
			for _, instead := range values {
				if instead.Compare(value) == 0 {
					continue
				}
				m := &Mutant{Path: append([]*ast.Term(nil), path...), Instead: instead, Value: with(whole, path, instead)}
				if !yield(m) {
					return false
				}
			}
			return true
		})
	}
}

func walk(value ast.Value, path []*ast.Term, visit func([]*ast.Term, ast.Value) bool) bool {
	below := func(key, child *ast.Term) bool {
		path := append(path, key)
		return visit(path, child.Value) && walk(child.Value, path, visit)
	}
	switch value := value.(type) {
	case ast.Object:
		for _, key := range value.Keys() {
			if !below(key, value.Get(key)) {
				return false
			}
		}
	case *ast.Array:
		for i := range value.Len() {
			if !below(ast.IntNumberTerm(i), value.Elem(i)) {
				return false
			}
		}
	}
	return true
}

// with gives a copy of a value with another in the place of the one at path.
func with(value ast.Value, path []*ast.Term, instead ast.Value) ast.Value {
	if len(path) == 0 {
		return instead
	}
	switch value := value.(type) {
	case ast.Object:
		pairs := make([][2]*ast.Term, 0, value.Len())
		value.Foreach(func(key, child *ast.Term) {
			if key.Equal(path[0]) {
				child = ast.NewTerm(with(child.Value, path[1:], instead))
			}
			pairs = append(pairs, [2]*ast.Term{key, child})
		})
		return ast.NewObject(pairs...)
	case *ast.Array:
		terms := make([]*ast.Term, value.Len())
		for i := range terms {
			terms[i] = value.Elem(i)
			if ast.IntNumberTerm(i).Equal(path[0]) {
				terms[i] = ast.NewTerm(with(terms[i].Value, path[1:], instead))
			}
		}
		return ast.NewArray(terms...)
	}
	return value
}
