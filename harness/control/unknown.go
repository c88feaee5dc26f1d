package control

import (
	"fmt"

	"github.com/agnivade/levenshtein"
)

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

// Nearest returns the ID that is most similar to an unknown one, or "" if none is.
func Nearest(id string, controls []*Control) string {
	best, distance := "", len(id)/2+1
	for _, c := range controls {
		// The family is easily forgotten.
		if d := min(levenshtein.ComputeDistance(id, c.ID), levenshtein.ComputeDistance(id, c.Name())); d < distance {
			best, distance = c.ID, d
		}
	}
	return best
}
