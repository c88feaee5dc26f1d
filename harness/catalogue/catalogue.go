// Package catalogue holds what a policy directory has, read once for all who want it: the controls, those among
// them that are written in Go, and the guides that they answer.
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

// Catalogue is what a policy directory has.
type Catalogue struct {
	// Files is the policy directory.
	Files fs.FS
	// Rego are its controls that are written in Rego.
	Rego *rego.Policies
	// Controls are all controls, also those in Go that come with the program, in the order of their IDs.
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
	return &Catalogue{files, policies, controls, guides}, nil
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

// Guides gives the guides that the controls answer. They are read when they are first asked for.
func (c *Catalogue) Guides() (*guide.Library, error) { return c.guides() }

// Statements lists the statements of the guides that a control answers.
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

// Choose gives the controls of some IDs, in which a dash stands for an underscore as in the names of their
// constraints; none chooses them all. What an ID of an earlier release chose is told. An ID that no control has or
// had is a control.UnknownError.
func (c *Catalogue) Choose(ids []string) (chosen []*control.Control, renamed []control.Renamed, err error) {
	if len(ids) == 0 {
		return c.Controls, nil, nil
	}
	wanted := map[string]bool{}
	for _, id := range ids {
		id = strings.ReplaceAll(id, "-", "_")
		found, err := control.Find(id, c.Controls)
		if err != nil {
			return nil, nil, err
		}
		if found.ID != id {
			renamed = append(renamed, control.Renamed{Old: id, New: found.ID})
		}
		wanted[found.ID] = true
	}
	return slices.DeleteFunc(slices.Clone(c.Controls), func(c *control.Control) bool { return !wanted[c.ID] }), renamed, nil
}
