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
	"github.com/guiderail/guiderail/harness/attest"
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

// String returns the enforcement as people read it: deny, or webhook warn, audit deny.
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
	// Position is that of the entry in the profile.
	Position artefact.Position `json:"-"`
}

// covers reports whether the exclusion is about a control in a namespace. One that names no control
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
	// ControlSeverities take the place of the controls' own severities, by the control's ID.
	ControlSeverities map[string]control.Severity
	// Excluded are the controls that are left out everywhere, with the reason, by ID. Those that the profile
	// does not list are among them, where it lists any.
	Excluded map[string]string
	// Waived is what is left out in some namespaces, Expired what was left out until a day that is over.
	Waived, Expired []Exclusion
	// Parameters are values of parameters, by the control's ID and the parameter's name.
	Parameters map[string]map[string]any
	// NotWaivable are the controls whose findings nobody may waive, by ID, with the position at which the profile says
	// so.
	NotWaivable map[string]artefact.Position
	// MaxWaiverDays is how many days after it was granted a waiver may expire; 0 leaves it to the file of the waiver.
	MaxWaiverDays int
	// Annotations says what the annotations of objects may waive; nil is nothing.
	Annotations *Annotations
	// Attestations says whose attestations count, and for how long.
	Attestations attest.Policy
	// listed are the controls that the profile lists, with those of what it extends; nil where it takes all.
	listed []string
	// Renamed are the controls that are named by an ID of an earlier release. All else here is by the new one.
	Renamed []control.Renamed
	// Sources are the files of the user's that the profile was read from: its own and, in their order,
	// those that it extends. There are none for a profile of the policy directory.
	Sources []Source
}

// Annotations says what objects may waive by annotations of their own.
type Annotations struct {
	// Controls are the controls whose findings they may waive, by ID.
	Controls map[string]bool
	// MaxDays is how many days ahead an annotation may expire.
	MaxDays int
	// Admission reports that annotations count for the objects of admission requests as well.
	Admission bool
}

// Source is a file that a profile was read from.
type Source struct {
	// File is its path, of the machine and not of a file system that holds policies.
	File string
	Text []byte
}

// Severity returns the severity that the control has under the profile: its own where the profile gives it none.
func (p *Profile) Severity(c *control.Control) control.Severity {
	if s, ok := p.ControlSeverities[c.ID]; ok {
		return s
	}
	return c.DefaultSeverity()
}

// Enforcement returns what a cluster does about a violation of the control: deny where the profile says
// nothing.
func (p *Profile) Enforcement(c *control.Control) Enforcement {
	return cmp.Or(p.Actions[c.ID], p.Severities[p.Severity(c)], Everywhere(Deny))
}

// EnforceEverywhere has a cluster do the same about a violation of any control.
func (p *Profile) EnforceEverywhere(action Action) {
	p.Actions = nil
	p.Severities = map[control.Severity]Enforcement{}
	for s := control.Info; s <= control.Critical; s++ {
		p.Severities[s] = Everywhere(action)
	}
}

// Waiver returns the exclusion, if there is one, by which the profile accepts what the control finds in a
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

// WaivedUntil returns the namespaces in which the profile accepts what the control finds, each with the last
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

// Choose returns the controls that the profile chooses of the given ones, in their order. Each has the severity that
// the profile gives it.
func (p *Profile) Choose(controls []*control.Control) []*control.Control {
	var chosen []*control.Control
	for _, c := range controls {
		if _, excluded := p.Excluded[c.ID]; excluded {
			continue
		}
		if s := p.Severity(c); s != c.Severity {
			c = c.WithSeverity(s)
		}
		chosen = append(chosen, c)
	}
	return chosen
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
	return LoadAt(policies, controls, profile, time.Now())
}

// LoadAt is Load for the day of a time, in UTC: exclusions that expired before it do not count.
func LoadAt(policies fs.FS, controls []*control.Control, profile string, now time.Time) (*Profile, error) {
	p, err := (&loader{policies: policies, controls: controls, today: now.UTC().Format(time.DateOnly)}).load(profile, nil)
	if err != nil {
		return nil, err
	}
	for _, c := range controls {
		if reason := p.leavesOut(c); reason != "" {
			p.Excluded[c.ID] = reason
		}
	}
	return p, nil
}

// leavesOut returns why the profile leaves out a control everywhere; "" if it does not.
func (p *Profile) leavesOut(c *control.Control) string {
	if reason := p.Excluded[c.ID]; reason != "" || p.listed == nil || slices.Contains(p.listed, c.ID) {
		return reason
	}
	return Unlisted
}

// Unlisted is the reason for which a profile that lists its controls leaves out any other.
const Unlisted = "The profile does not list it among its controls."

type loader struct {
	policies fs.FS
	controls []*control.Control
	today    string
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
	if IsFile(name) {
		own.Sources = []Source{{name, text}}
	}
	if d.Spec.Extends == "" {
		return own, l.checkSeverities(d, own)
	}
	switch {
	case !IsFile(d.Spec.Extends):
	case !IsFile(name):
		// A policy directory may come from elsewhere; it has no say in which files of the machine are read. A bundle
		// has the files of a profile in one folder, wherever they were.
		d.Spec.Extends = strings.TrimSuffix(path.Base(d.Spec.Extends), path.Ext(d.Spec.Extends))
	case !filepath.IsAbs(d.Spec.Extends):
		d.Spec.Extends = filepath.Join(filepath.Dir(file), d.Spec.Extends)
	}
	base, err := l.load(d.Spec.Extends, append(via, name))
	if err != nil {
		return nil, fmt.Errorf("%s: reading spec.extends: %w", d.Position("spec", "extends"), err)
	}
	merged := own.over(base)
	return merged, l.checkSeverities(d, merged)
}

// IsFile reports whether a profile is named by the path of its file.
func IsFile(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

func (l *loader) read(name string) (file string, text []byte, err error) {
	if IsFile(name) {
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
		Excluded:    map[string]string{},
		Parameters:  map[string]map[string]any{},
		NotWaivable: map[string]artefact.Position{},
	}
	for name, action := range d.Spec.Enforcement.Severities {
		severity, err := control.ParseSeverity(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.Position("spec", "enforcement", "severities", name), err)
		}
		p.Severities[severity] = action
	}
	for i, name := range d.Spec.Controls {
		selected, err := p.names(l, name, d.Position("spec", "controls", i))
		if err != nil {
			return nil, err
		}
		for _, c := range selected {
			p.listed = append(p.listed, c.ID)
		}
	}
	if d.Spec.Controls != nil && p.listed == nil {
		p.listed = []string{}
	}
	var err error
	if p.Actions, err = byControl(p, l, d, []any{"spec", "enforcement", "controls"}, d.Spec.Enforcement.Controls); err != nil {
		return nil, err
	}
	if p.ControlSeverities, err = byControl(p, l, d, []any{"spec", "severities"}, d.Spec.Severities); err != nil {
		return nil, err
	}
	if err := p.exclude(l, d); err != nil {
		return nil, err
	}
	for _, id := range slices.Sorted(maps.Keys(d.Spec.Parameters)) {
		at := []any{"spec", "parameters", id}
		if selected, err := control.MatchIDs(id, l.controls); err == nil && !control.IsExact(id) {
			return nil, d.Errorf(at, "is not the ID of a control, and parameters are set control by control; name each, such as %s", selected[0].ID)
		}
		c, err := p.control(l, id, d.Position(at...))
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
	if err := p.attestations(d); err != nil {
		return nil, err
	}
	return p, p.waivers(l, d)
}

// attestations reads whose attestations count.
func (p *Profile) attestations(d *written) error {
	p.Attestations.Days = d.Spec.Attestations.Days
	for i, s := range d.Spec.Attestations.Signers {
		key, err := attest.ParsePublicKey(s.Key)
		if err != nil {
			return d.Errorf([]any{"spec", "attestations", "signers", i, "key"}, "%v", err)
		}
		for _, field := range []struct{ name, day string }{{"validAfter", s.ValidAfter}, {"validBefore", s.ValidBefore}} {
			if _, err := time.Parse(time.DateOnly, field.day); err != nil && field.day != "" {
				return d.Errorf([]any{"spec", "attestations", "signers", i, field.name}, "must be a date (YYYY-MM-DD), not %s", field.day)
			}
		}
		p.Attestations.Signers = append(p.Attestations.Signers, attest.Signer{
			Principal: s.Principal, Key: key, Requirements: s.Requirements, ValidAfter: s.ValidAfter, ValidBefore: s.ValidBefore, Revoked: s.Revoked,
		})
	}
	return nil
}

// byControl returns what the document gives to controls at a path, by the control's ID. What an ID is given counts before
// what a family or a pattern is given; where two of the latter contradict each other, an ID has to say it.
func byControl[V comparable](p *Profile, l *loader, d *written, path []any, values map[string]V) (map[string]V, error) {
	given := map[string]V{}
	by := map[string]string{} // the name by which each control got it
	for _, exact := range []bool{true, false} {
		for _, name := range slices.Sorted(maps.Keys(values)) {
			if control.IsExact(name) != exact {
				continue
			}
			at := slices.Concat(path, []any{name})
			selected, err := p.names(l, name, d.Position(at...))
			if err != nil {
				return nil, err
			}
			for _, c := range selected {
				other, twice := by[c.ID]
				switch {
				case twice && exact:
					return nil, d.Errorf(at, "is another name of %s, which is set here as well", c.ID)
				case twice && control.IsExact(other):
					continue
				case twice && given[c.ID] != values[name]:
					return nil, d.Errorf(at, "sets %s to %v, and %s sets it to %v; name the control itself as well", c.ID, values[name], other, given[c.ID])
				}
				by[c.ID], given[c.ID] = name, values[name]
			}
		}
	}
	return given, nil
}

// exclude reads what the profile leaves out. The reason that is given for an ID counts before that for a family or a
// pattern; where two of the latter give a control two reasons, an ID has to say it.
func (p *Profile) exclude(l *loader, d *written) error {
	type everywhere struct {
		at       []any
		name     string
		selected []*control.Control
		reason   string
	}
	var exact, others []everywhere
	for i, x := range d.Spec.Exclude {
		x.Position = d.Position("spec", "exclude", i)
		if _, err := time.Parse(time.DateOnly, x.Expires); err != nil && x.Expires != "" {
			return d.Errorf([]any{"spec", "exclude", i, "expires"}, "must be a date (YYYY-MM-DD), not %s", x.Expires)
		}
		names := x.Controls
		x.Controls = nil
		var all []everywhere
		for j, name := range names {
			at := []any{"spec", "exclude", i, "controls", j}
			selected, err := p.names(l, name, d.Position(at...))
			if err != nil {
				return err
			}
			for _, c := range selected {
				if !slices.Contains(x.Controls, c.ID) {
					x.Controls = append(x.Controls, c.ID)
				}
			}
			all = append(all, everywhere{at, name, selected, x.Reason})
		}
		switch {
		case x.Expires != "" && x.Expires < l.today:
			p.Expired = append(p.Expired, x)
		case len(x.Namespaces) > 0:
			p.Waived = append(p.Waived, x)
		default:
			for _, one := range all {
				if control.IsExact(one.name) {
					exact = append(exact, one)
				} else {
					others = append(others, one)
				}
			}
		}
	}
	by := map[string]string{} // the name by which each control is left out
	for _, one := range slices.Concat(exact, others) {
		for _, c := range one.selected {
			other, twice := by[c.ID]
			switch {
			case !twice:
				by[c.ID], p.Excluded[c.ID] = one.name, one.reason
			case control.IsExact(other) && !control.IsExact(one.name), p.Excluded[c.ID] == one.reason:
			case control.IsExact(one.name):
				return d.Errorf(one.at, "is left out for another reason as well; remove one of the two")
			default:
				return d.Errorf(one.at, "leaves out %s, and %s leaves it out for another reason; name the control itself as well", c.ID, other)
			}
		}
	}
	return nil
}

// checkSeverities refuses severities that the document gives to controls which the profile, with what it extends,
// leaves out.
func (l *loader) checkSeverities(d *written, p *Profile) error {
	for _, name := range slices.Sorted(maps.Keys(d.Spec.Severities)) {
		selected, _, err := control.Select(name, l.controls)
		if err != nil {
			return err // not after severities
		}
		if slices.ContainsFunc(selected, func(c *control.Control) bool { return p.leavesOut(c) == "" }) {
			continue
		}
		at := []any{"spec", "severities", name}
		if control.IsExact(name) {
			return d.Errorf(at, "does nothing, since the profile leaves out the control: %s", p.leavesOut(selected[0]))
		}
		return d.Errorf(at, "does nothing, since the profile leaves out every control of that name")
	}
	return nil
}

// waivers reads what the profile says of waivers.
func (p *Profile) waivers(l *loader, d *written) error {
	w := d.Spec.Waivers
	p.MaxWaiverDays = w.MaxDays
	for i, name := range w.NotWaivable {
		selected, err := p.names(l, name, d.Position("spec", "waivers", "notWaivable", i))
		if err != nil {
			return err
		}
		for _, c := range selected {
			p.NotWaivable[c.ID] = d.Position("spec", "waivers", "notWaivable", i)
		}
	}
	if w.Annotations == nil {
		return nil
	}
	p.Annotations = &Annotations{Controls: map[string]bool{}, MaxDays: cmp.Or(w.Annotations.MaxDays, MaxDays), Admission: w.Annotations.Admission}
	for i, name := range w.Annotations.Controls {
		selected, err := p.names(l, name, d.Position("spec", "waivers", "annotations", "controls", i))
		if err != nil {
			return err
		}
		for _, c := range selected {
			p.Annotations.Controls[c.ID] = true
		}
	}
	return nil
}

// MaxDays is how many days after it was granted a waiver may expire where nothing else is said.
const MaxDays = 366

// names returns the controls that a name at a place of the profile stands for.
func (p *Profile) names(l *loader, name string, at artefact.Position) ([]*control.Control, error) {
	selected, renamed, err := control.Select(name, l.controls)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", at, err)
	}
	if renamed != nil {
		renamed.Position = at
		p.Renamed = append(p.Renamed, *renamed)
	}
	return selected, nil
}

// control returns the control that a profile names at a place, and notes it when it does so by an earlier ID.
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

// over lays the profile over one that it extends. Lists of controls and exclusions add up; an action, a severity
// or the value of a parameter takes the place of the one below.
func (p *Profile) over(base *Profile) *Profile {
	merged := *p
	merged.Severities = maps.Clone(base.Severities)
	maps.Copy(merged.Severities, p.Severities)
	merged.ControlSeverities = maps.Clone(base.ControlSeverities)
	maps.Copy(merged.ControlSeverities, p.ControlSeverities)
	merged.Actions = map[string]Enforcement{}
	maps.Copy(merged.Actions, base.Actions)
	maps.Copy(merged.Actions, p.Actions)
	merged.Excluded = maps.Clone(base.Excluded)
	maps.Copy(merged.Excluded, p.Excluded)
	if merged.listed = nil; base.listed != nil {
		merged.listed = append(slices.Clone(base.listed), p.listed...)
	}
	merged.NotWaivable = maps.Clone(base.NotWaivable)
	maps.Copy(merged.NotWaivable, p.NotWaivable)
	merged.MaxWaiverDays = cmp.Or(p.MaxWaiverDays, base.MaxWaiverDays)
	merged.Annotations = cmp.Or(p.Annotations, base.Annotations)
	merged.Attestations = p.Attestations.Over(base.Attestations)
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
