package plan

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// builtin returns the value of a builtin; nil if it is undefined. It must not keep the arguments' slice.
type builtin func(m *Machine, args []*Value) *Value

// builtinOf returns a builtin by the name that it has in a plan; nil if there is none.
func builtinOf(name string) builtin {
	if own, ok := natives[name]; ok {
		return func(m *Machine, args []*Value) *Value {
			if v, isDone := own(m, args); isDone {
				return v
			}
			return m.ask(name, args)
		}
	}
	if topdown.GetBuiltin(name) == nil {
		return nil
	}
	return func(m *Machine, args []*Value) *Value { return m.ask(name, args) }
}

// ask has OPA evaluate a builtin.
func (m *Machine) ask(name string, args []*Value) *Value {
	m.Bridged[name]++
	terms := make([]*ast.Term, len(args))
	for i, arg := range args {
		if arg == nil {
			return nil
		}
		terms[i] = arg.AST()
	}
	isRelation := ast.BuiltinMap[name].Relation
	var v *Value
	if isRelation {
		v = newArray()
	}
	err := topdown.GetBuiltin(name)(m.context(), terms, func(t *ast.Term) error {
		one := m.program.FromAST(t.Value)
		if isRelation {
			v.items = append(v.items, one)
		} else {
			v = one
		}
		return nil
	})
	if err != nil && !m.mayFail(err) {
		panic(fault{fmt.Errorf("the builtin %s failed", name)}) // without what it says, which may be a secret
	}
	if err != nil {
		return nil
	}
	return v
}

// mayFail reports whether the error of a builtin makes it undefined.
func (m *Machine) mayFail(err error) bool {
	_, halts := err.(topdown.Halt)
	return m.Lenient && !halts
}
