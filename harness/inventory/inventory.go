// Package inventory has the objects of a run that controls look up, in Gatekeeper's structure:
// data.inventory.namespace[namespace][groupVersion][Kind][name] and
// data.inventory.cluster[groupVersion][Kind][name].
//
// The files of a run are assumed to be complete: an object that is not in them does not exist. That is correct for
// objects that are applied together, and says nothing about other objects in a cluster. For a run of admission
// requests alone this does not hold: an object that is not found is unknown.
//
// Only objects whose kind and version a selected control looks up are kept, so memory grows with these objects and
// not with the input. The objects of admission requests are not kept, because they do not exist yet. Whether a kind
// is namespaced follows from where the controls look it up; a namespaced object without a namespace is in
// "default". If two objects have the same name, the last one counts, as when they are applied in order; objects
// with generateName are all kept. Objects without a name are omitted, because nothing can refer to them. Versions
// are not converted, as an API server would do. Objects that cannot be read are omitted too; the run reports them
// when it judges them.
//
// A Secret is reduced to its name, type and keys. It has no values, and only the names of annotations that cause
// copies, because kubectl stores the values in an annotation. Custom resources are reduced to their names, for
// controls that ask for control.CustomResources. Reports of scanners are kept whole, for controls that ask for
// control.ScanReports.
//
// Files that make something in AWS, such as a Terraform plan, are kept for controls that ask for control.Infrastructure,
// with what concerns IAM and EKS.
package inventory

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// Inventory has the objects that controls look up.
type Inventory struct {
	found map[key]object
	reads map[control.Read]bool // that there is an object for
	files map[Reference][]string

	mu    sync.Mutex
	forms map[any]*form
}

type form struct {
	once  sync.Once
	value any
	err   error
}

// All returns the objects in the form of the options, and the place of each in Gatekeeper's inventory.
func (i *Inventory) All() iter.Seq2[Place, any] {
	return func(yield func(Place, any) bool) {
		for k, o := range i.found {
			if !yield(Place{k.read.Namespaced, k.namespace, k.apiVersion, k.read.Kind, k.name}, o.form) {
				return
			}
		}
	}
}

// Place is the place of an object in Gatekeeper's inventory.
type Place struct {
	IsNamespaced                      bool
	Namespace, APIVersion, Kind, Name string
}

// In returns the inventory in the form of an engine, which is made once.
func (i *Inventory) In(engine any, make func() (any, error)) (any, error) {
	i.mu.Lock()
	f := i.forms[engine]
	if f == nil {
		if i.forms == nil {
			i.forms = map[any]*form{}
		}
		f = &form{}
		i.forms[engine] = f
	}
	i.mu.Unlock()
	f.once.Do(func() { f.value, f.err = make() })
	return f.value, f.err
}

// Reference names an object of any version. If it has no namespace, it means "default".
type Reference struct{ Group, Kind, Namespace, Name string }

// Files returns the files of the run that contain an object.
func (i *Inventory) Files(r Reference) []string { return i.files[r] }

// Holds reports whether there is any object of the given kinds.
func (i *Inventory) Holds(reads []control.Read) bool {
	for _, read := range reads {
		if i.reads[read] {
			return true
		}
	}
	return false
}

// Options configure an inventory.
type Options struct {
	// Around are sources of existing objects that are not part of the run.
	Around []source.Found
	// Reads are the kinds that are looked up.
	Reads []control.Read
	// Form returns the form in which an engine looks an object up, in which alone it is kept; nil keeps the value.
	Form    func(value.Value) any
	Formats format.Set
	Source  source.Options
}

// Build reads the sources of a run and of existing objects, and keeps the objects that are looked up.
func Build(ctx context.Context, sources []source.Found, options Options) (*Inventory, error) {
	if options.Form == nil {
		options.Form = func(v value.Value) any { return v }
	}
	b := &builder{form: options.Form, wanted: map[control.Read]bool{}, found: map[key]object{}, files: map[Reference][]string{}}
	var kinds [][]byte
	for _, read := range options.Reads {
		b.wanted[read] = true
		kinds = append(kinds, []byte(read.Kind))
	}
	sequence := 0
	for i, sources := range [][]source.Found{options.Around, sources} {
		last := sequence
		add := func(_ context.Context, s *source.Step) (int, error) {
			d := s.Document
			// What a glance at the beginning tells is asked first: a report may be long.
			if d == nil || !slices.ContainsFunc(fileKinds, func(k fileKind) bool { return b.wanted[k.read] && k.mayHold(d) }) &&
				!mayHold(d.Text, kinds) && !(b.wanted[control.CustomResources] && mayHoldCustom(d.Text)) {
				return s.Sequence, nil
			}
			for n, a := range options.Formats.Parse(d).Artefacts {
				b.add(a, last+s.Sequence, n)
				if i == 1 {
					b.note(a, a.Unit)
				}
			}
			return s.Sequence, nil
		}
		for n, err := range source.Each(ctx, slices.Values(sources), options.Source, add) {
			if err != nil {
				return nil, err
			}
			sequence = last + n + 1
		}
	}
	return b.inventory(), nil
}

// mayHold reports at a glance which documents contain no object of the kinds, so that they need not be parsed
// for it. A kind that is not spelt with its letters takes an escape or a tag.
func mayHold(text []byte, kinds [][]byte) bool {
	if bytes.IndexByte(text, '\\') >= 0 || bytes.IndexByte(text, '!') >= 0 { // which is told faster than the rest
		return true
	}
	return slices.ContainsFunc(kinds, func(kind []byte) bool { return bytes.Contains(text, kind) })
}

// mayHoldCustom reports the same of objects whose kind Kubernetes does not define.
func mayHoldCustom(text []byte) bool {
	for {
		_, rest, found := bytes.Cut(text, []byte("apiVersion"))
		if !found {
			return false
		}
		text = rest
		rest = bytes.TrimLeft(rest, "\"': \t")
		end := bytes.IndexAny(rest, "/\r\n")
		if end == 0 || end > 0 && rest[end] == '/' && artefact.IsCustom(string(rest[:end])) {
			return true
		}
	}
}

type key struct {
	read                        control.Read
	namespace, apiVersion, name string
}

type object struct {
	sequence int
	form     any
}

type builder struct {
	wanted map[control.Read]bool
	form   func(value.Value) any

	mu    sync.Mutex
	found map[key]object
	files map[Reference][]string
}

func (b *builder) add(a *artefact.Artefact, sequence, index int) {
	for _, k := range fileKinds {
		if b.wanted[k.read] && k.is(a) {
			b.addFile(k, a, sequence, index)
		}
	}
	if a.IsRequested() || a.Name == "" {
		return
	}
	kind := schema.FromAPIVersionAndKind(a.APIVersion, a.Kind)
	kept := sync.OnceValue(func() any {
		if control.IsSecret(kind.GroupKind()) {
			return b.form(outline(a))
		}
		return b.form(a.Value)
	})
	name := a.Name
	if a.GeneratesName {
		name += fmt.Sprintf("%d.%d", sequence, index) // no other object takes its place
	}
	for _, namespaced := range []bool{true, false} {
		k := key{read: control.Read{GroupVersionKind: kind, Namespaced: namespaced}, apiVersion: a.APIVersion, name: name}
		if namespaced {
			k.namespace = cmp.Or(a.Namespace, "default")
		}
		b.put(k, sequence, kept)
	}
	if custom := control.CustomResources; b.wanted[custom] && artefact.IsCustom(kind.Group) {
		k := key{custom, cmp.Or(a.Namespace, "default"), custom.GroupVersion().String(), strings.Join([]string{a.APIVersion, a.Kind, name}, "/")}
		b.put(k, sequence, func() any { return b.form(identity(a)) })
	}
}

// addFile adds a file that is no object, and notes where it is.
func (b *builder) addFile(kind fileKind, a *artefact.Artefact, sequence, index int) {
	k := key{read: kind.read, apiVersion: kind.read.GroupVersion().String(), name: fmt.Sprintf("%d.%d", sequence, index)}
	b.put(k, sequence, func() any { return b.form(kind.kept(a)) })
	b.mu.Lock()
	defer b.mu.Unlock()
	b.files[Reference{Group: kind.read.Group, Kind: kind.read.Kind, Name: k.name}] = []string{a.Position(nil).File}
}

// note keeps where an object stands that is looked up.
func (b *builder) note(a *artefact.Artefact, file string) {
	kind := schema.FromAPIVersionAndKind(a.APIVersion, a.Kind)
	if a.IsRequested() || !b.wanted[control.Read{GroupVersionKind: kind, Namespaced: true}] {
		return
	}
	r := Reference{kind.Group, a.Kind, cmp.Or(a.Namespace, "default"), a.Name}
	b.mu.Lock()
	defer b.mu.Unlock()
	if !slices.Contains(b.files[r], file) {
		b.files[r] = append(b.files[r], file)
	}
}

func (b *builder) put(k key, sequence int, kept func() any) {
	if !b.wanted[k.read] {
		return
	}
	form := kept()
	b.mu.Lock()
	defer b.mu.Unlock()
	if before, ok := b.found[k]; !ok || sequence >= before.sequence {
		b.found[k] = object{sequence, form}
	}
}

func (b *builder) inventory() *Inventory {
	reads := map[control.Read]bool{}
	for k := range b.found {
		reads[k.read] = true
	}
	return &Inventory{found: b.found, reads: reads, files: b.files}
}
