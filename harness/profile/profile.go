// Package profile reads profiles: which controls a site runs, with which parameters, and what a cluster
// does about a violation. A profile that names a control or parameter that does not exist, or gives a
// parameter a value of another type, is refused with the line at which it does.
package profile

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/internal/document"
)

// Action is what a cluster does about a violation, in Gatekeeper's words.
type Action string

// The actions. DryRun only reports.
const (
	Deny   Action = "deny"
	Warn   Action = "warn"
	DryRun Action = "dryrun"
)

// Enforcement is what a cluster does about a violation at each point where Gatekeeper looks: when a
// request comes in, and when it goes through what is there already. At a point without an action the
// control is not asked.
type Enforcement struct {
	Webhook Action `json:"webhook"`
	Audit   Action `json:"audit"`
}

// Everywhere is the enforcement that does the same at every point.
func Everywhere(action Action) Enforcement { return Enforcement{action, action} }

// UnmarshalJSON reads the two points, or one action for both.
func (e *Enforcement) UnmarshalJSON(text []byte) error {
	var action Action
	if json.Unmarshal(text, &action) == nil {
		*e = Everywhere(action)
		return nil
	}
	type points Enforcement
	return json.Unmarshal(text, (*points)(e))
}

// String gives the enforcement as people read it: deny, or webhook warn, audit deny.
func (e Enforcement) String() string {
	if e.Webhook == e.Audit {
		return string(e.Webhook)
	}
	return fmt.Sprintf("webhook %s, audit %s", cmp.Or(e.Webhook, "off"), cmp.Or(e.Audit, "off"))
}

// Exclusion is something that a profile leaves out: controls, all of them where none is named, in
// namespaces, or everywhere where none is named.
type Exclusion struct {
	Controls   []string `json:"controls"`
	Namespaces []string `json:"namespaces"`
	Reason     string   `json:"reason"`
	// Expires is the last day on which it counts, as 2006-01-02 in UTC; "" is for good.
	Expires string `json:"expires"`
}

// covers tells whether the exclusion is about a control in a namespace. One that names no control
// leaves alone those that are about the namespace itself.
func (x *Exclusion) covers(c *control.Control, namespace string) bool {
	if !slices.Contains(x.Namespaces, namespace) {
		return false
	}
	if len(x.Controls) == 0 {
		return !slices.Contains(c.Namespaces, namespace)
	}
	return slices.Contains(x.Controls, c.ID)
}

// Profile is a choice of controls.
type Profile struct {
	Name        string
	Title       string
	Description string
	// Severities and Actions say what a cluster does, by severity and by the control's ID; the latter
	// counts first.
	Severities map[control.Severity]Enforcement
	Actions    map[string]Enforcement
	// Excluded are the controls that are left out everywhere, with the reason, by ID. Those that the profile
	// does not list are among them, where it lists any.
	Excluded map[string]string
	// Waived is what is left out in some namespaces, Expired what was left out until a day that is over.
	Waived, Expired []Exclusion
	// Parameters are values of parameters, by the control's ID and the parameter's name.
	Parameters map[string]map[string]any
	// listed are the controls that the profile lists, with those of what it extends; nil where it takes all.
	listed []string
	// Renamed are the controls that are named by an ID of an earlier release. All else here is by the new one.
	Renamed []control.Renamed
	// Sources are the files of the user's that the profile was read from: its own and, in their order,
	// those that it extends. There are none for a profile of the policy directory.
	Sources []Source
}

// Source is a file that a profile was read from.
type Source struct {
	// File is its path, of the machine and not of a file system that holds policies.
	File string
	Text []byte
}

// Enforcement gives what a cluster does about a violation of the control: deny where the profile says
// nothing.
func (p *Profile) Enforcement(c *control.Control) Enforcement {
	return cmp.Or(p.Actions[c.ID], p.Severities[c.Severity], Everywhere(Deny))
}

// EnforceEverywhere has a cluster do the same about a violation of any control.
func (p *Profile) EnforceEverywhere(action Action) {
	p.Actions = nil
	p.Severities = map[control.Severity]Enforcement{}
	for s := control.Info; s <= control.Critical; s++ {
		p.Severities[s] = Everywhere(action)
	}
}

// Waiver gives the exclusion, if there is one, by which the profile accepts what the control finds in a
// namespace.
func (p *Profile) Waiver(c *control.Control, namespace string) *Exclusion {
	for i := range p.Waived {
		if p.Waived[i].covers(c, namespace) {
			return &p.Waived[i]
		}
	}
	return nil
}

// WaivedNamespaces lists the namespaces in which the profile accepts what the control finds.
func (p *Profile) WaivedNamespaces(c *control.Control) []string {
	var names []string
	for _, x := range p.Waived {
		for _, namespace := range x.Namespaces {
			if x.covers(c, namespace) {
				names = append(names, namespace)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// WaivedUntil gives the namespaces in which the profile accepts what the control finds, each with the last
// day of it, as 2006-01-02 in UTC and "" for good; those whose day is over are among them.
func (p *Profile) WaivedUntil(c *control.Control) map[string]string {
	until := map[string]string{}
	for _, x := range slices.Concat(p.Waived, p.Expired) {
		for _, namespace := range x.Namespaces {
			if !x.covers(c, namespace) {
				continue
			}
			if day, ok := until[namespace]; !ok || day != "" && (x.Expires == "" || x.Expires > day) {
				until[namespace] = x.Expires
			}
		}
	}
	return until
}

// Choose gives the controls that the profile chooses of the given ones, in their order.
func (p *Profile) Choose(controls []*control.Control) []*control.Control {
	return slices.DeleteFunc(slices.Clone(controls), func(c *control.Control) bool {
		_, excluded := p.Excluded[c.ID]
		return excluded
	})
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
	p, err := (&loader{policies: policies, controls: controls}).load(profile, nil)
	if err != nil || p.listed == nil {
		return p, err
	}
	for _, c := range controls {
		if p.Excluded[c.ID] == "" && !slices.Contains(p.listed, c.ID) {
			p.Excluded[c.ID] = Unlisted
		}
	}
	return p, nil
}

// Unlisted is the reason for which a profile that lists its controls leaves out any other.
const Unlisted = "The profile does not list it among its controls."

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
	if err != nil {
		return nil, err
	}
	if isFile(name) {
		own.Sources = []Source{{name, text}}
	}
	if d.Spec.Extends == "" {
		return own, nil
	}
	switch {
	case !isFile(d.Spec.Extends):
	case !isFile(name):
		// A policy directory may come from elsewhere; it has no say in which files of the machine are read.
		d.Spec.Extends = strings.TrimSuffix(d.Spec.Extends, path.Ext(d.Spec.Extends))
	case !filepath.IsAbs(d.Spec.Extends):
		d.Spec.Extends = filepath.Join(filepath.Dir(file), d.Spec.Extends)
	}
	base, err := l.load(d.Spec.Extends, append(via, name))
	if err != nil {
		return nil, fmt.Errorf("%s: reading spec.extends: %w", d.Position("spec", "extends"), err)
	}
	return own.over(base), nil
}

func isFile(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

func (l *loader) read(name string) (file string, text []byte, err error) {
	if isFile(name) {
		text, err = document.ReadFile(name)
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
	return fmt.Sprintf("unknown profile %q; use one of %s, or the path of a .yaml file", e.Name, strings.Join(e.Known, ", "))
}

// profile holds what a document says against the controls.
func (l *loader) profile(d *written) (*Profile, error) {
	p := &Profile{
		Name:        d.Metadata.Name,
		Title:       d.Spec.Title,
		Description: strings.TrimSpace(d.Spec.Description),
		Severities:  map[control.Severity]Enforcement{},
		Actions:     map[string]Enforcement{},
		Excluded:    map[string]string{},
		Parameters:  map[string]map[string]any{},
	}
	for name, action := range d.Spec.Enforcement.Severities {
		severity, err := control.ParseSeverity(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.Position("spec", "enforcement", "severities", name), err)
		}
		p.Severities[severity] = action
	}
	for i, id := range d.Spec.Controls {
		c, err := p.control(l, id, d.Position("spec", "controls", i))
		if err != nil {
			return nil, err
		}
		p.listed = append(p.listed, c.ID)
	}
	if d.Spec.Controls != nil && p.listed == nil {
		p.listed = []string{}
	}
	for _, id := range slices.Sorted(maps.Keys(d.Spec.Enforcement.Controls)) {
		c, err := p.control(l, id, d.Position("spec", "enforcement", "controls", id))
		if err != nil {
			return nil, err
		}
		if _, twice := p.Actions[c.ID]; twice {
			return nil, d.Errorf([]any{"spec", "enforcement", "controls", id}, "is an earlier ID of %s, which is set here as well", c.ID)
		}
		p.Actions[c.ID] = d.Spec.Enforcement.Controls[id]
	}
	today := time.Now().UTC().Format(time.DateOnly)
	for i, x := range d.Spec.Exclude {
		for j, id := range x.Controls {
			c, err := p.control(l, id, d.Position("spec", "exclude", i, "controls", j))
			if err != nil {
				return nil, err
			}
			x.Controls[j] = c.ID
		}
		if _, err := time.Parse(time.DateOnly, x.Expires); err != nil && x.Expires != "" {
			return nil, d.Errorf([]any{"spec", "exclude", i, "expires"}, "must be a date (YYYY-MM-DD), not %s", x.Expires)
		}
		switch {
		case x.Expires != "" && x.Expires < today:
			p.Expired = append(p.Expired, x)
		case len(x.Namespaces) > 0:
			p.Waived = append(p.Waived, x)
		default:
			for _, id := range x.Controls {
				p.Excluded[id] = x.Reason
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(d.Spec.Parameters)) {
		c, err := p.control(l, id, d.Position("spec", "parameters", id))
		if err != nil {
			return nil, err
		}
		if _, twice := p.Parameters[c.ID]; twice {
			return nil, d.Errorf([]any{"spec", "parameters", id}, "is an earlier ID of %s, which is set here as well", c.ID)
		}
		if err := d.checkParameters(c, id); err != nil {
			return nil, err
		}
		p.Parameters[c.ID] = d.Spec.Parameters[id]
	}
	return p, nil
}

// control gives the control that a profile names at a place, and notes it when it does so by an earlier ID.
func (p *Profile) control(l *loader, id string, at artefact.Position) (*control.Control, error) {
	c, err := control.Find(id, l.controls)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", at, err)
	}
	if c.ID != id {
		p.Renamed = append(p.Renamed, control.Renamed{Position: at, Old: id, New: c.ID})
	}
	return c, nil
}

// over lays the profile over one that it extends. Lists of controls and exclusions add up; an action or the value of a
// parameter takes the place of the one below.
func (p *Profile) over(base *Profile) *Profile {
	merged := *p
	merged.Severities = maps.Clone(base.Severities)
	maps.Copy(merged.Severities, p.Severities)
	merged.Actions = map[string]Enforcement{}
	maps.Copy(merged.Actions, base.Actions)
	maps.Copy(merged.Actions, p.Actions)
	merged.Excluded = maps.Clone(base.Excluded)
	maps.Copy(merged.Excluded, p.Excluded)
	if merged.listed = nil; base.listed != nil {
		merged.listed = append(slices.Clone(base.listed), p.listed...)
	}
	merged.Renamed = slices.Concat(p.Renamed, base.Renamed)
	merged.Sources = slices.Concat(p.Sources, base.Sources)
	merged.Waived = slices.Concat(base.Waived, p.Waived)
	merged.Expired = slices.Concat(base.Expired, p.Expired)
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
