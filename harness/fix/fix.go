// Package fix proposes changes that mend findings. What mends the findings of a control stands in its annotation, as data.
// A change touches nothing of a text but what it means to change, and it is verified: with it, the finding is gone, and no
// control finds more than before. What cannot be verified is not proposed.
package fix

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
)

// Plan is what is proposed.
type Plan struct {
	// Changes are the files that change, sorted by name.
	Changes []Change
	// Fixed are the findings that are gone then, and Left those that stay.
	Fixed []Fixed
	Left  []Left
	// Used are the fixes that are part of it.
	Used []*control.Fix
	// Before is the run on the texts as they are, After the one on the texts as they would be.
	Before, After *harness.Run
}

// Change is a file that changes.
type Change struct {
	Name     string
	Old, New []byte
	// Fixed counts the findings that are gone.
	Fixed int

	// own are the lines of patches, without their indent: they hold nothing that may be a secret.
	own map[string]bool
}

// Fixed is a finding that is gone.
type Fixed struct {
	harness.Finding
	// File is the file that changes for it.
	File string
}

// Left is a finding that stays.
type Left struct {
	harness.Finding
	Reason string
	// HasFix reports that its control has fixes, none of which could be verified here.
	HasFix bool
}

// Options say what is mended, and how.
type Options struct {
	Engine *harness.Engine
	Limits source.Limits
	// Progress is called with how far the judging is, unless it is nil: which round it is, and which of how many files. The
	// first round judges the texts as they are, and the others what would become of them.
	Progress func(round, file, files int)
}

// Propose finds what mends the findings in sources. Those that can be read only once are kept in memory.
func Propose(ctx context.Context, sources harness.Sources, options Options) (*Plan, error) {
	p := &planner{
		engine: options.Engine, progress: options.Progress, limits: options.Limits.OrDefault(), format: kubernetes.New(), originals: map[string][]byte{}, texts: map[string][]byte{}, patches: map[string][]*patch{},
		parametersOf: map[string]map[string]any{}, tried: map[string]*trial{}, fixed: map[string]string{}, moved: map[string]bool{}, ctx: ctx,
	}
	for found := range sources {
		if p.progress != nil {
			p.progress(1, len(p.found), len(p.found))
		}
		if found.Source != nil {
			found.Source = source.Keep(found.Source)
		}
		p.found = append(p.found, found)
	}
	before, err := p.check(p.texts)
	if err != nil {
		return nil, err
	}
	p.now = before
	for range maxPasses {
		progress, err := p.pass()
		if err != nil {
			return nil, err
		}
		if !progress {
			break
		}
	}
	return p.plan(before), nil
}

// maxPasses bounds how often is looked for what is left: fixes of one finding are tried in turn.
const maxPasses = 6

// planner looks for fixes.
type planner struct {
	ctx    context.Context //nolint:containedctx // it lives as long as one call
	engine *harness.Engine
	// rounds counts how often the sources were judged.
	rounds   int
	progress func(round, file, files int)
	limits   source.Limits
	format   format.Format
	found    []source.Found

	originals map[string][]byte   // texts of files that were read
	texts     map[string][]byte   // those of files that change
	now       *run                // on these
	patches   map[string][]*patch // of kustomizations among them

	tried        map[string]*trial // by the identity of findings
	fixed        map[string]string // files by the identity of findings
	used         []*control.Fix
	moved        map[string]bool // holders of which items of lists were taken out
	parametersOf map[string]map[string]any
	secrets      map[string]map[string][]string // keys by namespace and name
}

// proposal is a fix for one place, which may have several findings.
type proposal struct {
	target
	path     []any
	control  *control.Control
	fix      *control.Fix
	findings []*located
	// rendered is what a patch is for.
	rendered *artefact.Artefact
	// isFollowing reports that it is for what another proposal would bring to light.
	isFollowing bool
	// isAlone reports that it is tried without others for its artefact.
	isAlone bool
}

// located is a finding with where it was found.
type located struct {
	harness.Finding
	holder string // the artefact, in the source that it was found in
	id     string // the same in every run
	result *harness.Result
	index  int // of the artefact in the result
}

// trial is what was tried for a finding.
type trial struct {
	fixes  int // of its control, tried or not for it
	reason string
}

// run is a run with its findings by the artefacts that have them.
type run struct {
	*harness.Run
	texts     map[string][]byte
	found     []source.Found
	patches   map[string][]*patch
	documents map[string][]*document          // of files, as far as they were asked for
	objects   map[string]*artefact.Artefact   // rendered ones, for which there may be patches
	rendered  map[string][]*artefact.Artefact // by source, file and document, of sources that were asked for

	findings []*located
	ids      map[string]bool           // of the findings
	counts   map[string]map[string]int // findings by holder and control
	unknowns map[string]map[string]int
	errors   int
}

// check judges the sources with texts.
func (p *planner) check(texts map[string][]byte) (*run, error) {
	found := source.Changed(p.found, texts)
	p.rounds++
	checked, err := p.engine.Check(p.ctx, func(yield func(source.Found) bool) {
		for i, one := range found {
			if p.progress != nil {
				p.progress(p.rounds, i+1, len(found))
			}
			if !yield(one) {
				return
			}
		}
	})
	if err != nil {
		return nil, err
	}
	r := &run{Run: checked, texts: texts, found: found, documents: map[string][]*document{}, objects: map[string]*artefact.Artefact{}, rendered: map[string][]*artefact.Artefact{}, ids: map[string]bool{}, counts: map[string]map[string]int{}, unknowns: map[string]map[string]int{}, errors: checked.Summary.Errors + checked.Summary.Verdicts[harness.Errored]}
	for _, result := range checked.Results {
		seen := map[string]int{}
		for i := range result.Judgements {
			j := &result.Judgements[i]
			holder := fmt.Sprintf("%s\x00%s\x00%s\x00%d\x00%s\x00%s", result.Source, result.File, result.Variant, j.Document, j.APIVersion, j.Ref)
			seen[holder]++
			holder = fmt.Sprintf("%s\x00%d", holder, seen[holder])
			ids := map[string]int{}
			for _, f := range j.Findings {
				id := strings.Join([]string{holder, f.Control.ID, artefact.PathText(f.Path)}, "\x00")
				ids[id]++
				count(r.counts, holder, f.Control.ID)
				id = fmt.Sprintf("%s\x00%d", id, ids[id])
				r.ids[id] = true
				r.findings = append(r.findings, &located{f, holder, id, result, i})
			}
			for _, f := range j.Unknowns {
				count(r.unknowns, holder, f.Control.ID)
			}
		}
	}
	return r, nil
}

func count(counts map[string]map[string]int, holder, id string) {
	if counts[holder] == nil {
		counts[holder] = map[string]int{}
	}
	counts[holder][id]++
}

// textOf returns the text of a file as it would be.
func (p *planner) textOf(texts map[string][]byte, name string) ([]byte, error) {
	if text, isChanged := texts[name]; isChanged {
		return text, nil
	}
	if text, isRead := p.originals[name]; isRead {
		return text, nil
	}
	open := func(name string) (io.ReadCloser, error) { return os.Open(name) }
	for _, found := range p.found {
		if file, isFile := found.Source.(*source.File); isFile && file.Path == name {
			open = func(string) (io.ReadCloser, error) { return file.Open() }
		}
	}
	reader, err := open(name)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	text, err := io.ReadAll(io.LimitReader(reader, p.limits.Source))
	if err = errors.Join(err, reader.Close()); err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	p.originals[name] = text
	return text, nil
}

// parameters returns the parameters of a control: those of the profile in place of its defaults.
func (p *planner) parameters(c *control.Control) (map[string]any, error) {
	if known := p.parametersOf[c.ID]; known != nil {
		return known, nil
	}
	about := p.engine.About()
	all, err := about.Catalogue.Rego.Defaults(p.ctx, c)
	if err != nil {
		return nil, err
	}
	all = maps.Clone(all)
	if about.Profile != nil {
		maps.Copy(all, about.Profile.Parameters[c.ID])
	}
	p.parametersOf[c.ID] = all
	return all, nil
}

// secretsIn returns the keys of the Secrets of a namespace among the sources.
func (p *planner) secretsIn(namespace string) map[string][]string {
	if p.secrets == nil {
		p.secrets = map[string]map[string][]string{}
		for _, found := range p.found {
			if found.Source == nil {
				continue
			}
			for d, err := range found.Source.Documents(p.limits) {
				if err != nil || !bytes.Contains(d.Text, []byte("Secret")) {
					continue
				}
				for _, a := range p.format.Parse(d).Artefacts {
					if a.Kind == "Secret" && a.Group() == "" {
						p.note(a)
					}
				}
			}
		}
	}
	return p.secrets[namespace]
}

// note notes the keys of a Secret.
func (p *planner) note(a *artefact.Artefact) {
	of := p.secrets[a.Namespace]
	if of == nil {
		of = map[string][]string{}
		p.secrets[a.Namespace] = of
	}
	for _, field := range []string{"data", "stringData"} {
		for key := range a.Value.Get(field).Members() {
			of[a.Name] = append(of[a.Name], key)
		}
	}
	slices.Sort(of[a.Name])
	of[a.Name] = slices.Compact(of[a.Name])
}

// plan says what is proposed.
func (p *planner) plan(before *run) *Plan {
	out := &Plan{Used: p.used, Before: before.Run, After: p.now.Run}
	counts := map[string]int{}
	said := map[string]int{} // what is left where paths moved
	message := func(f *located) string { return strings.Join([]string{f.holder, f.Control.ID, f.Message}, "\x00") }
	for _, f := range p.now.findings {
		said[message(f)]++
	}
	for _, f := range before.findings {
		isLeft := p.now.ids[f.id]
		if p.moved[f.holder] {
			isLeft = said[message(f)] > 0
			said[message(f)]--
		}
		if isLeft {
			left := Left{Finding: f.Finding, Reason: reasonNone, HasFix: len(f.Control.Fixes) > 0}
			if t := p.tried[f.id]; t != nil && t.reason != "" {
				left.Reason = t.reason
			} else if left.HasFix {
				left.Reason = reasonNot
			}
			out.Left = append(out.Left, left)
			continue
		}
		file := cmp.Or(p.fixed[f.id], f.Position.File)
		counts[file]++
		out.Fixed = append(out.Fixed, Fixed{f.Finding, file})
	}
	for _, name := range slices.Sorted(maps.Keys(p.texts)) {
		out.Changes = append(out.Changes, Change{name, p.originals[name], p.texts[name], counts[name], ownLines(p.patches[name])})
	}
	return out
}

const (
	reasonNone = "its control has no fix"
	reasonNot  = "none of the fixes of its control is for this"
)
