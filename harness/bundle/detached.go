package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	opabundle "github.com/open-policy-agent/opa/v1/bundle"
)

// signedName is the name of the file in a detached signature, whatever its name is on the machine.
const signedName = "waivers"

// SignFile returns a signature of the text of a file, in the form of the .signatures.json of a bundle. The key is a
// private key in PEM, which also gives the algorithm: RS256 for an RSA key, or the one of the elliptic curve.
func SignFile(text []byte, key Key) ([]byte, *Signature, error) {
	_, public, err := key.private("signing a file")
	if err != nil {
		return nil, nil, err
	}
	algorithm := algorithmOf(public)
	private, err := key.signing(algorithm)
	if err != nil {
		return nil, nil, err
	}
	hash := sha256.Sum256(text)
	files := []opabundle.FileInfo{opabundle.NewFile(signedName, hex.EncodeToString(hash[:]), string(opabundle.SHA256))}
	token, err := opabundle.GenerateSignedToken(files, opabundle.NewSigningConfig(private, algorithm, ""), DefaultKeyID)
	if err != nil {
		// The reason may quote the key.
		return nil, nil, fmt.Errorf("cannot sign with %s using this key", algorithm)
	}
	config := opabundle.SignaturesConfig{Signatures: []string{token}}
	var out bytes.Buffer
	if err := json.NewEncoder(&out).Encode(config); err != nil {
		return nil, nil, fmt.Errorf("writing the signature: %w", err)
	}
	return out.Bytes(), &Signature{Algorithm: algorithm, KeyID: DefaultKeyID, config: config}, nil
}

// VerifyFile holds the text of a file against a signature that SignFile made, and against a public key in PEM. The
// algorithm is that of the key; what the signature says of itself counts for nothing. The error wraps ErrMalformed,
// ErrUnsigned, ErrSignature or ErrTampered where the file or the signature is refused.
func VerifyFile(text, signature []byte, key Key) (*Signature, error) {
	_, public, err := key.public("verifying a file")
	if err != nil {
		return nil, err
	}
	parsed, err := parseSignature("the signature", signature)
	if err != nil {
		return nil, err
	}
	if _, err := verify([]File{{signedName, text}}, parsed, &Verification{Key: key, Algorithm: algorithmOf(public)}); err != nil {
		return nil, err
	}
	return parsed, nil
}
