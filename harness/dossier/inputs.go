package dossier

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/attest"
	"github.com/guiderail/guiderail/harness/source"
)

// noting notes the sources as they are read.
func (c *collected) noting(sources harness.Sources) harness.Sources {
	return func(yield func(source.Found) bool) {
		for found := range sources {
			if found.Source != nil {
				c.sources = append(c.sources, found.Source)
			}
			if !yield(found) {
				return
			}
		}
	}
}

// listInputs returns the files that were read, and those that said what is read, with their digests; settings are those that
// say how, others what else the search passed, and written what the run writes itself.
func (c *collected) listInputs(settings map[string]string, others, written []string, files *attest.Files) []Input {
	read := map[string]map[string]int{}
	note := func(name, kind string, count int) {
		name = fromHere(name)
		if read[name] == nil {
			read[name] = map[string]int{}
		}
		if kind != "" {
			read[name][kind] = max(count, read[name][kind])
		}
	}
	for _, one := range c.sources {
		all := source.FilesOf(one)
		for _, name := range all {
			note(name, "", 0)
		}
		name := one.Name()
		if source.IsModule(one) && len(all) > 0 { // its artefact is all of them
			name = all[0]
		}
		for kind, count := range c.inputs[one.Name()] {
			note(name, kind, count)
		}
	}
	for _, name := range others {
		if !isOneOf(name, written) {
			note(name, "", 0)
		}
	}
	for name, kind := range settings {
		if name != "" {
			note(name, kind, 1)
		}
	}
	inputs := []Input{}
	for _, name := range slices.Sorted(maps.Keys(read)) {
		if s := c.snapshots[name]; s != nil && s.IsLive { // which is no file, whatever its name
			inputs = append(inputs, Input{Path: slash(name), Artefacts: read[name]})
			continue
		}
		digest, err := files.Digest(name)
		if kinds := read[name]; errors.Is(err, fs.ErrNotExist) && kinds["signature"]+kinds["evidence"] > 0 {
			continue // what is said of the attestation says so
		}
		inputs = append(inputs, Input{Path: slash(name), Digest: digest, Artefacts: read[name]})
	}
	return inputs
}

// fromHere returns a path from the current directory, if it leads below it.
func fromHere(name string) string {
	if here, err := os.Getwd(); err == nil && filepath.IsAbs(name) {
		return from(here, name)
	}
	return filepath.Clean(name)
}

// from returns a path from a folder, if it leads below it. Either may be written with links or without.
func from(folder, name string) string {
	name, err := filepath.Abs(name)
	if err != nil {
		return name
	}
	absolute, err := filepath.Abs(folder)
	if err != nil {
		return name
	}
	for _, folder := range []string{absolute, withoutLinks(absolute)} {
		if relative, err := filepath.Rel(folder, name); err == nil && filepath.IsLocal(relative) {
			return relative
		}
	}
	return name
}

func withoutLinks(name string) string {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real
	}
	return name
}

// search looks for the files of a scope.
func search(paths, exclude []string) source.Search {
	return source.Search{Paths: paths, Exclude: exclude}
}

// ChangedInputs says which inputs are missing in a folder or differ from what the dossier speaks of, which cannot be verified,
// and which files a run would read that the dossier does not speak of, but for some that are none of its inputs.
func (d *Dossier) ChangedInputs(folder string, but ...string) ([]string, error) {
	var changed []string
	files := &attest.Files{}
	compare := func(name, digest string) {
		now, err := "", error(nil)
		local := path.Clean(name)
		if fs.ValidPath(local) {
			now, err = files.Digest(filepath.Join(folder, filepath.FromSlash(local)))
		}
		switch {
		case !fs.ValidPath(local):
			changed = append(changed, name+" is outside of the directory")
		case errors.Is(err, fs.ErrNotExist):
			changed = append(changed, name+" is missing")
		case digest == "":
			changed = append(changed, name+" has no digest, and cannot be verified")
		case err != nil:
			changed = append(changed, fmt.Sprintf("%s cannot be read: %v", name, err))
		case now != digest:
			changed = append(changed, name+" has changed")
		}
	}
	if info, err := os.Stat(folder); err != nil {
		return nil, err
	} else if !info.IsDir() {
		return nil, fmt.Errorf("%s is not a directory", folder)
	}
	for _, g := range d.Guides {
		if g.Compared != nil {
			compare(g.Compared.File, g.Compared.Digest)
		}
	}
	for i := range d.Scopes {
		s := &d.Scopes[i]
		known := map[string]bool{}
		for _, input := range s.Inputs {
			known[path.Clean(input.Path)] = true
			if isOneOf(filepath.Join(folder, filepath.FromSlash(input.Path)), but) {
				continue
			}
			compare(input.Path, input.Digest)
		}
		for _, name := range s.found(folder, but) {
			if !known[name] {
				changed = append(changed, name+" was added")
			}
		}
	}
	slices.Sort(changed)
	return slices.Compact(changed), nil
}

// found returns the files that a run would read now, as inputs have their paths.
func (s *Scope) found(folder string, but []string) []string {
	var paths, names []string
	for _, name := range s.Paths {
		if name = filepath.Join(folder, filepath.FromSlash(name)); exists(name) {
			paths = append(paths, name)
		}
	}
	for _, name := range search(paths, s.Exclude).Files() {
		if !isOneOf(name, but) {
			names = append(names, slash(from(folder, name)))
		}
	}
	// What an attestation lacked may be there now.
	for _, a := range s.Attestations {
		beside := []string{a.File + attest.SignatureSuffix}
		for _, e := range a.Basis {
			if e.File != "" {
				beside = append(beside, path.Join(path.Dir(a.File), e.File))
			}
		}
		for _, name := range beside {
			if exists(filepath.Join(folder, filepath.FromSlash(name))) {
				names = append(names, name)
			}
		}
	}
	return names
}

// isOneOf reports whether a file is one of several, whatever they are called.
func isOneOf(name string, several []string) bool {
	info, err := os.Stat(name)
	return err == nil && slices.ContainsFunc(several, func(other string) bool {
		of, err := os.Stat(other)
		return err == nil && os.SameFile(info, of)
	})
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// digestFolder returns the digest of a line for each file of a folder, as sha256sum writes it.
func digestFolder(folder fs.FS) (string, error) {
	var lines strings.Builder
	err := fs.WalkDir(folder, ".", func(inside string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := fs.ReadFile(folder, inside)
		lines.WriteString(strings.TrimPrefix(attest.Digest(text), "sha256:") + "  " + inside + "\n")
		return err
	})
	return attest.Digest([]byte(lines.String())), err
}
