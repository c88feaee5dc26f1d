package control

import (
	"fmt"

	"github.com/agnivade/levenshtein"
)

// UnknownError says that no control has an ID.
type UnknownError struct {
	ID string
	// Nearest is the ID that looks most like it, if one does.
	Nearest string
}

func (e *UnknownError) Error() string {
	if e.Nearest == "" {
		return fmt.Sprintf("unknown control %q", e.ID)
	}
	return fmt.Sprintf("unknown control %q; did you mean %q?", e.ID, e.Nearest)
}

// Nearest gives the ID that looks most like one that no control has, or "" when none does.
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
