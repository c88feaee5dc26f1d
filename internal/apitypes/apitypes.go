// Package apitypes has the types of the API of Kubernetes as a table: which fields an object of a kind has, and of
// what type each is. The table is written from the types of client-go by make generate. Nothing of it is read before it is
// asked for, and then only what is asked for, where importing client-go would register every type at the start of a program.
package apitypes

import (
	_ "embed"
	"iter"
	"slices"
	"strings"
	"sync"
)

// text has a line for each kind and for each struct, in the order of bytes:
//
//	apps/v1 Deployment: apps/v1.Deployment deployments
//	apps/v1.Deployment: apiVersion=string kind=string metadata=meta/v1.ObjectMeta …
//
//go:embed types.txt
var text string

// Form is what a value of a type is in JSON.
type Form int

// The forms of values. Those below Object are leaves.
const (
	Any Form = iota
	Text
	Boolean
	Int32
	Int64
	Bytes       // as base64
	IntOrString // an Int32 or a text
	Quantity
	Time
	MicroTime
	Duration
	Object
	Map // whose keys are not fixed
	List
)

var leaves = map[string]*Type{
	"any":         {Form: Any},
	"string":      {Form: Text},
	"bool":        {Form: Boolean},
	"int32":       {Form: Int32},
	"int64":       {Form: Int64},
	"bytes":       {Form: Bytes},
	"intorstring": {Form: IntOrString},
	"quantity":    {Form: Quantity},
	"time":        {Form: Time},
	"microtime":   {Form: MicroTime},
	"duration":    {Form: Duration},
}

// Type is a type of the API.
type Type struct {
	Form Form
	// Name is the name of an Object, such as PodSpec.
	Name string
	// Item is the type of the values of a Map or List.
	Item *Type

	line   string // that describes the fields of an Object
	once   sync.Once
	fields []field
}

type field struct {
	name string
	typ  *Type
}

// Names lists the fields of an Object.
func (t *Type) Names() []string {
	t.read()
	names := make([]string, len(t.fields))
	for i, f := range t.fields {
		names[i] = f.name
	}
	return names
}

func (t *Type) read() {
	t.once.Do(func() {
		for described := range strings.FieldsSeq(t.line) {
			name, typ, _ := strings.Cut(described, "=")
			t.fields = append(t.fields, field{name, typeOf(typ)})
		}
	})
}

// Field returns the type of a field of an Object, or nil if it has none of that name.
func (t *Type) Field(name string) *Type {
	t.read()
	i, found := slices.BinarySearchFunc(t.fields, name, func(f field, name string) int { return strings.Compare(f.name, name) })
	if !found {
		return nil
	}
	return t.fields[i].typ
}

// read has the types that were asked for, by their names in the text.
var read sync.Map

// typeOf returns the type that a name in the text means.
func typeOf(name string) *Type {
	if leaf := leaves[name]; leaf != nil {
		return leaf
	}
	if known, ok := read.Load(name); ok {
		return known.(*Type)
	}
	t := &Type{}
	switch {
	case strings.HasPrefix(name, "[]"):
		t.Form, t.Item = List, typeOf(name[2:])
	case strings.HasPrefix(name, "{}"):
		t.Form, t.Item = Map, typeOf(name[2:])
	default:
		line, _ := lookup(name)
		t.Form, t.Name, t.line = Object, name[strings.LastIndexByte(name, '.')+1:], line
	}
	known, _ := read.LoadOrStore(name, t)
	return known.(*Type)
}

// lookup returns what the line says that begins with a name and a colon.
func lookup(name string) (string, bool) {
	begin, end := 0, len(text)
	for begin < end {
		middle := begin + (end-begin)/2
		start := strings.LastIndexByte(text[:middle], '\n') + 1
		line := text[start:]
		line = line[:strings.IndexByte(line, '\n')]
		head, rest, _ := strings.Cut(line, ": ")
		switch strings.Compare(head, name) {
		case 0:
			return rest, true
		case -1:
			begin = start + len(line) + 1
		default:
			end = start
		}
	}
	return "", false
}

// Of returns the type of a kind, or nil if Kubernetes has no such kind.
func Of(apiVersion, kind string) *Type {
	line, found := lookup(apiVersion + " " + kind)
	if !found || strings.ContainsAny(apiVersion+kind, " :") {
		return nil
	}
	name, _, _ := strings.Cut(line, " ")
	return typeOf(name)
}

// Kind is a kind of objects.
type Kind struct {
	APIVersion, Kind string
	// Resource is the plural by which roles name it; "" for what is no resource, such as a list.
	Resource string
}

// Kinds returns all kinds.
func Kinds() iter.Seq[Kind] {
	return func(yield func(Kind) bool) {
		for line := range strings.Lines(text) {
			head, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
			apiVersion, kind, isKind := strings.Cut(head, " ")
			if !isKind {
				continue
			}
			_, resource, _ := strings.Cut(rest, " ")
			if !yield(Kind{apiVersion, kind, resource}) {
				return
			}
		}
	}
}
