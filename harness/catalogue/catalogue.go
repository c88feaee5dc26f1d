// Package catalogue loads a policy directory: its controls, including those that are written in Go, and the guides
// that they cover.
package catalogue

import (
	"cmp"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/harness/judge/text"
)

// Catalogue is the content of a policy directory.
type Catalogue struct {
	// Files is the policy directory.
	Files fs.FS
	// Rego has the controls that are written in Rego.
	Rego *rego.Policies
	// Controls are all controls, including the built-in ones that are written in Go, sorted by ID.
	Controls []*control.Control

	guides func() (*guide.Library, error)
}

// Load reads a policy directory.
func Load(files fs.FS) (*Catalogue, error) {
	policies, err := rego.Load(files)
	if err != nil {
		return nil, err
	}
	controls := slices.Concat(policies.Controls(), text.Controls())
	slices.SortFunc(controls, func(a, b *control.Control) int { return cmp.Compare(a.ID, b.ID) })
	guides := sync.OnceValues(func() (*guide.Library, error) {
		library, err := guide.Load(files)
		if errors.Is(err, fs.ErrNotExist) {
			return &guide.Library{}, nil // policies need not answer any guide
		}
		return library, err
	})
	return &Catalogue{files, policies, controls, guides}, nil
}

// Guides returns the guides that the controls cover. They are loaded on first use.
func (c *Catalogue) Guides() (*guide.Library, error) { return c.guides() }

// Statements lists the IDs of the guides' statements that a control covers.
func (c *Catalogue) Statements(one *control.Control) ([]string, error) {
	library, err := c.Guides()
	if err != nil {
		return nil, err
	}
	ids := []string{}
	for _, g := range library.Guides {
		for _, s := range g.Statements {
			if s.IsAnsweredBy(one.Requirements) {
				ids = append(ids, s.ID)
			}
		}
	}
	slices.Sort(ids)
	return ids, nil
}

// Choose returns the controls with the given IDs, or all controls if there are none. A dash is read as an
// underscore, as in the names of constraints. An unknown ID is a control.UnknownError.
func (c *Catalogue) Choose(ids []string) ([]*control.Control, error) {
	if len(ids) == 0 {
		return c.Controls, nil
	}
	wanted := map[string]bool{}
	for _, id := range ids {
		id = strings.ReplaceAll(id, "-", "_")
		if !slices.ContainsFunc(c.Controls, func(c *control.Control) bool { return c.ID == id }) {
			return nil, &control.UnknownError{ID: id, Nearest: control.Nearest(id, c.Controls)}
		}
		wanted[id] = true
	}
	return slices.DeleteFunc(slices.Clone(c.Controls), func(c *control.Control) bool { return !wanted[c.ID] }), nil
}
