package main

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/source"
)

// target returns the absolute path of the file behind a name and its links, whether it is there or not.
func target(name string) string {
	const maxLinks = 40 // as Linux follows
	for range maxLinks {
		name = filepath.Join(real(filepath.Dir(name)), filepath.Base(name))
		link, err := os.Readlink(name)
		if err != nil {
			break
		}
		if !filepath.IsAbs(link) {
			link = filepath.Dir(name) + string(filepath.Separator) + link
		}
		name = link
	}
	return name
}

// isSameFile reports whether two names lead to one file, whether it is there or not.
func isSameFile(a, b string) bool {
	one, err := os.Stat(a)
	other, otherErr := os.Stat(b)
	if err == nil && otherErr == nil {
		return os.SameFile(one, other)
	}
	return target(a) == target(b)
}

// isManifest reports whether a file has objects, or something that may be meant as one, which a report has not.
func isManifest(file *source.File) bool {
	formats := harness.Formats()
	for d, err := range file.Documents(source.Limits{}) {
		if err != nil {
			return true
		}
		if parsed := formats.Parse(d); len(parsed.Artefacts)+len(parsed.Errors) > 0 {
			return true
		}
	}
	return false
}

// refuseOverwriting returns an error of usage if an output, as a flag names it, is a file that the command reads: one of
// the files, or one that a search finds. Of what is found in a directory, an earlier report may be written again.
func refuseOverwriting(flag, output string, files []string, searches ...source.Search) error {
	if info, err := os.Stat(output); err != nil || !info.Mode().IsRegular() {
		return nil // nothing is lost
	}
	for _, name := range files {
		if isThere(name) && isSameFile(output, name) {
			return usageError("%s: %s is read by this command; name another file", flag, name)
		}
	}
	for _, search := range searches {
		for f := range search.Find() {
			found, isFile := f.Source.(*source.File)
			if f.Source != nil && !isFile && slices.ContainsFunc(source.FilesOf(f.Source), func(name string) bool { return isThere(name) && isSameFile(output, name) }) {
				return usageError("%s: %s is rendered by this command; name another file", flag, output)
			}
			if !isFile || !isThere(found.Path) || !isSameFile(output, found.Path) {
				continue
			}
			if !found.Met {
				return usageError("%s: %s is read by this command; name another file", flag, found.Path)
			}
			if isManifest(found) {
				return usageError("%s: %s is read by this command as a manifest; name another file, or leave this one out with --exclude", flag, found.Path)
			}
		}
	}
	return nil
}
