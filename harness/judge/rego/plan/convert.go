package plan

import (
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/guiderail/guiderail/harness/value"
)

// Value returns a value of an artefact as the program sees it. An absent value becomes null.
func (p *Program) Value(v value.Value) *Value { return p.value(v, p.text) }

// Kept returns a value that is kept with many others, with texts that they have in common.
func (p *Program) Kept(v value.Value, texts *Texts) *Value {
	kept := p.value(v, func(s string) *Value { return texts.of(p, s) })
	kept.share()
	return kept
}

// Texts are texts that many values have in common, each once.
type Texts struct{ all sync.Map }

// commonText is the length of the longest text that is looked for among the others.
const commonText = 64

func (t *Texts) of(p *Program, s string) *Value {
	if v, ok := p.pool[s]; ok {
		return v
	}
	if len(s) > commonText {
		return newText(s)
	}
	if v, ok := t.all.Load(s); ok {
		return v.(*Value)
	}
	v := newText(strings.Clone(s)) // not the whole document
	v.isShared = true
	kept, _ := t.all.LoadOrStore(v.text, v)
	return kept.(*Value)
}

func (p *Program) value(v value.Value, text func(string) *Value) *Value {
	switch v.Kind() {
	case value.Text:
		s, _ := v.Text()
		return text(s)
	case value.Boolean:
		is, _ := v.Boolean()
		return newBoolean(is)
	case value.Number:
		literal, _ := v.Number()
		return newNumber(literal)
	case value.List:
		items := v.Items()
		list := newComposite(array, len(items))
		for _, item := range items {
			list.items = append(list.items, p.value(item, text))
		}
		return list
	case value.Object:
		members := newComposite(object, v.Len())
		for name, item := range v.Members() { // in order
			members.keys = append(members.keys, text(name))
			members.items = append(members.items, p.value(item, text))
		}
		return members
	}
	return nullValue
}

// Object makes an object of values by their names.
func (p *Program) Object(members map[string]*Value) *Value {
	to := newComposite(object, len(members))
	for name, item := range members {
		to.keys = append(to.keys, p.text(name))
		to.items = append(to.items, item)
	}
	to.isLoose = true
	to.settle()
	return to
}

// FromAST returns a value of OPA as the program sees it.
func (p *Program) FromAST(v ast.Value) *Value {
	switch v := v.(type) {
	case ast.Null:
		return nullValue
	case ast.Boolean:
		return newBoolean(bool(v))
	case ast.Number:
		return newNumber(string(v))
	case ast.String:
		return p.text(string(v))
	case *ast.Array:
		to := newComposite(array, v.Len())
		v.Foreach(func(t *ast.Term) { to.items = append(to.items, p.FromAST(t.Value)) })
		return to
	case ast.Object:
		to := newComposite(object, v.Len())
		v.Foreach(func(k, t *ast.Term) {
			to.keys = append(to.keys, p.FromAST(k.Value))
			to.items = append(to.items, p.FromAST(t.Value))
		})
		to.isLoose = true
		to.settle()
		return to
	case ast.Set:
		to := newComposite(set, v.Len())
		v.Foreach(func(t *ast.Term) { to.items = append(to.items, p.FromAST(t.Value)) })
		to.isLoose = true
		to.settle()
		return to
	}
	return nil
}

// AST returns a value as OPA has it.
func (v *Value) AST() *ast.Term {
	switch v.kind {
	case null:
		return ast.InternedNullTerm
	case boolean:
		return ast.InternedTerm(v.isTrue)
	case number:
		return ast.NewTerm(v.number())
	case text:
		return ast.StringTerm(v.text)
	}
	v.settle()
	if v.kind == object {
		pairs := make([][2]*ast.Term, len(v.items))
		for i, item := range v.items {
			pairs[i] = [2]*ast.Term{v.keys[i].AST(), item.AST()}
		}
		return ast.ObjectTerm(pairs...)
	}
	terms := make([]*ast.Term, len(v.items))
	for i, item := range v.items {
		terms[i] = item.AST()
	}
	if v.kind == set {
		return ast.SetTerm(terms...)
	}
	return ast.ArrayTerm(terms...)
}
