// Package value holds what an artefact says, in the form of JSON: null, booleans, numbers, text, lists and
// objects. Values are immutable, and no engine's own; an engine turns them into its own form when it is asked.
package value

import (
	"encoding/json"
	"iter"
	"slices"
	"strconv"
)

// Value is a JSON value. The zero Value is absent: it is what looking up a missing member gives, and looking
// further below it gives the same.
type Value struct{ is any }

// Kind tells what a value is.
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

// NewNumber returns the number that a JSON literal spells.
func NewNumber(literal string) Value { return Value{number(literal)} }

// NewInt returns a whole number.
func NewInt(i int) Value { return NewNumber(strconv.Itoa(i)) }

// NewText returns a text.
func NewText(s string) Value { return Value{s} }

// NewList returns a list, which keeps the items that it is given.
func NewList(items ...Value) Value { return Value{list(items)} }

// NewObject returns an object. Of two members with one name, the later counts.
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

// Kind tells what the value is.
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

// Exists reports whether there is a value, be it null.
func (v Value) Exists() bool { return v.is != nil }

// Boolean returns what a boolean is. ok is false for any other value.
func (v Value) Boolean() (b, ok bool) {
	b, ok = v.is.(bool)
	return b, ok
}

// Number returns the JSON literal of a number. ok is false for any other value.
func (v Value) Number() (literal string, ok bool) {
	n, ok := v.is.(number)
	return string(n), ok
}

// Text returns what a text says. ok is false for any other value.
func (v Value) Text() (s string, ok bool) {
	s, ok = v.is.(string)
	return s, ok
}

// TextOrEmpty returns what a text says, "" for any other value.
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

// Items returns the items of a list, none for any other value.
func (v Value) Items() []Value {
	items, _ := v.is.(list)
	return items[:len(items):len(items)]
}

// Members returns the members of an object in the order of their names, none for any other value.
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

// Get returns a member of an object: absent where there is none, and below anything but an object.
func (v Value) Get(name string) Value {
	members, _ := v.is.(object)
	if i, found := slices.BinarySearchFunc(members, name, func(m Member, name string) int { return compare(m, Member{Name: name}) }); found {
		return members[i].Value
	}
	return Value{}
}

// At returns what stands at a path of names and indexes; absent where that leads nowhere.
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

// With returns an object with members set beside, or in the place of, those that it has.
func (v Value) With(members ...Member) Value {
	before, _ := v.is.(object)
	return NewObject(slices.Concat(before, members)...)
}

// Without returns an object less a member.
func (v Value) Without(name string) Value {
	before, _ := v.is.(object)
	return Value{object(slices.DeleteFunc(slices.Clone(before), func(m Member) bool { return m.Name == name }))}
}

// MarshalJSON returns the JSON text of the value. One that is absent has none, and becomes null.
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
