package bundle

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	opabundle "github.com/open-policy-agent/opa/v1/bundle"
)

// Signature is what the signature of a bundle says of itself.
type Signature struct {
	Algorithm string `json:"algorithm"`
	KeyID     string `json:"keyID"`
	// Scope is what the signature is for; an OPA server takes only bundles of its own scope.
	Scope string `json:"scope,omitempty"`

	config opabundle.SignaturesConfig
}

// String describes the signature in a few words.
func (s *Signature) String() string {
	text := fmt.Sprintf("%s by key %s", s.Algorithm, s.KeyID)
	if s.Scope != "" {
		text += ", scope " + s.Scope
	}
	return text
}

// Signing says how a bundle is signed.
type Signing struct {
	// Key is the private key, or the shared secret of an algorithm that begins with HS.
	Key Key
	// Algorithm is one of Algorithms; DefaultAlgorithm where it is "".
	Algorithm string
	// KeyID is the name of the key; DefaultKeyID where it is "".
	KeyID string
	// Scope is what the signature is for; may be "".
	Scope string
}

// Sign signs the bundle, in place of a signature that it may have. OPA's signer does it; algorithms that
// begin with RS or HS give the same bytes each time.
func (b *Bundle) Sign(s Signing) error {
	if err := b.sign(&s); err != nil {
		return fmt.Errorf("signing the bundle: %w", err)
	}
	return nil
}

func (b *Bundle) sign(s *Signing) error {
	algorithm, err := checkAlgorithm(s.Algorithm)
	if err != nil {
		return err
	}
	key, err := s.Key.signing(algorithm)
	if err != nil {
		return err
	}
	id := s.KeyID
	if id == "" {
		id = DefaultKeyID
	}
	claims, remove, err := claimsFile(id, s.Scope)
	if err != nil {
		return err
	}
	defer remove()
	signed := b.opa
	if err := signed.GenerateSignature(opabundle.NewSigningConfig(key, algorithm, claims), id, true); err != nil {
		// The reason may quote the key.
		return fmt.Errorf("cannot sign with %s using this key", algorithm)
	}
	b.opa = signed
	b.Signature = &Signature{algorithm, id, s.Scope, signed.Signatures}
	b.Verified = false
	return nil
}

// claimsFile writes what the signature says beside the files' hashes, which OPA's signer takes from a
// file alone. Nothing in it is secret.
func claimsFile(keyID, scope string) (name string, remove func(), err error) {
	if scope == "" {
		return "", func() {}, nil
	}
	text, err := json.Marshal(map[string]string{"keyid": keyID, "scope": scope})
	if err != nil {
		return "", nil, err
	}
	file, err := os.CreateTemp("", "guiderail-claims-*.json")
	if err != nil {
		return "", nil, err
	}
	remove = func() { os.Remove(file.Name()) }
	_, err = file.Write(text)
	if err := errors.Join(err, file.Close()); err != nil {
		remove()
		return "", nil, err
	}
	return file.Name(), remove, nil
}

// findSignature reads what the signature among a bundle's files says. It verifies nothing.
func findSignature(files []File) (*Signature, error) {
	i := slices.IndexFunc(files, func(f File) bool { return path.Base(f.Path) == signaturesFile })
	if i < 0 {
		return nil, fmt.Errorf("%w: %s is missing", ErrUnsigned, signaturesFile)
	}
	return parseSignature(signaturesFile, files[i].Text)
}

// parseSignature reads what a signature says. It verifies nothing. The name is for messages.
func parseSignature(name string, text []byte) (*Signature, error) {
	s := &Signature{}
	if err := json.Unmarshal(text, &s.config); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrMalformed, name, err)
	}
	if len(s.config.Signatures) != 1 {
		return nil, fmt.Errorf("%w: %s must hold one signature, not %d", ErrUnsigned, name, len(s.config.Signatures))
	}
	var header struct {
		Algorithm string `json:"alg"`
		KeyID     string `json:"kid"`
	}
	var claims opabundle.DecodedSignature
	parts := strings.Split(s.config.Signatures[0], ".")
	if len(parts) != 3 || decodePart(parts[0], &header) != nil || decodePart(parts[1], &claims) != nil {
		return nil, fmt.Errorf("%w: %s does not hold a JSON Web Token", ErrMalformed, name)
	}
	s.Algorithm, s.KeyID, s.Scope = header.Algorithm, header.KeyID, claims.Scope
	return s, nil
}

func decodePart(part string, out any) error {
	text, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, out)
}
