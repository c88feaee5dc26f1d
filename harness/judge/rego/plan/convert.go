package plan

import (
	"hash/maphash"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/guiderail/guiderail/harness/value"
)

// Value returns a value of an artefact as the program sees it. An absent value becomes null.
func (p *Program) Value(v value.Value) *Value { return p.value(v, nil) }

// Kept returns a value that is kept with many others, with the parts that they have in common.
func (p *Program) Kept(v value.Value, common *Common) *Value {
	kept := p.value(v, common)
	kept.share()
	return kept
}

// Common are parts that many values have in common, each once: manifests repeat names, labels, resources and probes.
type Common struct {
	seed maphash.Seed

	mu     sync.Mutex
	texts  map[string]*Value
	whole  map[uint64]*Value   // arrays and objects, by the hash of their parts
	fields map[uint64][]*Value // keys of objects
}

// commonText is the length of the longest text that is looked for among the others.
const commonText = 64

// NewCommon returns a Common that has nothing yet.
func NewCommon() *Common {
	return &Common{seed: maphash.MakeSeed(), texts: map[string]*Value{}, whole: map[uint64]*Value{}, fields: map[uint64][]*Value{}}
}

func (c *Common) text(p *Program, s string) *Value {
	if v, ok := p.pool[s]; ok {
		return v
	}
	if len(s) > commonText {
		return newText(s)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	v := c.texts[s]
	if v == nil {
		v = newText(strings.Clone(s)) // not the whole document
		v.isShared = true
		c.texts[v.text] = v
	}
	return v
}

// composite returns an array or object in place of one that has the same parts: the very same ones, since they come from
// here as well.
func (c *Common) composite(v *Value) *Value {
	keys := c.hash(uint64(v.kind), v.keys)
	v.int = int64(c.hash(keys, v.items))
	v.share() // before others see it
	c.mu.Lock()
	defer c.mu.Unlock()
	same := c.whole[uint64(v.int)]
	if same != nil && same.kind == v.kind && slices.Equal(same.items, v.items) && slices.Equal(same.keys, v.keys) {
		return same
	}
	if same == nil {
		c.whole[uint64(v.int)] = v
	}
	if fields, ok := c.fields[keys]; !ok {
		c.fields[keys] = v.keys
	} else if slices.Equal(fields, v.keys) {
		v.keys = fields
	}
	return v
}

// hash adds values to a hash. That of an array or object is in its int.
func (c *Common) hash(hash uint64, values []*Value) uint64 {
	for _, v := range values {
		part := uint64(v.kind)<<60 ^ uint64(v.int)
		if v.kind == text {
			part = maphash.String(c.seed, v.text)
		} else if v.isTrue {
			part++
		}
		hash = (hash ^ part) * 0x9e3779b97f4a7c15
		hash ^= hash >> 29
	}
	return hash
}

// value makes a value; common is nil if it does not stay.
func (p *Program) value(v value.Value, common *Common) *Value {
	switch v.Kind() {
	case value.Text:
		s, _ := v.Text()
		return p.common(s, common)
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
			list.items = append(list.items, p.value(item, common))
		}
		if common != nil {
			return common.composite(list)
		}
		return list
	case value.Object:
		members := newComposite(object, v.Len())
		for name, item := range v.Members() { // in order
			members.keys = append(members.keys, p.common(name, common))
			members.items = append(members.items, p.value(item, common))
		}
		if common != nil {
			return common.composite(members)
		}
		return members
	}
	return nullValue
}

func (p *Program) common(s string, common *Common) *Value {
	if common == nil {
		return p.text(s)
	}
	return common.text(p, s)
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
