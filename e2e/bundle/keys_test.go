//go:build e2e

package bundle_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"path/filepath"
	"testing"
)

// keyPair is a key to sign with and the one to verify with, both as PEM and as files of it.
type keyPair struct {
	Private, Public         string
	PrivateFile, PublicFile string
}

func newKeyPair(t *testing.T) keyPair {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	pair := keyPair{
		Private:     string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})),
		Public:      string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public})),
		PrivateFile: filepath.Join(dir, "private.pem"), PublicFile: filepath.Join(dir, "public.pem"),
	}
	writeFile(t, pair.PrivateFile, []byte(pair.Private))
	writeFile(t, pair.PublicFile, []byte(pair.Public))
	return pair
}
