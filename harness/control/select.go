package control

import "strings"

// Select returns the controls that a pattern names, as MatchIDs does. An ID of an earlier release is reported as
// renamed.
func Select(pattern string, controls []*Control) (selected []*Control, renamed *Renamed, err error) {
	if selected, err = MatchIDs(pattern, controls); err != nil {
		return nil, nil, err
	}
	if id := strings.ReplaceAll(pattern, "-", "_"); IsExact(id) && selected[0].ID != id {
		renamed = &Renamed{Old: id, New: selected[0].ID}
	}
	return selected, renamed, nil
}
