//go:build e2e

package bundle_test

import (
	"path/filepath"
	"testing"

	"github.com/guiderail/guiderail/internal/bundletest"
)

// keyPair is a key to sign with and the one to verify with, also as files.
type keyPair struct {
	bundletest.Keys
	PrivateFile, PublicFile string
}

func newKeyPair(t *testing.T) keyPair {
	t.Helper()
	keys, err := bundletest.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	pair := keyPair{keys, filepath.Join(dir, "private.pem"), filepath.Join(dir, "public.pem")}
	writeFile(t, pair.PrivateFile, []byte(pair.Private))
	writeFile(t, pair.PublicFile, []byte(pair.Public))
	return pair
}
