// Package value has the values of artefacts, as in JSON: null, booleans, numbers, strings, lists and objects.
// Values are immutable and independent of any engine; an engine converts them to its own form on demand.
package value

import (
	"encoding/json"
	"iter"
	"slices"
	"strconv"
)

// Value is a JSON value. The zero Value is absent: looking up a missing member returns it, and so does any further
// lookup.
type Value struct{ is any }

// Kind is the kind of a value.
type Kind int

// The kinds of values. Absent is no value at all.
const (
	Absent Kind = iota
	Null
	Boolean
	Number
	Text
	List
	Object
)

type (
	null   struct{}
	number string
	list   []Value
	object []Member // in the order of their names
)

// Member is a named value of an object.
type Member struct {
	Name  string
	Value Value
}

// NewNull returns null.
func NewNull() Value { return Value{null{}} }

// NewBoolean returns true or false.
func NewBoolean(b bool) Value { return Value{b} }

// NewNumber returns the number of a JSON literal.
func NewNumber(literal string) Value { return Value{number(literal)} }

// NewInt returns a whole number.
func NewInt(i int) Value { return NewNumber(strconv.Itoa(i)) }

// NewText returns a string.
func NewText(s string) Value { return Value{s} }

// NewList returns a list. It keeps the items, which must not be changed.
func NewList(items ...Value) Value { return Value{list(items)} }

// NewObject returns an object. If two members have the same name, the last one counts.
func NewObject(members ...Member) Value {
	o := make(object, len(members))
	copy(o, members)
	slices.SortStableFunc(o, compare)
	kept := o[:0]
	for i, m := range o {
		if i+1 == len(o) || o[i+1].Name != m.Name {
			kept = append(kept, m)
		}
	}
	return Value{kept}
}

func compare(a, b Member) int {
	switch {
	case a.Name < b.Name:
		return -1
	case a.Name > b.Name:
		return 1
	}
	return 0
}

// Kind returns the kind of the value.
func (v Value) Kind() Kind {
	switch v.is.(type) {
	case null:
		return Null
	case bool:
		return Boolean
	case number:
		return Number
	case string:
		return Text
	case list:
		return List
	case object:
		return Object
	}
	return Absent
}

// Exists reports whether there is a value, which may be null.
func (v Value) Exists() bool { return v.is != nil }

// Boolean returns the value of a boolean. ok is false for any other value.
func (v Value) Boolean() (b, ok bool) {
	b, ok = v.is.(bool)
	return b, ok
}

// Number returns the JSON literal of a number. ok is false for any other value.
func (v Value) Number() (literal string, ok bool) {
	n, ok := v.is.(number)
	return string(n), ok
}

// Text returns a string. ok is false for any other value.
func (v Value) Text() (s string, ok bool) {
	s, ok = v.is.(string)
	return s, ok
}

// TextOrEmpty returns a string, or "" for any other value.
func (v Value) TextOrEmpty() string {
	s, _ := v.is.(string)
	return s
}

// String returns the JSON text of the value, for messages.
func (v Value) String() string { return string(v.JSON()) }

// Len counts the items of a list or the members of an object; 0 for any other value.
func (v Value) Len() int {
	switch is := v.is.(type) {
	case list:
		return len(is)
	case object:
		return len(is)
	}
	return 0
}

// Items returns the items of a list, and none for any other value.
func (v Value) Items() []Value {
	items, _ := v.is.(list)
	return items[:len(items):len(items)]
}

// Members returns the members of an object, sorted by name, and none for any other value.
func (v Value) Members() iter.Seq2[string, Value] {
	members, _ := v.is.(object)
	return func(yield func(string, Value) bool) {
		for _, m := range members {
			if !yield(m.Name, m.Value) {
				return
			}
		}
	}
}

// Get returns a member of an object. It is absent if there is none, or if the value is not an object.
func (v Value) Get(name string) Value {
	members, _ := v.is.(object)
	if i, found := slices.BinarySearchFunc(members, name, func(m Member, name string) int { return compare(m, Member{Name: name}) }); found {
		return members[i].Value
	}
	return Value{}
}

// At returns the value at a path of keys and indexes, absent if there is none.
func (v Value) At(path ...any) Value {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			v = v.Get(step)
		case int:
			items := v.Items()
			if step < 0 || step >= len(items) {
				return Value{}
			}
			v = items[step]
		default:
			return Value{}
		}
	}
	return v
}

// With returns a copy of an object with members added or replaced.
func (v Value) With(members ...Member) Value {
	before, _ := v.is.(object)
	return NewObject(slices.Concat(before, members)...)
}

// Without returns a copy of an object without a member.
func (v Value) Without(name string) Value {
	before, _ := v.is.(object)
	return Value{object(slices.DeleteFunc(slices.Clone(before), func(m Member) bool { return m.Name == name }))}
}

// MarshalJSON returns the JSON text of the value. An absent value becomes null.
func (v Value) MarshalJSON() ([]byte, error) { return v.JSON(), nil }

// JSON returns the JSON text of the value.
func (v Value) JSON() []byte { return v.append(nil) }

func (v Value) append(out []byte) []byte {
	switch is := v.is.(type) {
	case bool:
		return strconv.AppendBool(out, is)
	case number:
		return append(out, is...)
	case string:
		return appendText(out, is)
	case list:
		out = append(out, '[')
		for i, item := range is {
			if i > 0 {
				out = append(out, ',')
			}
			out = item.append(out)
		}
		return append(out, ']')
	case object:
		out = append(out, '{')
		for i, m := range is {
			if i > 0 {
				out = append(out, ',')
			}
			out = m.Value.append(append(appendText(out, m.Name), ':'))
		}
		return append(out, '}')
	}
	return append(out, "null"...)
}

func appendText(out []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			quoted, _ := json.Marshal(s) // a string always encodes
			return append(out, quoted...)
		}
	}
	out = append(out, '"')
	out = append(out, s...)
	return append(out, '"')
}
