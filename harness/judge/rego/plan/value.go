package plan

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// kind is the kind of a value. The order is that of Rego.
type kind uint8

const (
	null kind = iota
	boolean
	number
	text
	array
	object
	set
)

// Value is a value of Rego. A nil Value is undefined. What a program was given or has bound to a variable does not
// change any more.
type Value struct {
	kind kind
	// isTrue is the value of a boolean.
	isTrue bool
	// isInt means that int is the value of a number; otherwise text is its literal.
	isInt bool
	// isPooled means that a text is the only value of its program's pool with these letters.
	isPooled bool
	// isShared means that the value and all within it stay for as long as the memory of functions does.
	isShared bool

	int  int64
	text string
	*composite
}

// composite is what only arrays, sets and objects have.
type composite struct {
	items []*Value // items, or the values of an object
	keys  []*Value // of an object, in the order of items
	// index finds large objects' keys while they are made.
	index map[string]int
	// isUnindexed means that a key has no identity.
	isUnindexed bool
	// isLoose means that a set or an object has yet to be sorted, and a set may have items more than once.
	isLoose bool
}

// small are the numbers that need not be made.
const small = 1024

var (
	nullValue  = &Value{kind: null, isShared: true}
	trueValue  = &Value{kind: boolean, isTrue: true, isShared: true}
	falseValue = &Value{kind: boolean, isShared: true}
	smallInts  = func() (all [small]Value) {
		for i := range all {
			all[i] = Value{kind: number, isInt: true, isShared: true, int: int64(i)}
		}
		return all
	}()
)

func newBoolean(is bool) *Value {
	if is {
		return trueValue
	}
	return falseValue
}

func newInt(i int64) *Value {
	if i >= 0 && i < small {
		return &smallInts[i]
	}
	return &Value{kind: number, isInt: true, int: i}
}

// newNumber returns the number of a JSON literal.
func newNumber(literal string) *Value {
	if i, err := strconv.ParseInt(literal, 10, 64); err == nil && strconv.FormatInt(i, 10) == literal {
		return newInt(i)
	}
	return &Value{kind: number, text: literal}
}

func newText(s string) *Value { return &Value{kind: text, text: s} }

func newComposite(k kind, size int) *Value {
	made := &struct {
		Value
		composite
	}{}
	made.kind, made.Value.composite = k, &made.composite
	if size > 0 {
		made.composite.items = make([]*Value, 0, size)
		if k == object {
			made.composite.keys = make([]*Value, 0, size)
		}
	}
	return &made.Value
}

func newArray(items ...*Value) *Value {
	v := newComposite(array, 0)
	v.items = items
	return v
}

// isComposite reports whether a value has items.
func (v *Value) isComposite() bool { return v.kind >= array }

// literal returns the literal of a number.
func (v *Value) literal() string {
	if v.isInt {
		return strconv.FormatInt(v.int, 10)
	}
	return v.text
}

func (v *Value) number() ast.Number { return ast.Number(json.Number(v.literal())) }

// settle sorts what has yet to be sorted.
func (v *Value) settle() {
	if v.composite == nil || !v.isLoose {
		return
	}
	v.isLoose = false
	if v.kind == set {
		slices.SortStableFunc(v.items, compare) // the first of two spellings of a number stays
		v.items = slices.CompactFunc(v.items, equal)
		return
	}
	v.index = nil
	if len(v.keys) <= 12 {
		for i := 1; i < len(v.keys); i++ {
			for j := i; j > 0 && compare(v.keys[j-1], v.keys[j]) > 0; j-- {
				v.keys[j-1], v.keys[j] = v.keys[j], v.keys[j-1]
				v.items[j-1], v.items[j] = v.items[j], v.items[j-1]
			}
		}
		return
	}
	type member struct{ key, item *Value }
	members := make([]member, len(v.keys))
	for i := range members {
		members[i] = member{v.keys[i], v.items[i]}
	}
	slices.SortFunc(members, func(a, b member) int { return compare(a.key, b.key) })
	for i, m := range members {
		v.keys[i], v.items[i] = m.key, m.item
	}
}

// compare compares as Rego does: by kind, and then by value.
func compare(a, b *Value) int {
	if a == b {
		return 0
	}
	if a.kind != b.kind {
		return cmp.Compare(a.kind, b.kind)
	}
	switch a.kind {
	case boolean:
		switch {
		case a.isTrue == b.isTrue:
			return 0
		case b.isTrue:
			return -1
		}
		return 1
	case number:
		if a.isInt && b.isInt {
			return cmp.Compare(a.int, b.int)
		}
		return a.number().Compare(b.number())
	case text:
		return strings.Compare(a.text, b.text)
	case array, set:
		a.settle()
		b.settle()
		return slices.CompareFunc(a.items, b.items, compare)
	case object:
		a.settle()
		b.settle()
		for i := range min(len(a.keys), len(b.keys)) {
			if order := compare(a.keys[i], b.keys[i]); order != 0 {
				return order
			}
			if order := compare(a.items[i], b.items[i]); order != 0 {
				return order
			}
		}
		return cmp.Compare(len(a.keys), len(b.keys))
	}
	return 0
}

func equal(a, b *Value) bool {
	switch {
	case a == b:
		return true
	case a.kind != b.kind:
		return false
	case a.kind == text:
		return !(a.isPooled && b.isPooled) && a.text == b.text
	case a.kind == array && len(a.items) != len(b.items):
		return false
	}
	return compare(a, b) == 0
}

// few is how many keys are searched one after another.
const few = 16

// find returns the place of a key in an object; -1 if there is none.
func (v *Value) find(key *Value) int {
	switch {
	case len(v.keys) <= few:
		if key.isPooled {
			for i, k := range v.keys {
				if k == key || !k.isPooled && k.kind == text && k.text == key.text {
					return i
				}
			}
			return -1
		}
		for i, k := range v.keys {
			if equal(k, key) {
				return i
			}
		}
		return -1
	case !v.isLoose:
		if i, found := slices.BinarySearchFunc(v.keys, key, compare); found {
			return i
		}
		return -1
	}
	if v.index == nil && !v.isUnindexed {
		v.index = make(map[string]int, 2*len(v.keys))
		for i, k := range v.keys {
			v.note(k, i)
		}
	}
	if id, exists := key.identity(); exists && !v.isUnindexed {
		if i, found := v.index[id]; found {
			return i
		}
		return -1
	}
	return slices.IndexFunc(v.keys, func(k *Value) bool { return equal(k, key) })
}

// note adds a key to the index, or gives up the index.
func (v *Value) note(key *Value, at int) {
	id, exists := key.identity()
	if v.isUnindexed = v.isUnindexed || !exists; !v.isUnindexed {
		v.index[id] = at
	}
}

// identity returns a text that two values share if and only if they are equal. Numbers that can be written in several
// ways have none.
func (v *Value) identity() (string, bool) {
	if v.kind == text {
		return "s" + v.text, true
	}
	id, exists := v.appendIdentity(nil)
	return string(id), exists
}

func (v *Value) appendIdentity(to []byte) (id []byte, exists bool) {
	to = append(to, "zbnsaot"[v.kind]) // no digit: it may follow one
	switch v.kind {
	case boolean:
		return strconv.AppendBool(to, v.isTrue), true
	case number:
		return strconv.AppendInt(to, v.int, 10), v.isInt
	case text:
		to = append(strconv.AppendInt(to, int64(len(v.text)), 10), ':')
		return append(to, v.text...), true
	case array, set, object:
		v.settle()
		to = append(strconv.AppendInt(to, int64(len(v.items)), 10), ':')
		for _, part := range slices.Concat(v.keys, v.items) {
			if to, exists = part.appendIdentity(to); !exists {
				return to, false
			}
		}
	}
	return to, true
}

// get returns an item of an array, the value of an object's key, or the item of a set; nil where there is none.
func (v *Value) get(key *Value) *Value {
	switch v.kind {
	case object:
		if i := v.find(key); i >= 0 {
			return v.items[i]
		}
	case array:
		if i, ok := key.place(); ok && i >= 0 && i < int64(len(v.items)) {
			return v.items[i]
		}
	case set:
		if v.has(key) {
			return key
		}
	}
	return nil
}

// place returns a number as the index of an item, which may be spelt 1.0. ok is false where it is none.
func (v *Value) place() (i int64, ok bool) {
	switch {
	case v.kind != number:
		return 0, false
	case v.isInt:
		return v.int, true
	}
	return v.number().Int64()
}

// has reports whether a set has an item.
func (v *Value) has(item *Value) bool {
	v.settle()
	if len(v.items) <= 8 {
		for _, one := range v.items {
			if equal(one, item) {
				return true
			}
		}
		return false
	}
	_, found := slices.BinarySearchFunc(v.items, item, compare)
	return found
}

// manyItems is the size from which a set in the making is freed of what it has more than once.
const manyItems = 1024

// add adds an item to a set in the making.
func (v *Value) add(item *Value) {
	if n := len(v.items); n >= manyItems && n == cap(v.items) {
		if v.settle(); len(v.items) > n/2 {
			v.items = slices.Grow(v.items, n)
		}
	}
	v.items = append(v.items, item)
	v.isLoose = len(v.items) > 1
}

// put adds a key to an object in the making, or replaces its value.
func (v *Value) put(key, item *Value) {
	if i := v.find(key); i >= 0 {
		v.items[i] = item
		return
	}
	v.insert(key, item)
}

// insert adds a key that an object in the making lacks.
func (v *Value) insert(key, item *Value) {
	n := len(v.keys)
	if n > 0 && !v.isLoose && compare(v.keys[n-1], key) > 0 {
		v.isLoose = true
	}
	v.keys = append(v.keys, key)
	v.items = append(v.items, item)
	if v.index != nil {
		v.note(key, n)
	}
}

// copied returns a copy of an object that can be changed.
func (v *Value) copied(room int) *Value {
	to := newComposite(object, len(v.keys)+room)
	v.settle()
	to.keys = append(to.keys, v.keys...)
	to.items = append(to.items, v.items...)
	return to
}

// Share prepares a value to be read by several machines at once.
func (v *Value) Share() { v.share() }

// share prepares a value to stay beyond an evaluation, and to be read by several at once.
func (v *Value) share() {
	if v == nil || v.isShared {
		return
	}
	v.isShared = true
	v.text = strings.Clone(v.text) // not the document that it is part of
	if !v.isComposite() {
		return
	}
	v.settle()
	for _, item := range v.items {
		item.share()
	}
	for _, key := range v.keys {
		key.share()
	}
}

// length counts the letters of a text, or the items of anything else.
func (v *Value) length() int {
	if v.kind == text {
		n := 0
		for range v.text {
			n++
		}
		return n
	}
	if !v.isComposite() {
		return 0
	}
	v.settle()
	return len(v.items)
}

// merged returns two objects as one, recursively. What is in both and no object is the second's.
func merged(a, b *Value) *Value {
	to := a.copied(len(b.keys))
	for i, key := range b.keys {
		item := b.items[i]
		if at := to.find(key); at >= 0 {
			if to.items[at].kind == object && item.kind == object {
				item = merged(to.items[at], item)
			}
			to.items[at] = item
			continue
		}
		to.insert(key, item)
	}
	return to
}

// Field returns the value of an object's key; nil if there is none.
func (v *Value) Field(name string) *Value {
	if v == nil || v.kind != object {
		return nil
	}
	return v.get(&Value{kind: text, text: name})
}

// Text returns a text. ok is false for any other value.
func (v *Value) Text() (s string, ok bool) {
	if v == nil || v.kind != text {
		return "", false
	}
	return v.text, true
}

// Int returns a whole number. ok is false for any other value.
func (v *Value) Int() (i int, ok bool) {
	if v == nil || v.kind != number || !v.isInt {
		return 0, false
	}
	return int(v.int), true
}

// Items returns the items of an array, or those of a set in their order. ok is false for any other value.
func (v *Value) Items() (items []*Value, ok bool) {
	if v == nil || v.kind != array && v.kind != set {
		return nil, false
	}
	v.settle()
	return v.items, true
}

// List returns the items of an array. ok is false for any other value.
func (v *Value) List() (items []*Value, ok bool) {
	if v == nil || v.kind != array {
		return nil, false
	}
	return v.items, true
}

// IsTruthy reports whether a value is defined and not false, so that a condition holds.
func (v *Value) IsTruthy() bool { return v != nil && v != falseValue }
