// Package profile reads profiles: which controls a site runs, with which parameters, and what a cluster
// does about a violation. A profile that names a control or parameter that does not exist, or gives a
// parameter a value of another type, is refused with the line at which it does.
package profile

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
)

// Action is what a cluster does about a violation, in Gatekeeper's words.
type Action string

// The actions. DryRun only reports.
const (
	Deny   Action = "deny"
	Warn   Action = "warn"
	DryRun Action = "dryrun"
)

// Profile is a choice of controls.
type Profile struct {
	Name        string
	Title       string
	Description string
	// Severities and Actions say what a cluster does, by severity and by the control's ID; the latter
	// counts first.
	Severities map[control.Severity]Action
	Actions    map[string]Action
	// Excluded are the controls that are left out, with the reason, by ID.
	Excluded map[string]string
	// Parameters are values of parameters, by the control's ID and the parameter's name.
	Parameters map[string]map[string]any
}

// Action gives what a cluster does about a violation of the control: deny where the profile says
// nothing.
func (p *Profile) Action(c *control.Control) Action {
	return cmp.Or(p.Actions[c.ID], p.Severities[c.Severity], Deny)
}

// Apply gives the controls that the profile chooses of the given ones, in their order, each with the
// profile's parameters.
func (p *Profile) Apply(controls []*control.Control) ([]*control.Control, error) {
	var chosen []*control.Control
	for _, c := range controls {
		if _, excluded := p.Excluded[c.ID]; excluded {
			continue
		}
		if values := p.Parameters[c.ID]; len(values) > 0 {
			var err error
			if c, err = c.WithParameters(values); err != nil {
				return nil, fmt.Errorf("applying profile %s: %w", p.Name, err)
			}
		}
		chosen = append(chosen, c)
	}
	return chosen, nil
}

// Folder is where a policy directory keeps its profiles.
const Folder = "profiles"

// Names lists the profiles of a policy directory.
func Names(policies fs.FS) ([]string, error) {
	files, err := fs.Glob(policies, Folder+"/*.yaml")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, file := range files {
		names = append(names, strings.TrimSuffix(path.Base(file), ".yaml"))
	}
	slices.Sort(names)
	return names, nil
}

// Load reads a profile and those that it extends. It is one of the policy directory, by name, or a file
// of the user's, by a path that ends in .yaml or .yml. The controls are those that it may name.
func Load(policies fs.FS, controls []*control.Control, profile string) (*Profile, error) {
	return (&loader{policies: policies, controls: controls}).load(profile, nil)
}

type loader struct {
	policies fs.FS
	controls []*control.Control
}

func (l *loader) load(name string, via []string) (*Profile, error) {
	if slices.Contains(via, name) {
		return nil, fmt.Errorf("profile %s extends itself: %s", name, strings.Join(append(via, name), " → "))
	}
	file, text, err := l.read(name)
	if err != nil {
		return nil, err
	}
	d, err := parse(file, text)
	if err != nil {
		return nil, err
	}
	own, err := l.profile(d)
	if err != nil || d.Spec.Extends == "" {
		return own, err
	}
	if isFile(d.Spec.Extends) && !filepath.IsAbs(d.Spec.Extends) {
		d.Spec.Extends = filepath.Join(filepath.Dir(file), d.Spec.Extends)
	}
	base, err := l.load(d.Spec.Extends, append(via, name))
	if err != nil {
		return nil, fmt.Errorf("%s: reading what it extends: %w", d.position("spec", "extends"), err)
	}
	return own.over(base), nil
}

func isFile(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

func (l *loader) read(name string) (file string, text []byte, err error) {
	if isFile(name) {
		text, err = os.ReadFile(name)
		return name, text, err
	}
	names, err := Names(l.policies)
	if err != nil {
		return "", nil, err
	}
	if !slices.Contains(names, name) {
		return "", nil, &UnknownError{Name: name, Known: names}
	}
	file = path.Join(Folder, name+".yaml")
	text, err = fs.ReadFile(l.policies, file)
	return file, text, err
}

// UnknownError says that there is no profile of a name.
type UnknownError struct {
	Name  string
	Known []string
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("there is no profile %q; use one of %s, or the path of a file that ends in .yaml", e.Name, strings.Join(e.Known, ", "))
}

// profile holds what a document says against the controls.
func (l *loader) profile(d *document) (*Profile, error) {
	p := &Profile{
		Name:        d.Metadata.Name,
		Title:       d.Spec.Title,
		Description: strings.TrimSpace(d.Spec.Description),
		Severities:  map[control.Severity]Action{},
		Actions:     d.Spec.Enforcement.Controls,
		Excluded:    map[string]string{},
		Parameters:  d.Spec.Parameters,
	}
	for name, action := range d.Spec.Enforcement.Severities {
		severity, err := control.ParseSeverity(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.position("spec", "enforcement", "severities", name), err)
		}
		p.Severities[severity] = action
	}
	for _, id := range slices.Sorted(maps.Keys(p.Actions)) {
		if _, err := l.control(id, d.position("spec", "enforcement", "controls", id)); err != nil {
			return nil, err
		}
	}
	for i, exclusion := range d.Spec.Exclude {
		for j, id := range exclusion.Controls {
			if _, err := l.control(id, d.position("spec", "exclude", i, "controls", j)); err != nil {
				return nil, err
			}
			p.Excluded[id] = exclusion.Reason
		}
	}
	for _, id := range slices.Sorted(maps.Keys(p.Parameters)) {
		c, err := l.control(id, d.position("spec", "parameters", id))
		if err != nil {
			return nil, err
		}
		if err := d.checkParameters(c); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (l *loader) control(id string, at artefact.Position) (*control.Control, error) {
	for _, c := range l.controls {
		if c.ID == id {
			return c, nil
		}
	}
	return nil, fmt.Errorf("%s: %w", at, &control.UnknownError{ID: id, Nearest: control.Nearest(id, l.controls)})
}

// over lays the profile over one that it extends. Exclusions add up; an action or the value of a
// parameter takes the place of the one below.
func (p *Profile) over(base *Profile) *Profile {
	merged := *p
	merged.Severities = maps.Clone(base.Severities)
	maps.Copy(merged.Severities, p.Severities)
	merged.Actions = map[string]Action{}
	maps.Copy(merged.Actions, base.Actions)
	maps.Copy(merged.Actions, p.Actions)
	merged.Excluded = maps.Clone(base.Excluded)
	maps.Copy(merged.Excluded, p.Excluded)
	merged.Parameters = map[string]map[string]any{}
	for _, parameters := range []map[string]map[string]any{base.Parameters, p.Parameters} {
		for id, values := range parameters {
			if merged.Parameters[id] == nil {
				merged.Parameters[id] = map[string]any{}
			}
			maps.Copy(merged.Parameters[id], values)
		}
	}
	return &merged
}
