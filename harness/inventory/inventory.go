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

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
)

// Inventory is what a query sees as data.
type Inventory struct {
	// Store and Transaction are what topdown reads from; several queries may do so at a time.
	Store       storage.Store
	Transaction storage.Transaction

	reads map[control.Read]bool // that there is an object for
	files map[Reference][]string
}

// Reference names an object of any version. Where it names no namespace, that is "default".
type Reference struct{ Group, Kind, Namespace, Name string }

// Files gives the files of the run that an object stands in: none where it is not of the run.
func (i *Inventory) Files(r Reference) []string { return i.files[r] }

// Holds tells whether there is any object of the kinds that are looked up.
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
	// Around are the sources whose objects are not of the run, but there already.
	Around map[*artefact.Source]bool
	// Reads are the kinds that are looked up.
	Reads   []control.Read
	Limits  artefact.Limits
	Workers int
}

// Build reads the sources and keeps what is looked up.
func Build(ctx context.Context, sources iter.Seq[*artefact.Source], options Options) (*Inventory, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	b := &builder{wanted: map[control.Read]bool{}, found: map[key]object{}, files: map[Reference][]string{}}
	var kinds [][]byte
	for _, read := range options.Reads {
		b.wanted[read] = true
		kinds = append(kinds, []byte(read.Kind))
	}

	type job struct {
		sequence int
		document *artefact.Document
		around   bool
	}
	jobs := make(chan job)
	go func() {
		defer close(jobs)
		sequence := 0
		for source := range sources {
			around := options.Around[source]
			for document, err := range source.Within(options.Limits) {
				if err != nil || !mayHold(document.Text, kinds) && !(b.wanted[control.CustomResources] && mayHoldCustom(document.Text)) {
					continue
				}
				select {
				case jobs <- job{sequence, document, around}:
					sequence++
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	var workers sync.WaitGroup
	for range options.Workers {
		workers.Go(func() {
			parser := artefact.NewParser()
			for {
				select {
				case j, more := <-jobs:
					if !more {
						return
					}
					for i, a := range parser.Parse(j.document).Artefacts {
						b.add(a, j.sequence, i)
						if !j.around {
							b.note(a, j.document.File)
						}
					}
				case <-ctx.Done():
					return // the source that is being read may be a terminal
				}
			}
		})
	}
	workers.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return b.inventory(ctx)
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
		if end == 0 || end > 0 && rest[end] == '/' && control.IsCustom(string(rest[:end])) {
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
	value    ast.Value
}

type builder struct {
	wanted map[control.Read]bool

	mu    sync.Mutex
	found map[key]object
	files map[Reference][]string
}

func (b *builder) add(a *artefact.Artefact, sequence, index int) {
	if a.Review != nil || a.Name == "" {
		return
	}
	kind := schema.FromAPIVersionAndKind(a.APIVersion, a.Kind)
	value := a.Value
	if control.IsSecret(kind.GroupKind()) {
		value = outline(a)
	}
	name := a.Name
	if a.GeneratesName() {
		name += fmt.Sprintf("%d.%d", sequence, index) // no other object takes its place
	}
	for _, namespaced := range []bool{true, false} {
		k := key{read: control.Read{GroupVersionKind: kind, Namespaced: namespaced}, apiVersion: a.APIVersion, name: name}
		if namespaced {
			k.namespace = cmp.Or(a.Namespace, "default")
		}
		b.put(k, object{sequence, value})
	}
	if custom := control.CustomResources; b.wanted[custom] && control.IsCustom(kind.Group) {
		k := key{custom, cmp.Or(a.Namespace, "default"), custom.GroupVersion().String(), strings.Join([]string{a.APIVersion, a.Kind, name}, "/")}
		b.put(k, object{sequence, identity(a)})
	}
}

// note keeps where an object stands that is looked up.
func (b *builder) note(a *artefact.Artefact, file string) {
	kind := schema.FromAPIVersionAndKind(a.APIVersion, a.Kind)
	if a.Review != nil || !b.wanted[control.Read{GroupVersionKind: kind, Namespaced: true}] {
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

func (b *builder) inventory(ctx context.Context) (*Inventory, error) {
	reads := map[control.Read]bool{}
	all := tree{"namespace": tree{}, "cluster": tree{}}
	for k, o := range b.found {
		reads[k.read] = true
		path := []string{"cluster"}
		if k.read.Namespaced {
			path = []string{"namespace", k.namespace}
		}
		all.put(o.value, append(path, k.apiVersion, k.read.Kind, k.name)...)
	}
	store := inmem.NewFromASTObject(tree{"inventory": all}.object())
	transaction, err := store.NewTransaction(ctx)
	if err != nil {
		return nil, fmt.Errorf("opening the inventory: %w", err)
	}
	return &Inventory{Store: store, Transaction: transaction, reads: reads, files: b.files}, nil
}

// tree is an object in the making, whose values are trees and values.
type tree map[string]any

func (t tree) put(value ast.Value, path ...string) {
	for _, step := range path[:len(path)-1] {
		branch, ok := t[step].(tree)
		if !ok {
			branch = tree{}
			t[step] = branch
		}
		t = branch
	}
	t[path[len(path)-1]] = value
}

func (t tree) object() ast.Object {
	pairs := make([][2]*ast.Term, 0, len(t))
	for key, value := range t {
		branch, ok := value.(tree)
		if ok {
			value = branch.object()
		}
		pairs = append(pairs, [2]*ast.Term{ast.InternedTerm(key), ast.NewTerm(value.(ast.Value))})
	}
	return ast.NewObject(pairs...)
}
