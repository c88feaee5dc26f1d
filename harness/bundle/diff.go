package bundle

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/waiver"
	"github.com/guiderail/guiderail/internal/multiset"
)

// Difference is what changes from one bundle to another.
type Difference struct {
	// Added and Removed are controls that only the new or only the old bundle asks, by their IDs.
	Added   []string `json:"added"`
	Removed []string `json:"removed"`
	Changed []Change `json:"changed"`
	// Libraries are those whose rules differ, and on which controls of both bundles stand.
	Libraries []LibraryChange `json:"libraries"`
	// Guides are those whose versions differ; a version is "" where the bundle does not answer the guide.
	Guides []GuideChange `json:"guides"`
	// AddedWaivers and RemovedWaivers are those that only the new or only the old bundle carries. One that was
	// changed is among both.
	AddedWaivers   []waiver.Entry `json:"addedWaivers"`
	RemovedWaivers []waiver.Entry `json:"removedWaivers"`
}

// Change is what differs in a control that both bundles ask.
type Change struct {
	Control string `json:"control"`
	// What names the parts that differ: rules, for what it finds, severity, with both values, enforcement
	// likewise, and the keys of its annotation.
	What []string `json:"what"`
}

// LibraryChange is a library whose rules differ.
type LibraryChange struct {
	File string `json:"file"`
	// Controls are those that stand on it, also through other libraries.
	Controls []string `json:"controls"`
}

// GuideChange is a guide that was answered in another version.
type GuideChange struct {
	Guide string `json:"guide"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

// Diff compares what two bundles ask, each with the profile that it was built with, and which waivers they carry. Now
// gives the day of the run.
func Diff(before, after *Bundle, now time.Time) (*Difference, error) {
	x, err := open(before, now)
	if err != nil {
		return nil, fmt.Errorf("reading the old bundle: %w", err)
	}
	y, err := open(after, now)
	if err != nil {
		return nil, fmt.Errorf("reading the new bundle: %w", err)
	}
	d := &Difference{Added: []string{}, Removed: []string{}, Changed: []Change{}, Libraries: []LibraryChange{}, Guides: []GuideChange{}}
	d.AddedWaivers, d.RemovedWaivers = multiset.Without(y.entries, x.entries), multiset.Without(x.entries, y.entries)
	libraries := map[string][]string{}
	for _, id := range slices.Sorted(maps.Keys(x.controls)) {
		if y.controls[id] == nil {
			d.Removed = append(d.Removed, id)
			continue
		}
		what, files, err := compare(x, y, id)
		if err != nil {
			return nil, err
		}
		if len(what) > 0 {
			d.Changed = append(d.Changed, Change{id, what})
		}
		for _, file := range files {
			libraries[file] = append(libraries[file], id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(y.controls)) {
		if x.controls[id] == nil {
			d.Added = append(d.Added, id)
		}
	}
	for _, file := range slices.Sorted(maps.Keys(libraries)) {
		d.Libraries = append(d.Libraries, LibraryChange{file, libraries[file]})
	}
	guides := maps.Clone(before.Metadata.Guides)
	if guides == nil {
		guides = map[string]string{}
	}
	maps.Copy(guides, after.Metadata.Guides)
	for _, id := range slices.Sorted(maps.Keys(guides)) {
		if old, latest := before.Metadata.Guides[id], after.Metadata.Guides[id]; old != latest {
			d.Guides = append(d.Guides, GuideChange{id, old, latest})
		}
	}
	return d, nil
}

// opened is a bundle as a policy directory.
type opened struct {
	directory fs.FS
	policies  *rego.Policies
	profile   *profile.Profile            // nil where the bundle was built with none
	controls  map[string]*control.Control // that the bundle asks, by ID
	entries   []waiver.Entry              // that the bundle carries
}

func open(b *Bundle, now time.Time) (*opened, error) {
	directory, err := b.FS()
	if err != nil {
		return nil, err
	}
	all, err := catalogue.Load(directory)
	if err != nil {
		return nil, err
	}
	o := &opened{directory: directory, policies: all.Rego, controls: map[string]*control.Control{}}
	if name := b.Metadata.Profile; name != "" {
		if o.profile, err = profile.LoadAt(directory, all.Controls, name, now); err != nil {
			return nil, err
		}
	}
	for _, c := range all.Controls {
		if slices.Contains(b.Metadata.Controls, c.ID) {
			o.controls[c.ID] = c
		}
	}
	files, err := b.Waivers()
	if err != nil {
		return nil, err
	}
	set, _, err := waiver.Load(files, waiver.Options{Controls: all.Controls, Profile: o.profile, Now: now})
	if err != nil {
		return nil, err
	}
	for _, w := range set.Waivers {
		o.entries = append(o.entries, waiver.EntryOf(w))
	}
	return o, nil
}

// compare returns what differs in a control, and in which of the libraries that it stands on.
func compare(x, y *opened, id string) (what, libraries []string, err error) {
	a, b := x.controls[id], y.controls[id]
	for _, part := range []struct {
		name     string
		old, new any
	}{
		{"title", a.Title, b.Title},
		{"description", a.Description, b.Description},
		{"requirements", a.Requirements, b.Requirements},
		{"match", a.Match, b.Match},
		{"operations", a.Operations, b.Operations},
		{"namespaces", a.Namespaces, b.Namespaces},
		{"limits", a.Limits, b.Limits},
		{"remediation", a.Remediation, b.Remediation},
		{"parameters", a.Parameters, b.Parameters},
		{"related_resources", a.References, b.References},
		{"the profile's parameters", x.parameters(id), y.parameters(id)},
		{"the profile's waivers", x.waivers(a), y.waivers(b)},
	} {
		if !reflect.DeepEqual(part.old, part.new) {
			what = append(what, part.name)
		}
	}
	if old, latest := x.severity(a), y.severity(b); old != latest {
		what = append(what, fmt.Sprintf("severity %s → %s", old, latest))
	}
	if old, latest := x.enforcement(a), y.enforcement(b); old != latest {
		what = append(what, fmt.Sprintf("enforcement %s → %s", old, latest))
	}
	rulesOfOld, err := x.policies.Rules(a)
	if err != nil {
		return nil, nil, err
	}
	rulesOfNew, err := y.policies.Rules(b)
	if err != nil {
		return nil, nil, err
	}
	all := maps.Clone(rulesOfOld)
	maps.Copy(all, rulesOfNew)
	for _, file := range slices.Sorted(maps.Keys(all)) {
		switch {
		case rulesOfOld[file] == rulesOfNew[file]:
		case file == a.File || file == b.File:
			what = append(what, "rules")
		default:
			libraries = append(libraries, file)
		}
	}
	slices.Sort(what)
	return slices.Compact(what), libraries, nil
}

func (o *opened) parameters(id string) string {
	if o.profile == nil || len(o.profile.Parameters[id]) == 0 {
		return ""
	}
	text, err := json.Marshal(o.profile.Parameters[id])
	if err != nil {
		return err.Error() // they were read from JSON
	}
	return string(text)
}

func (o *opened) waivers(c *control.Control) map[string]string {
	if o.profile == nil {
		return map[string]string{}
	}
	return o.profile.WaivedUntil(c)
}

func (o *opened) severity(c *control.Control) control.Severity {
	if o.profile == nil {
		return c.Severity
	}
	return o.profile.Severity(c)
}

func (o *opened) enforcement(c *control.Control) string {
	p := o.profile
	if p == nil {
		p = &profile.Profile{}
	}
	return p.Enforcement(c).String()
}
