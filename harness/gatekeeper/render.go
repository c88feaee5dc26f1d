package gatekeeper

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/released"
)

// File is one file of what is rendered.
type File struct {
	// Path is slash-separated and relative to the directory of all of it.
	Path string
	Text []byte
}

// Write writes files below a directory. What they do not name there stays as it is.
func Write(directory string, files []File) error {
	for _, f := range files {
		file := filepath.Join(directory, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return fmt.Errorf("writing the rendered files: %w", err)
		}
		if err := os.WriteFile(file, f.Text, 0o644); err != nil {
			return fmt.Errorf("writing the rendered files: %w", err)
		}
	}
	return nil
}

type kustomization struct {
	APIVersion string   `yaml:"apiVersion"`
	Kind       string   `yaml:"kind"`
	Resources  []string `yaml:"resources"`
}

// Layout is a way to lay out a profile in templates and constraints.
type Layout string

// In the layout Each, every control has a template and a constraint of its own. In the layout Packed, one template holds
// all controls of a profile, with a constraint for each enforcement, and more for namespaces that only some controls
// leave out.
const (
	Each   Layout = "each"
	Packed Layout = "packed"
)

// Layouts lists all layouts, the default first.
func Layouts() []Layout { return []Layout{Each, Packed} }

// Render renders a profile with the templates of its controls, in a layout. What is waived may be nil.
func Render(policies fs.FS, layout Layout, p *profile.Profile, controls []*control.Control, waived *Waived) ([]File, error) {
	if layout == Packed {
		return packed(policies, p, controls, waived)
	}
	templates, err := Templates(policies, Chosen(p, controls))
	if err != nil {
		return nil, err
	}
	constraints, err := Profile(p, controls, waived)
	return append(templates, constraints...), err
}

// Templates renders the template of each control, in a folder that kustomize takes as a base:
// <family>/<control>/template.yaml. Controls that Gatekeeper cannot run have none.
func Templates(policies fs.FS, controls []*control.Control) ([]File, error) {
	record, err := released.Load(policies)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, c := range running(controls) {
		text, err := Template(policies, record, c)
		if err != nil {
			return nil, err
		}
		base, err := kustomize("template.yaml")
		if err != nil {
			return nil, err
		}
		files = append(files,
			File{path.Join(folder(c), "template.yaml"), text},
			File{path.Join(folder(c), "kustomization.yaml"), base},
		)
	}
	return files, nil
}

// Profile renders a profile in a folder of its own, profiles/<profile>, which kustomize builds: in
// templates a kustomization of the templates of its controls, in constraints their constraints. They
// are apart since a cluster has to know the kinds, which come of the templates, before it takes the
// constraints. What is waived may be nil.
func Profile(p *profile.Profile, controls []*control.Control, waived *Waived) ([]File, error) {
	var bases []string
	var constraints []constraint
	for _, c := range Chosen(p, controls) {
		bases = append(bases, path.Join("../../..", folder(c)))
		constraints = append(constraints, waived.constraints(p, c)...)
	}
	return profileFiles(p, controls, bases, constraints)
}

// profileFiles renders the folder of a profile, but for templates that stand in it.
func profileFiles(p *profile.Profile, controls []*control.Control, templates []string, constraints []constraint) ([]File, error) {
	home := home(p)
	var files []File
	var names []string
	for _, c := range constraints {
		text, err := c.render()
		if err != nil {
			return nil, err
		}
		name := c.metadata.Name + ".yaml"
		files = append(files, File{path.Join(home, "constraints", name), text})
		names = append(names, name)
	}
	sync, err := SyncSet(p, controls)
	if err != nil {
		return nil, err
	}
	if sync != nil {
		files = append(files, File{path.Join(home, "constraints", "sync.yaml"), sync})
		names = append(names, "sync.yaml")
	}
	for folder, resources := range map[string][]string{
		home:                           {"templates", "constraints"},
		path.Join(home, "templates"):   templates,
		path.Join(home, "constraints"): names,
	} {
		text, err := kustomize(resources...)
		if err != nil {
			return nil, err
		}
		files = append(files, File{path.Join(folder, "kustomization.yaml"), text})
	}
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return files, nil
}

func home(p *profile.Profile) string { return path.Join("profiles", p.Name) }

// Runs reports whether a control is among those that Gatekeeper can run. The others are those that are not
// written in Rego, since schema errors never reach Gatekeeper, the API server refuses them itself; and
// those that look up Secrets, which would be synced with all their values, and those about files alone or that look
// files up, which no cluster has.
func Runs(c *control.Control) bool {
	isOfCluster := len(c.Match) == 0 || len(c.Objects()) > 0
	return c.File != "" && !c.ReadsSecrets() && !c.ReadsFiles() && !c.FilesOnly && isOfCluster
}

func running(controls []*control.Control) []*control.Control {
	return slices.DeleteFunc(slices.Clone(controls), func(c *control.Control) bool { return !Runs(c) })
}

// Chosen returns those of the controls which Gatekeeper can run that the profile does not leave out, each with the
// severity that the profile gives it.
func Chosen(p *profile.Profile, controls []*control.Control) []*control.Control {
	return p.Choose(running(controls))
}

func folder(c *control.Control) string { return path.Join(c.Family(), c.Name()) }

func kustomize(resources ...string) ([]byte, error) {
	return render(kustomization{APIVersion: "kustomize.config.k8s.io/v1beta1", Kind: "Kustomization", Resources: resources})
}
