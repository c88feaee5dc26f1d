package bundle_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	opabundle "github.com/open-policy-agent/opa/v1/bundle"

	"github.com/guiderail/guiderail/harness/bundle"
	"github.com/guiderail/guiderail/internal/bundletest"
	"github.com/guiderail/guiderail/policies"
)

func newKeys(t *testing.T) bundletest.Keys {
	t.Helper()
	keys, err := bundletest.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// signed is the bundle of the embedded policies, signed.
func signed(t *testing.T, keys bundletest.Keys) []byte {
	t.Helper()
	b := mustBuild(t, policies.FS, bundle.Options{Revision: "1.0.0"})
	if err := b.Sign(bundle.Signing{Key: bundle.NewKey(keys.Private)}); err != nil {
		t.Fatal(err)
	}
	return bytesOf(t, b)
}

// TestAttacks has every attack refused, for its reason; what is attacked is taken. What skips the signature
// is still held to be a bundle, and to its revision.
func TestAttacks(t *testing.T) {
	keys := newKeys(t)
	good := signed(t, keys)
	verification := bundle.Verification{Key: bundle.NewKey(keys.Public), MinRevision: "1.0.0"}
	b, err := bundle.Read(bytes.NewReader(good), verification)
	if err != nil || !b.Verified || b.Signature.Algorithm != "RS256" || b.Signature.KeyID != "guiderail" {
		t.Fatalf("got %+v, %v", b, err)
	}
	attacks, err := bundletest.Attacks(good, keys)
	if err != nil {
		t.Fatal(err)
	}
	flips := 0
	for _, attack := range attacks {
		if strings.HasPrefix(attack.Name, "flipped byte") && !attack.Inert {
			flips++
		}
		t.Run(attack.Name, func(t *testing.T) {
			_, err := bundle.Read(bytes.NewReader(attack.Data), verification)
			if !errors.Is(err, attack.Err) || !strings.Contains(err.Error(), attack.Says) {
				t.Errorf("got  %v\nwant %v … %s", err, attack.Err, attack.Says)
			}
			_, err = bundle.Read(bytes.NewReader(attack.Data), bundle.Verification{Skip: true, MinRevision: "1.0.0"})
			switch attack.Err {
			case bundle.ErrMalformed, bundle.ErrRevision:
				if !errors.Is(err, attack.Err) {
					t.Errorf("without a signature: got %v", err)
				}
			case bundle.ErrSignature, bundle.ErrTampered:
				if err != nil && !errors.Is(err, bundle.ErrMalformed) {
					t.Errorf("without a signature: got %v", err)
				}
			}
		})
	}
	// OPA's servers, which read as this does, refuse the same but for what is inert.
	config := opabundle.NewVerificationConfig(map[string]*opabundle.KeyConfig{bundle.DefaultKeyID: {Key: keys.Public, Algorithm: "RS256"}}, bundle.DefaultKeyID, "", nil)
	for _, attack := range attacks {
		loader := opabundle.NewTarballLoaderWithBaseURL(bytes.NewReader(attack.Data), "").WithSizeLimitBytes(opabundle.DefaultSizeLimitBytes)
		_, err := opabundle.NewCustomReader(loader).WithBundleVerificationConfig(config).WithSizeLimitBytes(opabundle.DefaultSizeLimitBytes).Read()
		if (err == nil) != attack.Inert {
			t.Errorf("OPA takes the %s: %t (%v), inert: %t", attack.Name, err == nil, err, attack.Inert)
		}
	}
	if flips != bundletest.Flips {
		t.Errorf("%d attacks flip a byte, not %d", flips, bundletest.Flips)
	}
}

// TestEveryByteCounts flips each byte of an archive, its header and its trailer among them. What is taken
// must be what was signed in another spelling: compression knows more than one.
func TestEveryByteCounts(t *testing.T) {
	keys := newKeys(t)
	b := mustBuild(t, small(), bundle.Options{Revision: "1.0.0"})
	if err := b.Sign(bundle.Signing{Key: bundle.NewKey(keys.Private)}); err != nil {
		t.Fatal(err)
	}
	good := bytesOf(t, b)
	verification := bundle.Verification{Key: bundle.NewKey(keys.Public)}
	if _, err := bundle.Read(bytes.NewReader(good), verification); err != nil {
		t.Fatal(err)
	}
	for at := range good {
		data := bytes.Clone(good)
		data[at] ^= 0xff
		if _, err := bundle.Read(bytes.NewReader(data), verification); err == nil && !bytes.Equal(unzipped(t, data), unzipped(t, good)) {
			t.Errorf("byte %d of %d may be anything", at, len(good))
		}
	}
	for _, at := range []int{0, 3, 4, 8, 9, len(good) - 8, len(good) - 4, len(good) - 1} {
		data := bytes.Clone(good)
		data[at] ^= 0xff
		if _, err := bundle.Read(bytes.NewReader(data), verification); err == nil {
			t.Errorf("byte %d of %d, of the header or the trailer, may be anything", at, len(good))
		}
	}
}

func unzipped(t *testing.T, data []byte) []byte {
	t.Helper()
	reader, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestRefusedWhoeverSigned: what no signature can excuse, tried on bundles that are taken without one.
func TestRefusedWhoeverSigned(t *testing.T) {
	manifest := `{"revision":"1","roots":["guiderail"],"rego_version":1,"metadata":{"guiderail":%s}}`
	for name, test := range map[string]struct{ file, text, want string }{
		"profile that is a path":    {".manifest", fmt.Sprintf(manifest, `{"profile":"/etc/site.yaml"}`), `malformed: "/etc/site.yaml" is not a valid profile name`},
		"metadata of another shape": {".manifest", fmt.Sprintf(manifest, `{"controls":7}`), "malformed: metadata.guiderail of .manifest: "},
		"data that is YAML":         {"data.json", "a: b\n", "malformed: data.json is not valid JSON"},
		"a program":                 {"policy.wasm", "\x00asm", "malformed: policy.wasm does not belong in a bundle of policies"},
		"data outside of the roots": {"data.json", `{"system": {}}`, "malformed: manifest roots [guiderail] do not permit data at path '/system'"},
		"a policy outside of them":  {"evil.rego", "package system.authz\n", "malformed: manifest roots [guiderail] do not permit 'package system.authz' in module"},
		"a policy that is none":     {"evil.rego", "package\n", "malformed: "},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{".manifest": fmt.Sprintf(manifest, "{}"), "data.json": "{}", test.file: test.text}
			var packed bytes.Buffer
			zipper := gzip.NewWriter(&packed)
			writer := tar.NewWriter(zipper)
			for name, text := range files {
				if err := writer.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeReg, Mode: 0o600, Size: int64(len(text))}); err != nil {
					t.Fatal(err)
				}
				if _, err := writer.Write([]byte(text)); err != nil {
					t.Fatal(err)
				}
			}
			if err := errors.Join(writer.Close(), zipper.Close()); err != nil {
				t.Fatal(err)
			}
			_, err := bundle.Read(&packed, bundle.Verification{Skip: true})
			if !errors.Is(err, bundle.ErrMalformed) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}
