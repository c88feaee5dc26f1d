package control

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Read names a kind of objects that a control looks up in data.inventory.
type Read struct {
	schema.GroupVersionKind
	// Namespaced tells on which side of the inventory the control looks.
	Namespaced bool
}

var inventoryRef = ast.MustParseRef("data.inventory")

// reads gives what a control looks up, itself or in the libraries that it stands on, also through one
// another. Only the files that mention the inventory are parsed for it.
func (l *loader) reads(control *source) ([]Read, error) {
	var reads []Read
	wanted := []*source{control}
	for i := 0; i < len(wanted); i++ {
		s := wanted[i]
		for _, name := range s.imports {
			if library, ok := l.libraries[name]; ok && !slices.Contains(wanted, library) {
				wanted = append(wanted, library)
			}
		}
		if !s.mentionsInventory {
			continue
		}
		module, err := s.module()
		if err != nil {
			return nil, err
		}
		more, err := readsOf(module)
		if err != nil {
			return nil, err
		}
		reads = append(reads, more...)
	}
	slices.SortFunc(reads, func(a, b Read) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Version, b.Version))
	})
	return slices.Compact(reads), nil
}

// readsOf gives what the rules of one module look up. What a cluster has to keep at hand for a control,
// and a run in memory, must be known before the control is asked: so the kind is written out wherever
// the inventory is read.
func readsOf(module *ast.Module) (reads []Read, err error) {
	ast.WalkRefs(module, func(ref ast.Ref) bool {
		if err != nil || !ref[0].Equal(ast.DefaultRootDocument) {
			return err != nil
		}
		var read Read
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
func readOf(ref ast.Ref) (Read, error) {
	if len(ref) < 3 || !isText(ref[1]) || !isText(ref[2]) {
		return Read{}, errForm
	}
	kind := ref[3:]
	side := ref[2].Value.(ast.String)
	switch {
	case side == "namespace" && len(kind) > 0:
		kind = kind[1:]
	case side != "cluster":
		return Read{}, errForm
	}
	if len(kind) < 2 || !isText(kind[0]) || !isText(kind[1]) {
		return Read{}, errForm
	}
	version, err := schema.ParseGroupVersion(string(kind[0].Value.(ast.String)))
	if err != nil || version.Version == "" {
		return Read{}, errForm
	}
	return Read{version.WithKind(string(kind[1].Value.(ast.String))), side == "namespace"}, nil
}

// ReadsSecrets tells whether the control looks up Secrets. It runs where only their names and keys are kept
// for it, and so not in Gatekeeper, which keeps objects as they are.
func (c *Control) ReadsSecrets() bool { return readsSecrets(c.Reads) }

func readsSecrets(reads []Read) bool {
	return slices.ContainsFunc(reads, func(r Read) bool { return IsSecret(r.GroupKind()) })
}

// IsSecret tells whether a kind is that of Secrets.
func IsSecret(kind schema.GroupKind) bool { return kind == schema.GroupKind{Kind: "Secret"} }

// CustomResources is what a control looks up that wants to know of every object whose kind Kubernetes does
// not define, whatever it is. Of each there is no more than its apiVersion, kind, name and namespace, under
// the three first, with slashes between.
var CustomResources = Read{schema.GroupVersionKind{Group: "inventory.guiderail", Version: "v1", Kind: "CustomResource"}, true}

// IsCustom tells whether a group is none of Kubernetes' own.
func IsCustom(group string) bool {
	return strings.Contains(group, ".") && (!strings.HasSuffix(group, ".k8s.io") || strings.HasSuffix(group, ".x-k8s.io"))
}

func isText(term *ast.Term) bool {
	_, ok := term.Value.(ast.String)
	return ok
}
