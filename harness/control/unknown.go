package control

import (
	"fmt"
	"slices"

	"github.com/agnivade/levenshtein"

	"github.com/guiderail/guiderail/harness/artefact"
)

// Renamed reports that a control was named by an ID that it had in an earlier release.
type Renamed struct {
	// Position is where; it is empty for what no file says.
	artefact.Position
	Old, New string
}

func (r Renamed) String() string {
	message := fmt.Sprintf("control %s is now named %s; use the new ID", r.Old, r.New)
	if r.File == "" {
		return message
	}
	return fmt.Sprintf("%s: %s", r.Position, message)
}

// Find returns the control that has an ID, or had it in an earlier release. An ID that none has or had is an
// UnknownError.
func Find(id string, controls []*Control) (*Control, error) {
	for _, names := range []func(*Control) bool{
		func(c *Control) bool { return c.ID == id },
		func(c *Control) bool { return slices.Contains(c.RenamedFrom, id) },
	} {
		if i := slices.IndexFunc(controls, names); i >= 0 {
			return controls[i], nil
		}
	}
	return nil, &UnknownError{ID: id, Nearest: nearest(id, controls)}
}

// UnknownError reports that no control has an ID.
type UnknownError struct {
	ID string
	// Nearest is the most similar ID, if there is one.
	Nearest string
}

func (e *UnknownError) Error() string {
	if e.Nearest == "" {
		return fmt.Sprintf("unknown control %q", e.ID)
	}
	return fmt.Sprintf("unknown control %q; did you mean %q?", e.ID, e.Nearest)
}

// nearest returns the ID that is most similar to an unknown one, or "" if none is.
func nearest(id string, controls []*Control) string {
	best, distance := "", len(id)/2+1
	for _, c := range controls {
		// The family is easily forgotten.
		if d := min(levenshtein.ComputeDistance(id, c.ID), levenshtein.ComputeDistance(id, c.Name())); d < distance {
			best, distance = c.ID, d
		}
	}
	return best
}
