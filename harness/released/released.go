// Package released holds the policies against what the last release said: IDs that stay what they are, versions of
// templates, and parameters that constraints and profiles of others set.
package released

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"reflect"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/guiderail/guiderail/harness/control"
)

const (
	// File is the record of the last release in a policy directory. Make release writes it.
	File = "released.json"
	// RetiredFile lists the controls that are gone, by their IDs, each with the reason.
	RetiredFile = "retired.yaml"
	// first is the version of a template that no release has had.
	first = "0.1.0"
)

// Record is what outlives a release.
type Record struct {
	// Release is the version of the last release; "" before the first.
	Release string `json:"release"`
	// IDs are all that controls ever had.
	IDs []string `json:"ids"`
	// Controls are those of the last release, by their IDs.
	Controls map[string]Control `json:"controls,omitempty"`
	// Retired returns the reason for each control that is gone. It is not part of the record's file.
	Retired map[string]string `json:"-"`
}

// Control is what others build on of a control.
type Control struct {
	// Version and Digest are those of the control's template, without the version; "" where it has none.
	Version string `json:"version,omitempty"`
	Digest  string `json:"digest,omitempty"`
	// Parameters are the schemas of its parameters.
	Parameters map[string]any `json:"parameters,omitempty"`
}

// Load reads the record of a policy directory. It is empty where there is none.
func Load(policies fs.FS) (*Record, error) {
	r := &Record{}
	for file, decode := range map[string]func([]byte) error{
		File:        func(text []byte) error { return json.Unmarshal(text, r) },
		RetiredFile: func(text []byte) error { return yaml.Unmarshal(text, &r.Retired) },
	} {
		text, err := fs.ReadFile(policies, file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = decode(text)
		}
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", file, err)
		}
	}
	return r, nil
}

// Version returns the version of a control's template whose content has a digest: that of the last release as long as
// nothing differs, and the next one otherwise. However much has changed since the release, it rises once.
func (r *Record) Version(c *control.Control, digest string) (string, error) {
	if len(r.IDs) == 0 {
		return "", nil // there is no record, as in a directory of somebody's own
	}
	was, ok := r.Controls[c.ID]
	if !ok || was.Version == "" {
		return first, nil
	}
	if was.Digest == digest {
		return was.Version, nil
	}
	var major, minor, patch int
	if _, err := fmt.Sscanf(was.Version, "%d.%d.%d", &major, &minor, &patch); err != nil {
		return "", fmt.Errorf("reading %s: the version %q of %s is not of the form 1.2.3", File, was.Version, c.ID)
	}
	if reflect.DeepEqual(withoutDescriptions(was.Parameters), withoutDescriptions(c.Parameters)) {
		return fmt.Sprintf("%d.%d.%d", major, minor, patch+1), nil
	}
	return fmt.Sprintf("%d.%d.0", major, minor+1), nil
}

// withoutDescriptions returns a schema without what it tells people.
func withoutDescriptions(schema map[string]any) map[string]any {
	rest := map[string]any{}
	for key, value := range schema {
		switch value := value.(type) {
		case map[string]any:
			rest[key] = withoutDescriptions(value)
		case string:
			if key != "description" {
				rest[key] = value
			}
		default:
			rest[key] = value
		}
	}
	return rest
}

// Broken lists the promises that the controls break: an ID that is gone without a word or used again, and a parameter that
// no longer takes what it took, of which the control's changed_parameters says nothing.
func (r *Record) Broken(controls []*control.Control) []string {
	var broken []string
	for _, id := range r.IDs {
		_, retired := r.Retired[id]
		if _, err := control.Find(id, controls); err != nil && !retired {
			broken = append(broken, fmt.Sprintf("control %s is gone; name it in renamed_from of the control that takes its place, or in %s", id, RetiredFile))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(r.Retired)) {
		if c, err := control.Find(id, controls); err == nil {
			broken = append(broken, fmt.Sprintf("control %s uses the ID %s, which %s lists as retired; IDs are never used again", c.ID, id, RetiredFile))
		}
		if !slices.Contains(r.IDs, id) {
			broken = append(broken, fmt.Sprintf("%s lists %s, which no control ever was", RetiredFile, id))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(r.Controls)) {
		c, err := control.Find(id, controls)
		if err != nil {
			continue
		}
		was := r.Controls[id].Parameters
		for _, name := range slices.Sorted(maps.Keys(was)) {
			if c.ChangedParameters[name] != "" {
				continue
			}
			if why := refuses(c.Parameters[name], was[name]); why != "" {
				broken = append(broken, fmt.Sprintf("control %s: parameter %s: %s; keep it as it was, or say in changed_parameters what to write instead", c.ID, name, why))
			}
		}
	}
	return broken
}

// refuses says why a schema may refuse what another one took; "" if it takes all of it.
func refuses(now, was any) string {
	is, ok := now.(map[string]any)
	if !ok {
		return "it is gone"
	}
	old, _ := was.(map[string]any)
	for _, key := range slices.Sorted(maps.Keys(is)) {
		switch key {
		case "description", "default", "title":
			continue
		case "properties":
			continue // below
		case "items", "additionalProperties":
			if old[key] != nil {
				if why := refuses(is[key], old[key]); why != "" {
					return key + ": " + why
				}
				continue
			}
		case "enum":
			if left := without(old[key], is[key]); old[key] != nil && len(left) == 0 {
				continue
			}
		case "required":
			if len(without(is[key], old[key])) == 0 {
				continue
			}
		}
		if !reflect.DeepEqual(is[key], old[key]) {
			return fmt.Sprintf("its %s was %s, and is %s", key, written(old[key]), written(is[key]))
		}
	}
	properties, _ := is["properties"].(map[string]any)
	had, _ := old["properties"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(had)) {
		if why := refuses(properties[name], had[name]); why != "" {
			return name + ": " + why
		}
	}
	return ""
}

// without returns what is in one list and not in another.
func without(list, other any) []any {
	all, _ := list.([]any)
	some, _ := other.([]any)
	return slices.DeleteFunc(slices.Clone(all), func(x any) bool {
		return slices.ContainsFunc(some, func(y any) bool { return reflect.DeepEqual(x, y) })
	})
}

func written(value any) string {
	if value == nil {
		return "anything"
	}
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}

// Next returns the record of a release. Digests are those of the templates, by the controls' IDs.
func (r *Record) Next(release string, controls []*control.Control, digests map[string]string) (*Record, error) {
	next := &Record{Release: release, IDs: slices.Clone(r.IDs), Controls: map[string]Control{}, Retired: r.Retired}
	for _, c := range controls {
		entry := Control{Parameters: c.Parameters, Digest: digests[c.ID]}
		if entry.Digest != "" {
			var err error
			if entry.Version, err = r.Version(c, entry.Digest); err != nil {
				return nil, err
			}
		}
		next.Controls[c.ID] = entry
		next.IDs = append(append(next.IDs, c.ID), c.RenamedFrom...)
	}
	slices.Sort(next.IDs)
	next.IDs = slices.Compact(next.IDs)
	return next, nil
}
