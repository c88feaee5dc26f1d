package profile

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/internal/document"
)

// written is a profile as it is written; schema.json says what may stand in it.
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
		Controls   []string                  `json:"controls"`
		Exclude    []Exclusion               `json:"exclude"`
		Parameters map[string]map[string]any `json:"parameters"`
	} `json:"spec"`
}

// Schema is the JSON Schema of a profile's file, for editors.
//
//go:embed schema.json
var Schema []byte

// parse reads the one document of a profile's file.
func parse(file string, text []byte) (*written, error) {
	d, err := document.Read(file, text, Schema, "profile")
	if err != nil {
		return nil, err
	}
	w := &written{Document: d}
	if err := json.Unmarshal(d.Text, w); err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	return w, nil
}

// checkParameters holds the values that the document gives a control against the control's schema.
func (w *written) checkParameters(c *control.Control) error {
	known := c.Parameters
	if known == nil {
		known = map[string]any{}
	}
	schema, err := json.Marshal(map[string]any{"properties": known, "additionalProperties": false})
	if err != nil {
		return fmt.Errorf("reading the parameters of %s: %w", c.ID, err)
	}
	values, err := json.Marshal(w.Spec.Parameters[c.ID])
	if err != nil {
		return fmt.Errorf("reading the parameters of %s: %w", c.ID, err)
	}
	unknown := fmt.Sprintf("is not a parameter of %s; see: guiderail explain %s", c.ID, c.ID)
	return w.Check(schema, values, []any{"spec", "parameters", c.ID}, unknown)
}
