package attest_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/attest"
	"github.com/guiderail/guiderail/internal/fuzztest"
)

// FuzzParse holds for any text of an attestation: nothing crashes, what is wrong is said with the file, and what is read and
// written again says the same.
func FuzzParse(f *testing.F) {
	text := "apiVersion: guiderail.dev/v1alpha1\nkind: Attestation\nmetadata: {name: rotated}\nspec:\n  requirement: SECRETS-20\n  scope: {cluster: prod}\n  statement: I held the log of rotations against the list.\n  authors: [Ann Ops]\n  attester: audit@example.org\n  date: 2026-11-30\n  expires: 2027-02-28\n  evidence:\n    - {file: review.csv, digest: 'sha256:0000000000000000000000000000000000000000000000000000000000000000'}\n"
	for _, t := range []string{text, text[:len(text)/2], "{", "", "apiVersion: guiderail.dev/v1alpha1\nkind: Attestation\n"} {
		f.Add([]byte(t))
	}
	if _, err := attest.Parse("mine.yaml", []byte(text)); err != nil {
		f.Fatal(err) // and no input would be read
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		defer fuzztest.Within(t)()
		a, err := attest.Parse("mine.yaml", text)
		if err != nil {
			if !strings.Contains(err.Error(), "mine.yaml") {
				t.Errorf("an error names no file: %v", err)
			}
			return
		}
		written, err := a.MarshalYAML()
		if err != nil {
			t.Fatal(err)
		}
		again, err := attest.Parse("mine.yaml", written)
		if err != nil || !reflect.DeepEqual(again.Spec, a.Spec) || !reflect.DeepEqual(again.Metadata, a.Metadata) {
			t.Errorf("written again it is not the same (%v):\n%s", err, written)
		}
	})
}

// FuzzSignatures holds for any key and any signature: nothing crashes, and nothing but the text that was signed verifies.
func FuzzSignatures(f *testing.F) {
	f.Add("ssh-ed25519 AAAA", []byte("-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n"))
	f.Add("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n", []byte{})
	known, err := attest.ParsePublicKey("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, key string, signature []byte) {
		defer fuzztest.Within(t)()
		if attest.VerifySignature([]byte("a text"), signature, known, "a") == nil {
			t.Errorf("what nobody signed verifies: %q", signature)
		}
		parsed, err := attest.ParsePublicKey(key)
		if err == nil {
			attest.VerifySignature([]byte("a text"), signature, parsed, "a") //nolint:errcheck // whoever has the key may have signed it
		} else if err.Error() == "" {
			t.Error("an error says nothing")
		}
	})
}
