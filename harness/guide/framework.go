package guide

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

const frameworks = directory + "/frameworks"

// Framework is another text about the same subjects, and how controls relate to its sections. Of the text itself there
// are the numbers or headings of its sections and nothing else.
type Framework struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Edition is the one whose sections these are.
	Edition string `json:"edition"`
	URL     string `json:"url,omitempty"`
	// Note says what is left out.
	Note string `json:"note,omitempty"`
	// Sections are those to which controls relate, in the framework's order.
	Sections []FrameworkSection `json:"sections"`
}

// FrameworkSection is a section of a framework.
type FrameworkSection struct {
	// Section is its number, or its heading where the framework numbers none.
	Section string `json:"section"`
	// Subject says in our words what it is about.
	Subject  string   `json:"subject"`
	Relation Relation `json:"relation"`
	// Controls are the IDs of the controls that relate to it together.
	Controls []string `json:"controls"`
	Note     string   `json:"note,omitempty"`
}

// Relation is how controls relate to a section of a framework.
type Relation string

const (
	// Equal is the relation of controls that together ask for all that the section asks for.
	Equal Relation = "equal"
	// PartOf is the relation of controls that ask for a part of what the section asks for.
	PartOf Relation = "part of it"
	// Related is the relation of controls with the subject of the section, which ask for something else.
	Related Relation = "related"
)

// RelatedTo returns the sections that a control relates to.
func (f *Framework) RelatedTo(control string) []FrameworkSection {
	var sections []FrameworkSection
	for _, section := range f.Sections {
		if slices.Contains(section.Controls, control) {
			sections = append(sections, section)
		}
	}

	return sections
}

// LoadFrameworks reads every guides/frameworks/*.yaml of fsys, the policies directory, in the order of the IDs. It
// accepts no unknown field, no section twice, and no control that is not among the given ones; nil accepts all.
func LoadFrameworks(fsys fs.FS, controls []string) ([]*Framework, error) {
	names, err := fs.Glob(fsys, frameworks+"/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", frameworks, err)
	}
	var loaded []*Framework
	for _, name := range names {
		framework := &Framework{}
		if err := decode(fsys, name, framework); err != nil {
			return nil, err
		}
		if want := strings.TrimSuffix(path.Base(name), ".yaml"); framework.ID != want {
			return nil, fmt.Errorf("reading %s: id is %q, want the file's name, %q", name, framework.ID, want)
		}
		if err := framework.validate(controls); err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		loaded = append(loaded, framework)
	}

	return loaded, nil
}

func (f *Framework) validate(controls []string) error {
	switch {
	case f.Title == "":
		return errors.New("title is missing")
	case f.Edition == "":
		return errors.New("edition is missing")
	case len(f.Sections) == 0:
		return errors.New("no sections found")
	}
	seen := map[string]bool{}
	for i, section := range f.Sections {
		if section.Section == "" {
			return fmt.Errorf("section %d of the list has no section", i+1)
		}
		if seen[section.Section] {
			return fmt.Errorf("section %s: listed twice", section.Section)
		}
		seen[section.Section] = true
		if err := section.validate(controls); err != nil {
			return fmt.Errorf("section %s: %w", section.Section, err)
		}
	}

	return nil
}

var controlID = regexp.MustCompile(`^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$`)

func (s *FrameworkSection) validate(controls []string) error {
	relations := []Relation{Equal, PartOf, Related}
	switch {
	case s.Subject == "":
		return errors.New("subject is missing")
	case !slices.Contains(relations, s.Relation):
		return fmt.Errorf("relation is %q, want one of %q", s.Relation, relations)
	case len(s.Controls) == 0:
		return errors.New("controls is empty")
	}
	for i, id := range s.Controls {
		switch {
		case !controlID.MatchString(id):
			return fmt.Errorf("control %q is not an ID such as rbac.wildcards", id)
		case controls != nil && !slices.Contains(controls, id):
			return fmt.Errorf("unknown control %q", id)
		case slices.Contains(s.Controls[:i], id):
			return fmt.Errorf("control %s listed twice", id)
		}
	}

	return nil
}
