// Package oscaldossier writes a dossier in OSCAL, NIST's formats for assessments: the guides as a catalogue, the controls
// as a component definition, and a dossier as an assessment plan and its results.
//
// OSCAL knows two states of a statement, a dossier nine verdicts. A finding is satisfied where nothing that the statement
// demands is missing: it holds, is attested, does not apply, demands nothing or is a mistake of the guide. Everything
// else is not satisfied, and so are statements of which nothing was shown, and those that do not apply on the word of the
// scope alone. The verdict itself is a property.
//
// What is not OSCAL's own carries the namespace of the project. All UUIDs are of version 5, made from what they name, so
// that the same dossier is always written with the same bytes.
package oscaldossier

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/dossier"
	"github.com/guiderail/guiderail/harness/guide"
)

// Version is that of OSCAL.
const Version = "1.2.2"

// Namespace is that of the properties and names that are not OSCAL's own.
const Namespace = "https://guiderail.dev/ns/oscal"

// The models.
const (
	Catalog             = "catalog"
	ComponentDefinition = "component-definition"
	AssessmentPlan      = "assessment-plan"
	AssessmentResults   = "assessment-results"
)

// Models lists the models that Write knows.
func Models() []string {
	return []string{Catalog, ComponentDefinition, AssessmentPlan, AssessmentResults}
}

// Write writes a dossier in a model. The guides are those that the dossier answers, and the controls those that judged.
// The documents name each other by the names of the models: catalog.json, assessment-plan.json.
func Write(w io.Writer, model string, d *dossier.Dossier, library *guide.Library, controls []*control.Control) error {
	s := &source{Dossier: d, library: library, controls: controls}
	document, err := s.document(model)
	if err != nil {
		return fmt.Errorf("writing OSCAL: %w", err)
	}
	text, err := encode(document)
	if err != nil {
		return fmt.Errorf("writing OSCAL: %w", err)
	}
	_, err = w.Write(text)
	return err
}

// source is what documents are made from.
type source struct {
	*dossier.Dossier
	library  *guide.Library
	controls []*control.Control
	// now is the time of the run as OSCAL spells it.
	now string
}

func (s *source) document(model string) (*document, error) {
	at, err := time.Parse(time.RFC3339, s.Now)
	if err != nil {
		return nil, fmt.Errorf("reading the dossier's time: %w", err)
	}
	s.now = at.UTC().Format(time.RFC3339)
	d := &document{}
	var id *string
	switch model {
	case Catalog:
		d.Catalog = s.catalog()
		id = &d.Catalog.UUID
	case ComponentDefinition:
		d.ComponentDefinition = s.componentDefinition()
		id = &d.ComponentDefinition.UUID
	case AssessmentPlan, AssessmentResults:
		if err := s.check(); err != nil {
			return nil, err
		}
		if model == AssessmentPlan {
			d.AssessmentPlan = s.plan()
			id = &d.AssessmentPlan.UUID
			break
		}
		plan, err := s.document(AssessmentPlan)
		if err != nil {
			return nil, err
		}
		d.AssessmentResults = s.results(plan.AssessmentPlan.UUID)
		id = &d.AssessmentResults.UUID
	default:
		return nil, fmt.Errorf("unknown model %q; use one of %s", model, strings.Join(Models(), ", "))
	}
	// A document that says something else is another one.
	text, err := encode(d)
	if err != nil {
		return nil, err
	}
	*id = identify("document", string(text))
	return d, nil
}

// check wants what the assessment's documents cannot do without: scopes with names of their own, and statements that the
// catalogue has.
func (s *source) check() error {
	if len(s.Scopes) == 0 {
		return errors.New("the dossier has no scope")
	}
	names := map[string]bool{}
	for _, scope := range s.Scopes {
		if names[scope.Name] {
			return fmt.Errorf("the dossier has two scopes with the name %q", scope.Name)
		}
		names[scope.Name] = true
	}
	known := map[string]bool{}
	for _, g := range s.library.Guides {
		for _, statement := range g.Statements {
			known[statement.ID] = true
		}
	}
	for _, statement := range s.Statements {
		if !known[statement.ID] {
			return fmt.Errorf("the guides have no statement %s, which the dossier answers", line(statement.ID))
		}
	}
	return nil
}

func encode(d *document) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(d)
	return b.Bytes(), err
}

// identify makes the UUID of what the parts name together.
func identify(parts ...string) string {
	// The encoding keeps the parts apart.
	text, _ := json.Marshal(parts)
	return uuid.NewSHA1(uuid.NewSHA1(uuid.NameSpaceURL, []byte(Namespace)), text).String()
}

// metadata heads a document.
func (s *source) metadata(title string) metadata {
	return metadata{
		Title:        title,
		LastModified: s.now,
		Version:      line(s.Tool.Version),
		OSCALVersion: Version,
		Props: props(
			prop("policies", s.Policies.Reference),
			prop("policies-digest", s.Policies.Digest),
			prop("policies-revision", s.Policies.Revision),
		),
	}
}

// guideOf returns what a dossier says of a guide; its zero value where it says nothing.
func (s *source) guideOf(id string) dossier.Guide {
	if i := slices.IndexFunc(s.Guides, func(g dossier.Guide) bool { return g.ID == id }); i >= 0 {
		return s.Guides[i]
	}
	return dossier.Guide{}
}

// catalogResource is the catalogue as the other documents refer to it.
func catalogResource() resource {
	return resource{
		UUID:        identify("resource", Catalog),
		Title:       "The guides as a catalogue",
		Description: "The statements of the guides, which these controls and answers are about.",
		RLinks:      []rlink{{Href: Catalog + ".json", MediaType: mediaType}},
	}
}

const mediaType = "application/oscal+json"

// statementPart is the ID of the part of a catalogue's control that has the statement.
func statementPart(id string) string { return token(id) + "_smt" }
