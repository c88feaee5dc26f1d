package rego

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/guiderail/guiderail/harness/control"
)

var inventoryRef = ast.MustParseRef("data.inventory")

// reads returns what a control looks up, itself or in the libraries that it stands on, also through one
// another. Only the files that mention the inventory are parsed for it.
func (l *loader) reads(s *source) ([]control.Read, error) {
	var reads []control.Read
	for _, s := range l.closure(s) {
		more, err := s.reads()
		if err != nil {
			return nil, err
		}
		reads = append(reads, more...)
	}
	slices.SortFunc(reads, func(a, b control.Read) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Version, b.Version))
	})
	return slices.Compact(reads), nil
}

// reads returns what the rules of one file look up.
func (s *source) reads() ([]control.Read, error) {
	if s.AreReadsKnown {
		return s.Reads, nil
	}
	module, err := s.module()
	if err != nil {
		return nil, err
	}
	return readsOf(module)
}

// readsOf returns what the rules of one module look up. What a cluster has to keep at hand for a control,
// and a run in memory, must be known before the control is asked: so the kind is written out wherever
// the inventory is read.
func readsOf(module *ast.Module) (reads []control.Read, err error) {
	ast.WalkRefs(module, func(ref ast.Ref) bool {
		if err != nil || !ref[0].Equal(ast.DefaultRootDocument) {
			return err != nil
		}
		var read control.Read
		if len(ref) > 1 && isText(ref[1]) && !ref.HasPrefix(inventoryRef) {
			return false
		}
		if read, err = readOf(ref); err != nil {
			err = fmt.Errorf("%s:%d: %s: %w", ref[0].Location.File, ref[0].Location.Row, ref, err)
			return true
		}
		reads = append(reads, read)
		return false
	})
	return reads, err
}

var errForm = errors.New(`write data.inventory.namespace[namespace]["group/version"].Kind or data.inventory.cluster["group/version"].Kind, with the version and the kind as text`)

// readOf reads data.inventory.namespace[namespace]["group/version"].Kind or
// data.inventory.cluster["group/version"].Kind, whatever follows it.
func readOf(ref ast.Ref) (control.Read, error) {
	if len(ref) < 3 || !isText(ref[1]) || !isText(ref[2]) {
		return control.Read{}, errForm
	}
	kind := ref[3:]
	side := ref[2].Value.(ast.String)
	switch {
	case side == "namespace" && len(kind) > 0:
		kind = kind[1:]
	case side != "cluster":
		return control.Read{}, errForm
	}
	if len(kind) < 2 || !isText(kind[0]) || !isText(kind[1]) {
		return control.Read{}, errForm
	}
	version, err := schema.ParseGroupVersion(string(kind[0].Value.(ast.String)))
	if err != nil || version.Version == "" {
		return control.Read{}, errForm
	}
	return control.Read{GroupVersionKind: version.WithKind(string(kind[1].Value.(ast.String))), Namespaced: side == "namespace"}, nil
}

func isText(term *ast.Term) bool {
	_, ok := term.Value.(ast.String)
	return ok
}
