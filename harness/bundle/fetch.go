package bundle

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"time"
)

// FetchOptions say how a bundle is fetched.
type FetchOptions struct {
	// Client is what speaks HTTP; nil means one that follows the environment's proxies.
	Client *http.Client
	// Registry says how a registry is reached.
	Registry RegistryOptions
}

// Fetched is a bundle as it came. Nothing of it is verified but the digest that its reference pins.
type Fetched struct {
	// Reference is where it came from, without passwords.
	Reference string
	// Digest is what pins it: sha256: and the hash of the file, or, from a registry, of the manifest.
	Digest string
	// Data is the bundle.
	Data []byte
	// artefact is what a registry holds beside it.
	artefact *artefact
}

// Read reads the bundle as the function Read does. Of an artefact in a registry it also makes sure that
// the Rego for conftest is the bundle's.
func (f *Fetched) Read(v Verification) (*Bundle, error) {
	b, err := Read(bytes.NewReader(f.Data), v)
	if err != nil || f.artefact == nil {
		return b, err
	}
	if err := f.artefact.holds(b); err != nil {
		return nil, fmt.Errorf("reading the artefact: %w", err)
	}
	return b, nil
}

// Fetch gets a bundle from a file, an http or https URL, or a registry, oci://registry/repository:tag. A
// reference may end in @sha256: and 64 digits; another bundle is refused then.
func Fetch(ctx context.Context, ref string, options FetchOptions) (*Fetched, error) {
	r, err := parseReference(ref)
	if err != nil {
		return nil, err
	}
	fetched, err := fetch(ctx, r, &options)
	if err != nil {
		return nil, fmt.Errorf("fetching %s: %w", r.printable(), err)
	}
	return fetched, nil
}

func fetch(ctx context.Context, r reference, options *FetchOptions) (*Fetched, error) {
	var data []byte
	var err error
	switch r.scheme {
	case "oci":
		a, err := pull(ctx, r.artefact(), options.Registry)
		if err != nil {
			return nil, err
		}
		return &Fetched{Reference: r.printable(), Digest: a.digest, Data: a.bundle, artefact: a}, nil
	case "":
		data, err = readFile(r.location)
	default:
		data, err = download(ctx, r.location, options.Client)
	}
	if err != nil {
		return nil, err
	}
	digest := fmt.Sprintf("sha256:%x", sha256.Sum256(data))
	if r.digest != "" && r.digest != digest {
		return nil, fmt.Errorf("%w: its digest is %s", ErrTampered, digest)
	}
	return &Fetched{Reference: r.printable(), Digest: digest, Data: data}, nil
}

func readFile(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, reason(err)
	}
	defer file.Close()
	data, err := readBounded(file)
	return data, reason(err)
}

// downloadTimeout ends a download from a server that has stopped to send.
const downloadTimeout = 5 * time.Minute

func download(ctx context.Context, address string, client *http.Client) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, downloadTimeout)
	defer cancel()
	if client == nil {
		transport := http.DefaultTransport.(*http.Transport).Clone()
		// What a server calls the archive's encoding is the archive.
		transport.DisableCompression = true
		defer transport.CloseIdleConnections()
		client = &http.Client{Transport: transport}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, reason(err)
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, reason(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the server responded with %s", response.Status)
	}
	data, err := readBounded(response.Body)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("%w: the download ended early, after %d bytes", ErrMalformed, len(data))
	}
	return data, err
}

func readBounded(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxPacked+1))
	if err == nil && len(data) > maxPacked {
		return nil, fmt.Errorf("%w: it is larger than %d MiB", ErrMalformed, maxPacked>>20)
	}
	return data, err
}

// reason leaves out what an error repeats of the reference, which is named already and may hold a
// password.
func reason(err error) error {
	var ofFile *fs.PathError
	var ofURL *url.Error
	switch {
	case errors.As(err, &ofURL):
		return ofURL.Err
	case errors.As(err, &ofFile):
		return ofFile.Err
	}
	return err
}
