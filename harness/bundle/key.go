package bundle

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/keys"
)

const (
	// DefaultAlgorithm signs the same bundle with the same bytes each time.
	DefaultAlgorithm = "RS256"
	// DefaultKeyID is the name of the key in signatures and in the configuration of OPA servers.
	DefaultKeyID = "guiderail"
)

// Algorithms lists the algorithms with which bundles can be signed.
func Algorithms() []string {
	var names []string
	for _, family := range []string{"RS", "PS", "ES", "HS"} {
		for _, size := range []string{"256", "384", "512"} {
			names = append(names, family+size)
		}
	}
	return names
}

// checkAlgorithm returns the algorithm that is meant, and refuses what OPA servers do not verify.
func checkAlgorithm(name string) (string, error) {
	if name == "" {
		return DefaultAlgorithm, nil
	}
	if !keys.IsSupportedAlgorithm(name) {
		return "", fmt.Errorf("OPA servers do not support the signature algorithm %q; use one of %s", name, strings.Join(Algorithms(), ", "))
	}
	return name, nil
}

// Key is a key or a shared secret. It prints as a word, never as what it holds.
type Key struct{ text string }

// NewKey takes the text of a key: PEM, or a shared secret, of which a line break at the end is no part.
func NewKey(text string) Key { return Key{text} }

// ReadKey reads a key from a file.
func ReadKey(file string) (Key, error) {
	text, err := readFile(file)
	if err != nil {
		// The path may be the key itself, given in its place by mistake.
		return Key{}, fmt.Errorf("reading the key file: %w", reason(err))
	}
	return Key{string(text)}, nil
}

// Format writes a word in place of the key, whatever is asked for.
func (Key) Format(out fmt.State, _ rune) { fmt.Fprint(out, "(a key)") }

// signing returns the key as OPA's signer wants it.
func (k Key) signing(algorithm string) (string, error) {
	if isSecret(algorithm) {
		return k.secret(algorithm)
	}
	block, public, err := k.private(algorithm)
	if err != nil {
		return "", err
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: block.Type, Bytes: block.Bytes})), checkPublic(public, algorithm)
}

// private returns the PEM block of a private key, and the public key that belongs to it. Messages name what needs it.
func (k Key) private(what string) (*pem.Block, any, error) {
	block, err := k.block(what, "private")
	if err != nil {
		return nil, nil, err
	}
	var key any
	switch block.Type {
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case "EC PRIVATE KEY":
		key, err = x509.ParseECPrivateKey(block.Bytes)
	case "PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case "ENCRYPTED PRIVATE KEY":
		return nil, nil, errors.New("the signing key is encrypted; decrypt it first: openssl pkey -in KEY -out FILE")
	default:
		return nil, nil, fmt.Errorf("the signing key must be a private key, not a %s", strings.ToLower(block.Type))
	}
	if err != nil {
		return nil, nil, errors.New("the signing key cannot be parsed")
	}
	public := key
	switch private := key.(type) {
	case *rsa.PrivateKey:
		public = &private.PublicKey
	case *ecdsa.PrivateKey:
		public = &private.PublicKey
	}
	return block, public, nil
}

// verification returns the key as OPA's verifier wants it.
func (k Key) verification(algorithm string) (string, error) {
	if isSecret(algorithm) {
		return k.secret(algorithm)
	}
	block, key, err := k.public(algorithm)
	if err != nil {
		return "", err
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: block.Type, Bytes: block.Bytes})), checkPublic(key, algorithm)
}

// public returns the PEM block of a public key, and the key. Messages name what needs it.
func (k Key) public(what string) (_ *pem.Block, key any, err error) {
	block, err := k.block(what, "public")
	if err != nil {
		return nil, nil, err
	}
	switch block.Type {
	case "RSA PUBLIC KEY":
		key, err = x509.ParsePKCS1PublicKey(block.Bytes)
	case "PUBLIC KEY":
		key, err = x509.ParsePKIXPublicKey(block.Bytes)
	case "CERTIFICATE":
		var certificate *x509.Certificate
		if certificate, err = x509.ParseCertificate(block.Bytes); err == nil {
			key = certificate.PublicKey
		}
	default:
		return nil, nil, fmt.Errorf("the verification key must be a public key, not a %s; extract it with: openssl pkey -in KEY -pubout", strings.ToLower(block.Type))
	}
	if err != nil {
		return nil, nil, errors.New("the verification key cannot be parsed")
	}
	return block, key, nil
}

// algorithmOf returns the algorithm that a file is signed with by a key of this kind.
func algorithmOf(public any) string {
	if key, ok := public.(*ecdsa.PublicKey); ok {
		return curves[key.Curve.Params().BitSize]
	}
	return DefaultAlgorithm
}

// curves returns the algorithm of an elliptic curve, by the bits of its order.
var curves = map[int]string{256: "ES256", 384: "ES384", 521: "ES512"}

func isSecret(algorithm string) bool { return strings.HasPrefix(algorithm, "HS") }

// maxSecret is the longest secret that OPA's signer takes for one and not for a path too long.
const maxSecret = 255

// secret returns the shared secret of an algorithm.
func (k Key) secret(algorithm string) (string, error) {
	secret := strings.TrimRight(k.text, "\r\n")
	if strings.Contains(secret, "-----BEGIN") {
		return "", fmt.Errorf("%s requires a shared secret, not a key in PEM format", algorithm)
	}
	least := map[string]int{"HS256": 32, "HS384": 48, "HS512": 64}[algorithm]
	if len(secret) < least || len(secret) > maxSecret || strings.ContainsRune(secret, 0) {
		return "", fmt.Errorf("the shared secret for %s must have %d to %d bytes, and no zero bytes", algorithm, least, maxSecret)
	}
	// OPA's signer takes the name of a file for the file.
	if _, err := os.Lstat(secret); !errors.Is(err, fs.ErrNotExist) {
		return "", errors.New("the shared secret could be taken for the path of a file; pass it as a file, or choose another secret")
	}
	return secret, nil
}

// block finds the key in PEM, which may follow parameters or attributes.
func (k Key) block(algorithm, kind string) (*pem.Block, error) {
	rest := []byte(k.text)
	for {
		var block *pem.Block
		block, rest = pem.Decode(rest)
		if block == nil {
			return nil, fmt.Errorf("%s requires a %s key in PEM format", algorithm, kind)
		}
		if strings.HasSuffix(block.Type, " KEY") || block.Type == "CERTIFICATE" {
			return block, nil
		}
	}
}

// checkPublic reports whether a key is one for the algorithm.
func checkPublic(key any, algorithm string) error {
	switch key := key.(type) {
	case *rsa.PublicKey:
		if !slices.Contains([]string{"RS", "PS"}, algorithm[:2]) {
			return fmt.Errorf("an RSA key cannot be used with %s; choose RS256, or another algorithm that begins with RS or PS", algorithm)
		}
		if key.N.BitLen() < 2048 {
			return fmt.Errorf("an RSA key of %d bits is too short; use at least 2048 bits", key.N.BitLen())
		}
	case *ecdsa.PublicKey:
		switch want := curves[key.Curve.Params().BitSize]; want {
		case algorithm:
		case "":
			return fmt.Errorf("OPA servers do not support keys on the curve %s", key.Curve.Params().Name)
		default:
			return fmt.Errorf("a key on the curve %s works with %s, not with %s", key.Curve.Params().Name, want, algorithm)
		}
	default:
		return fmt.Errorf("OPA servers support only RSA and elliptic curve keys, not %T", key)
	}
	return nil
}
