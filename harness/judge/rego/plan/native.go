package plan

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// native is a builtin of our own. It returns false where OPA's is to be asked, as it is about every error.
type native func(m *Machine, args []*Value) (*Value, bool)

// natives are the builtins that policies call most, by name. Each is held against OPA's by TestNatives and a fuzz
// target.
var natives = map[string]native{
	"equal":             func(_ *Machine, a []*Value) (*Value, bool) { return newBoolean(equal(a[0], a[1])), true },
	"neq":               func(_ *Machine, a []*Value) (*Value, bool) { return newBoolean(!equal(a[0], a[1])), true },
	"gt":                func(_ *Machine, a []*Value) (*Value, bool) { return newBoolean(compare(a[0], a[1]) > 0), true },
	"gte":               func(_ *Machine, a []*Value) (*Value, bool) { return newBoolean(compare(a[0], a[1]) >= 0), true },
	"lt":                func(_ *Machine, a []*Value) (*Value, bool) { return newBoolean(compare(a[0], a[1]) < 0), true },
	"lte":               func(_ *Machine, a []*Value) (*Value, bool) { return newBoolean(compare(a[0], a[1]) <= 0), true },
	"plus":              arithmetic(func(x, y int64) int64 { return x + y }),
	"mul":               arithmetic(func(x, y int64) int64 { return x * y }),
	"minus":             minus,
	"and":               intersection,
	"or":                union,
	"count":             count,
	"is_string":         isKind(text),
	"is_object":         isKind(object),
	"is_array":          isKind(array),
	"is_number":         isKind(number),
	"is_boolean":        isKind(boolean),
	"is_null":           isKind(null),
	"is_set":            isKind(set),
	"type_name":         typeName,
	"internal.member_2": member,
	"internal.member_3": memberAt,
	"object.get":        objectGet,
	"object.keys":       objectKeys,
	"object.union":      objectUnion,
	"object.remove":     objectRemove,
	"object.filter":     objectFilter,
	"object.union_n":    objectUnionN,
	"object.subset":     objectSubset,
	"union":             unionOfSets,
	"round":             whole,
	"ceil":              whole,
	"floor":             whole,
	"strings.replace_n": replaceN,
	"array.concat":      arrayConcat,
	"array.slice":       arraySlice,
	"concat":            concat,
	"sprintf":           sprintf,
	"json.marshal":      jsonMarshal,
	"sort":              sorted,
	"max":               extreme(1),
	"min":               extreme(-1),
	"sum":               sum,
	"numbers.range":     numbersRange,
	"to_number":         toNumber,
	"startswith":        texts(func(s, prefix string) *Value { return newBoolean(strings.HasPrefix(s, prefix)) }),
	"endswith":          texts(func(s, suffix string) *Value { return newBoolean(strings.HasSuffix(s, suffix)) }),
	"contains":          texts(func(s, part string) *Value { return newBoolean(strings.Contains(s, part)) }),
	"trim":              texts(func(s, letters string) *Value { return newText(strings.Trim(s, letters)) }),
	"trim_left":         texts(func(s, letters string) *Value { return newText(strings.TrimLeft(s, letters)) }),
	"trim_right":        texts(func(s, letters string) *Value { return newText(strings.TrimRight(s, letters)) }),
	"trim_prefix":       texts(func(s, prefix string) *Value { return newText(strings.TrimPrefix(s, prefix)) }),
	"trim_suffix":       texts(func(s, suffix string) *Value { return newText(strings.TrimSuffix(s, suffix)) }),
	"split":             split,
	"indexof":           indexOf,
	"substring":         substring,
	"replace":           replace,
	"lower":             ofText(func(s string) *Value { return newText(strings.ToLower(s)) }),
	"upper":             ofText(func(s string) *Value { return newText(strings.ToUpper(s)) }),
	"trim_space":        ofText(func(s string) *Value { return newText(strings.TrimSpace(s)) }),
	"base64.encode":     ofText(func(s string) *Value { return newText(base64.StdEncoding.EncodeToString([]byte(s))) }),

	"strings.any_prefix_match": anyMatch(strings.HasPrefix),
	"strings.any_suffix_match": anyMatch(strings.HasSuffix),

	"regex.match":                      regexMatch,
	"regex.replace":                    regexReplace,
	"regex.split":                      regexSplit,
	"regex.find_n":                     regexFind,
	"regex.find_all_string_submatch_n": regexSubmatches,
	"regex.is_valid":                   regexIsValid,
	"internal.print":                   func(*Machine, []*Value) (*Value, bool) { return trueValue, true },
}

func isKind(k kind) native {
	return func(_ *Machine, a []*Value) (*Value, bool) { return newBoolean(a[0].kind == k), true }
}

// isModest reports whether a number is whole and small enough that two can be multiplied.
func isModest(v *Value) bool { return v.kind == number && v.isInt && v.int > -1<<30 && v.int < 1<<30 }

func arithmetic(of func(x, y int64) int64) native {
	return func(_ *Machine, a []*Value) (*Value, bool) {
		if !isModest(a[0]) || !isModest(a[1]) {
			return nil, false
		}
		return newInt(of(a[0].int, a[1].int)), true
	}
}

func minus(_ *Machine, a []*Value) (*Value, bool) {
	switch {
	case isModest(a[0]) && isModest(a[1]):
		return newInt(a[0].int - a[1].int), true
	case a[0].kind == set && a[1].kind == set:
		return chosen(a[0], func(item *Value) bool { return !a[1].has(item) }), true
	}
	return nil, false
}

// chosen returns the items of a set that are to stay.
func chosen(from *Value, stays func(*Value) bool) *Value {
	from.settle()
	to := newComposite(set, 0)
	for _, item := range from.items {
		if stays(item) {
			to.items = append(to.items, item)
		}
	}
	return to
}

func intersection(_ *Machine, a []*Value) (*Value, bool) {
	if a[0].kind != set || a[1].kind != set {
		return nil, false
	}
	from, of := a[0], a[1]
	if of.length() < from.length() {
		from, of = of, from // as OPA does, of which two spellings of a number stay others
	}
	return chosen(from, of.has), true
}

func union(_ *Machine, a []*Value) (*Value, bool) {
	if a[0].kind != set || a[1].kind != set {
		return nil, false
	}
	to := newComposite(set, len(a[0].items)+len(a[1].items))
	to.items = append(append(to.items, a[0].items...), a[1].items...)
	to.isLoose = true
	return to, true
}

func count(_ *Machine, a []*Value) (*Value, bool) {
	switch {
	case a[0].kind == text:
		return newInt(int64(utf8.RuneCountInString(a[0].text))), true
	case a[0].isComposite():
		return newInt(int64(a[0].length())), true
	}
	return nil, false
}

func typeName(m *Machine, a []*Value) (*Value, bool) {
	return m.program.text([...]string{"null", "boolean", "number", "string", "array", "object", "set"}[a[0].kind]), true
}

func member(_ *Machine, a []*Value) (*Value, bool) {
	switch a[1].kind {
	case set:
		return newBoolean(a[1].has(a[0])), true
	case array, object:
		return newBoolean(slices.ContainsFunc(a[1].items, func(item *Value) bool { return equal(item, a[0]) })), true
	}
	return falseValue, true
}

func memberAt(_ *Machine, a []*Value) (*Value, bool) {
	if !a[2].isComposite() {
		return falseValue, true
	}
	item := a[2].get(a[0])
	return newBoolean(item != nil && equal(item, a[1])), true
}

func objectGet(_ *Machine, a []*Value) (*Value, bool) {
	if a[0].kind != object {
		return nil, false
	}
	at := a[0]
	if a[1].kind != array {
		if at = at.get(a[1]); at == nil {
			return a[2], true
		}
		return at, true
	}
	for _, step := range a[1].items {
		if at = at.get(step); at == nil {
			return a[2], true
		}
	}
	return at, true
}

func objectKeys(_ *Machine, a []*Value) (*Value, bool) {
	if a[0].kind != object {
		return nil, false
	}
	a[0].settle()
	to := newComposite(set, len(a[0].keys))
	to.items = append(to.items, a[0].keys...)
	return to, true
}

func objectUnion(_ *Machine, a []*Value) (*Value, bool) {
	switch {
	case a[0].kind != object || a[1].kind != object:
		return nil, false
	case len(a[0].keys) == 0:
		return a[1], true
	case len(a[1].keys) == 0:
		return a[0], true
	}
	to := merged(a[0], a[1])
	to.settle()
	return to, true
}

// holds returns whether a key is among keys, which are those of an object or the items of a set or an array.
func holds(keys *Value) func(key *Value) bool {
	switch keys.kind {
	case set:
		return keys.has
	case object:
		return func(key *Value) bool { return keys.find(key) >= 0 }
	}
	return func(key *Value) bool {
		return slices.ContainsFunc(keys.items, func(item *Value) bool { return equal(item, key) })
	}
}

func objectRemove(_ *Machine, a []*Value) (*Value, bool) {
	if a[0].kind != object || !a[1].isComposite() {
		return nil, false
	}
	isRemoved := holds(a[1])
	return chosenMembers(a[0], func(key *Value) bool { return !isRemoved(key) }), true
}

func objectFilter(_ *Machine, a []*Value) (*Value, bool) {
	if a[0].kind != object || !a[1].isComposite() {
		return nil, false
	}
	return chosenMembers(a[0], holds(a[1])), true
}

func chosenMembers(from *Value, stays func(*Value) bool) *Value {
	from.settle()
	to := newComposite(object, len(from.keys))
	for i, key := range from.keys {
		if stays(key) {
			to.keys = append(to.keys, key)
			to.items = append(to.items, from.items[i])
		}
	}
	return to
}

func arrayConcat(_ *Machine, a []*Value) (*Value, bool) {
	switch {
	case a[0].kind != array || a[1].kind != array:
		return nil, false
	case len(a[1].items) == 0:
		return a[0], true
	case len(a[0].items) == 0:
		return a[1], true
	}
	return newArray(slices.Concat(a[0].items, a[1].items)...), true
}

func arraySlice(_ *Machine, a []*Value) (*Value, bool) {
	if a[0].kind != array || !isModest(a[1]) || !isModest(a[2]) {
		return nil, false
	}
	from, to := max(a[1].int, 0), min(a[2].int, int64(len(a[0].items)))
	if from >= to {
		return newArray(), true
	}
	return newArray(a[0].items[from:to:to]...), true
}

func concat(_ *Machine, a []*Value) (*Value, bool) {
	if a[0].kind != text || a[1].kind != array && a[1].kind != set {
		return nil, false
	}
	a[1].settle()
	length := 0
	for _, item := range a[1].items {
		if item.kind != text {
			return nil, false
		}
		length += len(item.text) + len(a[0].text)
	}
	var b strings.Builder
	b.Grow(length)
	for i, item := range a[1].items {
		if i > 0 {
			b.WriteString(a[0].text)
		}
		b.WriteString(item.text)
	}
	return newText(b.String()), true
}

func sprintf(_ *Machine, a []*Value) (*Value, bool) {
	if a[0].kind != text || a[1].kind != array {
		return nil, false
	}
	args := make([]any, len(a[1].items))
	for i, item := range a[1].items {
		switch {
		case item.kind == text:
			args[i] = item.text
		case item.kind != number:
			args[i] = item.AST().Value.String()
		case item.isInt:
			args[i] = item.int
		default: // OPA tells other numbers by their letters
			return nil, false
		}
	}
	return newText(fmt.Sprintf(a[0].text, args...)), true
}

func jsonMarshal(_ *Machine, a []*Value) (*Value, bool) {
	out, ok := a[0].appendJSON(nil)
	if !ok {
		return nil, false
	}
	return newText(string(out)), true
}

// appendJSON appends JSON as Go's encoder writes it. It is false for numbers that it would write otherwise, and for
// keys that are no texts.
func (v *Value) appendJSON(to []byte) ([]byte, bool) {
	ok := true
	switch v.kind {
	case boolean:
		return strconv.AppendBool(to, v.isTrue), true
	case number:
		return strconv.AppendInt(to, v.int, 10), v.isInt
	case text:
		return appendQuoted(to, v.text), true
	case array, set:
		v.settle()
		to = append(to, '[')
		for i, item := range v.items {
			if i > 0 {
				to = append(to, ',')
			}
			if to, ok = item.appendJSON(to); !ok {
				return nil, false
			}
		}
		return append(to, ']'), true
	case object:
		v.settle()
		to = append(to, '{')
		for i, key := range v.keys {
			if key.kind != text {
				return nil, false
			}
			if i > 0 {
				to = append(to, ',')
			}
			if to, ok = v.items[i].appendJSON(append(appendQuoted(to, key.text), ':')); !ok {
				return nil, false
			}
		}
		return append(to, '}'), true
	}
	return append(to, "null"...), true
}

func appendQuoted(to []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || strings.IndexByte(`"\<>&`, c) >= 0 {
			quoted, _ := json.Marshal(s) // a text always can
			return append(to, quoted...)
		}
	}
	return append(append(append(to, '"'), s...), '"')
}

func sorted(_ *Machine, a []*Value) (*Value, bool) {
	switch a[0].kind {
	case array:
		items := slices.Clone(a[0].items)
		slices.SortFunc(items, compare) // as OPA does, so that numbers in two spellings end in the same order
		return newArray(items...), true
	case set:
		a[0].settle()
		return newArray(a[0].items...), true
	}
	return nil, false
}

func extreme(sign int) native {
	return func(_ *Machine, a []*Value) (*Value, bool) {
		if a[0].kind != array && a[0].kind != set {
			return nil, false
		}
		a[0].settle()
		var best *Value
		for _, item := range a[0].items {
			if best == nil || sign*compare(item, best) >= 0 {
				best = item
			}
		}
		return best, true
	}
}

func sum(_ *Machine, a []*Value) (*Value, bool) {
	if a[0].kind != array && a[0].kind != set {
		return nil, false
	}
	a[0].settle()
	var total int64
	for _, item := range a[0].items {
		if !isModest(item) || len(a[0].items) > 1<<20 {
			return nil, false
		}
		total += item.int
	}
	return newInt(total), true
}

func numbersRange(_ *Machine, a []*Value) (*Value, bool) {
	const most = 1 << 10 // beyond which the evaluation may have to end early
	if !isModest(a[0]) || !isModest(a[1]) || max(a[0].int-a[1].int, a[1].int-a[0].int) > most {
		return nil, false
	}
	to := newArray()
	step := int64(1)
	if a[0].int > a[1].int {
		step = -1
	}
	for i := a[0].int; ; i += step {
		to.items = append(to.items, newInt(i))
		if i == a[1].int {
			return to, true
		}
	}
}

func toNumber(_ *Machine, a []*Value) (*Value, bool) {
	switch a[0].kind {
	case number:
		return a[0], true
	case text:
		if i, err := strconv.ParseInt(a[0].text, 10, 64); err == nil && strconv.FormatInt(i, 10) == a[0].text {
			return newInt(i), true
		}
	}
	return nil, false
}

func texts(of func(x, y string) *Value) native {
	return func(_ *Machine, a []*Value) (*Value, bool) {
		if a[0].kind != text || a[1].kind != text {
			return nil, false
		}
		return of(a[0].text, a[1].text), true
	}
}

func ofText(of func(string) *Value) native {
	return func(_ *Machine, a []*Value) (*Value, bool) {
		if a[0].kind != text {
			return nil, false
		}
		return of(a[0].text), true
	}
}

// anyMatch asks whether any of one or several texts matches any of one or several others.
func anyMatch(matches func(s, with string) bool) native {
	return func(_ *Machine, a []*Value) (*Value, bool) {
		all, with := []*Value{a[0]}, []*Value{a[1]}
		for i, list := range []*[]*Value{&all, &with} {
			switch a[i].kind {
			case text:
			case array, set:
				a[i].settle()
				*list = a[i].items
			default:
				return nil, false
			}
		}
		for _, item := range slices.Concat(all, with) {
			if item.kind != text {
				return nil, false
			}
		}
		for _, s := range all {
			for _, other := range with {
				if matches(s.text, other.text) {
					return trueValue, true
				}
			}
		}
		return falseValue, true
	}
}

func split(m *Machine, a []*Value) (*Value, bool) {
	if a[0].kind != text || a[1].kind != text {
		return nil, false
	}
	if !strings.Contains(a[0].text, a[1].text) {
		return newArray(a[0]), true
	}
	to := newArray()
	for part := range strings.SplitSeq(a[0].text, a[1].text) {
		to.items = append(to.items, newText(part))
	}
	return to, true
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func indexOf(_ *Machine, a []*Value) (*Value, bool) {
	if a[0].kind != text || a[1].kind != text || a[1].text == "" || !isASCII(a[0].text) || !isASCII(a[1].text) {
		return nil, false
	}
	return newInt(int64(strings.Index(a[0].text, a[1].text))), true
}

func substring(_ *Machine, a []*Value) (*Value, bool) {
	if a[0].kind != text || !isASCII(a[0].text) || !isModest(a[1]) || !isModest(a[2]) || a[1].int < 0 {
		return nil, false
	}
	s, from, length := a[0].text, int(a[1].int), int(a[2].int)
	from = min(from, len(s))
	if length < 0 {
		return newText(s[from:]), true
	}
	return newText(s[from : from+min(length, len(s)-from)]), true
}

func replace(_ *Machine, a []*Value) (*Value, bool) {
	if a[0].kind != text || a[1].kind != text || a[2].kind != text || a[1].text == "" {
		return nil, false
	}
	return newText(strings.ReplaceAll(a[0].text, a[1].text, a[2].text)), true
}

func objectUnionN(_ *Machine, a []*Value) (*Value, bool) {
	if a[0].kind != array || slices.ContainsFunc(a[0].items, func(item *Value) bool { return item.kind != object }) {
		return nil, false
	}
	if len(a[0].items) == 0 {
		return newComposite(object, 0), true
	}
	to := a[0].items[0]
	for _, item := range a[0].items[1:] {
		switch {
		case len(to.keys) == 0:
			to = item
		case len(item.keys) > 0:
			to = merged(to, item)
		}
	}
	to.settle()
	return to, true
}

func objectSubset(_ *Machine, a []*Value) (*Value, bool) {
	if a[0].kind != object || a[1].kind != object {
		return nil, false
	}
	is, isKnown := isSubset(a[0], a[1])
	return newBoolean(is), isKnown
}

// isSubset reports whether an object has all that another has, recursively. isKnown is false for arrays and sets within,
// which are not compared as a whole.
func isSubset(of, sub *Value) (is, isKnown bool) {
	for i, key := range sub.keys {
		item, other := sub.items[i], of.get(key)
		switch {
		case other == nil:
			return false, true
		case item.kind == object && other.kind == object:
			if is, isKnown := isSubset(other, item); !is {
				return false, isKnown
			}
		case equal(item, other):
		case item.kind == other.kind && item.isComposite():
			return false, false
		default:
			return false, true
		}
	}
	return true, true
}

func unionOfSets(_ *Machine, a []*Value) (*Value, bool) {
	if a[0].kind != set {
		return nil, false
	}
	to := newComposite(set, 0)
	for _, item := range a[0].items {
		if item.kind != set {
			return nil, false
		}
		to.items = append(to.items, item.items...)
	}
	to.isLoose = true
	return to, true
}

// whole rounds a number that is whole.
func whole(_ *Machine, a []*Value) (*Value, bool) { return a[0], isModest(a[0]) }

func replaceN(m *Machine, a []*Value) (*Value, bool) {
	if a[0].kind != object || a[1].kind != text {
		return nil, false
	}
	replacer := m.replacers[a[0]]
	if replacer == nil {
		a[0].settle()
		pairs := make([]string, 0, 2*len(a[0].keys))
		for i, key := range a[0].keys {
			if key.kind != text || a[0].items[i].kind != text {
				return nil, false
			}
			pairs = append(pairs, key.text, a[0].items[i].text)
		}
		replacer = strings.NewReplacer(pairs...)
		if a[0].isShared {
			m.replacers[a[0]] = replacer
		}
	}
	return newText(replacer.Replace(a[1].text)), true
}
