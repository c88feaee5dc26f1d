package control

import (
	"fmt"
	"path"
	"slices"
	"strings"

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

// MatchIDs returns the controls that a pattern names: an ID, a family such as images, or either with * for any
// characters. A dash is read as an underscore, as in the names of constraints. A pattern that names none is an
// UnknownError.
func MatchIDs(pattern string, controls []*Control) ([]*Control, error) {
	id := strings.ReplaceAll(pattern, "-", "_")
	if found, err := Find(id, controls); err == nil {
		return []*Control{found}, nil
	} else if IsExact(pattern) {
		return nil, err
	}
	var matching []*Control
	for _, c := range controls {
		for _, name := range []string{c.ID, c.Family()} {
			if ok, err := path.Match(id, name); err != nil {
				return nil, fmt.Errorf("%q is not a valid pattern; use * for any characters", pattern)
			} else if ok {
				matching = append(matching, c)
				break
			}
		}
	}
	if len(matching) == 0 {
		return nil, &UnknownError{ID: pattern, Nearest: nearest(id, controls)}
	}
	return matching, nil
}

// IsExact reports whether a pattern names one control by its ID.
func IsExact(pattern string) bool {
	return strings.Contains(pattern, ".") && !strings.ContainsAny(pattern, `*?[\`)
}

// UnknownError reports that no control has an ID, or none matches a pattern.
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

// nearest returns the ID or the family that is most similar to an unknown one, or "" if none is.
func nearest(id string, controls []*Control) string {
	best, distance := "", min(len(id)/2+1, 8)
	consider := func(name string, d int) {
		if d < distance {
			best, distance = name, d
		}
	}
	for _, c := range controls {
		consider(c.ID, levenshtein.ComputeDistance(id, c.ID))
		if !strings.Contains(id, ".") {
			consider(c.Family(), levenshtein.ComputeDistance(id, c.Family())-1) // rather than a control
			consider(c.ID, levenshtein.ComputeDistance(id, c.Name()))           // the family is easily forgotten
		}
	}
	return best
}
