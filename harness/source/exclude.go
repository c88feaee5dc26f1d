package source

import (
	"bufio"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// IgnoreFile is the name of the file that lists what is not read in its directory and below it, in the syntax of
// .gitignore.
const IgnoreFile = ".guiderailignore"

// unread are the directories that a search does not enter, since what is in them was fetched or made by programs. They are
// read when they are named.
var unread = []string{
	".git", ".hg", ".svn", ".jj", ".terraform", ".terragrunt-cache", ".venv", "venv", ".tox", ".nox", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache",
	"node_modules", "bower_components", ".yarn", ".pnpm-store", "vendor", ".bundle", ".gradle", ".m2", ".cargo", ".cache", ".idea", ".vscode", ".next", ".nuxt", ".direnv", ".devenv",
}

// isChart reports whether a directory is a Helm chart.
func isChart(entries []fs.DirEntry) bool {
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == chartFile && !e.IsDir() })
}

// excluded decides what a search below a named path leaves out.
type excluded struct {
	root     string // the path that was named
	patterns []gitignore.Pattern
	matcher  gitignore.Matcher
	paths    []string // what was left out, below root

	others []*excluded // by what is relative to other directories
}

func exclude(root string, patterns []string, others []Exclusion) *excluded {
	e := &excluded{root: root}
	e.add(nil, patterns)
	for _, x := range others {
		directory, err := filepath.Abs(x.Directory)
		if err != nil {
			continue // there is no current directory, and nothing below it
		}
		other := &excluded{root: directory}
		other.add(nil, x.Patterns)
		if !other.hasNamed(root) {
			e.others = append(e.others, other)
		}
	}
	return e
}

// named returns the real path of the directory that was named; none if that is a file.
func (e *excluded) named() []string {
	if !isDirectory(e.root) {
		return nil
	}
	return []string{realPath(e.root)}
}

// hasNamed reports whether the path that was named is left out, or a directory above it.
func (e *excluded) hasNamed(root string) bool {
	steps := e.stepsTo(root)
	for i := range steps {
		if e.matcher.Match(steps[:i+1], true) {
			return true
		}
	}
	return false
}

// stepsTo returns the names that lead from an absolute root to a path; none where it is not below it.
func (e *excluded) stepsTo(path string) []string {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil
	}
	if steps := e.steps(path); len(steps) > 0 && steps[0] != ".." {
		return steps
	}
	return nil
}

// add takes patterns that count in a directory and below it.
func (e *excluded) add(directory, patterns []string) {
	for _, p := range patterns {
		if p = strings.TrimRight(p, "\r"); strings.TrimSpace(p) != "" && !strings.HasPrefix(p, "#") {
			e.patterns = append(e.patterns, gitignore.ParsePattern(p, directory))
		}
	}
	e.matcher = gitignore.NewMatcher(e.patterns)
}

// enter reads the ignore file of a directory.
func (e *excluded) enter(directory string) error {
	file, err := os.Open(filepath.Join(directory, IgnoreFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // nothing was written
	var patterns []string
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		patterns = append(patterns, lines.Text())
	}
	if len(patterns) > 0 {
		patterns[0] = strings.TrimPrefix(patterns[0], "\ufeff") // a byte order mark
	}
	e.add(e.steps(directory), patterns)
	return lines.Err()
}

// steps returns the names that lead from the root to a path.
func (e *excluded) steps(path string) []string {
	relative, err := filepath.Rel(e.root, path)
	if err != nil || relative == "." {
		return nil
	}
	return strings.Split(filepath.ToSlash(relative), "/")
}

// has reports whether a path is left out, and notes it.
func (e *excluded) has(path string, isDirectory bool) bool {
	steps := e.steps(path)
	if len(steps) == 0 || !e.matches(steps, path, isDirectory) {
		return false
	}
	name := strings.Join(steps, "/")
	if isDirectory {
		name += "/"
	}
	e.paths = append(e.paths, name)
	return true
}

// covers reports whether a file is left out, or a directory above it.
func (e *excluded) covers(path string) bool {
	steps := e.steps(path)
	if len(steps) == 0 || steps[0] == ".." {
		absolute, err := filepath.Abs(path)
		return err == nil && slices.ContainsFunc(e.others, func(other *excluded) bool {
			return isLeftOut(other, other.stepsTo(absolute))
		})
	}
	for n := len(steps); n > 0; n-- {
		if e.matches(steps[:n], path, n < len(steps)) {
			return true
		}
		path = filepath.Dir(path)
	}
	return false
}

// isLeftOut reports whether patterns match what names lead to, or a directory above it.
func isLeftOut(e *excluded, steps []string) bool {
	for i := range steps {
		if e.matcher.Match(steps[:i+1], i+1 < len(steps)) {
			return true
		}
	}
	return false
}

func (e *excluded) matches(steps []string, path string, isDirectory bool) bool {
	if len(e.patterns) > 0 && e.matcher.Match(steps, isDirectory) {
		return true
	}
	return slices.ContainsFunc(e.others, func(other *excluded) bool {
		steps := other.stepsTo(path)
		return len(steps) > 0 && other.matcher.Match(steps, isDirectory)
	})
}
