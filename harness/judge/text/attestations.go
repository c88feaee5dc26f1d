package text

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/attest"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format/record"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/internal/document"
)

// AttestationsFresh is the control of attestations.
const AttestationsFresh = "attestations.fresh"

func attestationsFresh() *control.Control {
	const limit = "Not available, because attestations never reach it."
	return &control.Control{
		ID: AttestationsFresh, Title: "Attestations must be signed, in force and borne out by their evidence", Severity: control.Medium,
		Description: "What no file shows, a person attests. The statement is worth what its signature is: one that anybody could have written, that has expired, or whose evidence has changed since says nothing about today.",
		Match:       []control.Match{{Type: record.Attestation}}, Requirements: []string{"META-04"},
		Remediation: "Review what is attested, write the attestation anew with guiderail attest new, and have one of the signers that the profile lists sign it with guiderail attest sign.",
		References:  []string{"https://man.openbsd.org/ssh-keygen.1#ALLOWED_SIGNERS"},
		Limits:      map[string]string{"conftest": limit, "gatekeeper": limit, "opa": limit},
	}
}

// AttestationOptions are what attestations are held against.
type AttestationOptions struct {
	// Library reads the requirements.
	Library func() (*guide.Library, error)
	Profile string
	// Policy is that of the profile; nil without one.
	Policy *attest.Policy
	Now    time.Time
}

// Attestations judges attestations. Which cluster they are of is not among its questions: see package dossier.
type Attestations struct {
	controls []*control.Control
	options  AttestationOptions
}

// NewAttestations makes the judge. It evaluates the control AttestationsFresh if that is among the controls.
func NewAttestations(controls []*control.Control, options AttestationOptions) *Attestations {
	a := &Attestations{options: options}
	for _, c := range controls {
		if c.ID == AttestationsFresh {
			a.controls = append(a.controls, c)
		}
	}
	return a
}

// Controls lists the control, if it is selected.
func (j *Attestations) Controls() []*control.Control { return j.controls }

// Judge says why an attestation does not count.
func (j *Attestations) Judge(ctx context.Context, a *artefact.Artefact, _ judge.Lookup) ([]judge.Outcome, error) {
	if len(j.controls) == 0 || a.Type != record.Attestation {
		return nil, nil
	}
	o := judge.Outcome{Control: j.controls[0], Applies: true}
	violations, unknown, err := j.verify(ctx, a)
	o.Violations = statements(violations)
	if unknown != "" {
		o.Unknowns = append(o.Unknowns, judge.Statement{Message: unknown, Path: []any{"spec", "attester"}})
	}
	o.Err = err
	return []judge.Outcome{o}, nil
}

func (j *Attestations) verify(ctx context.Context, a *artefact.Artefact) (violations []error, unknown string, err error) {
	file := a.Position(nil).File
	text, err := os.ReadFile(file)
	if err != nil {
		// Its signature is beside its file, and it is in none.
		return nil, "the signature cannot be looked for: the attestation is not in a file of its own", nil
	}
	read, err := attest.Parse(file, text)
	if err != nil {
		return document.Errors(err), "", nil
	}
	library, err := j.options.Library()
	if err != nil {
		return nil, "", fmt.Errorf("reading the requirements: %w", err)
	}
	r := attest.Verify(read, attest.Options{Library: library, Policy: j.options.Policy, Profile: j.options.Profile, Now: j.options.Now, Files: attest.FilesOf(ctx)})
	for _, refusal := range r.Refusals {
		violations = append(violations, refusal)
	}
	return violations, r.Unknown, nil
}
