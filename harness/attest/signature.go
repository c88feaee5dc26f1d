package attest

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"github.com/guiderail/guiderail/internal/document"
)

// The namespaces of SSH signatures: a signature that was made for something else counts for neither.
const (
	Namespace        = "guiderail.dev/attestation"
	DossierNamespace = "guiderail.dev/dossier"
)

// SignatureSuffix is what the name of a signature has after that of its file.
const SignatureSuffix = ".sig"

// hash is what ssh-keygen -Y sign uses by default.
const hash = sshsig.HashSHA512

// minRSA is how many bits an RSA key has at least.
const minRSA = 3072

// A PublicKey verifies signatures.
type PublicKey struct{ key ssh.PublicKey }

// ParsePublicKey reads a key of SSH, as in an .ssh/*.pub file, or one in PEM, such as the one that verifies bundles.
func ParsePublicKey(text string) (PublicKey, error) {
	key, err := parsePublicKey(text)
	if err != nil {
		return PublicKey{}, err
	}
	return PublicKey{key}, checkStrength(key)
}

func parsePublicKey(text string) (ssh.PublicKey, error) {
	if block, _ := pem.Decode([]byte(text)); block != nil {
		if strings.Contains(block.Type, "PRIVATE KEY") {
			return nil, errors.New("is a private key; write the public key in its place, and do not use the private one any more where others could read it")
		}
		parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
		if err == nil {
			if key, err := ssh.NewPublicKey(parsed); err == nil {
				return key, nil
			}
		}
		return nil, errors.New("is not a public key in PEM that can verify SSH signatures: Ed25519, RSA or ECDSA")
	}
	key, _, options, rest, err := ssh.ParseAuthorizedKey([]byte(text))
	switch {
	case err != nil || len(options) > 0 || len(bytes.TrimSpace(rest)) > 0:
		return nil, errors.New("is not one public key of SSH (ssh-ed25519 AAAA…), or in PEM")
	case strings.Contains(key.Type(), "cert-"):
		return nil, errors.New("is a certificate of SSH; write the public key itself")
	}
	return key, nil
}

// checkStrength refuses keys that are too weak to vouch for anything.
func checkStrength(key ssh.PublicKey) error {
	if key.Type() == "ssh-dss" {
		return errors.New("is a DSA key, which is too weak; use an Ed25519 key")
	}
	if crypto, ok := key.(ssh.CryptoPublicKey); ok {
		if r, ok := crypto.CryptoPublicKey().(*rsa.PublicKey); ok && r.N.BitLen() < minRSA {
			return fmt.Errorf("is an RSA key of %d bits; at least %d are required, or an Ed25519 key", r.N.BitLen(), minRSA)
		}
	}
	return nil
}

// String returns the fingerprint of the key, as ssh-keygen -l shows it.
func (k PublicKey) String() string { return ssh.FingerprintSHA256(k.key) }

// The reasons why a signature is refused.
var (
	ErrUnsigned  = errors.New("is not signed")
	ErrMalformed = errors.New("has a signature that cannot be read")
	ErrOtherUse  = errors.New("has a signature that was made for something else")
	ErrOtherKey  = errors.New("is signed with another key")
	ErrTampered  = errors.New("was changed after it was signed, or has the signature of another file")
)

// maxSignature bounds the size of a signature, in bytes.
const maxSignature = 1 << 20

// ReadSignature reads the signature beside a file. The error wraps ErrUnsigned where there is none, and ErrMalformed where
// what is there cannot be read.
func ReadSignature(file string) ([]byte, error) {
	text, err := readFile(file+SignatureSuffix, maxSignature)
	switch name := filepath.Base(file) + SignatureSuffix; {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w: %s is missing", ErrUnsigned, name)
	case err != nil:
		return nil, fmt.Errorf("%w: %s: %w", ErrMalformed, name, err)
	}
	return text, nil
}

// VerifySignature holds a text against a signature, as ssh-keygen -Y sign writes it, and against a key. The error wraps
// one of the reasons above.
func VerifySignature(text, signature []byte, key PublicKey, namespace string) error {
	parsed, err := sshsig.Unarmor(signature)
	switch {
	case err != nil, parsed.Signature.Format == ssh.KeyAlgoRSA: // the latter is an RSA signature with SHA-1
		return ErrMalformed
	case parsed.Namespace != namespace:
		return fmt.Errorf("%w: %q", ErrOtherUse, parsed.Namespace)
	case !bytes.Equal(parsed.PublicKey.Marshal(), key.key.Marshal()):
		return fmt.Errorf("%w, %s", ErrOtherKey, ssh.FingerprintSHA256(parsed.PublicKey))
	case sshsig.Verify(bytes.NewReader(text), parsed, key.key, parsed.HashAlgorithm, namespace) != nil:
		return ErrTampered
	}
	return nil
}

// Sign signs a text with the key in a file, as ssh-keygen -Y sign does: a private key of SSH or in PEM, or a public one
// whose private key the SSH agent has. It returns the signature and the key's type and fingerprint.
func Sign(text []byte, keyFile, namespace string) ([]byte, string, error) {
	key, err := document.ReadFile(keyFile)
	if err != nil {
		return nil, "", fmt.Errorf("reading the key: %w", err)
	}
	signer, done, err := signerOf(key, keyFile, namespace)
	if err != nil {
		return nil, "", err
	}
	defer done()
	if err := checkStrength(signer.PublicKey()); err != nil {
		return nil, "", fmt.Errorf("the key %w", err)
	}
	signature, err := sshsig.Sign(bytes.NewReader(text), signer, hash, namespace)
	if err != nil {
		return nil, "", errors.New("the key does not sign") // the reason may quote it
	}
	return sshsig.Armor(signature), signer.PublicKey().Type() + " " + ssh.FingerprintSHA256(signer.PublicKey()), nil
}

// signerOf returns what signs with a key of SSH, and what is to be done after.
func signerOf(key []byte, file, namespace string) (ssh.Signer, func(), error) {
	if public, _, _, _, err := ssh.ParseAuthorizedKey(key); err == nil {
		return agentSigner(public)
	}
	signer, err := ssh.ParsePrivateKey(key)
	var locked *ssh.PassphraseMissingError
	switch {
	case errors.As(err, &locked):
		return nil, nil, fmt.Errorf("the key has a passphrase; add it to the SSH agent and pass %s.pub, or run: ssh-keygen -Y sign -n %s -f %s FILE", file, namespace, file)
	case err != nil:
		return nil, nil, errors.New("the key is not a key of SSH, and not one in PEM") // the reason may quote it
	}
	return signer, func() {}, nil
}

func agentSigner(public ssh.PublicKey) (ssh.Signer, func(), error) {
	socket := os.Getenv("SSH_AUTH_SOCK")
	if socket == "" {
		return nil, nil, errors.New("the key is a public one, and there is no SSH agent (SSH_AUTH_SOCK) that has the private one")
	}
	connection, err := net.Dial("unix", socket)
	if err != nil {
		return nil, nil, fmt.Errorf("asking the SSH agent: %w", err)
	}
	done := func() { connection.Close() }
	signers, err := agent.NewClient(connection).Signers()
	if err != nil {
		done()
		return nil, nil, fmt.Errorf("asking the SSH agent: %w", err)
	}
	for _, s := range signers {
		if bytes.Equal(s.PublicKey().Marshal(), public.Marshal()) {
			return s, done, nil
		}
	}
	done()
	return nil, nil, fmt.Errorf("the SSH agent has no key %s", ssh.FingerprintSHA256(public))
}
