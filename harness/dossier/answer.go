package dossier

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/attest"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/judge/text"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/document"
	"github.com/guiderail/guiderail/internal/prose"
)

// Options are what a scope is answered with.
type Options struct {
	Library *guide.Library
	// Controls are all controls of the policies, whether the profile chooses them or not.
	Controls []*control.Control
	// Foreign are the controls that are about other platforms than each, by the platform's ID.
	Foreign map[string][]string
	// Provided are the namespaces of the provider on each platform, by the platform's ID: what the built-in profile accepts
	// in them is no part of the answer.
	Provided map[string][]string
	Engine   *harness.Engine
	Sources  harness.Sources
	// Written are files that the run writes, which are not among what it reads.
	Written []string
	Now     time.Time
	// Changed are the statements, by guide and ID, whose sentences the text that was compared no longer has.
	Changed map[string][]string
}

// Answer judges a scope, and answers every statement of every guide.
func Answer(ctx context.Context, asked *Asked, options Options) (*Scope, []Statement, error) {
	ctx = attest.ReadOnce(ctx)
	run, err := collect(ctx, options.Engine, options.Sources, asked.names())
	if err != nil {
		return nil, nil, err
	}
	run.sort()
	a := &answering{Options: options, asked: asked, run: run, profile: options.Engine.About().Profile, controls: map[string][]*control.Control{}}
	for _, c := range options.Controls {
		for _, id := range c.Requirements {
			a.controls[id] = append(a.controls[id], c)
		}
	}
	a.attest(attest.FilesOf(ctx))
	if err := a.checkNotUsed(); err != nil {
		return nil, nil, err
	}
	a.leaveOutForeign()
	a.showPlatform()
	var statements []Statement
	tally := newTally()
	byGuide := map[string]Tally{}
	for _, g := range options.Library.Guides {
		byGuide[g.ID] = newTally()
		for i := range g.Statements {
			s := a.statement(g, &g.Statements[i])
			tally[s.Verdict]++
			byGuide[g.ID][s.Verdict]++
			statements = append(statements, s)
		}
	}
	scope := &Scope{
		Name: asked.Name, Title: asked.Title, File: slash(asked.File), Paths: []string{}, Exclude: asked.Exclude,
		Cluster:  Cluster{Name: asked.Cluster, Platform: a.platform.ID, Namespaces: asked.Namespaces, ShownBy: first(a.platformShownBy)},
		Images:   run.listImages(asked.Images),
		Counts:   run.counts,
		Verdicts: tally, ByGuide: byGuide,
		Attestations: a.attestations, Readings: run.readings(),
		Accepted: run.acceptedFindings(),
		Errors:   run.errors, Notices: run.notices,
	}
	for _, p := range asked.Paths {
		scope.Paths = append(scope.Paths, slash(source.WithoutCredentials(p))) // by mistake, it may be an address
	}
	for _, r := range scope.Readings {
		if run.snapshots[r.Source] != nil && run.snapshots[r.Source].IsLive {
			scope.Paths = append(scope.Paths, r.Source)
		}
	}
	for _, c := range options.Controls {
		said := ControlResult{ID: c.ID, Verdicts: run.of(c.ID).verdicts}
		if a.profile != nil {
			said.Excluded = oneLine(a.profile.Excluded[c.ID])
		}
		scope.Controls = append(scope.Controls, said)
	}
	settings := map[string]string{asked.File: "scope"}
	if a.profile != nil {
		scope.Profile = a.profile.Name
		for _, s := range a.profile.Sources {
			settings[s.File] = "profile"
		}
	}
	for _, w := range asked.Waivers {
		settings[w] = "waivers"
	}
	for _, r := range a.results {
		settings[r.File+attest.SignatureSuffix] = "signature"
		for _, b := range r.Basis {
			if b.File != "" {
				settings[filepath.Join(filepath.Dir(r.File), filepath.FromSlash(b.File))] = "evidence"
			}
		}
	}
	if asked.Platform != a.platform.ID {
		scope.Cluster.Said = asked.Platform
	}
	scope.Inputs = run.listInputs(settings, search(asked.Paths, asked.Exclude).Files(), options.Written, attest.FilesOf(ctx))
	return scope, statements, nil
}

func newTally() Tally {
	t := Tally{}
	for _, v := range Verdicts() {
		t[v] = 0
	}
	return t
}

// answering is one scope that is being answered.
type answering struct {
	Options
	asked    *Asked
	run      *collected
	profile  *profile.Profile
	controls map[string][]*control.Control // by requirement
	// platform is the one that the scope names and an artefact shows; its ID is "" where there is none.
	platform        guide.Platform
	platformShownBy []Evidence
	results         []*attest.Result
	attestations    []Attestation
}

// attest verifies the attestations of the scope.
func (a *answering) attest(files *attest.Files) {
	options := attest.Options{Library: a.Library, Now: a.Now, Cluster: a.asked.Cluster, Namespaces: a.asked.Namespaces, Folders: a.asked.folders(), Files: files}
	if a.profile != nil {
		options.Policy, options.Profile = &a.profile.Attestations, a.profile.Name
	}
	for _, file := range a.run.records {
		read, err := attest.Read(file)
		if err != nil {
			a.attestations = append(a.attestations, a.unread(file, err))
			continue
		}
		r := attest.Verify(read, options)
		a.results = append(a.results, r)
		a.attestations = append(a.attestations, describe(r))
	}
}

// unread describes an attestation that cannot be read, which makes the dossier speak of less than it was asked to.
func (a *answering) unread(file string, err error) Attestation {
	d := Attestation{Name: file, File: slash(file), Requirement: attest.RequirementOf(file), Authors: []string{}}
	for _, err := range document.Errors(err) {
		d.Reasons = append(d.Reasons, err.Error())
		place := Place{File: d.File, Message: err.Error()}
		var at *artefact.Error
		if errors.As(err, &at) {
			place = Place{slash(at.File), at.Line, at.Message}
		}
		a.run.errors = append(a.run.errors, place)
		a.run.counts.Errors++
	}
	return d
}

func describe(r *attest.Result) Attestation {
	d := Attestation{
		Name: r.Metadata.Name, File: slash(r.File), Requirement: r.Spec.Requirement, Statement: strings.TrimSpace(r.Spec.Statement),
		Authors: r.Spec.Authors, Attester: r.Spec.Attester, Date: r.Spec.Date, Expires: r.Spec.Expires, Counts: r.Counts(),
	}
	if r.Signer != nil {
		d.Signer, d.Key = r.Signer.Principal, r.Signer.Key.String()
	}
	for _, refusal := range r.Refusals {
		d.Reasons = append(d.Reasons, refusal.Message)
	}
	if r.Unknown != "" {
		d.Reasons = append(d.Reasons, r.Unknown)
	}
	for _, w := range r.Warnings {
		d.Reasons = append(d.Reasons, w.Message)
	}
	for _, b := range r.Basis {
		e := AttestedEvidence{File: b.File, URL: b.URL, Digest: b.Digest, Description: b.Description, State: b.State}
		if b.Report != nil {
			e.Summary = b.Report.String()
		}
		d.Basis = append(d.Basis, e)
	}
	return d
}

// checkNotUsed looks for requirements that there are not.
func (a *answering) checkNotUsed() error {
	for _, n := range a.asked.NotUsed {
		for i, id := range n.Requirements {
			switch r, ok := a.Library.Requirement(id); {
			case !ok:
				return fmt.Errorf("%s: spec.notUsed: %s is not a requirement; guiderail coverage lists them", n.positions[i], id)
			case !r.Optional:
				return fmt.Errorf("%s: spec.notUsed: %s (%s) is about something that every cluster has; remove it", n.positions[i], id, r.Name)
			}
		}
	}
	return nil
}

// leaveOutForeign takes away what a control that knows no cluster said for attestations that do not count here.
func (a *answering) leaveOutForeign() {
	said := a.run.of(text.AttestationsFresh)
	said.passed = slices.DeleteFunc(said.passed, func(e Evidence) bool {
		return slices.ContainsFunc(a.attestations, func(about Attestation) bool { return about.File == e.File && !about.Counts })
	})
}

// showPlatform looks for what shows the platform: what a scope says of itself proves nothing. Where the scope names none,
// it is the one that is shown.
func (a *answering) showPlatform() {
	for _, p := range a.Library.Platforms {
		if a.asked.Platform != "" && a.asked.Platform != p.ID {
			continue
		}
		if shown := a.run.of(p.ShownBy).judged(); len(shown) > 0 {
			slices.SortFunc(shown, compareEvidence)
			a.platform, a.platformShownBy = p, slices.Compact(shown)
			return
		}
	}
}

// level is how far one requirement of a statement is answered.
type level int

const (
	elsewhere level = iota // there is no such requirement here
	none                   // nothing could tell
	partial
	accepted
	attested
	held
	failed
)

func (a *answering) statement(g *guide.Guide, s *guide.Statement) Statement {
	answer := Statement{
		Scope: a.asked.Name, Guide: g.ID, ID: s.ID, Section: s.Section, Statement: s.Text, Requirements: s.Requirements, Errata: s.Errata,
		HasChanged: slices.Contains(a.Changed[g.ID], s.ID), Reasons: []Reason{},
	}
	levels := map[level]int{}
	for _, id := range s.Requirements {
		r, _ := a.Library.Requirement(id)
		levels[a.requirement(&r, &answer)]++
	}
	here := len(s.Requirements) - levels[elsewhere]
	switch {
	case len(s.Requirements) == 0:
		answer.Verdict = NotCheckable
		answer.Reasons = append(answer.Reasons, Reason{Kind: "fact", Text: s.NotCheckable})
	case levels[failed] > 0:
		answer.Verdict = Fails
	case s.Contradicted != "":
		answer.Verdict = Contradicted
	case here == 0:
		answer.Verdict = NotApplicable
	case levels[none] == here:
		answer.Verdict = NothingShown
	case levels[none]+levels[partial] > 0:
		answer.Verdict = Partly
	case levels[accepted] > 0:
		answer.Verdict = Waived
	case levels[held] > 0:
		answer.Verdict = Holds
	default:
		answer.Verdict = Attested
	}
	if s.Contradicted != "" {
		answer.Reasons = append([]Reason{{Kind: "erratum", Text: s.Contradicted}}, answer.Reasons...)
	}
	answer.Basis = basis(&answer)
	return answer
}

// basis says what the reasons of an answer rest on.
func basis(s *Statement) string {
	artefacts, attestations, words := false, false, false
	for _, r := range s.Reasons {
		artefacts = artefacts || len(r.Evidence)+len(r.Findings) > 0
		words = words || r.Kind == "fact" && r.Requirement != "" && len(r.Evidence)+len(r.Findings) == 0
		attestations = attestations || r.Kind == "attested"
	}
	switch {
	case s.Verdict == NothingShown: // whatever the platform is
		return ""
	case s.Verdict == NotApplicable && words:
		return BasisScope
	case artefacts && attestations:
		return "artefacts and attestations"
	case artefacts:
		return "artefacts"
	case attestations:
		return "attestations"
	case s.Verdict == NotCheckable || s.Verdict == Contradicted:
		return "the guide"
	}
	return ""
}

// requirement answers one requirement of a statement, and adds the reasons.
func (a *answering) requirement(r *guide.Requirement, answer *Statement) level {
	if !r.IsOn(a.platform.ID) {
		answer.Reasons = append(answer.Reasons, Reason{
			Kind: "fact", Requirement: r.ID, Count: len(a.platformShownBy), Evidence: first(a.platformShownBy),
			Text: fmt.Sprintf("it is about %s, and this cluster is on %s", a.titles(r.Platforms), a.platform.Title),
		})
		return elsewhere
	}
	shown, judging := a.judged(r, answer)
	if r.Attestation == nil {
		return shown
	}
	vouched := a.vouched(r, answer)
	switch {
	case shown == failed:
		return failed
	case !judging, shown == elsewhere:
		return vouched
	case shown == none && vouched == none:
		return none
	case shown == held && vouched == attested:
		return held
	case shown == accepted && vouched == attested:
		return accepted
	}
	return partial
}

func (a *answering) titles(platforms []string) string {
	var titles []string
	for _, id := range platforms {
		p, _ := a.Library.Platform(id)
		titles = append(titles, p.Title)
	}
	return strings.Join(titles, " or ")
}

// judged answers a requirement by its controls. It reports whether any control is about this platform.
func (a *answering) judged(r *guide.Requirement, answer *Statement) (level, bool) {
	var own []*control.Control
	for _, c := range a.controls[r.ID] {
		if !slices.Contains(a.Foreign[a.platform.ID], c.ID) {
			own = append(own, c)
		}
	}
	if len(own) == 0 {
		return none, false
	}
	add := func(kind string, c *control.Control, text string, count int) *Reason {
		answer.Reasons = append(answer.Reasons, Reason{Kind: kind, Requirement: r.ID, Control: c.ID, Text: text, Count: count})
		return &answer.Reasons[len(answer.Reasons)-1]
	}
	var passes, fails, accepts, unknowns, excluded int
	var silent []*control.Control
	for _, c := range own {
		if a.profile != nil {
			if reason, leftOut := a.profile.Excluded[c.ID]; leftOut {
				// To leave out what has nothing to judge here accepts nothing, and nor does it to leave out what is about
				// another platform while none is shown.
				if a.run.has(c) && (a.platform.ID != "" || !a.isOfOnePlatform(c.ID)) {
					add("accepted", c, fmt.Sprintf("profile %s leaves out %s: %s", a.profile.Name, c.ID, oneLine(reason)), 0)
					excluded++
				} else {
					silent = append(silent, c)
				}
				continue
			}
		}
		said := a.run.of(c.ID).about(r.Kinds)
		if len(said.findings) > 0 {
			add("finding", c, fmt.Sprintf("%s: %s", c.ID, prose.Count(len(said.findings), "finding")), len(said.findings)).Findings = firstOf(said.findings)
			fails++
		}
		others, provided := a.provided(said.accepted)
		if len(others) > 0 {
			add("accepted", c, fmt.Sprintf("%s: %s accepted", c.ID, prose.Count(len(others), "finding")), len(others)).Findings = firstOf(others)
			accepts++
		}
		if len(provided) > 0 {
			add("fact", c, fmt.Sprintf("%s: %s in namespaces of the provider, which the profile leaves out", c.ID, prose.Count(len(provided), "finding")), len(provided)).Findings = firstOf(provided)
		}
		if n := len(said.unknowns) + len(said.errors); n > 0 {
			add("unknown", c, fmt.Sprintf("%s: %s not known", c.ID, prose.Count(n, "value")), n).Findings = firstOf(said.unknowns)
			unknowns++
		}
		if unread := a.run.unread(c); len(unread) > 0 {
			add("unknown", c, fmt.Sprintf("%s: %s of objects not read in the cluster", c.ID, prose.Count(len(unread), "kind")), len(unread)).Findings = firstOf(unread)
			unknowns++
		}
		if len(said.passed) > 0 {
			reason := add("shown", c, fmt.Sprintf("%s: %s", c.ID, c.Title), len(said.passed))
			reason.Evidence = first(said.passed)
			passes++
		}
		if len(said.judged())+len(said.errors) == len(provided) {
			silent = append(silent, c)
		}
	}
	switch {
	case fails > 0:
		return failed, true
	case unknowns > 0 && passes+accepts > 0:
		return partial, true
	case unknowns > 0:
		a.missing(r, silent, answer)
		return none, true
	case accepts+excluded > 0:
		return accepted, true
	case passes > 0:
		return held, true
	}
	if reason := a.notUsed(r.ID); reason != "" && a.run.counts.Artefacts > 0 {
		answer.Reasons = append(answer.Reasons, Reason{
			Kind: "fact", Requirement: r.ID, Count: a.run.counts.Artefacts,
			Text: fmt.Sprintf("%s; none of %s of this scope is of such a kind", strings.TrimSuffix(reason, "."), prose.Count(a.run.counts.Artefacts, "artefact")),
		})
		return elsewhere, true
	}
	a.missing(r, silent, answer)
	return none, true
}

// isOfOnePlatform reports whether a control is about one platform alone.
func (a *answering) isOfOnePlatform(control string) bool {
	for _, ids := range a.Foreign {
		if slices.Contains(ids, control) {
			return true
		}
	}
	return false
}

// provided separates accepted findings that the profile leaves out, since their namespace is the provider's.
func (a *answering) provided(accepted []Finding) (others, provided []Finding) {
	for _, f := range accepted {
		if f.Accepted != nil && f.Accepted.By == string(judge.ByProfile) && slices.Contains(a.Provided[a.platform.ID], f.namespace) {
			provided = append(provided, f)
		} else {
			others = append(others, f)
		}
	}
	return others, provided
}

// notUsed returns why the scope has nothing that a requirement is about; "" where it does not say so.
func (a *answering) notUsed(id string) string {
	for _, n := range a.asked.NotUsed {
		if slices.Contains(n.Requirements, id) {
			return oneLine(n.Reason)
		}
	}
	return ""
}

// missing says which artefacts could have told.
func (a *answering) missing(r *guide.Requirement, silent []*control.Control, answer *Statement) {
	for _, c := range silent {
		answer.Missing = append(answer.Missing, Missing{r.ID, c.ID, fmt.Sprintf("nothing that %s judges (%s): %s", c.ID, kinds(c), c.Title)})
	}
}

// kinds names what a control judges.
func kinds(c *control.Control) string {
	var names []string
	for _, m := range c.Match {
		if cmp.Or(m.Type, artefact.Kubernetes) != artefact.Kubernetes {
			names = append(names, strings.ReplaceAll(m.Type, "-", " "))
			continue
		}
		names = append(names, m.Kinds...)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if pods := []string{"CronJob", "Deployment", "Pod"}; !slices.ContainsFunc(pods, func(kind string) bool { return !slices.Contains(names, kind) }) {
		return "workloads"
	}
	const most = 6
	if len(names) > most {
		return strings.Join(names[:most], ", ") + " and others"
	}
	if len(names) == 0 {
		return "Kubernetes objects"
	}
	return strings.Join(names, ", ")
}

// vouched answers a requirement by attestations.
func (a *answering) vouched(r *guide.Requirement, answer *Statement) level {
	found := none
	for i, result := range a.results {
		if result.Spec.Requirement != r.ID {
			continue
		}
		about := a.attestations[i]
		if !result.Counts() {
			continue
		}
		text := fmt.Sprintf("attested by %s on %s, until %s", about.Attester, about.Date, about.Expires)
		answer.Reasons = append(answer.Reasons, Reason{Kind: "attested", Requirement: r.ID, Text: text, Attestation: about.Name, Count: 1})
		reached := attested
		for _, b := range result.Basis {
			if b.Report != nil && b.Report.Unmet() > 0 {
				answer.Reasons = append(answer.Reasons, Reason{Kind: "unknown", Requirement: r.ID, Attestation: about.Name, Text: fmt.Sprintf("what it rests on does not bear all of it out: %s", b.Report), Count: b.Report.Unmet()})
				reached = partial
			}
		}
		if found == partial { // what another attestation shows to have failed stays so
			reached = partial
		}
		found = reached
	}
	if found != none {
		return found
	}
	refused := false
	for _, about := range a.attestations {
		if about.Requirement == r.ID && !about.Counts {
			refused = true
			answer.Missing = append(answer.Missing, Missing{Requirement: r.ID, Text: fmt.Sprintf("the attestation %s does not count: %s", about.File, strings.Join(about.Reasons, "; "))})
		}
	}
	if !refused {
		answer.Missing = append(answer.Missing, Missing{Requirement: r.ID, Text: fmt.Sprintf("an attestation (guiderail attest new %s): %s", r.ID, r.Attestation.About)})
	}
	return none
}

func first(evidence []Evidence) []Evidence {
	return slices.Clone(evidence[:min(len(evidence), shownEvidence)])
}

func firstOf(findings []Finding) []Finding {
	return slices.Clone(findings[:min(len(findings), shownEvidence)])
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
