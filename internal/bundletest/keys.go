package bundletest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
)

// Keys are keys to sign and to attack with, in PEM.
type Keys struct {
	// Private and Public are the pair that bundles are signed and verified with.
	Private, Public string
	// OtherPrivate is the key of somebody else.
	OtherPrivate string
}

// NewKeys makes RSA keys for a test.
func NewKeys() (Keys, error) {
	own, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return Keys{}, fmt.Errorf("making keys: %w", err)
	}
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return Keys{}, fmt.Errorf("making keys: %w", err)
	}
	public, err := x509.MarshalPKIXPublicKey(&own.PublicKey)
	if err != nil {
		return Keys{}, fmt.Errorf("making keys: %w", err)
	}
	block := func(kind string, key []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: key}))
	}
	return Keys{
		Private:      block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(own)),
		Public:       block("PUBLIC KEY", public),
		OtherPrivate: block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(other)),
	}, nil
}
