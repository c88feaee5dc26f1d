// Package bundle makes of a policy directory one artefact that OPA servers pull, conftest takes and
// guiderail reads back: an OPA bundle, signed. The same source gives the same bytes on any machine.
package bundle

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	opabundle "github.com/open-policy-agent/opa/v1/bundle"
	"golang.org/x/tools/txtar"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/released"
	"github.com/guiderail/guiderail/harness/waiver"
	"github.com/guiderail/guiderail/internal/channel"
)

// Options say what a bundle is made of.
type Options struct {
	// Catalogue is what the policy directory has.
	Catalogue *catalogue.Catalogue
	// Profile chooses among the controls; nil takes each with its defaults.
	Profile *profile.Profile
	// Waivers accept findings in decisions; nil for none. Their Files are in the bundle too. Clock lets the clock of the server say on which day they count;
	// otherwise data.guiderail_settings.day does, and they do not count where it is not set.
	Waivers *waiver.Set
	Clock   bool
	// Revision names this state of the policies, as 1.4.0 or 2026-08-01.
	Revision string
	// Version is the version of the policies, Commit the one of the repository that they were taken
	// from. Both go into the metadata, and are left out there when empty.
	Version, Commit string
}

// Metadata is what a bundle says of itself, in its manifest below metadata.guiderail.
type Metadata struct {
	Version string `json:"version,omitempty"`
	Commit  string `json:"commit,omitempty"`
	// Profile is the profile that the bundle was made for, "" for none.
	Profile string `json:"profile,omitempty"`
	// Controls are the IDs of the controls in Rego that the profile chooses, in their order.
	Controls []string `json:"controls"`
	// Guides returns the version of each guide, by its ID; its date where the guide carries no version.
	Guides map[string]string `json:"guides"`
}

// Bundle is a policy directory as one artefact. Its fields tell what is in it; changing them changes
// nothing of what Write writes.
type Bundle struct {
	Revision string
	// Roots are the parts of OPA's data that the bundle owns.
	Roots    []string
	Metadata Metadata
	// Signature says how the bundle is signed; nil if it is not. What it says can be believed only of a
	// bundle that is Verified.
	Signature *Signature
	// Verified reports that Read held the signature and every file against a key.
	Verified bool

	opa opabundle.Bundle
}

// File is a file of a policy directory.
type File struct {
	// Path is slash-separated and relative to the policy directory.
	Path string
	Text []byte
}

const (
	manifestFile = ".manifest"
	metadataKey  = "guiderail"
)

// waiversFolder is where the documents have the files of waivers.
const waiversFolder = "waivers"

// documentsPath is where OPA's data holds the files that are no Rego.
var documentsPath = [...]string{"lib", "guiderail", "documents"}

// Build makes the bundle of a policy directory: its Rego but the tests, and its guides, profiles,
// mutators and waivers as data, so that the bundle can stand in for the directory. A policy that does not compile is
// an error.
func Build(ctx context.Context, options Options) (*Bundle, error) {
	b, err := build(ctx, &options)
	if err != nil {
		return nil, fmt.Errorf("building the bundle: %w", err)
	}
	return b, nil
}

func build(ctx context.Context, options *Options) (*Bundle, error) {
	if options.Revision == "" {
		return nil, errors.New("a revision is required, for example 1.4.0")
	}
	metadata, err := describe(options)
	if err != nil {
		return nil, err
	}
	// In the form in which it is read again, so that what was read is written as it was.
	described, err := decoded(map[string]any{metadataKey: metadata})
	if err != nil {
		return nil, err
	}
	var manifest struct {
		Roots []string `json:"roots"`
	}
	text, err := fs.ReadFile(options.Catalogue.Files, manifestFile)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		return nil, fmt.Errorf("reading %s: %w", manifestFile, err)
	}
	if len(manifest.Roots) == 0 {
		return nil, fmt.Errorf("%s does not list any roots", manifestFile)
	}
	modules, err := modules(ctx, options)
	if err != nil {
		return nil, err
	}
	documents, err := documents(options)
	if err != nil {
		return nil, err
	}
	b := &Bundle{Revision: options.Revision, Roots: manifest.Roots, Metadata: metadata}
	b.opa = opabundle.Bundle{
		Manifest: opabundle.Manifest{
			Revision: options.Revision,
			Roots:    &manifest.Roots,
			Metadata: described,
		},
		Modules: modules,
		Data:    nested(documents, documentsPath[:]...),
	}
	b.opa.SetRegoVersion(rego.Version)
	return b, b.holds(options.Profile, options.Catalogue.Controls)
}

// holds makes sure that a profile can be read from the bundle, with all that it extends.
func (b *Bundle) holds(p *profile.Profile, controls []*control.Control) error {
	if p == nil {
		return nil
	}
	policies, err := b.FS()
	if err != nil {
		return err
	}
	if _, err := profile.Load(policies, controls, p.Name); err != nil {
		return fmt.Errorf("reading profile %s from the bundle's folder of profiles: %w", p.Name, err)
	}
	return nil
}

func describe(options *Options) (Metadata, error) {
	m := Metadata{Version: options.Version, Commit: options.Commit, Controls: []string{}, Guides: map[string]string{}}
	chosen := options.Catalogue.Controls
	if p := options.Profile; p != nil {
		m.Profile = p.Name
		chosen = p.Choose(chosen)
	}
	for _, c := range chosen {
		if c.File != "" {
			m.Controls = append(m.Controls, c.ID)
		}
	}
	if found, err := fs.Glob(options.Catalogue.Files, "guides/*.yaml"); len(found) == 0 || err != nil {
		return m, err
	}
	library, err := guide.Load(options.Catalogue.Files)
	if err != nil {
		return m, err
	}
	for _, g := range library.Guides {
		m.Guides[g.ID] = cmp.Or(g.Version, g.Date)
	}
	return m, nil
}

// modules reads and compiles the Rego of a policy directory but the tests, in the order of the paths. The
// catalogue is made anew, for the profile.
func modules(ctx context.Context, options *Options) ([]opabundle.ModuleFile, error) {
	asked, err := channel.Catalogue(options.Catalogue, channel.Options{Profile: options.Profile, Version: options.Version, Waivers: options.Waivers, Clock: options.Clock})
	if err != nil {
		return nil, err
	}
	var modules []opabundle.ModuleFile
	texts := map[string][]byte{}
	add := func(file string, text []byte) {
		texts[file] = text
		modules = append(modules, opabundle.ModuleFile{URL: file, Path: file, RelativePath: file, Raw: text})
	}
	add(channel.CatalogueFile, asked)
	err = fs.WalkDir(options.Catalogue.Files, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) != opabundle.RegoExt || strings.HasSuffix(file, "_test.rego") || file == channel.CatalogueFile {
			return cmp.Or(err, ctx.Err())
		}
		text, err := fs.ReadFile(options.Catalogue.Files, file)
		if err != nil {
			return err
		}
		add(file, text)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(modules) == 1 {
		return nil, errors.New("the policy directory contains no Rego files")
	}
	// The walk is by folder, in which a/b.rego follows a-b.rego.
	slices.SortFunc(modules, func(a, b opabundle.ModuleFile) int { return cmp.Compare(a.Path, b.Path) })
	return modules, rego.CompileStrictly(texts)
}

// documents returns the texts of the files that are no Rego, by their paths in the policy directory.
func documents(options *Options) (map[string]any, error) {
	texts := map[string]any{}
	for _, pattern := range []string{"guides/*.yaml", "guides/frameworks/*.yaml", profile.Folder + "/*.yaml", "mutations/*/*.yaml", released.File} {
		files, err := fs.Glob(options.Catalogue.Files, pattern)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			text, err := fs.ReadFile(options.Catalogue.Files, file)
			if err != nil {
				return nil, err
			}
			texts[file] = string(text)
		}
	}
	if set := options.Waivers; set != nil {
		for _, f := range set.Files {
			base := filepath.Base(f.Name)
			name := base
			for n := 2; texts[path.Join(waiversFolder, name)] != nil; n++ {
				name = fmt.Sprintf("%d-%s", n, base)
			}
			texts[path.Join(waiversFolder, name)] = string(f.Text)
		}
	}
	if options.Profile == nil {
		return texts, nil
	}
	for i, source := range options.Profile.Sources {
		name := filepath.Base(source.File)
		if i == 0 {
			name = options.Profile.Name + ".yaml"
		}
		file := path.Join(profile.Folder, name)
		if _, taken := texts[file]; taken {
			return nil, fmt.Errorf("%s: the policy directory already has a profile named %s; rename yours", source.File, strings.TrimSuffix(name, ".yaml"))
		}
		texts[file] = string(source.Text)
	}
	return texts, nil
}

// decoded returns what a value is when it has been written as JSON and read again.
func decoded(value any) (map[string]any, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	var object map[string]any
	err = json.Unmarshal(text, &object)
	return object, err
}

// nested puts a value below keys.
func nested(value map[string]any, keys ...string) map[string]any {
	for _, key := range slices.Backward(keys) {
		value = map[string]any{key: value}
	}
	return value
}

// Write writes the bundle as a gzipped tar archive. Nothing in it depends on the machine or the time.
func (b *Bundle) Write(w io.Writer) error {
	if err := opabundle.NewWriter(w).UseModulePath(true).DisableFormat(true).Write(b.opa); err != nil {
		return fmt.Errorf("writing the bundle: %w", err)
	}
	return nil
}

// Bytes returns what Write writes.
func (b *Bundle) Bytes() ([]byte, error) {
	var buffer bytes.Buffer
	err := b.Write(&buffer)
	return buffer.Bytes(), err
}

// Rego returns the policies of the bundle in the order of their paths.
func (b *Bundle) Rego() []File {
	var files []File
	for _, m := range b.opa.Modules {
		files = append(files, File{m.Path, m.Raw})
	}
	return files
}

// Waivers returns the files of waivers that the bundle was built with, in the order of their names:
// waivers/shop.yaml.
func (b *Bundle) Waivers() ([]waiver.File, error) {
	documents := b.documents()
	var files []waiver.File
	for _, file := range slices.Sorted(maps.Keys(documents)) {
		if path.Dir(file) != waiversFolder {
			continue
		}
		text, err := asText(file, documents[file])
		if err != nil {
			return nil, err
		}
		files = append(files, waiver.File{Name: file, Text: text})
	}
	return files, nil
}

// documents returns the texts of the files that are no Rego, by their paths.
func (b *Bundle) documents() map[string]any {
	documents := b.opa.Data
	for _, key := range documentsPath {
		documents, _ = documents[key].(map[string]any)
	}
	return documents
}

func asText(file string, document any) ([]byte, error) {
	text, ok := document.(string)
	if !ok {
		return nil, fmt.Errorf("reading the bundle: document %s is not a string", file)
	}
	return []byte(text), nil
}

// FS returns the policy directory that the bundle was made of, without its tests, and with its files of waivers.
func (b *Bundle) FS() (fs.FS, error) {
	archive := &txtar.Archive{}
	for _, f := range b.Rego() {
		archive.Files = append(archive.Files, txtar.File{Name: f.Path, Data: f.Text})
	}
	roots, err := json.Marshal(map[string][]string{"roots": b.Roots})
	if err != nil {
		return nil, err
	}
	archive.Files = append(archive.Files, txtar.File{Name: manifestFile, Data: roots})
	documents := b.documents()
	for _, file := range slices.Sorted(maps.Keys(documents)) {
		text, err := asText(file, documents[file])
		if err != nil {
			return nil, err
		}
		archive.Files = append(archive.Files, txtar.File{Name: file, Data: text})
	}
	policies, err := txtar.FS(archive)
	if err != nil {
		return nil, fmt.Errorf("reading the bundle: %w", err)
	}
	return policies, nil
}
