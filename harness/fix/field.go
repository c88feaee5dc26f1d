package fix

import (
	"errors"
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/internal/apitypes"
)

var errNoField = errors.New("no field, or more than one, has a similar name")

// nearestField returns the field that the last key of a path is meant for: the only one that its object has not got yet
// and whose name is similar.
func nearestField(a *artefact.Artefact, path []any) (string, error) {
	name, isKey := path[len(path)-1].(string)
	typ := apitypes.Of(a.APIVersion, a.Kind)
	for _, step := range path[:len(path)-1] {
		if typ == nil {
			break
		}
		switch key, isKey := step.(string); {
		case isKey && typ.Form == apitypes.Object:
			typ = typ.Field(key)
		default:
			typ = typ.Item
		}
	}
	if !isKey || typ == nil || typ.Form != apitypes.Object {
		return "", errNoField
	}
	parent := a.Value.At(path[:len(path)-1]...)
	var near []string
	for _, field := range typ.Names() {
		distance := levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(field))
		if distance <= most(name) && !parent.Get(field).Exists() {
			near = append(near, field)
		}
	}
	if len(near) != 1 {
		return "", errNoField
	}
	return near[0], nil
}

// most is how many letters of a name may be wrong.
func most(name string) int {
	switch {
	case len(name) < 5:
		return 1
	case len(name) < 12:
		return 2
	}
	return 3
}
