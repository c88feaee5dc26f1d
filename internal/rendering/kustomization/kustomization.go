// Package kustomization renders a kustomization with kustomize's own library, without plugins and without the network,
// and finds for every value of the result the place that a person edits to change it.
package kustomization

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"slices"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	yamljson "sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/render"
	"github.com/guiderail/guiderail/internal/rendering"
)

// Render renders the kustomization of a directory. What is remote, or is a program, is taken out before, in memory, and a
// notice says so. Nothing is rendered when an error is emitted.
func Render(request *render.Request, emit rendering.Emit) {
	t, k := readTree(request)
	slices.SortStableFunc(t.notices, func(a, b *artefact.Notice) int { return compare(a.Position, b.Position) })
	for _, notice := range t.notices {
		if !emit(render.Part{Notice: notice}) {
			return
		}
	}
	var result *render.Text
	if len(t.errors) == 0 && k != nil {
		var err error
		if result, err = t.build(k); err != nil {
			t.explain(k, err)
		}
	}
	slices.SortStableFunc(t.errors, func(a, b *artefact.Error) int { return compare(a.Position, b.Position) })
	for _, err := range t.errors {
		if !emit(render.Part{Error: err}) {
			return
		}
	}
	if result != nil && len(t.errors) == 0 {
		emit(render.Part{Text: result})
	}
}

func compare(a, b artefact.Position) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

// readTree reads the kustomization of a request, and what it is made of.
func readTree(request *render.Request) (*tree, *kustomization) {
	t := &tree{
		name:           request.Directory,
		texts:          map[string]*text{},
		kustomizations: map[string]*kustomization{},
	}
	file := artefact.Position{File: request.Directory}
	absolute, err := filepath.Abs(request.Directory)
	if err == nil {
		t.directory, err = filepath.EvalSymlinks(absolute)
	}
	if err != nil {
		t.fail(file, "%s; correct the path", problem(err))
		return t, nil
	}
	roots, err := rendering.RootsOf(request)
	if err != nil {
		t.fail(file, "%s", problem(err))
		return t, nil
	}
	t.files = &files{disk: filesys.MakeFsOnDisk(), roots: roots, texts: map[string]read{}, replaced: map[string][]byte{}}
	for path, text := range request.Texts {
		t.files.texts[path] = read{text: text}
	}
	if err := t.files.check(t.directory); err != nil {
		t.fail(file, "%s", problem(err))
		return t, nil
	}
	return t, t.load(t.directory, file)
}

// build builds a kustomization, and finds the places of the result. It returns nil if an error was added.
func (t *tree) build(k *kustomization) (*render.Text, error) {
	instances, ok := t.instances(k, false, nil)
	if !ok {
		t.fail(artefact.Position{File: k.name}, "builds kustomizations more than %d times, and is not rendered; use each base once", maxKustomizations)
		return nil, nil
	}
	for _, one := range t.kustomizations {
		if !one.removed {
			continue
		}
		if one.fields.MetaData == nil {
			one.fields.MetaData = &types.ObjectMeta{} // kustomize builds none that is empty
		}
		text, err := yamljson.Marshal(one.fields)
		if err != nil {
			return nil, err
		}
		t.files.replaced[filepath.Join(one.directory, one.base)] = text
	}
	result, err := run(t.files, t.directory)
	if err != nil {
		return nil, err
	}
	content, err := result.AsYaml()
	if err != nil {
		return nil, err
	}
	text := &render.Text{File: k.name, Text: content}
	if err := t.place(k, text, candidates(instances)); err != nil {
		return nil, err
	}
	return text, nil
}

// run builds with kustomize, the warnings of which go nowhere.
func run(files filesys.FileSystem, directory string) (result resmap.ResMap, err error) {
	options := krusty.MakeDefaultOptions()
	options.Reorder = krusty.ReorderOptionUnspecified // as kustomize build
	options.LoadRestrictions = types.LoadRestrictionsNone
	if null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0); err == nil {
		stderr := os.Stderr
		os.Stderr = null
		defer func() { os.Stderr = stderr; null.Close() }()
	}
	writer := log.Writer()
	log.SetOutput(io.Discard)
	defer log.SetOutput(writer)
	defer func() {
		if failure := recover(); failure != nil {
			err = errors.Join(errPanic, fmt.Errorf("%v", failure))
		}
	}()
	return krusty.MakeKustomizer(options).Run(files, directory)
}

var errPanic = errors.New("kustomize cannot build it, and ended with a panic")
