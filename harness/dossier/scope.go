package dossier

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/attest"
	"github.com/guiderail/guiderail/harness/format/record"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/document"
)

// ScopeSchema is the JSON Schema of a scope's file, for editors.
//
//go:embed scope.json
var ScopeSchema []byte

// Asked is a scope as somebody asks for a dossier of it. Paths are those of the machine.
type Asked struct {
	Name, Title string
	// File is the file of the scope; "" where the command line says what it is.
	File    string
	Cluster string
	// Aliases are other names of the cluster, such as the one that the cloud has for it.
	Aliases []string
	// IsUnnamed reports that nobody said which cluster it is.
	IsUnnamed  bool
	Platform   string
	Namespaces []string
	Profile    string
	Paths      []string
	Exclude    []string
	Waivers    []string
	Images     []string
	NotUsed    []NotUsed
}

// names returns the names of the cluster; none where nobody said one.
func (a *Asked) names() []string {
	if a.IsUnnamed {
		return nil
	}
	return append([]string{a.Cluster}, a.Aliases...)
}

// folders returns the folders of the scope, in which evidence has to be.
func (a *Asked) folders() []string {
	var folders []string
	if a.File != "" {
		folders = append(folders, filepath.Dir(a.File))
	}
	for _, name := range a.Paths {
		if info, err := os.Stat(name); err == nil && !info.IsDir() {
			name = filepath.Dir(name)
		}
		folders = append(folders, name)
	}
	return folders
}

// NotUsed is what a scope says that the cluster does not have.
type NotUsed struct {
	Requirements []string `json:"requirements"`
	Reason       string   `json:"reason"`

	positions []artefact.Position // of the requirements
}

// wantedOfScope says what a scope is.
const wantedOfScope = "a scope has apiVersion: " + APIVersion + ", kind: " + record.Scope + ", metadata.name and spec.cluster.name; a file that is none needs another name, or is left out with --exclude"

// placed gives an error about a whole file its first line.
func placed(err error, file string) error {
	var at *artefact.Error
	if errors.As(err, &at) && at.Line == 0 && at.File == file {
		return &artefact.Error{Position: artefact.Position{File: file, Line: 1}, Message: at.Message}
	}
	return err
}

// ReadScope reads the file of a scope.
func ReadScope(file string) (*Asked, error) {
	text, err := document.ReadFile(file)
	if err != nil {
		return nil, err
	}
	d, err := document.Open(file, text, "scope")
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", placed(err, file), wantedOfScope)
	}
	if err := d.Hold(ScopeSchema); err != nil {
		var says struct{ APIVersion, Kind string }
		if json.Unmarshal(d.Text, &says) != nil || says.APIVersion != APIVersion || says.Kind != record.Scope {
			err = fmt.Errorf("%w\n%s", err, wantedOfScope)
		}
		return nil, err
	}
	var written struct {
		Metadata struct {
			Name string `json:"name"`
		} `json:"metadata"`
		Spec struct {
			Title   string `json:"title"`
			Cluster struct {
				Name       string   `json:"name"`
				Aliases    []string `json:"aliases"`
				Platform   string   `json:"platform"`
				Namespaces []string `json:"namespaces"`
			} `json:"cluster"`
			Profile string    `json:"profile"`
			Paths   []string  `json:"paths"`
			Exclude []string  `json:"exclude"`
			Waivers []string  `json:"waivers"`
			Images  []string  `json:"images"`
			NotUsed []NotUsed `json:"notUsed"`
		} `json:"spec"`
	}
	if err := json.Unmarshal(d.Text, &written); err != nil {
		return nil, fmt.Errorf("reading %s: %w", d.Position(), err)
	}
	s := written.Spec
	if !attest.IsClusterName(s.Cluster.Name) {
		return nil, d.Errorf([]any{"spec", "cluster", "name"}, "%s", attest.WantedOfClusterName)
	}
	for i := range s.NotUsed {
		for j := range s.NotUsed[i].Requirements {
			s.NotUsed[i].positions = append(s.NotUsed[i].positions, d.Position("spec", "notUsed", i, "requirements", j))
		}
	}
	asked := &Asked{
		Name: written.Metadata.Name, Title: s.Title, File: file, Cluster: s.Cluster.Name, Aliases: s.Cluster.Aliases, Platform: s.Cluster.Platform,
		Namespaces: s.Cluster.Namespaces, Profile: s.Profile, Exclude: s.Exclude, Images: s.Images, NotUsed: s.NotUsed,
	}
	beside := func(name string) string {
		if filepath.IsAbs(name) {
			return name
		}
		return filepath.Join(filepath.Dir(file), filepath.FromSlash(name))
	}
	if profile.IsFile(s.Profile) {
		asked.Profile = beside(s.Profile)
	}
	if len(s.Paths) == 0 {
		s.Paths = []string{"."}
	}
	for i, name := range s.Paths {
		if _, err := os.Stat(beside(name)); err != nil {
			return nil, d.Errorf([]any{"spec", "paths", i}, "does not exist: %s", beside(name))
		}
		asked.Paths = append(asked.Paths, beside(name))
	}
	for _, name := range s.Waivers {
		asked.Waivers = append(asked.Waivers, beside(name))
	}
	return asked, nil
}

// FindScopes returns the files of scopes that a search finds, sorted: what it leaves out has none.
func FindScopes(paths []string, exclude ...string) ([]string, error) {
	var found []string
	for _, one := range search(paths, exclude).List() {
		file, isFile := one.(*source.File)
		if !isFile || file.Once || !slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(filepath.Ext(file.Path))) {
			continue
		}
		head, err := headOf(file)
		if err != nil {
			continue // whoever judges it says so
		}
		if record.MeansScope(file.Path, head) {
			found = append(found, file.Path)
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// headSize is how much of a file is read to see whether it is a scope, in bytes.
const headSize = 16 << 10

func headOf(file *source.File) ([]byte, error) {
	opened, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer opened.Close() //nolint:errcheck // nothing was written
	return io.ReadAll(io.LimitReader(opened, headSize))
}
