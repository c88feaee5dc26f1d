package bundle

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"

	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"oras.land/oras-go/v2"
	"oras.land/oras-go/v2/content"
	"oras.land/oras-go/v2/content/memory"
	"oras.land/oras-go/v2/errdef"
	"oras.land/oras-go/v2/registry"
	"oras.land/oras-go/v2/registry/remote"
	"oras.land/oras-go/v2/registry/remote/auth"
	"oras.land/oras-go/v2/registry/remote/credentials"
	"oras.land/oras-go/v2/registry/remote/retry"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/released"
)

// The artefact has a layer for each of its readers. An OPA server takes the one of the first type, which
// is the bundle. conftest makes files of those of the second, and gator of those of the third, since they
// have titles.
const (
	bundleLayerType = ocispec.MediaTypeImageLayerGzip
	regoLayerType   = "application/vnd.cncf.openpolicyagent.policy.layer.v1+rego"
	yamlLayerType   = "application/yaml"
)

// The files for gator.
const (
	templatesFile   = "gatekeeper/templates.yaml"
	constraintsFile = "gatekeeper/constraints.yaml"
)

const (
	// created stands where the time would, so that the same bundle has the same digest whenever and by
	// whomever it is pushed.
	created = "1970-01-01T00:00:00Z"
	// maxManifest and maxLayers bound what is taken for an artefact. Guiderail's has some hundred layers.
	maxManifest = 4 << 20
	maxLayers   = 10_000
)

// RegistryOptions say how a registry is reached.
type RegistryOptions struct {
	// PlainHTTP does without TLS. A registry on this machine is spoken to without it in any case.
	PlainHTTP bool
}

// Push makes a signed bundle the artefact of a tag, oci://REGISTRY/REPOSITORY:TAG, and returns its digest. Beside
// the bundle itself the artefact holds the Rego and the Gatekeeper objects that it leads to, so that
// conftest and gator take the same policy from it. Docker's credentials are used where there are some.
func Push(ctx context.Context, reference string, data []byte, options RegistryOptions) (string, error) {
	r, err := parseReference(reference)
	if err != nil {
		return "", fmt.Errorf("pushing: %w", err)
	}
	manifest, err := push(ctx, reference, data, options)
	if err != nil {
		return "", fmt.Errorf("pushing to %s: %w", r.printable(), err)
	}
	return manifest, nil
}

func push(ctx context.Context, reference string, data []byte, options RegistryOptions) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, transferTime)
	defer cancel()
	repository, err := openRepository(reference, options)
	if err != nil {
		return "", err
	}
	if err := repository.Reference.ValidateReferenceAsTag(); err != nil {
		return "", errors.New("a tag is required: oci://registry/repository:tag")
	}
	b, err := Read(bytes.NewReader(data), Verification{Skip: true})
	if err != nil {
		return "", err
	}
	if b.Signature == nil {
		return "", fmt.Errorf("%w: sign the bundle first", ErrUnsigned)
	}
	store := memory.New()
	manifest, err := pack(ctx, store, data, b)
	if err != nil {
		return "", err
	}
	if _, err := oras.Copy(ctx, store, manifest.Digest.String(), repository, repository.Reference.Reference, oras.DefaultCopyOptions); err != nil {
		return "", err
	}
	return manifest.Digest.String(), nil
}

// pack puts the artefact of a bundle into a store.
func pack(ctx context.Context, store *memory.Store, data []byte, b *Bundle) (ocispec.Descriptor, error) {
	var layers []ocispec.Descriptor
	add := func(mediaType, title string, text []byte) error {
		layer := content.NewDescriptorFromBytes(mediaType, text)
		// Two files may have the same text.
		if err := store.Push(ctx, layer, bytes.NewReader(text)); err != nil && !errors.Is(err, errdef.ErrAlreadyExists) {
			return err
		}
		if title != "" {
			layer.Annotations = map[string]string{ocispec.AnnotationTitle: title}
		}
		layers = append(layers, layer)
		return nil
	}
	if err := add(bundleLayerType, "", data); err != nil {
		return ocispec.Descriptor{}, err
	}
	for _, f := range b.Rego() {
		if err := add(regoLayerType, f.Path, f.Text); err != nil {
			return ocispec.Descriptor{}, err
		}
	}
	objects, err := gatekeeperObjects(b)
	if err != nil {
		return ocispec.Descriptor{}, err
	}
	for _, f := range objects {
		if err := add(yamlLayerType, f.Path, f.Text); err != nil {
			return ocispec.Descriptor{}, err
		}
	}
	manifest, err := oras.PackManifest(ctx, store, oras.PackManifestVersion1_0, "", oras.PackManifestOptions{
		Layers:              layers,
		ManifestAnnotations: map[string]string{ocispec.AnnotationCreated: created},
	})
	if err != nil {
		return manifest, err
	}
	return manifest, store.Tag(ctx, manifest, manifest.Digest.String())
}

// gatekeeperObjects renders the templates and the constraints of the bundle's profile, or of every
// control where it has none, as one file each.
func gatekeeperObjects(b *Bundle) ([]File, error) {
	policies, err := b.FS()
	if err != nil {
		return nil, err
	}
	all, err := catalogue.Load(policies)
	if err != nil {
		return nil, err
	}
	p := &profile.Profile{Name: "all"}
	if b.Metadata.Profile != "" {
		if p, err = profile.Load(policies, all.Controls, b.Metadata.Profile); err != nil {
			return nil, err
		}
	}
	record, err := released.Load(policies)
	if err != nil {
		return nil, err
	}
	templates, constraints := File{Path: templatesFile}, File{Path: constraintsFile}
	for _, c := range gatekeeper.Chosen(p, all.Controls) {
		template, err := gatekeeper.Template(policies, record, c)
		if err != nil {
			return nil, err
		}
		constraint, err := gatekeeper.Constraint(p, c)
		if err != nil {
			return nil, err
		}
		templates.Text = fmt.Appendf(templates.Text, "---\n%s", template)
		constraints.Text = fmt.Appendf(constraints.Text, "---\n%s", constraint)
	}
	return []File{templates, constraints}, nil
}

// artefact is what lies in a registry, bounded in size and true to its digest, and no more than that.
type artefact struct {
	digest string
	bundle []byte
	rego   []File
}

// holds makes sure that the artefact's Rego is the bundle's, all of it and no other.
func (a *artefact) holds(b *Bundle) error {
	missing := b.Rego()
	for _, f := range a.rego {
		i := slices.IndexFunc(missing, func(signed File) bool { return signed.Path == f.Path })
		if i < 0 {
			return fmt.Errorf("%w: the artefact has %s for conftest, which is not in the bundle", ErrTampered, f.Path)
		}
		if !bytes.Equal(missing[i].Text, f.Text) {
			return fmt.Errorf("%w: %s, which the artefact has for conftest, differs from the bundle's", ErrTampered, f.Path)
		}
		missing = slices.Delete(missing, i, i+1)
	}
	if len(missing) > 0 {
		return fmt.Errorf("%w: %s, for conftest, is missing from the artefact", ErrTampered, missing[0].Path)
	}
	return nil
}

// pull reads the artefact of a tag or a digest, REGISTRY/REPOSITORY:TAG or REGISTRY/REPOSITORY@sha256:…. It
// verifies no signature.
func pull(ctx context.Context, reference string, options RegistryOptions) (*artefact, error) {
	ctx, cancel := context.WithTimeout(ctx, transferTime)
	defer cancel()
	repository, err := openRepository(reference, options)
	if err != nil {
		return nil, err
	}
	if repository.Reference.Reference == "" {
		return nil, errors.New("a tag or a digest is required: oci://registry/repository:tag")
	}
	descriptor, text, err := oras.FetchBytes(ctx, repository, repository.Reference.Reference, oras.FetchBytesOptions{MaxBytes: maxManifest})
	if err != nil {
		return nil, err
	}
	if descriptor.MediaType != ocispec.MediaTypeImageManifest {
		return nil, fmt.Errorf("%w: not an artefact: its media type is %q", ErrMalformed, descriptor.MediaType)
	}
	var manifest ocispec.Manifest
	if err := json.Unmarshal(text, &manifest); err != nil {
		return nil, fmt.Errorf("%w: its manifest: %w", ErrMalformed, err)
	}
	if len(manifest.Layers) > maxLayers {
		return nil, fmt.Errorf("%w: it has %d layers; at most %d are allowed", ErrMalformed, len(manifest.Layers), maxLayers)
	}
	a := &artefact{digest: descriptor.Digest.String()}
	left := int64(maxPacked + maxUnpacked)
	for _, layer := range manifest.Layers {
		title := layer.Annotations[ocispec.AnnotationTitle]
		if left -= layer.Size; layer.Size < 0 || left < 0 {
			return nil, fmt.Errorf("%w: it is larger than %d MiB", ErrMalformed, (maxPacked+maxUnpacked)>>20)
		}
		switch {
		case layer.MediaType == yamlLayerType && slices.Contains([]string{templatesFile, constraintsFile}, title):
			// It is for gator alone. Nothing here reads it.
			continue
		case layer.MediaType == regoLayerType && title != "":
		case layer.MediaType == bundleLayerType && title == "" && a.bundle == nil:
		default:
			return nil, fmt.Errorf("%w: it has an unknown layer of type %q, titled %q", ErrMalformed, layer.MediaType, title)
		}
		text, err := content.FetchAll(ctx, repository, layer)
		if err != nil {
			return nil, fmt.Errorf("reading layer %s: %w", layer.Digest, err)
		}
		if title == "" {
			a.bundle = text
		} else {
			a.rego = append(a.rego, File{title, text})
		}
	}
	if a.bundle == nil {
		return nil, fmt.Errorf("%w: the bundle's layer, of type %s, is missing", ErrMalformed, bundleLayerType)
	}
	return a, nil
}

// openRepository makes the client of a repository. It connects to nothing yet.
func openRepository(reference string, options RegistryOptions) (*remote.Repository, error) {
	location := strings.TrimPrefix(reference, "oci://")
	parsed, err := registry.ParseReference(location)
	switch {
	case err != nil && strings.ContainsAny(strings.Split(location, "@sha256:")[0], "@?#"):
		return nil, errors.New("not a registry reference; write oci://registry/repository:tag") // the error quotes a password
	case err != nil:
		return nil, err
	}
	store, err := credentials.NewStoreFromDocker(credentials.StoreOptions{})
	if err != nil {
		return nil, fmt.Errorf("reading Docker's credentials: %w", err)
	}
	return &remote.Repository{
		Reference: parsed,
		PlainHTTP: options.PlainHTTP || isLoopback(parsed.Host()),
		Client:    &auth.Client{Client: retry.DefaultClient, Cache: auth.NewCache(), Credential: credentials.Credential(store)},
	}, nil
}

// isLoopback reports whether a host, with its port or without, is this machine.
func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	address := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || address != nil && address.IsLoopback()
}
