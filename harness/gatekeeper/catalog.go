package gatekeeper

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"path"
	"slices"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/profile"
)

// catalogue is what the command gator policy installs from.
type catalogFile struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string `yaml:"kind"`
	Metadata   struct {
		Name       string `yaml:"name"`
		Version    string `yaml:"version"`
		Repository string `yaml:"repository"`
	} `yaml:"metadata"`
	Bundles  []bundle `yaml:"bundles"`
	Policies []policy `yaml:"policies"`
}

type bundle struct {
	Name        string   `yaml:"name"`
	Description string   `yaml:"description"`
	Policies    []string `yaml:"policies"`
}

type policy struct {
	Name              string            `yaml:"name"`
	Version           string            `yaml:"version"`
	Description       string            `yaml:"description"`
	Category          string            `yaml:"category"`
	TemplatePath      string            `yaml:"templatePath"`
	BundleConstraints map[string]string `yaml:"bundleConstraints,omitempty"`
	DocumentationURL  string            `yaml:"documentationUrl,omitempty"`
	Bundles           []string          `yaml:"bundles,omitempty"`
}

// Catalog renders catalog.yaml, which offers the controls to gator policy as policies and the profiles
// as bundles. Its paths are those of the rendered files, beside which it belongs: gator follows none
// that leads out of the catalogue's directory. There is no time in it, so that the same policies give
// the same catalogue.
//
// A bundle lists all its policies instead of inheriting those of the profile that it extends: profiles
// leave controls out, and bundles cannot.
//
// What gator compares is the whole version of a policy: that of the policies together, and a digest of what
// would be installed.
func Catalog(version string, controls []*control.Control, profiles []*profile.Profile, files []File) (File, error) {
	texts := map[string][]byte{}
	for _, f := range files {
		texts[f.Path] = f.Text
	}
	c := catalogFile{APIVersion: "gator.gatekeeper.sh/v1alpha1", Kind: "PolicyCatalog"}
	bundles := map[string]*bundle{}
	whole := sha256.New()
	for _, item := range running(controls) {
		p := policy{
			Name:              TemplateName(item),
			Description:       item.Title,
			Category:          item.Family(),
			TemplatePath:      path.Join(folder(item), "template.yaml"),
			BundleConstraints: map[string]string{},
		}
		if len(item.References) > 0 {
			p.DocumentationURL = item.References[0]
		}
		digest := sha256.New()
		if err := add(digest, texts, p.TemplatePath); err != nil {
			return File{}, err
		}
		for _, chosen := range profiles {
			if _, excluded := chosen.Excluded[item.ID]; excluded {
				continue
			}
			constraint := path.Join("profiles", chosen.Name, "constraints", ConstraintName(item)+".yaml")
			if err := add(digest, texts, constraint); err != nil {
				return File{}, err
			}
			p.Bundles = append(p.Bundles, chosen.Name)
			p.BundleConstraints[chosen.Name] = constraint
			if bundles[chosen.Name] == nil {
				bundles[chosen.Name] = &bundle{Name: chosen.Name, Description: chosen.Title}
			}
			bundles[chosen.Name].Policies = append(bundles[chosen.Name].Policies, p.Name)
		}
		p.Version = versionOf(version, digest)
		whole.Write([]byte(p.Version))
		c.Policies = append(c.Policies, p)
	}
	for _, b := range bundles {
		c.Bundles = append(c.Bundles, *b)
	}
	slices.SortFunc(c.Bundles, func(a, b bundle) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(c.Policies, func(a, b policy) int { return cmp.Compare(a.Name, b.Name) })
	c.Metadata.Name = "guiderail"
	c.Metadata.Version = versionOf(version, whole)
	c.Metadata.Repository = "https://github.com/guiderail/guiderail"
	text, err := render(c)
	return File{"catalog.yaml", text}, err
}

// add adds a file to a digest.
func add(digest hash.Hash, texts map[string][]byte, file string) error {
	text, ok := texts[file]
	if !ok {
		return fmt.Errorf("the catalogue refers to %s, which was not rendered", file)
	}
	fmt.Fprintf(digest, "%s %d\n%s", file, len(text), text)
	return nil
}

// versionOf returns a version with as much of a digest as tells versions apart.
func versionOf(version string, digest hash.Hash) string {
	return "v" + version + "+" + hex.EncodeToString(digest.Sum(nil)[:6])
}
