package profile

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/internal/document"
)

// written is a profile as it is written in the latest version; schema.json says what may stand in it.
type written struct {
	*document.Document `json:"-"`

	Metadata struct {
		Name string `json:"name"`
	} `json:"metadata"`
	Spec struct {
		Title       string `json:"title"`
		Description string `json:"description"`
		Extends     string `json:"extends"`
		Enforcement struct {
			Severities map[string]Enforcement `json:"severities"`
			Controls   map[string]Enforcement `json:"controls"`
		} `json:"enforcement"`
		Severities   map[string]control.Severity `json:"severities"`
		Controls     []string                    `json:"controls"`
		Exclude      []Exclusion                 `json:"exclude"`
		Parameters   map[string]map[string]any   `json:"parameters"`
		Attestations struct {
			Days    map[string]int `json:"days"`
			Signers []struct {
				Principal    string   `json:"principal"`
				Key          string   `json:"key"`
				Requirements []string `json:"requirements"`
				ValidAfter   string   `json:"validAfter"`
				ValidBefore  string   `json:"validBefore"`
				Revoked      string   `json:"revoked"`
			} `json:"signers"`
		} `json:"attestations"`
		Waivers struct {
			NotWaivable []string `json:"notWaivable"`
			MaxDays     int      `json:"maxDays"`
			Annotations *struct {
				Controls  []string `json:"controls"`
				MaxDays   int      `json:"maxDays"`
				Admission bool     `json:"admission"`
			} `json:"annotations"`
		} `json:"waivers"`
	} `json:"spec"`
}

// Schema is the JSON Schema of a profile's file, for editors.
//
//go:embed schema.json
var Schema []byte

// version is one of the versions that a profile may be written in.
type version struct {
	apiVersion string
	// read holds a document against the version's schema and returns what it says in the latest version. It
	// answers for the places of what it renames: messages name them by the document.
	read func(*document.Document) (*written, error)
}

func versions() []version {
	return []version{{"guiderail.dev/v1alpha1", readV1alpha1}}
}

// Versions lists the versions of profiles that can be read, the latest last.
func Versions() []string {
	var names []string
	for _, v := range versions() {
		names = append(names, v.apiVersion)
	}
	return names
}

// parse reads the one document of a profile's file, in whichever version it is written.
func parse(file string, text []byte) (*written, error) {
	d, err := document.Open(file, text, "profile")
	if err != nil {
		return nil, err
	}
	var head struct {
		APIVersion string `json:"apiVersion"`
	}
	if err := json.Unmarshal(d.Text, &head); err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	for _, v := range versions() {
		if v.apiVersion == head.APIVersion {
			return v.read(d)
		}
	}
	names := Versions()
	return nil, d.Errorf([]any{"apiVersion"}, "is not a version that this guiderail reads: it reads %s. Use a guiderail that reads the version, or write the profile in %s", strings.Join(names, ", "), names[len(names)-1])
}

func readV1alpha1(d *document.Document) (*written, error) {
	if err := d.Hold(Schema); err != nil {
		return nil, err
	}
	w := &written{Document: d}
	if err := json.Unmarshal(d.Text, w); err != nil {
		return nil, fmt.Errorf("reading %s: %w", d.Position(), err)
	}
	return w, nil
}

// checkParameters holds the values that the document gives a control, by an ID, against the control's schema.
func (w *written) checkParameters(c *control.Control, id string) error {
	known := c.Parameters
	if known == nil {
		known = map[string]any{}
	}
	schema, err := json.Marshal(map[string]any{"properties": known, "additionalProperties": false})
	if err != nil {
		return fmt.Errorf("reading the parameters of %s: %w", c.ID, err)
	}
	values, err := json.Marshal(w.Spec.Parameters[id])
	if err != nil {
		return fmt.Errorf("reading the parameters of %s: %w", c.ID, err)
	}
	unknown := fmt.Sprintf("is not a parameter of %s; see: guiderail explain %s", c.ID, c.ID)
	err = w.Check(schema, values, []any{"spec", "parameters", id}, unknown)
	for _, name := range slices.Sorted(maps.Keys(w.Spec.Parameters[id])) {
		if instead := c.ChangedParameters[name]; err != nil && instead != "" {
			err = fmt.Errorf("%w; %s was another parameter in an earlier release: %s", err, name, instead)
		}
	}
	return err
}
