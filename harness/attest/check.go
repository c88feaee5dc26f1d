package attest

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/harness/source"
)

// WarnDays is how many days before it ends an attestation is warned of.
const WarnDays = 30

// Options are what attestations are held against.
type Options struct {
	// Library has the requirements.
	Library *guide.Library
	// Policy is that of the profile; nil without a profile, and then no signature can be told from another.
	Policy *Policy
	// Profile is the name of the profile, for messages.
	Profile string
	// Now is the time of the run.
	Now time.Time
	// Cluster and Namespaces are what is spoken of; "" leaves out the question which cluster an attestation is of. Without
	// namespaces it is the whole cluster.
	Cluster    string
	Namespaces []string
	// Folders are those in which evidence has to be; without any it may be anywhere.
	Folders []string
	// Files reads the evidence; nil reads it anew.
	Files *Files
}

func (o *Options) files() *Files {
	if o.Files == nil {
		o.Files = &Files{}
	}
	return o.Files
}

// Result is what came of verifying an attestation.
type Result struct {
	*Attestation
	// Signer signed it; nil where that is not so, or not known.
	Signer *Signer
	// Refusals say why it does not count, each at its place; it counts where there are none, and the signer is known.
	Refusals []*artefact.Error
	// Unknown says why it is not known whether it counts; "" where it is known.
	Unknown string
	// Warnings are about what will end it soon.
	Warnings []*artefact.Error
	// Basis has what came of looking at its evidence, in its order.
	Basis []Basis
}

// Counts reports whether the attestation counts.
func (r *Result) Counts() bool { return len(r.Refusals) == 0 && r.Unknown == "" && r.Signer != nil }

func (r *Result) refuse(path []any, format string, args ...any) {
	r.Refusals = append(r.Refusals, &artefact.Error{Position: r.Position(path...), Message: fmt.Sprintf(format, args...)})
}

// Verify holds an attestation against everything that it takes to count. What cannot be read makes it count for nothing.
func Verify(a *Attestation, options Options) *Result {
	r := &Result{Attestation: a}
	r.scope(&options)
	r.dates(&options)
	if slices.ContainsFunc(a.Spec.Authors, func(author string) bool { return isSamePerson(author, a.Spec.Attester) }) {
		r.refuse([]any{"spec", "attester"}, "spec.attester must not be one of spec.authors: whoever attests did not do what is attested")
	}
	r.signature(&options)
	r.ownKey(&options)
	r.evidence(&options)
	return r
}

func (r *Result) scope(options *Options) {
	s := r.Spec.Scope
	switch {
	case options.Cluster == "":
	case s.Cluster != options.Cluster:
		r.refuse([]any{"spec", "scope", "cluster"}, "spec.scope.cluster is %s, and this is about %s", s.Cluster, options.Cluster)
	case len(s.Namespaces) > 0 && len(options.Namespaces) == 0:
		r.refuse([]any{"spec", "scope", "namespaces"}, "spec.scope.namespaces leaves out the rest of the cluster, and this is about all of it")
	case len(s.Namespaces) > 0:
		for _, n := range options.Namespaces {
			if !slices.Contains(s.Namespaces, n) {
				r.refuse([]any{"spec", "scope", "namespaces"}, "spec.scope.namespaces leaves out %s, which this is about", n)
			}
		}
	}
}

func (r *Result) dates(options *Options) {
	requirement, ok := options.Library.Requirement(r.Spec.Requirement)
	switch {
	case !ok:
		r.refuse([]any{"spec", "requirement"}, "spec.requirement is not a requirement; see: guiderail attest list")
	case requirement.Attestation == nil:
		r.refuse([]any{"spec", "requirement"}, "spec.requirement is one that artefacts show, and nobody can attest; see: guiderail attest list")
	}
	from, err := time.Parse(time.DateOnly, r.Spec.Date)
	if err != nil {
		r.refuse([]any{"spec", "date"}, "spec.date is not a day of the calendar")
	}
	until, untilErr := time.Parse(time.DateOnly, r.Spec.Expires)
	if untilErr != nil {
		r.refuse([]any{"spec", "expires"}, "spec.expires is not a day of the calendar")
	}
	if err != nil || untilErr != nil {
		return
	}
	today := options.Now.UTC().Truncate(24 * time.Hour)
	left := days(today, until)
	switch {
	case from.After(today):
		r.refuse([]any{"spec", "date"}, "spec.date is %s, which is in the future", r.Spec.Date)
	case until.Before(from):
		r.refuse([]any{"spec", "expires"}, "spec.expires is before spec.date")
	case left < 0:
		r.refuse([]any{"spec", "expires"}, "it expired on %s", r.Spec.Expires)
	case left <= WarnDays:
		r.Warnings = append(r.Warnings, &artefact.Error{Position: r.Position("spec", "expires"), Message: fmt.Sprintf("it expires on %s, in %d days", r.Spec.Expires, left)})
	}
	if requirement.Attestation == nil {
		return
	}
	most := requirement.Attestation.Days
	if options.Policy != nil {
		most = cmp.Or(options.Policy.Days[r.Spec.Requirement], most)
	}
	if lasts := days(from, until); lasts > most {
		r.refuse([]any{"spec", "expires"}, "spec.expires is %d days after spec.date; an attestation of %s lasts %d days at most", lasts, r.Spec.Requirement, most)
	}
}

func days(from, until time.Time) int { return int(until.Sub(from) / (24 * time.Hour)) }

// signature looks for the signer.
func (r *Result) signature(options *Options) {
	at := []any{"spec", "attester"}
	text, err := ReadSignature(r.File)
	switch {
	case errors.Is(err, ErrUnsigned):
		r.refuse(at, "it %v; sign it with: guiderail attest sign", err)
		return
	case err != nil:
		r.refuse(at, "it %v", err)
		return
	}
	if options.Policy == nil || len(options.Policy.Signers) == 0 {
		r.Unknown = "no profile lists signers (spec.attestations.signers), so that nobody's signature counts"
		if options.Profile != "" {
			r.Unknown = fmt.Sprintf("profile %s lists no signers (spec.attestations.signers), so that nobody's signature counts", options.Profile)
		}
		return
	}
	var own []*Signer
	for i := range options.Policy.Signers {
		if s := &options.Policy.Signers[i]; isSamePrincipal(s.Principal, r.Spec.Attester) {
			own = append(own, s)
		}
	}
	if len(own) == 0 {
		r.refuse(at, "spec.attester is %s, who is not among the signers of profile %s", r.Spec.Attester, options.Profile)
		return
	}
	var reasons []string
	for _, s := range own {
		reason, revoked := "", options.Policy.revoked(s.Key)
		err := VerifySignature(r.Text, text, s.Key, Namespace)
		switch {
		case err != nil:
			reason = "it " + err.Error()
		case revoked != "":
			reason = fmt.Sprintf("the key of %s (%s) was revoked: %s", s.Principal, s.Key, revoked)
		case !s.Covers(r.Spec.Requirement):
			reason = fmt.Sprintf("profile %s does not list %s as a signer for %s", options.Profile, s.Principal, r.Spec.Requirement)
		case s.ValidAfter != "" && r.Spec.Date < s.ValidAfter:
			reason = fmt.Sprintf("spec.date is before %s, from when the key of %s counts", s.ValidAfter, s.Principal)
		case s.ValidBefore != "" && r.Spec.Date > s.ValidBefore:
			reason = fmt.Sprintf("spec.date is after %s, until when the key of %s counts", s.ValidBefore, s.Principal)
		default:
			r.Signer = s
			return
		}
		reasons = append(reasons, reason)
	}
	slices.SortStableFunc(reasons, func(a, b string) int { // what is said of the key that did sign comes first
		return cmp.Compare(isOtherKey(a), isOtherKey(b))
	})
	r.refuse(at, "%s", reasons[0])
}

// ownKey refuses a signature by a key that the profile also lists under the name of an author.
func (r *Result) ownKey(options *Options) {
	if r.Signer == nil || len(r.Refusals) > 0 {
		return
	}
	for i := range options.Policy.Signers {
		s := &options.Policy.Signers[i]
		if s.Key.String() == r.Signer.Key.String() && slices.ContainsFunc(r.Spec.Authors, func(author string) bool { return isSamePerson(author, s.Principal) }) {
			r.refuse([]any{"spec", "attester"}, "it is signed with a key that is also that of %s, one of spec.authors", s.Principal)
			return
		}
	}
}

func isOtherKey(reason string) int {
	if strings.HasPrefix(reason, "it "+ErrOtherKey.Error()) {
		return 1
	}
	return 0
}

// The states of evidence.
const (
	Unchanged  = "unchanged"
	Changed    = "changed"
	Missing    = "missing"
	Unreadable = "unreadable"
	NotFetched = "not fetched"
)

// Basis is what came of looking at one piece of evidence.
type Basis struct {
	Evidence
	State string
	// Report has the counts of a report of a known kind; nil for anything else.
	Report *Report
}

// evidence looks at what the attestation rests on.
func (r *Result) evidence(options *Options) {
	for i, e := range r.Spec.Evidence {
		b := Basis{Evidence: e, State: NotFetched}
		b.URL = source.WithoutCredentials(e.URL)
		if e.File != "" && !r.file(&b, i, options) {
			continue
		}
		r.Basis = append(r.Basis, b)
	}
}

// file looks at evidence that is a file. It returns false for one that is not to be looked at.
func (r *Result) file(b *Basis, i int, options *Options) bool {
	at := []any{"spec", "evidence", i}
	name := r.beside(b.File)
	switch {
	case path.IsAbs(b.File) || strings.Contains(b.File, `\`):
		r.refuse(at, "spec.evidence[%d].file must be relative to the folder of the attestation, with / between its parts", i)
		return false
	case len(options.Folders) > 0 && !slices.ContainsFunc(options.Folders, func(folder string) bool { return isBelow(name, folder) }):
		r.refuse(at, "its evidence %s is outside of what the scope holds, where nobody can verify it later; keep it in a folder of the scope", b.File)
		return false
	}
	file := options.files().Look(name)
	switch {
	case errors.Is(file.Err, fs.ErrNotExist):
		b.State = Missing
		r.refuse(at, "its evidence %s is missing", b.File)
	case file.Err != nil:
		b.State = Unreadable
		r.refuse(at, "its evidence %s cannot be read: %v", b.File, file.Err)
	case file.Digest != b.Digest:
		b.State = Changed
		r.refuse(at, "its evidence %s has changed since it was attested", b.File)
	case file.unread != nil:
		b.State = Unchanged
		r.refuse(at, "its evidence %s begins as a report and cannot be read whole: %v", b.File, file.unread)
	default:
		b.State, b.Report = Unchanged, file.report
	}
	if file.Err == nil && file.isEmpty {
		r.refuse(at, "its evidence %s is empty", b.File)
	}
	if b.Report != nil && b.Report.Passed == 0 {
		r.refuse(at, "its evidence %s shows nothing that is met: %s", b.File, b.Report)
	}
	return true
}

// isBelow reports whether a path leads into a folder, also where links lead from it.
func isBelow(name, folder string) bool {
	relative, err := filepath.Rel(resolved(folder), resolved(name))
	return err == nil && filepath.IsLocal(relative)
}

// resolved returns where a path leads; of what is not there, its own place.
func resolved(name string) string {
	if absolute, err := filepath.Abs(name); err == nil {
		name = absolute
	}
	if target, err := filepath.EvalSymlinks(name); err == nil {
		return target
	}
	if parent := filepath.Dir(name); parent != name {
		return filepath.Join(resolved(parent), filepath.Base(name))
	}
	return name
}

// Digest returns the digest of a text, as evidence has it.
func Digest(text []byte) string {
	sum := sha256.Sum256(text)
	return digestText(sum[:])
}

func digestText(sum []byte) string { return "sha256:" + hex.EncodeToString(sum) }
