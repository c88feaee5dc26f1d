// Package catalogue loads a policy directory: its controls, including those that are written in Go, and the guides
// that they cover.
package catalogue

import (
	"cmp"
	"errors"
	"fmt"
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

	guides     func() (*guide.Library, error)
	statements *sync.Map // *control.Control to []string
}

// Load reads a policy directory.
func Load(files fs.FS) (*Catalogue, error) {
	policies, err := rego.Load(files)
	if err != nil {
		return nil, err
	}
	controls := slices.Concat(policies.Controls(), text.Controls())
	slices.SortFunc(controls, func(a, b *control.Control) int { return cmp.Compare(a.ID, b.ID) })
	if err := distinct(controls); err != nil {
		return nil, err
	}
	guides := sync.OnceValues(func() (*guide.Library, error) {
		library, err := guide.Load(files)
		if errors.Is(err, fs.ErrNotExist) {
			return &guide.Library{}, nil // policies need not answer any guide
		}
		return library, err
	})
	return &Catalogue{Files: files, Rego: policies, Controls: controls, guides: guides, statements: &sync.Map{}}, nil
}

// distinct refuses an ID that stands for two controls.
func distinct(controls []*control.Control) error {
	of := map[string]string{}
	for _, c := range controls {
		of[c.ID] = c.ID
	}
	for _, c := range controls {
		for _, id := range c.RenamedFrom {
			if other, taken := of[id]; taken {
				return fmt.Errorf("reading policies: control %s: renamed_from names %s, which is or was the ID of %s", c.ID, id, other)
			}
			of[id] = c.ID
		}
	}
	return nil
}

// Guides returns the guides that the controls cover. They are loaded on first use.
func (c *Catalogue) Guides() (*guide.Library, error) { return c.guides() }

// Frameworks returns how the controls relate to other texts. A relation of a control that there is not is a mistake,
// unless the guides are not the policy directory's own.
func (c *Catalogue) Frameworks() ([]*guide.Framework, error) {
	var ids []string
	if own, isLent := c.Files.(interface{ IsLent(string) bool }); !isLent || !own.IsLent("guides") {
		ids = []string{}
		for _, one := range c.Controls {
			ids = append(ids, one.ID)
		}
	}
	return guide.LoadFrameworks(c.Files, ids)
}

// Statements lists the IDs of the guides' statements that a control covers. The list must not be changed.
func (c *Catalogue) Statements(one *control.Control) ([]string, error) {
	if known, ok := c.statements.Load(one); ok {
		return known.([]string), nil
	}
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
	c.statements.Store(one, ids)
	return ids, nil
}

// Choose returns the controls that the patterns name (see control.MatchIDs), or all controls if there are none. An ID
// of an earlier release is reported as renamed.
func (c *Catalogue) Choose(patterns []string) (chosen []*control.Control, renamed []control.Renamed, err error) {
	if len(patterns) == 0 {
		return c.Controls, nil, nil
	}
	wanted := map[string]bool{}
	for _, pattern := range patterns {
		found, err := control.MatchIDs(pattern, c.Controls)
		if err != nil {
			return nil, nil, err
		}
		id := strings.ReplaceAll(pattern, "-", "_")
		if control.IsExact(pattern) && found[0].ID != id {
			renamed = append(renamed, control.Renamed{Old: id, New: found[0].ID})
		}
		for _, f := range found {
			wanted[f.ID] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(c.Controls), func(c *control.Control) bool { return !wanted[c.ID] }), renamed, nil
}
