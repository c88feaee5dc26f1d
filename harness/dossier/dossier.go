// Package dossier answers for an auditor: for every statement of each guide, whether it holds in a cluster, by what
// evidence, and what was missing to tell. A statement never holds because nothing was judged.
//
// A Scope says what a dossier speaks of. Collect judges it, and New answers the statements. The formats are packages
// below this one; the JSON format is a Dossier as it is marshalled, and can be read back with Read.
package dossier

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/guiderail/guiderail/internal/document"
	"github.com/guiderail/guiderail/internal/prose"
)

// APIVersion and Kind are those of a dossier in JSON.
const (
	APIVersion = "guiderail.dev/v1alpha1"
	Kind       = "Dossier"
)

// Schema is the JSON Schema of a dossier in JSON.
//
//go:embed schema.json
var Schema []byte

// Verdict is the answer to one statement.
type Verdict string

// The verdicts.
const (
	// Holds: each requirement of the statement was shown to be met, by an artefact or, where it asks for one, by an
	// attestation as well.
	Holds Verdict = "holds"
	// Attested: each requirement is met, and attestations alone show it.
	Attested Verdict = "attested"
	// Waived: what was found is accepted, by a waiver or by the profile.
	Waived Verdict = "waived"
	// Partly: some of it was shown, and something is missing or not known.
	Partly Verdict = "partly"
	// Fails: at least one finding is not accepted.
	Fails Verdict = "fails"
	// NothingShown: nothing in the scope could tell.
	NothingShown Verdict = "nothing_shown"
	// NotApplicable: the scope is shown to be of a kind that the statement is not about.
	NotApplicable Verdict = "not_applicable"
	// Contradicted: the guide is mistaken, as an erratum says.
	Contradicted Verdict = "contradicted"
	// NotCheckable: the statement demands nothing.
	NotCheckable Verdict = "not_checkable"
)

// Verdicts lists all verdicts in the order in which summaries show them.
func Verdicts() []Verdict {
	return []Verdict{Holds, Attested, Waived, Partly, Fails, NothingShown, NotApplicable, Contradicted, NotCheckable}
}

// Text returns the verdict as people read it.
func (v Verdict) Text() string {
	switch v {
	case NothingShown:
		return "nothing was shown"
	case NotApplicable:
		return "not applicable here"
	case NotCheckable:
		return "not checkable"
	case Contradicted:
		return "contradicted by an erratum"
	}
	return string(v)
}

// rank orders answers as verdicts are ordered. What does not apply on the word of the scope alone was not shown.
func (s *Statement) rank() int {
	if s.Basis == BasisScope {
		return NothingShown.rank()
	}
	return s.Verdict.rank()
}

// rank orders verdicts by how well a statement is answered: lower is better. Those of equal rank are neither better nor
// worse than each other.
func (v Verdict) rank() int {
	switch v {
	case Holds, Attested, NotApplicable, NotCheckable, Contradicted:
		return 0
	case Waived:
		return 1
	case Partly:
		return 2
	case NothingShown:
		return 3
	}
	return 4
}

// Dossier answers the statements of all guides for one scope or several.
type Dossier struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	// Now is the time of the run, as RFC 3339.
	Now  string `json:"now"`
	Tool Tool   `json:"tool"`
	// Policies are what the scopes were judged by.
	Policies Policies `json:"policies"`
	Guides   []Guide  `json:"guides"`
	Scopes   []Scope  `json:"scopes"`
	// Statements has every statement of every guide, in the guides' order, for one scope after another.
	Statements []Statement `json:"statements"`
	// Framework is the other text that the controls are mapped to, if one was asked for.
	Framework *Framework `json:"framework,omitempty"`
}

// Tool is what made a dossier.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	// Digest is the SHA-256 of the program; "" where it is not known.
	Digest string `json:"digest,omitempty"`
}

// Policies names policies.
type Policies struct {
	// Reference is the address of a bundle or the path of a directory; "built-in" for those of the tool.
	Reference string `json:"reference"`
	// Digest is the SHA-256 of all policy files, or of the bundle.
	Digest   string `json:"digest"`
	Revision string `json:"revision,omitempty"`
	Verified bool   `json:"verified,omitempty"`
	Controls int    `json:"controls"`
}

// Guide names a guide in the edition that the statements were taken from.
type Guide struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Version string `json:"version,omitempty"`
	Date    string `json:"date"`
	// Sources is the SHA-256 of the hashes of the sentences that the statements were taken from: another edition has
	// another one.
	Sources string `json:"sources"`
	// Compared is the edition that the statements were held against, if a text was given.
	Compared *Compared `json:"compared,omitempty"`
}

// Compared is what came of holding a guide's statements against a text.
type Compared struct {
	// File is the text, and Digest its SHA-256.
	File   string `json:"file"`
	Digest string `json:"digest"`
	// Changed are the IDs of the statements whose sentences the text no longer has.
	Changed []string `json:"changed"`
}

// Scope is what was judged.
type Scope struct {
	Name    string   `json:"name"`
	Title   string   `json:"title,omitempty"`
	File    string   `json:"file,omitempty"`
	Cluster Cluster  `json:"cluster"`
	Profile string   `json:"profile,omitempty"`
	Paths   []string `json:"paths"`
	// Exclude are patterns of what is left out of the paths.
	Exclude []string `json:"exclude,omitempty"`
	// Readings say how objects were read from clusters, if they were.
	Readings []Reading `json:"readings,omitempty"`
	Images   []Image   `json:"images,omitempty"`
	Inputs   []Input   `json:"inputs"`
	Counts   Counts    `json:"counts"`
	Verdicts Tally     `json:"verdicts"`
	// ByGuide has the same for each guide, by its ID.
	ByGuide map[string]Tally `json:"verdictsByGuide"`
	// Controls are what each control said of the scope, in the order of the controls.
	Controls []ControlResult `json:"controls,omitempty"`
	// Attestations are those in the scope, whether they count or not.
	Attestations []Attestation `json:"attestations,omitempty"`
	// Accepted are findings that somebody accepted.
	Accepted []Finding `json:"accepted,omitempty"`
	// Errors are files that could not be read, and controls that could not be evaluated.
	Errors []Place `json:"errors,omitempty"`
	// Notices are about what was not judged.
	Notices []Place `json:"notices,omitempty"`
}

// Cluster is the cluster that a scope is about.
type Cluster struct {
	Name       string   `json:"name"`
	Platform   string   `json:"platform,omitempty"`
	Namespaces []string `json:"namespaces,omitempty"`
	// ShownBy are artefacts that show the platform. What a scope says of itself proves nothing.
	ShownBy []Evidence `json:"shownBy,omitempty"`
	// Said is the platform that the scope names and no artefact shows.
	Said string `json:"platformSaid,omitempty"`
}

// Reading is how objects of a cluster were read.
type Reading struct {
	// Source is what the evidence names as its file: a cluster, or a file that an audit wrote.
	Source string `json:"source"`
	// Context is the context of the kubeconfig, and Server the version of the API server; "" where it does not say.
	Context string `json:"context"`
	Server  string `json:"server,omitempty"`
	// At is when the reading began, as RFC 3339 has it.
	At string `json:"at"`
	// Namespace is the only namespace that was read; "" stands for all.
	Namespace string `json:"namespace,omitempty"`
	// Objects counts the objects that were read.
	Objects int `json:"objects"`
	// Unread are the kinds that were not read, or not completely.
	Unread []Unread `json:"unread"`
	// NotServed are the kinds that controls know and that the cluster does not have.
	NotServed []string `json:"notServed,omitempty"`
}

// Unread is a kind of objects that was not read, or not completely, and why.
type Unread struct {
	Kind   string `json:"kind"`
	Reason string `json:"reason"`
	// IsExpected reports that it was not to be read. What it would have shown is not known all the same.
	IsExpected bool `json:"expected,omitempty"`
}

// String says it for people.
func (r *Reading) String() string {
	text := fmt.Sprintf("%s, from context %s", prose.Count(r.Objects, "object"), cmp.Or(r.Context, "unknown"))
	if r.Server != "" {
		text += " (Kubernetes " + r.Server + ")"
	}
	if r.At != "" {
		text += ", from " + r.At + " on"
	}
	if r.Namespace != "" {
		text += ", of namespace " + r.Namespace + " alone"
	}
	return text
}

// String says it for people.
func (u *Unread) String() string { return u.Kind + ": " + u.Reason }

// Image is an image that the scope lists, or that a workload in it runs.
type Image struct {
	Reference string `json:"reference"`
	// IsListed reports that the scope lists it, and RunBy are the workloads that run it.
	IsListed bool       `json:"listed"`
	RunBy    []Evidence `json:"runBy,omitempty"`
	// Reports are the scan reports that speak of it.
	Reports []string `json:"reports,omitempty"`
}

// Input is a file that was read.
type Input struct {
	Path   string `json:"path"`
	Digest string `json:"digest"`
	// Artefacts are how many artefacts are in it, by type.
	Artefacts map[string]int `json:"artefacts,omitempty"`
}

// Counts are the numbers of a run.
type Counts struct {
	Files     int `json:"files"`
	Artefacts int `json:"artefacts"`
	Findings  int `json:"findings"`
	Unknowns  int `json:"unknowns"`
	Accepted  int `json:"accepted"`
	Errors    int `json:"errors"`
}

// Tally counts statements by verdict; each verdict has an entry.
type Tally map[Verdict]int

// ControlResult is what one control said of a scope.
type ControlResult struct {
	ID string `json:"id"`
	// Verdicts count the artefacts that the control judged, by verdict: pass, fail, waived, unknown and error.
	Verdicts map[string]int `json:"verdicts,omitempty"`
	// Excluded says why the control was left out; "" where it was not.
	Excluded string `json:"excluded,omitempty"`
}

// Attestation is an attestation in a scope.
type Attestation struct {
	Name        string `json:"name"`
	File        string `json:"file"`
	Requirement string `json:"requirement"`
	// Statement is in the attester's own words.
	Statement string   `json:"statement"`
	Authors   []string `json:"authors"`
	Attester  string   `json:"attester"`
	// Signer is the principal whose key signed it; "" where the signature does not count.
	Signer  string             `json:"signer,omitempty"`
	Key     string             `json:"key,omitempty"`
	Date    string             `json:"date"`
	Expires string             `json:"expires"`
	Basis   []AttestedEvidence `json:"evidence,omitempty"`
	// Counts reports whether it counts, and Reasons say why not, or what will end it soon.
	Counts  bool     `json:"counts"`
	Reasons []string `json:"reasons,omitempty"`
}

// AttestedEvidence is what an attestation rests on.
type AttestedEvidence struct {
	File        string `json:"file,omitempty"`
	URL         string `json:"url,omitempty"`
	Digest      string `json:"digest"`
	Description string `json:"description,omitempty"`
	// State says what came of looking at it: unchanged, changed, missing, or not fetched.
	State string `json:"state"`
	// Summary has the counts of a report of a known kind.
	Summary string `json:"summary,omitempty"`
}

// Statement is the answer to one statement in one scope.
type Statement struct {
	Scope     string  `json:"scope"`
	Guide     string  `json:"guide"`
	ID        string  `json:"id"`
	Section   string  `json:"section"`
	Statement string  `json:"statement"`
	Verdict   Verdict `json:"verdict"`
	// Basis says what the verdict rests on: artefacts, attestations, both, the scope or the guide.
	Basis        string   `json:"basis,omitempty"`
	Requirements []string `json:"requirements,omitempty"`
	Errata       []string `json:"errata,omitempty"`
	// HasChanged reports that the text that the guide was held against no longer has its sentences.
	HasChanged bool     `json:"changed,omitempty"`
	Reasons    []Reason `json:"reasons"`
	// Missing says what could have told, and was not there.
	Missing []Missing `json:"missing,omitempty"`
}

// Missing is what could have told whether a requirement is met.
type Missing struct {
	Requirement string `json:"requirement"`
	// Control is the control that would have judged it; "" where it is an attestation.
	Control string `json:"control,omitempty"`
	Text    string `json:"text"`
}

// Reason is one reason for a verdict.
type Reason struct {
	// Kind is shown, attested, finding, accepted, unknown, fact or erratum.
	Kind        string `json:"kind"`
	Text        string `json:"text"`
	Requirement string `json:"requirement,omitempty"`
	Control     string `json:"control,omitempty"`
	// Count is how many artefacts, or findings, the reason is about; Evidence has the first of them.
	Count       int        `json:"count,omitempty"`
	Evidence    []Evidence `json:"evidence,omitempty"`
	Findings    []Finding  `json:"findings,omitempty"`
	Attestation string     `json:"attestation,omitempty"`
}

// Evidence is an artefact, or a place in one.
type Evidence struct {
	File     string `json:"file"`
	Line     int    `json:"line,omitempty"`
	Artefact string `json:"artefact"`
	kind     string
}

// Place is something that is said of a place.
type Place struct {
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Message string `json:"message"`
}

// Finding is a finding of a control.
type Finding struct {
	Control  string `json:"control"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Evidence
	// Accepted says who accepted it; nil where nobody did.
	Accepted *Acceptance `json:"accepted,omitempty"`

	namespace string
}

// Acceptance says why a finding is accepted.
type Acceptance struct {
	By      string `json:"by"`
	Reason  string `json:"reason"`
	Owner   string `json:"owner,omitempty"`
	Ticket  string `json:"ticket,omitempty"`
	Expires string `json:"expires,omitempty"`
}

// Framework is another text, and how controls relate to it.
type Framework struct {
	ID      string    `json:"id"`
	Title   string    `json:"title"`
	Edition string    `json:"edition"`
	URL     string    `json:"url,omitempty"`
	Note    string    `json:"note,omitempty"`
	Entries []Mapping `json:"entries"`
}

// Mapping is a section of a framework in one scope.
type Mapping struct {
	Scope    string   `json:"scope"`
	Section  string   `json:"section"`
	Subject  string   `json:"subject"`
	Relation string   `json:"relation"`
	Controls []string `json:"controls"`
	Verdict  Verdict  `json:"verdict"`
	Note     string   `json:"note,omitempty"`
}

// Read reads a dossier in JSON.
func Read(name string) (*Dossier, []byte, error) {
	text, err := document.ReadFile(name)
	if err != nil {
		return nil, nil, fmt.Errorf("reading a dossier: %w", err)
	}
	var d Dossier
	if err := json.Unmarshal(text, &d); err != nil {
		return nil, nil, fmt.Errorf("%s is not a dossier in JSON (guiderail dossier -o json): %w", name, err)
	}
	if d.Kind != Kind || d.APIVersion != APIVersion {
		return nil, nil, fmt.Errorf("%s is not a dossier in JSON (guiderail dossier -o json): kind must be %s, apiVersion %s", name, Kind, APIVersion)
	}
	for _, s := range d.Statements {
		if !slices.Contains(Verdicts(), s.Verdict) {
			return nil, nil, fmt.Errorf("%s: statements: %q is not a verdict", name, s.Verdict)
		}
	}
	return &d, text, nil
}

// Of returns the statements of one scope and guide, in the guide's order.
func (d *Dossier) Of(scope, guide string) []Statement {
	var own []Statement
	for _, s := range d.Statements {
		if s.Scope == scope && s.Guide == guide {
			own = append(own, s)
		}
	}
	return own
}

// BasisScope is the basis of statements that are not applicable since the scope says so, and nothing shows it.
const BasisScope = "the scope"

// OnItsWord returns the IDs of the statements of a scope that rest on its own word.
func (d *Dossier) OnItsWord(scope string) []string {
	var ids []string
	for _, s := range d.Statements {
		if s.Scope == scope && s.Basis == BasisScope {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// Change is a statement that two dossiers answer differently.
type Change struct {
	Statement
	Before Verdict `json:"before"`
	// Better is positive where the newer verdict is the better one, negative where it is the worse, and 0 otherwise.
	Better int `json:"better"`
}

// Diff returns the statements that the newer dossier answers differently, worse ones first, and the statements that only
// one of the two has.
func Diff(before, after *Dossier) (changes []Change, added, removed []Statement) {
	type key struct{ scope, guide, id string }
	old := map[key]Statement{}
	for _, s := range before.Statements {
		old[key{s.Scope, s.Guide, s.ID}] = s
	}
	for _, s := range after.Statements {
		k := key{s.Scope, s.Guide, s.ID}
		was, ok := old[k]
		delete(old, k)
		switch {
		case !ok:
			added = append(added, s)
		case was.Verdict != s.Verdict, was.rank() != s.rank():
			better := cmp.Compare(was.rank(), s.rank())
			if was.Verdict == Fails && s.rank() == NothingShown.rank() {
				better = 0 // whoever takes away what was found has not mended it
			}
			changes = append(changes, Change{s, was.Verdict, better})
		}
	}
	for _, s := range before.Statements {
		if _, left := old[key{s.Scope, s.Guide, s.ID}]; left {
			removed = append(removed, s)
		}
	}
	slices.SortStableFunc(changes, func(a, b Change) int { return cmp.Compare(a.Better, b.Better) })
	return changes, added, removed
}
