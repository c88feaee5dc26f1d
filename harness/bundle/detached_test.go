package bundle_test

import (
	"crypto/elliptic"
	"errors"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/bundle"
)

// TestFiles signs a file with keys of each kind, and wants it to be refused in every way in which it can be wrong.
func TestFiles(t *testing.T) {
	text := []byte("apiVersion: guiderail.dev/v1alpha1\nkind: Waivers\nwaivers: []\n")
	rsaPrivate, rsaPublic := rsaPair(t)
	_, otherPublic := rsaPair(t)
	signed, _, err := bundle.SignFile(text, bundle.NewKey(rsaPrivate))
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := bundle.SignFile(text, bundle.NewKey(rsaPrivate))
	if err != nil || string(again) != string(signed) {
		t.Errorf("signed again it is %s, %v, not %s", again, err, signed)
	}
	keys := map[string][2]string{"RS256": {rsaPrivate, rsaPublic}}
	for name, curve := range map[string]elliptic.Curve{"ES256": elliptic.P256(), "ES384": elliptic.P384(), "ES512": elliptic.P521()} {
		private, public := ecPair(t, curve)
		keys[name] = [2]string{private, public}
	}
	for name, pair := range keys {
		signature, said, err := bundle.SignFile(text, bundle.NewKey(pair[0]))
		if err != nil || said.Algorithm != name {
			t.Errorf("%s: got %v, %v", name, said, err)
			continue
		}
		if verified, err := bundle.VerifyFile(text, signature, bundle.NewKey(pair[1])); err != nil || verified.Algorithm != name {
			t.Errorf("%s: got %v, %v", name, verified, err)
		}
		for other, pair := range keys {
			if _, err := bundle.VerifyFile(text, signature, bundle.NewKey(pair[1])); other != name && !errors.Is(err, bundle.ErrSignature) {
				t.Errorf("%s verified with a key for %s: got %v", name, other, err)
			}
		}
	}
	none := strings.Split(strings.Split(string(signed), `"`)[3], ".")
	for name, test := range map[string]struct {
		text, signature, key string
		want                 error
	}{
		"changed":        {string(text) + "#", string(signed), rsaPublic, bundle.ErrTampered},
		"another key":    {string(text), string(signed), otherPublic, bundle.ErrSignature},
		"no signature":   {string(text), `{"signatures": []}`, rsaPublic, bundle.ErrUnsigned},
		"not JSON":       {string(text), "x", rsaPublic, bundle.ErrMalformed},
		"not a token":    {string(text), `{"signatures": ["x"]}`, rsaPublic, bundle.ErrMalformed},
		"no algorithm":   {string(text), `{"signatures": ["eyJhbGciOiJub25lIn0.` + none[1] + `."]}`, rsaPublic, bundle.ErrSignature},
		"as of a secret": {string(text), `{"signatures": ["eyJhbGciOiJIUzI1NiJ9.` + none[1] + "." + none[2] + `"]}`, rsaPublic, bundle.ErrSignature},
	} {
		if _, err := bundle.VerifyFile([]byte(test.text), []byte(test.signature), bundle.NewKey(test.key)); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", name, err, test.want)
		}
	}
	for name, key := range map[string]string{"a public key": rsaPublic, "a secret": strings.Repeat("x", 40), "nothing": ""} {
		if _, _, err := bundle.SignFile(text, bundle.NewKey(key)); err == nil {
			t.Errorf("signed with %s", name)
		}
	}
	if _, err := bundle.VerifyFile(text, signed, bundle.NewKey(rsaPrivate)); err == nil || !strings.Contains(err.Error(), "must be a public key") {
		t.Errorf("verified with a private key: %v", err)
	}
}
