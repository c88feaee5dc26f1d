package bundle_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/bundle"
)

// pair is a private key and its public one, in PEM.
func pair(t *testing.T, private any, public any) (string, string) {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	publicDER, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: publicDER}))
}

func rsaPair(t *testing.T) (string, string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return pair(t, key, &key.PublicKey)
}

func ecPair(t *testing.T, curve elliptic.Curve) (string, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return pair(t, key, &key.PublicKey)
}

// TestAlgorithms signs and verifies with every algorithm, and refuses what each of the others asks for.
func TestAlgorithms(t *testing.T) {
	rsaPrivate, rsaPublic := rsaPair(t)
	keys := map[string][2]string{}
	for name, curve := range map[string]elliptic.Curve{"ES256": elliptic.P256(), "ES384": elliptic.P384(), "ES512": elliptic.P521()} {
		private, public := ecPair(t, curve)
		keys[name] = [2]string{"some attributes\n" + private, public}
	}
	for _, size := range []string{"256", "384", "512"} {
		keys["RS"+size] = [2]string{rsaPrivate, rsaPublic}
		keys["PS"+size] = [2]string{rsaPrivate, rsaPublic}
		secret := strings.Repeat("0123456789abcdef", 4)
		keys["HS"+size] = [2]string{secret, secret + "\n"}
	}
	if len(keys) != len(bundle.Algorithms()) {
		t.Errorf("%d algorithms are tried of %v", len(keys), bundle.Algorithms())
	}
	for algorithm, pair := range keys {
		b := mustBuild(t, small(), bundle.Options{Revision: "1"})
		if err := b.Sign(bundle.Signing{Key: bundle.NewKey(pair[0]), Algorithm: algorithm, KeyID: "k2", Scope: "prod"}); err != nil {
			t.Error(err)
			continue
		}
		packed := bytesOf(t, b)
		read, err := bundle.Read(bytes.NewReader(packed), bundle.Verification{Key: bundle.NewKey(pair[1]), Algorithm: algorithm, KeyID: "k2", Scope: "prod"})
		if err != nil || !read.Verified || read.Signature.Algorithm != algorithm || read.Signature.KeyID != "k2" || read.Signature.Scope != "prod" {
			t.Errorf("%s: got %+v, %v", algorithm, read, err)
		}
		for other, pair := range keys {
			if other == algorithm {
				continue
			}
			v := bundle.Verification{Key: bundle.NewKey(pair[1]), Algorithm: other, Scope: "prod"}
			if _, err := bundle.Read(bytes.NewReader(packed), v); !errors.Is(err, bundle.ErrSignature) {
				t.Errorf("%s taken as %s: got %v", algorithm, other, err)
			}
		}
	}
}

// TestSigningIsReproducible: RS256 gives the same bytes each time, also of what was signed already.
func TestSigningIsReproducible(t *testing.T) {
	private, public := rsaPair(t)
	first := mustBuild(t, small(), bundle.Options{Revision: "1"})
	if err := first.Sign(bundle.Signing{Key: bundle.NewKey(private)}); err != nil {
		t.Fatal(err)
	}
	want := bytesOf(t, first)
	again, err := bundle.Read(bytes.NewReader(want), bundle.Verification{Key: bundle.NewKey(public)})
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Sign(bundle.Signing{Key: bundle.NewKey(private)}); err != nil {
		t.Fatal(err)
	}
	if again.Verified || !bytes.Equal(bytesOf(t, again), want) {
		t.Error("signed anew it is another bundle")
	}
}

// TestVerificationAsksForMore: the key alone does not do.
func TestVerificationAsksForMore(t *testing.T) {
	private, public := rsaPair(t)
	b := mustBuild(t, small(), bundle.Options{Revision: "1"})
	if err := b.Sign(bundle.Signing{Key: bundle.NewKey(private), Scope: "prod"}); err != nil {
		t.Fatal(err)
	}
	packed := bytesOf(t, b)
	for name, test := range map[string]struct {
		v    bundle.Verification
		want string
	}{
		"no scope":      {bundle.Verification{}, `its scope is "prod", not ""`},
		"another scope": {bundle.Verification{Scope: "test"}, `its scope is "prod", not "test"`},
		"another key":   {bundle.Verification{Scope: "prod", KeyID: "k2"}, `its key ID is "guiderail", not "k2"`},
		"PS256":         {bundle.Verification{Scope: "prod", Algorithm: "PS256"}, `its algorithm is "RS256", but PS256 is required`},
	} {
		test.v.Key = bundle.NewKey(public)
		if _, err := bundle.Read(bytes.NewReader(packed), test.v); !errors.Is(err, bundle.ErrSignature) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v\nwant %s", name, err, test.want)
		}
	}
}

// TestKeysRefused: a key of the wrong kind is refused by words that do not repeat it.
func TestKeysRefused(t *testing.T) {
	rsaPrivate, rsaPublic := rsaPair(t)
	ecPrivate, ecPublic := ecPair(t, elliptic.P384())
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	edPrivate, edPublic := pair(t, private, public)
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	shortPrivate, shortPublic := pair(t, short, &short.PublicKey)
	encrypted := string(pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: []byte("hunter2")}))
	broken := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("hunter2")}))
	here := filepath.Join(t.TempDir(), "a-name-that-is-as-long-as-a-secret-has-to-be")
	if err := os.WriteFile(here, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		signing, verifying, algorithm, want string
	}{
		"public key to sign":        {signing: rsaPublic, want: "the signing key must be a private key, not a public key"},
		"private key to verify":     {verifying: rsaPrivate, want: "the verification key must be a public key, not a private key; extract it with: openssl pkey -in KEY -pubout"},
		"encrypted":                 {signing: encrypted, want: "the signing key is encrypted; decrypt it first"},
		"broken":                    {signing: broken, want: "the signing key cannot be parsed"},
		"no PEM":                    {signing: "hunter2", want: "RS256 requires a private key in PEM format"},
		"no PEM to verify":          {verifying: "hunter2", want: "RS256 requires a public key in PEM format"},
		"nothing":                   {signing: "", verifying: "", algorithm: "HS256", want: "the shared secret for HS256 must have 32 to 255 bytes"},
		"short secret":              {signing: strings.Repeat("x", 47), algorithm: "HS384", want: "the shared secret for HS384 must have 48 to 255 bytes"},
		"long secret":               {signing: strings.Repeat("x", 256), algorithm: "HS256", want: "the shared secret for HS256 must have 32 to 255 bytes"},
		"PEM as a secret":           {verifying: rsaPublic, algorithm: "HS256", want: "HS256 requires a shared secret, not a key in PEM format"},
		"file as a secret":          {signing: here, algorithm: "HS256", want: "the shared secret could be taken for the path of a file"},
		"short RSA key":             {signing: shortPrivate, want: "an RSA key of 1024 bits is too short; use at least 2048 bits"},
		"short RSA key to verify":   {verifying: shortPublic, want: "an RSA key of 1024 bits is too short"},
		"RSA key for ES256":         {signing: rsaPrivate, algorithm: "ES256", want: "an RSA key cannot be used with ES256"},
		"other curve":               {signing: ecPrivate, algorithm: "ES256", want: "a key on the curve P-384 works with ES384, not with ES256"},
		"curve for RS256":           {verifying: ecPublic, want: "a key on the curve P-384 works with ES384, not with RS256"},
		"Ed25519":                   {signing: edPrivate, want: "OPA servers support only RSA and elliptic curve keys, not ed25519.PrivateKey"},
		"Ed25519 to verify":         {verifying: edPublic, want: "OPA servers support only RSA and elliptic curve keys"},
		"EdDSA":                     {signing: edPrivate, algorithm: "EdDSA", want: `OPA servers do not support the signature algorithm "EdDSA"; use one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, HS256, HS384, HS512`},
		"EdDSA to verify":           {verifying: edPublic, algorithm: "EdDSA", want: `OPA servers do not support the signature algorithm "EdDSA"`},
		"algorithm none to sign":    {signing: rsaPrivate, algorithm: "none", want: `OPA servers do not support the signature algorithm "none"`},
		"algorithm none to verify":  {verifying: rsaPublic, algorithm: "none", want: `OPA servers do not support the signature algorithm "none"`},
		"no key but a verification": {verifying: "\n", want: "RS256 requires a public key in PEM format"},
	} {
		t.Run(name, func(t *testing.T) {
			b := mustBuild(t, small(), bundle.Options{Revision: "1"})
			var err error
			if test.verifying == "" {
				err = b.Sign(bundle.Signing{Key: bundle.NewKey(test.signing), Algorithm: test.algorithm})
			} else {
				if err := b.Sign(bundle.Signing{Key: bundle.NewKey(rsaPrivate)}); err != nil {
					t.Fatal(err)
				}
				_, err = bundle.Read(bytes.NewReader(bytesOf(t, b)), bundle.Verification{Key: bundle.NewKey(test.verifying), Algorithm: test.algorithm})
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got  %v\nwant %s", err, test.want)
			}
			for _, key := range []string{test.signing, test.verifying} {
				if len(key) > 5 && strings.Contains(err.Error(), key[len(key)/2:]) {
					t.Errorf("the key is in the error: %v", err)
				}
			}
		})
	}
}

// TestKeyPrintsAsNoKey however it is printed.
func TestKeyPrintsAsNoKey(t *testing.T) {
	key := bundle.NewKey("hunter2")
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, value := range []any{key, &key, bundle.Signing{Key: key}, bundle.Verification{Key: key}} {
			if got := fmt.Sprintf(format, value); strings.Contains(got, "hunter2") || strings.Contains(got, fmt.Sprintf("%x", "hunter2")) {
				t.Errorf("%s of %T: %s", format, value, got)
			}
		}
	}
	secret := filepath.Join(t.TempDir(), "hunter2")
	if _, err := bundle.ReadKey(secret); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("got %v", err)
	}
}
