package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A schema is one of JSON Schema, 2020-12. What it says is read as it is met: the schemas of ours are small, a file is held
// against one once, and a library that knows all drafts compiles the schemas of these at the start of every program.
//
// Keywords of which nothing is known here mean nothing, as the standard has it, but for those that would refuse a value:
// they are errors. format says what a value is for, and refuses none.
type validator struct {
	root    any
	defects []defect
}

// defect is what is wrong with the value at a path.
type defect struct {
	path    []any
	keyword string
	// fields are those that are missing or not known.
	fields []string
	// text says what is wrong, but for fields.
	text string
}

// schemaError is a defect of a schema.
type schemaError struct{ text string }

func (e *schemaError) Error() string { return e.text }

// unsupported are keywords that refuse values, and that no schema here has needed.
var unsupported = []string{"$dynamicRef", "$recursiveRef", "unevaluatedItems", "unevaluatedProperties", "contains", "minContains", "maxContains", "dependencies", "additionalItems"}

const draft = "https://json-schema.org/draft/2020-12/schema"

// decode reads a JSON text. Numbers stay as they are written.
func decode(text []byte) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more follows the value")
	}
	return value, nil
}

// validate returns what is wrong with a value.
func validate(schema, value any) (defects []defect, err error) {
	defer func() {
		if p := recover(); p != nil {
			invalid, ok := p.(*schemaError)
			if !ok {
				panic(p)
			}
			err = invalid
		}
	}()
	v := &validator{root: schema}
	v.check(schema, value, nil, 0)
	return v.defects, nil
}

// maxSchemaDepth bounds schemas that refer to themselves.
const maxSchemaDepth = 200

func (v *validator) fail(path []any, keyword, format string, args ...any) {
	v.defects = append(v.defects, defect{path: slices.Clone(path), keyword: keyword, text: fmt.Sprintf(format, args...)})
}

func (v *validator) lack(path []any, keyword string, fields []string, text string) {
	v.defects = append(v.defects, defect{path: slices.Clone(path), keyword: keyword, fields: fields, text: text})
}

// within returns what is wrong with a value by another schema.
func (v *validator) within(schema, value any, path []any, depth int) []defect {
	inner := &validator{root: v.root}
	inner.check(schema, value, path, depth+1)
	return inner.defects
}

// check adds what is wrong with a value. It panics with a schemaError.
func (v *validator) check(schema, value any, path []any, depth int) {
	if depth > maxSchemaDepth {
		panic(&schemaError{"the schema refers to itself without an end"})
	}
	if is, isBool := schema.(bool); isBool {
		if !is {
			v.fail(path, "false", "is not allowed")
		}
		return
	}
	keywords := object(schema, "the schema")
	for _, name := range unsupported {
		if _, has := keywords[name]; has {
			panic(&schemaError{name + " is not supported"})
		}
	}
	if of, has := keywords["$schema"]; has && of != draft {
		panic(&schemaError{fmt.Sprintf("$schema must be %s", draft)})
	}
	if !v.any(keywords, value, path) { // what else is wrong follows from it
		return
	}
	v.combine(keywords, value, path, depth)
	switch value := value.(type) {
	case json.Number:
		v.number(keywords, rational(value, "the value"), path)
	case string:
		v.text(keywords, value, path)
	case []any:
		v.list(keywords, value, path, depth)
	case map[string]any:
		v.object(keywords, value, path, depth)
	}
}

// combine checks a value by the schemas that the schema is made of.
func (v *validator) combine(keywords map[string]any, value any, path []any, depth int) {
	if ref, has := keywords["$ref"]; has {
		v.check(v.resolve(ref), value, path, depth+1)
	}
	for _, schema := range schemas(keywords, "allOf") {
		v.check(schema, value, path, depth+1)
	}
	v.anyOf(schemas(keywords, "anyOf"), value, path, depth)
	if all := schemas(keywords, "oneOf"); len(all) > 0 {
		fit := 0
		var defects []defect
		for _, schema := range all {
			found := v.within(schema, value, path, depth)
			if defects = append(defects, found...); len(found) == 0 {
				fit++
			}
		}
		switch {
		case fit == 0:
			v.defects = append(v.defects, defects...)
		case fit > 1:
			v.fail(path, "oneOf", "is not valid")
		}
	}
	if schema, has := keywords["not"]; has && len(v.within(schema, value, path, depth)) == 0 {
		v.fail(path, "not", "is not valid")
	}
	if condition, has := keywords["if"]; has {
		branch := "then"
		if len(v.within(condition, value, path, depth)) > 0 {
			branch = "else"
		}
		if schema, has := keywords[branch]; has {
			v.check(schema, value, path, depth+1)
		}
	}
}

// anyOf says what is wrong by each of the schemas, if a value fits none. Where each requires one field, that is one.
func (v *validator) anyOf(all []any, value any, path []any, depth int) {
	var defects []defect
	for _, schema := range all {
		found := v.within(schema, value, path, depth)
		if len(found) == 0 {
			return
		}
		defects = append(defects, found...)
	}
	isChoice := len(defects) > 0 && !slices.ContainsFunc(defects, func(d defect) bool {
		return d.keyword != "required" || len(d.fields) > 1 || len(d.path) > len(path)
	})
	if !isChoice {
		v.defects = append(v.defects, defects...)
		return
	}
	var fields []string
	for _, d := range defects {
		fields = append(fields, d.fields...)
	}
	v.fail(path, "anyOf", "must have %s", strings.Join(fields, " or "))
}

// resolve returns what a reference within the schema leads to.
func (v *validator) resolve(ref any) any {
	pointer, ok := strings.CutPrefix(fmt.Sprint(ref), "#")
	if !ok || pointer != "" && pointer[0] != '/' {
		panic(&schemaError{fmt.Sprintf("$ref %v leads out of the schema", ref)})
	}
	at := v.root
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if pointer == "" {
			break
		}
		members, _ := at.(map[string]any)
		next, has := members[strings.NewReplacer("~1", "/", "~0", "~").Replace(step)]
		if !has {
			panic(&schemaError{fmt.Sprintf("$ref %v leads nowhere", ref)})
		}
		at = next
	}
	return at
}

// any checks what is said of values of whatever type. It reports whether the value fits that.
func (v *validator) any(keywords map[string]any, value any, path []any) bool {
	if of, has := keywords["type"]; has {
		types := []string{fmt.Sprint(of)}
		if several, ok := of.([]any); ok {
			types = texts(several, "type")
		}
		if !slices.ContainsFunc(types, func(name string) bool { return isA(value, name) }) {
			v.fail(path, "type", "must be %s", typeText(types))
			return false
		}
	}
	if want, has := keywords["const"]; has && !equal(value, want) {
		v.fail(path, "const", "must be %v", want)
		return false
	}
	if all, has := keywords["enum"]; has {
		if all := list(all, "enum"); !slices.ContainsFunc(all, func(want any) bool { return equal(value, want) }) {
			var spelt []string
			for _, want := range all {
				spelt = append(spelt, fmt.Sprint(want))
			}
			v.fail(path, "enum", "must be one of %s", strings.Join(spelt, ", "))
			return false
		}
	}
	return true
}

func (v *validator) number(keywords map[string]any, n *big.Rat, path []any) {
	compare := func(keyword, text string, isWrong func(order int) bool) {
		if bound, has := keywords[keyword]; has {
			if bound := rational(bound, keyword); isWrong(n.Cmp(bound)) {
				v.fail(path, keyword, text, bound.RatString())
			}
		}
	}
	compare("minimum", "must be at least %s", func(order int) bool { return order < 0 })
	compare("maximum", "must be at most %s", func(order int) bool { return order > 0 })
	compare("exclusiveMinimum", "must be greater than %s", func(order int) bool { return order <= 0 })
	compare("exclusiveMaximum", "must be less than %s", func(order int) bool { return order >= 0 })
	if of, has := keywords["multipleOf"]; has {
		of := rational(of, "multipleOf")
		if of.Sign() <= 0 {
			panic(&schemaError{"multipleOf must be greater than 0"})
		}
		if !new(big.Rat).Quo(n, of).IsInt() {
			v.fail(path, "multipleOf", "must be a multiple of %s", of.RatString())
		}
	}
}

func (v *validator) text(keywords map[string]any, text string, path []any) {
	length := utf8.RuneCountInString(text)
	switch least, has := count(keywords, "minLength"); {
	case !has || length >= least:
	case least == 1:
		v.fail(path, "minLength", "must not be empty")
	default:
		v.fail(path, "minLength", "is too short: at least %d characters", least)
	}
	if most, has := count(keywords, "maxLength"); has && length > most {
		v.fail(path, "maxLength", "is too long: at most %d characters", most)
	}
	if pattern, has := keywords["pattern"]; has && !expression(pattern).MatchString(text) {
		v.fail(path, "pattern", "must match the pattern %s", pattern)
	}
}

func (v *validator) list(keywords map[string]any, items []any, path []any, depth int) {
	switch least, has := count(keywords, "minItems"); {
	case !has || len(items) >= least:
	case least == 1:
		v.fail(path, "minItems", "must not be empty")
	default:
		v.fail(path, "minItems", "has too few entries: at least %d", least)
	}
	if most, has := count(keywords, "maxItems"); has && len(items) > most {
		v.fail(path, "maxItems", "has too many entries: at most %d", most)
	}
	if keywords["uniqueItems"] == true {
		if i, j, found := duplicates(items); found {
			v.fail(path, "uniqueItems", "must not have duplicates: entries %d and %d are equal", i, j)
		}
	}
	first := schemas(keywords, "prefixItems")
	rest, has := keywords["items"]
	for i, item := range items {
		at := append(path[:len(path):len(path)], i)
		switch {
		case i < len(first):
			v.check(first[i], item, at, depth+1)
		case has:
			v.check(rest, item, at, depth+1)
		}
	}
}

func duplicates(items []any) (i, j int, found bool) {
	for j := range items {
		for i := range j {
			if equal(items[i], items[j]) {
				return i, j, true
			}
		}
	}
	return 0, 0, false
}

func (v *validator) object(keywords map[string]any, members map[string]any, path []any, depth int) {
	switch least, has := count(keywords, "minProperties"); {
	case !has || len(members) >= least:
	case least == 1:
		v.fail(path, "minProperties", "must not be empty")
	default:
		v.fail(path, "minProperties", "has too few fields: at least %d", least)
	}
	if most, has := count(keywords, "maxProperties"); has && len(members) > most {
		v.fail(path, "maxProperties", "has too many fields: at most %d", most)
	}
	if required, has := keywords["required"]; has {
		if missing := absent(members, texts(required, "required")); len(missing) > 0 {
			v.lack(path, "required", missing, "is missing")
		}
	}
	for name, required := range optional(keywords, "dependentRequired") {
		if _, has := members[name]; !has {
			continue
		}
		if missing := absent(members, texts(required, "dependentRequired")); len(missing) > 0 {
			v.lack(path, "dependentRequired", missing, "is missing: "+name+" requires it")
		}
	}
	for name, schema := range optional(keywords, "dependentSchemas") {
		if _, has := members[name]; has {
			v.check(schema, members, path, depth+1)
		}
	}
	properties, patterns := optional(keywords, "properties"), optional(keywords, "patternProperties")
	additional, isSaid := keywords["additionalProperties"]
	var unknown []string
	for name, member := range members {
		at := append(path[:len(path):len(path)], name)
		schema, known := properties[name]
		if known {
			v.check(schema, member, at, depth+1)
		}
		for pattern, schema := range patterns {
			if expression(pattern).MatchString(name) {
				known = true
				v.check(schema, member, at, depth+1)
			}
		}
		if names, has := keywords["propertyNames"]; has {
			v.check(names, name, path, depth+1)
		}
		switch {
		case known || !isSaid:
		case additional == false:
			unknown = append(unknown, name)
		default:
			v.check(additional, member, at, depth+1)
		}
	}
	if len(unknown) > 0 {
		v.lack(path, "additionalProperties", unknown, "")
	}
}

func absent(members map[string]any, names []string) (missing []string) {
	for _, name := range names {
		if _, has := members[name]; !has {
			missing = append(missing, name)
		}
	}
	return missing
}

// typeNames are the types of JSON as people call them, in the order in which they are listed.
var typeNames = []struct{ name, text string }{
	{"null", "null"}, {"boolean", "true or false"}, {"number", "a number"}, {"integer", "a whole number"}, {"string", "a string"},
	{"array", "a list"}, {"object", "an object"},
}

func typeText(types []string) string {
	var all []string
	for _, t := range typeNames {
		if slices.Contains(types, t.name) {
			all = append(all, t.text)
		}
	}
	return strings.Join(all, " or ")
}

func isA(value any, typ string) bool {
	switch typ {
	case "null":
		return value == nil
	case "boolean":
		_, is := value.(bool)
		return is
	case "number":
		_, is := value.(json.Number)
		return is
	case "integer":
		n, is := value.(json.Number)
		return is && rational(n, "the value").IsInt()
	case "string":
		_, is := value.(string)
		return is
	case "array":
		_, is := value.([]any)
		return is
	case "object":
		_, is := value.(map[string]any)
		return is
	}
	panic(&schemaError{fmt.Sprintf("%q is not a type", typ)})
}

// equal reports whether values are the same, however numbers are written.
func equal(a, b any) bool {
	switch a := a.(type) {
	case json.Number:
		b, ok := b.(json.Number)
		return ok && rational(a, "the value").Cmp(rational(b, "the value")) == 0
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, equal)
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for name, member := range a {
			if other, has := b[name]; !has || !equal(member, other) {
				return false
			}
		}
		return true
	}
	return reflect.DeepEqual(a, b)
}

// The following read what keywords are given.

func object(value any, keyword string) map[string]any {
	members, ok := value.(map[string]any)
	if !ok {
		panic(&schemaError{keyword + " must be an object"})
	}
	return members
}

func optional(keywords map[string]any, keyword string) map[string]any {
	value, has := keywords[keyword]
	if !has {
		return nil
	}
	return object(value, keyword)
}

func list(value any, keyword string) []any {
	items, ok := value.([]any)
	if !ok {
		panic(&schemaError{keyword + " must be a list"})
	}
	return items
}

func schemas(keywords map[string]any, keyword string) []any {
	value, has := keywords[keyword]
	if !has {
		return nil
	}
	return list(value, keyword)
}

func texts(value any, keyword string) (all []string) {
	for _, item := range list(value, keyword) {
		text, ok := item.(string)
		if !ok {
			panic(&schemaError{keyword + " must be a list of strings"})
		}
		all = append(all, text)
	}
	return all
}

func count(keywords map[string]any, keyword string) (int, bool) {
	value, has := keywords[keyword]
	if !has {
		return 0, false
	}
	n := rational(value, keyword)
	if !n.IsInt() || n.Sign() < 0 || !n.Num().IsInt64() {
		panic(&schemaError{keyword + " must be a whole number"})
	}
	return int(n.Num().Int64()), true
}

func rational(value any, keyword string) *big.Rat {
	if literal, ok := value.(json.Number); ok {
		if n, ok := new(big.Rat).SetString(literal.String()); ok {
			return n
		}
	}
	panic(&schemaError{keyword + " must be a number"})
}

func expression(pattern any) *regexp.Regexp {
	text, ok := pattern.(string)
	if ok {
		if compiled, err := regexp.Compile(text); err == nil {
			return compiled
		}
	}
	panic(&schemaError{fmt.Sprintf("pattern %v is not a regular expression", pattern)})
}
