// Package wrongtype makes objects that no API server would take and every channel may be shown: values of
// the wrong type in the place of right ones, wherever an object has a value, and lists that have an entry twice.
package wrongtype

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/guiderail/guiderail/harness/value"
)

// Values are what is put in the place of a value: one of each type that JSON has, all of them empty.
func Values() []value.Value {
	return []value.Value{value.NewNull(), value.NewText(""), value.NewNumber("0"), value.NewBoolean(true), value.NewList(), value.NewObject()}
}

// MoreValues are those that are the right type at first sight, or of the right type and odd.
func MoreValues() []value.Value {
	object := func(name string, v value.Value) value.Value {
		return value.NewObject(value.Member{Name: name, Value: v})
	}
	return []value.Value{
		value.NewText("x"), value.NewText("-"), value.NewText("${X}"), value.NewNumber("-1"), value.NewNumber("1.5"), value.NewNumber("9e99"), value.NewBoolean(false),
		value.NewList(value.NewNull()), value.NewList(value.NewNumber("0")), value.NewList(value.NewText("")), value.NewList(value.NewList()), value.NewList(value.NewObject()),
		object("", value.NewNull()), object("a", value.NewList()), object("a", value.NewObject()), object("0", value.NewText("a")),
	}
}

// Mutant is an object with one value replaced.
type Mutant struct {
	// Path is where, as names and indexes from the object's root.
	Path []any
	// Instead is what stands there now.
	Instead value.Value
	// Value is the whole.
	Value value.Value
}

// String describes the mutation: .spec.containers[0].env = "".
func (m *Mutant) String() string { return spell(m.Path, false) + " = " + string(m.Instead.JSON()) }

// Shape is the path with a star for each index.
func (m *Mutant) Shape() string { return spell(m.Path, true) }

func spell(path []any, shape bool) string {
	var b strings.Builder
	for _, step := range path {
		switch step := step.(type) {
		case int:
			index := strconv.Itoa(step)
			if shape {
				index = "*"
			}
			b.WriteString("[" + index + "]")
		case string:
			if strings.ContainsAny(step, ". []") {
				b.WriteString("[" + strconv.Quote(step) + "]")
				continue
			}
			b.WriteString("." + step)
		default:
			fmt.Fprintf(&b, "[%v]", step)
		}
	}
	return b.String()
}

// Of returns every mutant of a value, but for those of shapes that skip tells to skip; nil skips none.
func Of(whole value.Value, values []value.Value, skip func(shape string) bool) iter.Seq[*Mutant] {
	return func(yield func(*Mutant) bool) {
		walk(whole, nil, func(path []any, v value.Value) bool {
			if skip != nil && skip(spell(path, true)) {
				return true
			}
			for _, instead := range values {
				if string(instead.JSON()) == string(v.JSON()) {
					continue
				}
				m := &Mutant{Path: slices.Clone(path), Instead: instead, Value: with(whole, path, instead)}
				if !yield(m) {
					return false
				}
			}
			return true
		})
	}
}

// Repeated returns a value with each entry of each of its lists once more, at the end and with one of its values
// another or one of its fields left out, as often as there are such. Entries that differ so have the same name
// in all but one case. Those of which skip tells to skip what it is told of them are left out; nil skips none.
func Repeated(whole value.Value, skip func(entry string) bool) iter.Seq[*Mutant] {
	return func(yield func(*Mutant) bool) {
		walk(whole, nil, func(path []any, v value.Value) bool {
			items := v.Items()
			again := func(below []any, instead, item value.Value, was string) bool {
				at := slices.Concat(path, []any{len(items)}, below)
				if skip != nil && skip(spell(path, true)+" "+spell(below, true)+" "+was) {
					return true
				}
				return yield(&Mutant{Path: at, Instead: instead, Value: with(whole, path, value.NewList(append(slices.Clone(items), item)...))})
			}
			for _, item := range items {
				for name := range item.Members() {
					if !again([]any{name}, value.Value{}, item.Without(name), "left out of "+string(item.JSON())) {
						return false
					}
				}
				if !walk(item, nil, func(below []any, leaf value.Value) bool {
					instead, ok := other(leaf)
					return !ok || again(slices.Clone(below), instead, with(item, below, instead), string(leaf.JSON()))
				}) {
					return false
				}
			}
			return true
		})
	}
}

// Changed returns a value with each text, number and boolean in it replaced by another of its form.
func Changed(whole value.Value, skip func(place string) bool) iter.Seq[*Mutant] {
	return func(yield func(*Mutant) bool) {
		walk(whole, nil, func(path []any, v value.Value) bool {
			instead, ok := other(v)
			if !ok || skip != nil && skip(spell(path, true)+" "+string(v.JSON())) {
				return true
			}
			return yield(&Mutant{Path: slices.Clone(path), Instead: instead, Value: with(whole, path, instead)})
		})
	}
}

// other returns another value of the same type and, as far as the text tells, of the same form: another port, another
// quantity. It reports whether there is one.
func other(v value.Value) (value.Value, bool) {
	if text, ok := v.Text(); ok {
		if text != "" && '0' <= text[0] && text[0] <= '9' {
			return value.NewText("1" + text), true
		}
		return value.NewText(text + "x"), true
	}
	if literal, ok := v.Number(); ok {
		return value.NewNumber("1" + strings.TrimPrefix(literal, "-")), true
	}
	if b, ok := v.Boolean(); ok {
		return value.NewBoolean(!b), true
	}
	return value.Value{}, false
}

// walk visits every value below another with its path, until it is told to stop.
func walk(v value.Value, path []any, visit func([]any, value.Value) bool) bool {
	below := func(step any, child value.Value) bool {
		path := append(path[:len(path):len(path)], step)
		return visit(path, child) && walk(child, path, visit)
	}
	for name, child := range v.Members() {
		if !below(name, child) {
			return false
		}
	}
	for i, child := range v.Items() {
		if !below(i, child) {
			return false
		}
	}
	return true
}

// with returns a value in which another stands at a path.
func with(v value.Value, path []any, instead value.Value) value.Value {
	if len(path) == 0 {
		return instead
	}
	switch step := path[0].(type) {
	case string:
		return v.With(value.Member{Name: step, Value: with(v.Get(step), path[1:], instead)})
	case int:
		items := slices.Clone(v.Items())
		items[step] = with(items[step], path[1:], instead)
		return value.NewList(items...)
	}
	return v
}
