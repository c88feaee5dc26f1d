package dossier

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/profile"
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
	File       string
	Cluster    string
	Platform   string
	Namespaces []string
	Profile    string
	Paths      []string
	Exclude    []string
	Waivers    []string
	Images     []string
	NotUsed    []NotUsed
}

// NotUsed is what a scope says that the cluster does not have.
type NotUsed struct {
	Requirements []string `json:"requirements"`
	Reason       string   `json:"reason"`

	positions []artefact.Position // of the requirements
}

// ReadScope reads the file of a scope.
func ReadScope(file string) (*Asked, error) {
	text, err := document.ReadFile(file)
	if err != nil {
		return nil, err
	}
	d, err := document.Read(file, text, ScopeSchema, "scope")
	if err != nil {
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
	for i := range s.NotUsed {
		for j := range s.NotUsed[i].Requirements {
			s.NotUsed[i].positions = append(s.NotUsed[i].positions, d.Position("spec", "notUsed", i, "requirements", j))
		}
	}
	asked := &Asked{
		Name: written.Metadata.Name, Title: s.Title, File: file, Cluster: s.Cluster.Name, Platform: s.Cluster.Platform,
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

// FindScopes returns the files of scopes in files and directories, sorted. A directory whose name begins with a dot is left out.
func FindScopes(paths []string) ([]string, error) {
	var found []string
	for _, root := range paths {
		err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && name != root && strings.HasPrefix(entry.Name(), "."):
				return fs.SkipDir
			case entry.IsDir() || !slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(name)):
				return nil
			}
			isScope, err := saysScope(name)
			if isScope {
				found = append(found, name)
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("looking for scopes: %w", err)
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// headSize is how much of a file is read to see whether it is a scope, in bytes.
const headSize = 4 << 10

// saysScope reports whether the beginning of a file says that it is a scope.
func saysScope(name string) (bool, error) {
	info, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return false, nil // a link that leads nowhere is said when the files are judged
	}
	if err != nil {
		return false, err
	}
	file, err := os.Open(name)
	if err != nil {
		return false, nil //nolint:nilerr // the same
	}
	defer file.Close()
	head := make([]byte, headSize)
	n, _ := file.Read(head)
	head = head[:n]
	for _, line := range bytes.Split(head, []byte("\n")) {
		rest, found := bytes.CutPrefix(bytes.TrimSpace(line), []byte("kind:"))
		if found && bytes.Equal(bytes.Trim(bytes.TrimSpace(rest), `"'`), []byte("Scope")) {
			return bytes.Contains(head, []byte("guiderail.dev/")), nil
		}
	}
	return false, nil
}
