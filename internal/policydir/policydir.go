// Package policydir opens policy directories that people keep of their own: their controls, without the
// libraries that come with Guiderail.
package policydir

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/policies"
)

// Directory is a policy directory, with what it is lent.
type Directory struct {
	// Path is where it is.
	Path string
	own  fs.FS
	lent []string
}

// Open opens a policy directory. Where it has no lib, the libraries that are part of Guiderail serve, and
// its guides and what conftest and OPA servers ask with them, each unless the directory has its own.
func Open(path string) (*Directory, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("opening the policies: %w", err)
	case !info.IsDir():
		return nil, fmt.Errorf("opening the policies: %s is not a directory", path)
	}
	d := &Directory{Path: path, own: os.DirFS(path)}
	if !d.lacks("lib") {
		return d, nil
	}
	d.lent = []string{"lib"}
	if d.lacks("guides") {
		d.lent = append(d.lent, "guides")
	}
	if d.lacks(".manifest") && d.lacks("channels") {
		d.lent = append(d.lent, ".manifest", "channels") // the one names the roots of the other
	}
	return d, nil
}

func (d *Directory) lacks(name string) bool {
	_, err := fs.Stat(d.own, name)
	return errors.Is(err, fs.ErrNotExist)
}

// IsLent reports whether a file is part of Guiderail and not of the directory.
func (d *Directory) IsLent(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return slices.Contains(d.lent, first)
}

// Open opens a file of the directory, or one that it is lent.
func (d *Directory) Open(name string) (fs.File, error) {
	if d.IsLent(name) {
		return policies.FS.Open(name)
	}
	return d.own.Open(name)
}

// ReadDir lists a folder.
func (d *Directory) ReadDir(name string) ([]fs.DirEntry, error) {
	if d.IsLent(name) {
		return fs.ReadDir(policies.FS, name)
	}
	entries, err := fs.ReadDir(d.own, name)
	if name != "." || err != nil {
		return entries, err
	}
	for _, name := range d.lent {
		info, err := fs.Stat(policies.FS, name)
		if err != nil {
			return nil, err
		}
		entries = append(entries, fs.FileInfoToDirEntry(info))
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// Fixtures finds testdata/controls in a policy directory, beside it or above it; "" where there is none.
func (d *Directory) Fixtures() (string, error) {
	return upwards(d.Path, filepath.Join("testdata", "controls"))
}

// Find finds the folder policies, in the working directory or above it; "" where there is none.
func Find() (string, error) {
	return upwards(".", "policies")
}

// upwards looks for a folder in a directory and in those above it. It goes no higher than the root of a
// repository.
func upwards(from, name string) (string, error) {
	absolute, err := filepath.Abs(from)
	if err != nil {
		return "", err
	}
	for directory := absolute; ; directory = filepath.Dir(directory) {
		candidate := filepath.Join(directory, name)
		if info, err := os.Stat(candidate); err == nil && info.IsDir() {
			return short(candidate), nil
		}
		_, err := os.Stat(filepath.Join(directory, ".git"))
		if err == nil || directory == filepath.Dir(directory) {
			return "", nil
		}
	}
}

// short returns a path as seen from the working directory, where it lies below it.
func short(path string) string {
	working, err := os.Getwd()
	if err != nil {
		return path
	}
	relative, err := filepath.Rel(working, path)
	if err != nil || strings.HasPrefix(relative, "..") {
		return path
	}
	return relative
}
