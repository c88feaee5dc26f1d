// Package inventory holds the objects of a run that controls look up beside the one that they judge, in
// the shape in which Gatekeeper shows them: data.inventory.namespace[namespace][groupVersion][Kind][name]
// and data.inventory.cluster[groupVersion][Kind][name].
//
// The files of a run are taken for all that there is: an object that none of them holds does not exist.
// That is a real answer about what is applied together, and says nothing of what else a cluster holds.
// A run of admission requests alone gives no such picture; there, what a control did not find it does not
// know.
//
// Of the run's objects those are kept whose kind and version a chosen control looks up, so that memory
// grows with them and not with the input. The objects of admission requests are not among them: they are
// asked for, and not yet there. Whether a kind lives in namespaces follows from where the controls look
// for it; a namespaced object that names no namespace is in "default". Of two objects of one name the
// last one counts, as it does for who applies them in turn; those that only say how their names begin are
// all kept. An object without a name is left out: nothing can refer to it. A version is not converted to another, as an API server would do. What cannot be read
// is left out as well; the run says so where it judges it.
//
// Of a Secret there is no more than its name, its type and its keys: no value, and no annotation but the
// names of those that have it copied, since kubectl keeps a copy of the values in one. Of objects whose kind
// Kubernetes does not define there are the names, for controls that ask for control.CustomResources.
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

// Inventory is what controls look up.
type Inventory struct {
	found map[key]object
	reads map[control.Read]bool // that there is an object for
	files map[Reference][]string

	form     sync.Once
	formed   any
	formFail error
}

// All returns the objects, and where Gatekeeper's inventory has each.
func (i *Inventory) All() iter.Seq2[Place, value.Value] {
	return func(yield func(Place, value.Value) bool) {
		for k, o := range i.found {
			if !yield(Place{k.read.Namespaced, k.namespace, k.apiVersion, k.read.Kind, k.name}, o.value) {
				return
			}
		}
	}
}

// Place is where an object stands in Gatekeeper's inventory.
type Place struct {
	IsNamespaced                      bool
	Namespace, APIVersion, Kind, Name string
}

// In returns the inventory in the form of an engine, which is made once for all who ask.
func (i *Inventory) In(make func() (any, error)) (any, error) {
	i.form.Do(func() { i.formed, i.formFail = make() })
	return i.formed, i.formFail
}

// Reference names an object of any version. Where it names no namespace, that is "default".
type Reference struct{ Group, Kind, Namespace, Name string }

// Files returns the files of the run that an object stands in: none where it is not of the run.
func (i *Inventory) Files(r Reference) []string { return i.files[r] }

// Holds reports whether there is any object of the kinds that are looked up.
func (i *Inventory) Holds(reads []control.Read) bool {
	for _, read := range reads {
		if i.reads[read] {
			return true
		}
	}
	return false
}

// Options say what an inventory is made from.
type Options struct {
	// Around are sources whose objects are not of the run, but there already.
	Around []source.Found
	// Reads are the kinds that are looked up.
	Reads   []control.Read
	Formats format.Set
	Source  source.Options
}

// Build reads the sources of a run, and what is around it, and keeps what is looked up.
func Build(ctx context.Context, sources []source.Found, options Options) (*Inventory, error) {
	b := &builder{wanted: map[control.Read]bool{}, found: map[key]object{}, files: map[Reference][]string{}}
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
			if d == nil || !mayHold(d.Text, kinds) && !(b.wanted[control.CustomResources] && mayHoldCustom(d.Text)) {
				return s.Sequence, nil
			}
			for n, a := range options.Formats.Parse(d).Artefacts {
				b.add(a, last+s.Sequence, n)
				if i == 1 {
					b.note(a, d.File)
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

// mayHold tells at a glance which documents hold no object of the kinds, so that they need not be parsed
// for it. A kind that is not spelt with its letters takes an escape or a tag.
func mayHold(text []byte, kinds [][]byte) bool {
	for _, kind := range kinds {
		if bytes.Contains(text, kind) {
			return true
		}
	}
	return bytes.ContainsAny(text, `\!`)
}

// mayHoldCustom tells the same of objects whose kind Kubernetes does not define.
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
	value    value.Value
}

type builder struct {
	wanted map[control.Read]bool

	mu    sync.Mutex
	found map[key]object
	files map[Reference][]string
}

func (b *builder) add(a *artefact.Artefact, sequence, index int) {
	if a.IsRequested() || a.Name == "" {
		return
	}
	kind := schema.FromAPIVersionAndKind(a.APIVersion, a.Kind)
	kept := a.Value
	if control.IsSecret(kind.GroupKind()) {
		kept = outline(a)
	}
	name := a.Name
	if a.GeneratesName {
		name += fmt.Sprintf("%d.%d", sequence, index) // no other object takes its place
	}
	for _, namespaced := range []bool{true, false} {
		k := key{read: control.Read{GroupVersionKind: kind, Namespaced: namespaced}, apiVersion: a.APIVersion, name: name}
		if namespaced {
			k.namespace = cmp.Or(a.Namespace, "default")
		}
		b.put(k, object{sequence, kept})
	}
	if custom := control.CustomResources; b.wanted[custom] && artefact.IsCustom(kind.Group) {
		k := key{custom, cmp.Or(a.Namespace, "default"), custom.GroupVersion().String(), strings.Join([]string{a.APIVersion, a.Kind, name}, "/")}
		b.put(k, object{sequence, identity(a)})
	}
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

func (b *builder) put(k key, o object) {
	if !b.wanted[k.read] {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if before, ok := b.found[k]; !ok || o.sequence >= before.sequence {
		b.found[k] = o
	}
}

func (b *builder) inventory() *Inventory {
	reads := map[control.Read]bool{}
	for k := range b.found {
		reads[k.read] = true
	}
	return &Inventory{found: b.found, reads: reads, files: b.files}
}
