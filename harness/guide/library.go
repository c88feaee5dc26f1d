package guide

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

const (
	directory        = "guides"
	requirementsFile = directory + "/requirements.yaml"
)

// Library is a set of guides and the requirements that answer their statements.
type Library struct {
	// Guides are in the order of their IDs.
	Guides []*Guide
	// Requirements are in the order of the catalogue.
	Requirements []Requirement
	// Platforms are those that a requirement may be about.
	Platforms []Platform
}

// Load reads guides/requirements.yaml and every other guides/*.yaml of fsys,
// the policies directory. It accepts no unknown field, no ID twice, no
// reference to an unknown requirement, and no statement that has neither a
// requirement nor a reason why there is none.
func Load(fsys fs.FS) (*Library, error) {
	library := &Library{}

	var file struct {
		Platforms    []Platform    `json:"platforms"`
		Requirements []Requirement `json:"requirements"`
	}
	if err := decode(fsys, requirementsFile, &file); err != nil {
		return nil, err
	}
	library.Requirements, library.Platforms = file.Requirements, file.Platforms
	if err := library.validateRequirements(); err != nil {
		return nil, fmt.Errorf("reading %s: %w", requirementsFile, err)
	}

	names, err := fs.Glob(fsys, directory+"/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", directory, err)
	}
	seen := map[string]string{}
	for _, name := range names {
		if name == requirementsFile {
			continue
		}
		guide := &Guide{}
		if err := decode(fsys, name, guide); err != nil {
			return nil, err
		}
		if want := strings.TrimSuffix(path.Base(name), ".yaml"); guide.ID != want {
			return nil, fmt.Errorf("reading %s: id is %q, want the file's name, %q", name, guide.ID, want)
		}
		if err := library.validate(guide, seen); err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		library.Guides = append(library.Guides, guide)
	}
	if len(library.Guides) == 0 {
		return nil, fmt.Errorf("reading %s: no guides found", directory)
	}

	return library, nil
}

// Requirement returns the requirement with the given ID.
func (l *Library) Requirement(id string) (Requirement, bool) {
	i := slices.IndexFunc(l.Requirements, func(r Requirement) bool { return r.ID == id })
	if i < 0 {
		return Requirement{}, false
	}

	return l.Requirements[i], true
}

func decode(fsys fs.FS, name string, into any) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	if err := yaml.UnmarshalStrict(data, into); err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}

	return nil
}

// Platform returns the platform with the given ID.
func (l *Library) Platform(id string) (Platform, bool) {
	i := slices.IndexFunc(l.Platforms, func(p Platform) bool { return p.ID == id })
	if i < 0 {
		return Platform{}, false
	}

	return l.Platforms[i], true
}

func (l *Library) validateRequirements() error {
	requirements := l.Requirements
	if len(requirements) == 0 {
		return errors.New("no requirements found")
	}
	severities := []Severity{Critical, High, Medium, Low, Info}
	answers := []Answer{Control, Attestation, Both}
	seen := map[string]bool{}
	for i, requirement := range requirements {
		switch {
		case requirement.ID == "":
			return fmt.Errorf("requirement %d has no id", i+1)
		case seen[requirement.ID]:
			return fmt.Errorf("requirement %s: id is used twice", requirement.ID)
		case requirement.Name == "":
			return fmt.Errorf("requirement %s: name is missing", requirement.ID)
		case !slices.Contains(severities, requirement.Severity):
			return fmt.Errorf("requirement %s: severity is %q, want one of %q",
				requirement.ID, requirement.Severity, severities)
		case !slices.Contains(answers, requirement.Answer):
			return fmt.Errorf("requirement %s: answer is %q, want one of %q",
				requirement.ID, requirement.Answer, answers)
		case (requirement.Answer == Control) != (requirement.Attestation == nil):
			return fmt.Errorf("requirement %s: attestation is required exactly where the answer asks for one", requirement.ID)
		case requirement.Attestation != nil && (requirement.Attestation.Days <= 0 || requirement.Attestation.About == ""):
			return fmt.Errorf("requirement %s: attestation.days and attestation.about are required", requirement.ID)
		}
		for _, platform := range requirement.Platforms {
			if _, isKnown := l.Platform(platform); !isKnown {
				return fmt.Errorf("requirement %s: unknown platform %q", requirement.ID, platform)
			}
		}
		seen[requirement.ID] = true
	}

	return nil
}

// validate checks a guide against the library's requirements. Statement IDs
// are unique over all guides; seen maps each to the guide that has it.
func (l *Library) validate(guide *Guide, seen map[string]string) error {
	if guide.Title == "" {
		return errors.New("title is missing")
	}
	if len(guide.Statements) == 0 {
		return errors.New("no statements found")
	}
	for i, statement := range guide.Statements {
		if statement.ID == "" {
			return fmt.Errorf("statement %d has no id", i+1)
		}
		if other, isUsed := seen[statement.ID]; isUsed {
			return fmt.Errorf("statement %s: id is already used in guide %s", statement.ID, other)
		}
		seen[statement.ID] = guide.ID
		if err := l.validateStatement(statement); err != nil {
			return fmt.Errorf("statement %s: %w", statement.ID, err)
		}
	}

	return nil
}

func (l *Library) validateStatement(statement Statement) error {
	switch {
	case statement.Text == "":
		return errors.New("text is missing")
	case len(statement.Requirements) == 0 && statement.NotCheckable == "":
		return errors.New("requirements or not_checkable is required")
	case len(statement.Requirements) > 0 && statement.NotCheckable != "":
		return errors.New("requirements and not_checkable cannot be combined")
	case statement.Contradicted != "" && len(statement.Errata) == 0:
		return errors.New("erratum is required where contradicted is set")
	case len(statement.Sources) == 0:
		return errors.New("sources is empty")
	}
	for i, id := range statement.Requirements {
		if _, isKnown := l.Requirement(id); !isKnown {
			return fmt.Errorf("unknown requirement %q", id)
		}
		if slices.Contains(statement.Requirements[:i], id) {
			return fmt.Errorf("requirement %s listed twice", id)
		}
	}
	hash := regexp.MustCompile(`^[0-9a-f]{64}$`)
	for _, source := range statement.Sources {
		if !hash.MatchString(source) {
			return fmt.Errorf("source %q is not a SHA-256 in lower case hexadecimal", source)
		}
	}

	return nil
}
