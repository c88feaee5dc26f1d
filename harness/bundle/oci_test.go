package bundle_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/registry"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"oras.land/oras-go/v2"
	"oras.land/oras-go/v2/content"
	"oras.land/oras-go/v2/content/memory"
	"oras.land/oras-go/v2/errdef"
	"oras.land/oras-go/v2/registry/remote"

	"github.com/guiderail/guiderail/harness/bundle"
)

// startRegistry starts a registry and gives its address. Before, if there is any, sees each request.
func startRegistry(t *testing.T, before func(http.ResponseWriter, *http.Request) (goOn bool)) string {
	t.Helper()
	// Docker's credentials of whoever runs the tests are none of theirs.
	t.Setenv("DOCKER_CONFIG", t.TempDir())
	handler := registry.New(registry.Logger(log.New(io.Discard, "", 0)))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if before == nil || before(w, r) {
			handler.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

// signedSmall gives a signed bundle of the small policy directory and what verifies it.
func signedSmall(t *testing.T) ([]byte, bundle.Verification) {
	t.Helper()
	keys := newKeys(t)
	b := mustBuild(t, small(), bundle.Options{Revision: "1.0.0", Version: "1.0.0"})
	if err := b.Sign(bundle.Signing{Key: bundle.NewKey(keys.Private)}); err != nil {
		t.Fatal(err)
	}
	return bytesOf(t, b), bundle.Verification{Key: bundle.NewKey(keys.Public)}
}

func mustPush(t *testing.T, reference string, data []byte) (digest string) {
	t.Helper()
	digest, err := bundle.Push(t.Context(), reference, data, bundle.RegistryOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return digest
}

// pull fetches and reads the bundle of an artefact.
func pull(t *testing.T, reference string, v bundle.Verification) error {
	t.Helper()
	fetched, err := bundle.Fetch(t.Context(), "oci://"+reference, bundle.FetchOptions{})
	if err == nil {
		_, err = fetched.Read(v)
	}
	return err
}

func TestPushThenPull(t *testing.T) {
	host := startRegistry(t, nil)
	data, verification := signedSmall(t)
	digest := mustPush(t, host+"/policies/small:1", data)
	if again := mustPush(t, "oci://"+host+"/elsewhere:latest", data); again != digest {
		t.Errorf("the same bundle has the digest %s, and then %s", digest, again)
	}
	for _, reference := range []string{"/policies/small:1", "/policies/small@" + digest, "/policies/small:2@" + digest} {
		fetched, err := bundle.Fetch(t.Context(), "oci://"+host+reference, bundle.FetchOptions{})
		if err != nil {
			t.Error(err)
			continue
		}
		if fetched.Digest != digest || !bytes.Equal(fetched.Data, data) || fetched.Reference != "oci://"+host+reference {
			t.Errorf("%s: got %s from %s, and other bytes: %t", reference, fetched.Digest, fetched.Reference, !bytes.Equal(fetched.Data, data))
		}
		if b, err := fetched.Read(verification); err != nil || !b.Verified || b.Revision != "1.0.0" {
			t.Errorf("%s: got %+v, %v", reference, b, err)
		}
	}

	var got []string
	for _, layer := range fetch(t, host+"/policies/small:1").layers {
		got = append(got, strings.TrimSpace(layer.MediaType+" "+layer.Annotations[ocispec.AnnotationTitle]))
	}
	want := []string{
		"application/vnd.oci.image.layer.v1.tar+gzip",
		"application/vnd.cncf.openpolicyagent.policy.layer.v1+rego channels/catalogue.rego",
		"application/vnd.cncf.openpolicyagent.policy.layer.v1+rego images/digest.rego",
		"application/vnd.cncf.openpolicyagent.policy.layer.v1+rego images/tag.rego",
		"application/vnd.cncf.openpolicyagent.policy.layer.v1+rego lib/names.rego",
		"application/yaml gatekeeper/templates.yaml",
		"application/yaml gatekeeper/constraints.yaml",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got the layers\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestPushRefuses(t *testing.T) {
	host := startRegistry(t, nil)
	data, _ := signedSmall(t)
	unsigned := bytesOf(t, mustBuild(t, small(), bundle.Options{Revision: "1.0.0"}))
	for name, c := range map[string]struct {
		reference string
		data      []byte
		want      string
	}{
		"no tag":       {host + "/policies", data, "a tag is required"},
		"a digest":     {host + "/policies@sha256:" + strings.Repeat("0", 64), data, "a tag is required"},
		"no registry":  {"policies", data, "invalid reference"},
		"no bundle":    {host + "/policies:1", []byte("text"), "not a gzip archive"},
		"no signature": {host + "/policies:1", unsigned, "not signed: sign the bundle first"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := bundle.Push(t.Context(), c.reference, c.data, bundle.RegistryOptions{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestPullRefuses(t *testing.T) {
	host := startRegistry(t, nil)
	data, verification := signedSmall(t)
	mustPush(t, host+"/policies:1", data)
	for name, c := range map[string]struct {
		change func(*stored)
		err    error
		want   string
	}{
		"other Rego for conftest": {func(a *stored) { a.replace(t, 1, []byte("package evil\n")) },
			bundle.ErrTampered, "channels/catalogue.rego, which the artefact has for conftest, differs from the bundle's"},
		"more Rego for conftest": {func(a *stored) { a.add(t, a.layers[1].MediaType, "evil.rego", []byte("package evil\n")) },
			bundle.ErrTampered, "the artefact has evil.rego for conftest, which is not in the bundle"},
		"a file twice": {func(a *stored) { a.layers = append(a.layers, a.layers[1]) },
			bundle.ErrTampered, "the artefact has channels/catalogue.rego for conftest, which is not in the bundle"},
		"less Rego for conftest": {func(a *stored) { a.layers = slices.Delete(a.layers, 1, 2) },
			bundle.ErrTampered, "channels/catalogue.rego, for conftest, is missing from the artefact"},
		"a changed bundle": {func(a *stored) { a.replace(t, 0, data[:len(data)-9]) },
			bundle.ErrMalformed, "malformed"},
		"a second bundle": {func(a *stored) { a.layers = append(a.layers, a.layers[0]) },
			bundle.ErrMalformed, "it has an unknown layer"},
		"no bundle": {func(a *stored) { a.layers = a.layers[1:] },
			bundle.ErrMalformed, "the bundle's layer, of type application/vnd.oci.image.layer.v1.tar+gzip"},
		"YAML of another name": {func(a *stored) { a.add(t, "application/yaml", "../evil.yaml", []byte("{}")) },
			bundle.ErrMalformed, `titled "../evil.yaml"`},
		"data for conftest": {func(a *stored) {
			a.add(t, "application/vnd.cncf.openpolicyagent.data.layer.v1+json", "data.json", []byte("{}"))
		},
			bundle.ErrMalformed, "it has an unknown layer"},
		"a layer that says to be huge": {func(a *stored) { a.layers[1].Size = 1 << 40 },
			bundle.ErrMalformed, "it is larger than 80 MiB"},
		"a layer of a size below 0": {func(a *stored) { a.layers[1].Size = -1 },
			bundle.ErrMalformed, "it is larger than 80 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			a := fetch(t, host+"/policies:1")
			c.change(a)
			reference := host + "/policies:tampered"
			a.push(t, reference)
			err := pull(t, reference, verification)
			if !errors.Is(err, c.err) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %v: %s", err, c.err, c.want)
			}
		})
	}
	for reference, want := range map[string]string{
		"/policies":   "a tag or a digest is required",
		"/policies:2": "not found",
		"/policies@sha256:" + strings.Repeat("0", 64): "not found",
	} {
		err := pull(t, host+reference, verification)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", reference, err, want)
		}
	}
}

// TestPullHoldsRegistryToDigest has a registry that answers with something else than was asked for.
func TestPullHoldsRegistryToDigest(t *testing.T) {
	lie := false
	host := startRegistry(t, func(w http.ResponseWriter, r *http.Request) bool {
		if !lie || r.Method != http.MethodGet || !strings.Contains(r.URL.Path, "/manifests/") {
			return true
		}
		w.Header().Set("Content-Type", ocispec.MediaTypeImageManifest)
		io.WriteString(w, `{"schemaVersion": 2}`) //nolint:errcheck // the client sees it
		return false
	})
	data, verification := signedSmall(t)
	digest := mustPush(t, host+"/policies:1", data)
	lie = true
	err := pull(t, host+"/policies@"+digest, verification)
	if err == nil || !strings.Contains(err.Error(), "mismatch") {
		t.Errorf("got %v, want that the digest is another", err)
	}
}

// TestRegistryLogin has a registry that wants a login, which Docker's configuration holds.
func TestRegistryLogin(t *testing.T) {
	host := startRegistry(t, func(w http.ResponseWriter, r *http.Request) bool {
		user, password, _ := r.BasicAuth()
		if user == "robot" && password == "word" {
			return true
		}
		w.Header().Set("WWW-Authenticate", `Basic realm="test"`)
		w.WriteHeader(http.StatusUnauthorized)
		return false
	})
	data, verification := signedSmall(t)
	if _, err := bundle.Push(t.Context(), host+"/policies:1", data, bundle.RegistryOptions{}); err == nil || !strings.Contains(err.Error(), "basic credential not found") {
		t.Errorf("without a login: got %v", err)
	}
	config := fmt.Appendf(nil, `{"auths": {%q: {"auth": %q}}}`, host, base64.StdEncoding.EncodeToString([]byte("robot:word")))
	if err := os.WriteFile(filepath.Join(os.Getenv("DOCKER_CONFIG"), "config.json"), config, 0o600); err != nil {
		t.Fatal(err)
	}
	mustPush(t, host+"/policies:1", data)
	if err := pull(t, host+"/policies:1", verification); err != nil {
		t.Error(err)
	}
}

// stored is an artefact as a registry keeps it.
type stored struct {
	store  *memory.Store
	layers []ocispec.Descriptor
}

func repository(t *testing.T, reference string) *remote.Repository {
	t.Helper()
	r, err := remote.NewRepository(reference)
	if err != nil {
		t.Fatal(err)
	}
	r.PlainHTTP = true
	return r
}

func fetch(t *testing.T, reference string) *stored {
	t.Helper()
	a := &stored{store: memory.New()}
	r := repository(t, reference)
	manifest, err := oras.Copy(t.Context(), r, r.Reference.Reference, a.store, "", oras.DefaultCopyOptions)
	if err != nil {
		t.Fatal(err)
	}
	successors, err := content.Successors(context.WithoutCancel(t.Context()), a.store, manifest)
	if err != nil {
		t.Fatal(err)
	}
	a.layers = successors[1:] // the first is the config
	return a
}

func (a *stored) put(t *testing.T, mediaType string, text []byte) ocispec.Descriptor {
	t.Helper()
	layer := content.NewDescriptorFromBytes(mediaType, text)
	if err := a.store.Push(t.Context(), layer, bytes.NewReader(text)); err != nil && !errors.Is(err, errdef.ErrAlreadyExists) {
		t.Fatal(err)
	}
	return layer
}

func (a *stored) add(t *testing.T, mediaType, title string, text []byte) {
	t.Helper()
	layer := a.put(t, mediaType, text)
	layer.Annotations = map[string]string{ocispec.AnnotationTitle: title}
	a.layers = append(a.layers, layer)
}

func (a *stored) replace(t *testing.T, i int, text []byte) {
	t.Helper()
	layer := a.put(t, a.layers[i].MediaType, text)
	layer.Annotations = a.layers[i].Annotations
	a.layers[i] = layer
}

// push pushes the layers, and the manifest as it says of them.
func (a *stored) push(t *testing.T, reference string) {
	t.Helper()
	r := repository(t, reference)
	manifest, err := oras.PackManifest(t.Context(), a.store, oras.PackManifestVersion1_0, "", oras.PackManifestOptions{Layers: a.layers})
	if err != nil {
		t.Fatal(err)
	}
	text, err := content.FetchAll(t.Context(), a.store, manifest)
	if err != nil {
		t.Fatal(err)
	}
	for _, layer := range a.layers {
		blob, err := a.store.Fetch(t.Context(), layer)
		if err != nil {
			continue // what only the manifest says
		}
		if err := r.Blobs().Push(t.Context(), layer, blob); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Manifests().PushReference(t.Context(), manifest, bytes.NewReader(text), r.Reference.Reference); err != nil {
		t.Fatal(err)
	}
}
