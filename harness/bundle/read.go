package bundle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	opabundle "github.com/open-policy-agent/opa/v1/bundle"

	"github.com/guiderail/guiderail/harness/judge/rego"
)

// Why Read refuses a bundle. The error that wraps one of these says what is wrong where.
var (
	// ErrMalformed is refused whoever signed it: it cannot be read, or not safely.
	ErrMalformed = errors.New("malformed")
	// ErrUnsigned holds no signature, or is of a kind that cannot have one.
	ErrUnsigned = errors.New("not signed")
	// ErrSignature has a signature that is not by the key, or not for the use, that was asked for.
	ErrSignature = errors.New("signature verification failed")
	// ErrTampered holds something else than what was signed.
	ErrTampered = errors.New("content differs from what was signed")
	// ErrRevision is older than the oldest revision that is taken, or cannot be compared with it.
	ErrRevision = errors.New("bundle revision is too old, or cannot be compared")
)

// Verification says what a bundle must be signed with.
type Verification struct {
	// Key is the public key, or the shared secret of an algorithm that begins with HS.
	Key Key
	// Algorithm is what the bundle must be signed with; DefaultAlgorithm where it is "". What the
	// signature says of itself counts for nothing.
	Algorithm string
	// KeyID is the ID of the key that the signature must name; "" takes any.
	KeyID string
	// Scope is the scope that the signature must have, "" if it must have none.
	Scope string
	// Skip takes the bundle as it is, signed or not. The other fields but MinRevision mean nothing then.
	Skip bool
	// MinRevision is the oldest revision that is taken; "" takes any.
	MinRevision string
}

const (
	signaturesFile = ".signatures.json"
	dataFile       = "data.json"
	patchFile      = "patch.json"
)

// Read reads a bundle and believes nothing of it before its signature and the hash of every file are
// held against the key. The error wraps ErrMalformed, ErrUnsigned, ErrSignature, ErrTampered or
// ErrRevision where it is the bundle that is refused.
func Read(r io.Reader, v Verification) (*Bundle, error) {
	b, err := read(r, &v)
	if err != nil {
		return nil, fmt.Errorf("reading the bundle: %w", err)
	}
	return b, nil
}

func read(r io.Reader, v *Verification) (*Bundle, error) {
	archive, files, err := unpack(r)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if path.Base(f.Path) == patchFile {
			return nil, fmt.Errorf("%w: it is a delta bundle (%s), which cannot be signed", ErrUnsigned, f.Path)
		}
	}
	reader := opabundle.NewCustomReader(opabundle.NewTarballLoaderWithBaseURL(bytes.NewReader(archive), "")).
		WithRegoVersion(rego.Version).WithSizeLimitBytes(maxUnpacked)
	signature, err := findSignature(files)
	switch {
	case v.Skip:
		// A signature that nobody asked for may be wrong in any way.
		err = nil
		reader = reader.WithSkipBundleVerification(true)
	case err != nil:
		return nil, err
	default:
		config, err := verify(files, signature, v)
		if err != nil {
			return nil, err
		}
		reader = reader.WithBundleVerificationConfig(config)
	}
	for _, f := range files {
		if !slices.Contains([]string{manifestFile, dataFile, signaturesFile}, f.Path) && path.Ext(f.Path) != opabundle.RegoExt {
			return nil, fmt.Errorf("%w: %s does not belong in a bundle of policies", ErrMalformed, f.Path)
		}
		if path.Ext(f.Path) != opabundle.RegoExt && !json.Valid(f.Text) {
			return nil, fmt.Errorf("%w: %s is not valid JSON", ErrMalformed, f.Path)
		}
	}
	b := &Bundle{Verified: !v.Skip, Signature: signature}
	if b.opa, err = reader.Read(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if err := b.describe(); err != nil {
		return nil, err
	}
	return b, checkRevision(b.Revision, v.MinRevision)
}

var profileName = regexp.MustCompile(`^[a-z0-9-]+$`)

// describe takes from OPA's bundle what it says of itself.
func (b *Bundle) describe() error {
	for i := range b.opa.Modules {
		m := &b.opa.Modules[i]
		m.Path = strings.TrimPrefix(m.Path, "/")
		m.URL, m.RelativePath = m.Path, m.Path
	}
	b.Revision = b.opa.Manifest.Revision
	b.Roots = *b.opa.Manifest.Roots
	text, err := json.Marshal(b.opa.Manifest.Metadata[metadataKey])
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &b.Metadata); err != nil {
		return fmt.Errorf("%w: metadata.%s of %s: %w", ErrMalformed, metadataKey, manifestFile, err)
	}
	// Where a profile is asked for, a path names a file of the machine.
	if p := b.Metadata.Profile; p != "" && !profileName.MatchString(p) {
		return fmt.Errorf("%w: %q is not a valid profile name", ErrMalformed, p)
	}
	return nil
}

// verify holds the signature against the key, and the files against the signature. It returns what OPA's
// own reader is to verify the bundle with.
func verify(files []File, signature *Signature, v *Verification) (*opabundle.VerificationConfig, error) {
	algorithm, err := checkAlgorithm(v.Algorithm)
	if err != nil {
		return nil, err
	}
	key, err := v.Key.verification(algorithm)
	if err != nil {
		return nil, err
	}
	// The verifier only finds that signature verification failed; this says why.
	if signature.Algorithm != algorithm {
		return nil, fmt.Errorf("%w: its algorithm is %q, but %s is required", ErrSignature, signature.Algorithm, algorithm)
	}
	if v.KeyID != "" && signature.KeyID != v.KeyID {
		return nil, fmt.Errorf("%w: its key ID is %q, not %q", ErrSignature, signature.KeyID, v.KeyID)
	}
	config := opabundle.NewVerificationConfig(map[string]*opabundle.KeyConfig{DefaultKeyID: {Key: key, Algorithm: algorithm}}, DefaultKeyID, v.Scope, nil)
	signed, err := opabundle.VerifyBundleSignature(signature.config, config)
	switch {
	case err != nil && signature.Scope != v.Scope:
		return nil, fmt.Errorf("%w: its scope is %q, not %q", ErrSignature, signature.Scope, v.Scope)
	case err != nil:
		return nil, fmt.Errorf("%w: it was not made with this key: %w", ErrSignature, err)
	}
	for _, f := range files {
		if f.Path == signaturesFile {
			continue
		}
		if _, named := signed[f.Path]; !named {
			return nil, fmt.Errorf("%w: %s was added", ErrTampered, f.Path)
		}
		if err := opabundle.VerifyBundleFile(f.Path, *bytes.NewBuffer(f.Text), signed); err != nil {
			return nil, fmt.Errorf("%w: %s was changed: %w", ErrTampered, f.Path, err)
		}
	}
	if len(signed) > 0 {
		return nil, fmt.Errorf("%w: %s is missing", ErrTampered, strings.Join(slices.Sorted(maps.Keys(signed)), ", "))
	}
	return config, nil
}
