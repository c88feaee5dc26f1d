package delivery

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// Finder finds in one run what objects deploy. It is safe for concurrent use, but for Once.
type Finder struct {
	names     func() []string // absolute paths of what the run reads
	artifacts func() (map[objectName][]copied, error)
	said      map[artefact.Notice]bool
}

// New makes the finder of a run with the given sources. It asks for them when the first object deploys a directory, and
// reads them again when one deploys a directory of an ExternalArtifact, to see what that is made from.
func New(ctx context.Context, sources func() []source.Found, formats format.Set, options source.Options) *Finder {
	return &Finder{
		said: map[artefact.Notice]bool{},
		names: sync.OnceValue(func() []string {
			var names []string
			for _, found := range sources() {
				if found.Source == nil {
					continue
				}
				name, err := filepath.Abs(found.Source.Name())
				if err == nil && exists(name) {
					names = append(names, name)
				}
			}
			return names
		}),
		artifacts: sync.OnceValues(func() (map[objectName][]copied, error) {
			return artifactsIn(ctx, sources(), formats, options)
		}),
	}
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// Notices says of what an object of a file deploys that it is not judged, or not as it is deployed. It has nothing to say of
// most objects.
func (f *Finder) Notices(a *artefact.Artefact, file string) ([]artefact.Notice, error) {
	if a.IsRequested() {
		return nil, nil
	}
	var all []artefact.Notice
	for _, r := range of(a) {
		message, err := f.fate(a, &r, file)
		if err != nil {
			return nil, err
		}
		if message != "" {
			all = append(all, artefact.Notice{Position: a.Position(r.at), Message: fmt.Sprintf("%s: %s %s", a.Ref, r.subject(), message), IsDeployed: true})
		}
	}
	return all, nil
}

// Once takes from a result the notices that an earlier one has, since an object may be rendered several times.
func (f *Finder) Once(r *report.Result) {
	r.Notices = slices.DeleteFunc(r.Notices, func(n artefact.Notice) bool {
		if !n.IsDeployed {
			return false
		}
		if n.Line > 0 {
			n.RenderedFrom, n.RenderedLine = "", 0
		}
		before := f.said[n]
		f.said[n] = true
		return before
	})
}

// fate says how a message goes on about what is deployed; "" if it is judged as it is deployed. What is read in a directory
// of the name is taken for that of the repository.
func (f *Finder) fate(a *artefact.Artefact, r *reference, file string) (string, error) {
	switch {
	case !r.isDirectory && r.noun == "chart":
		return "and is not rendered; to judge it, pass what it renders: helm template CHART --values FILE | guiderail check -", nil
	case !r.isDirectory:
		return "and is not read; to judge it, download it and pass the directory", nil
	case r.isFilledIn():
		return fmt.Sprintf("and the %s fills it in; to judge what it deploys, pass the directories", a.Kind), nil
	}
	directory, isInside := within(r.name)
	if !isInside {
		return "and leads out of it", nil
	}
	if r.artifact.name != "" {
		artifacts, err := f.artifacts()
		if err != nil {
			return "", err
		}
		copies, isMade := artifacts[r.artifact]
		if !isMade {
			return "and no ArtifactGenerator in the files makes that; to judge what it deploys, pass the directories that it is made from", nil
		}
		isCopied := false
		if directory, isCopied = origin(copies, directory); !isCopied {
			return "and the ArtifactGenerator copies no directory to it", nil
		}
	}
	found, isRead := f.find(file, directory)
	switch {
	case found == "":
		return "and is not in the files; to judge what it deploys, check out the repository and pass the directory", nil
	case !isRead:
		return fmt.Sprintf("and %s is not part of this run; to judge what it deploys, pass that directory as well", found), nil
	case len(r.changes) > 0:
		return fmt.Sprintf("and is judged as %s, without what the %s changes (%s)", found, a.Kind, strings.Join(r.changes, ", ")), nil
	}
	return "", nil
}

// find looks for a directory of the repository that a file is in: below the directory that has .git, or else below
// the one that all that is read lies in, and its parents. It returns the directory as messages show it, "" if there is
// none, and whether the run reads anything in it.
func (f *Finder) find(file, directory string) (shown string, isRead bool) {
	first := ""
	for _, base := range f.bases(file) {
		candidate := filepath.Join(base, filepath.FromSlash(directory))
		if !exists(candidate) {
			continue
		}
		if f.reads(candidate, file) {
			return like(file, candidate), true
		}
		if first == "" {
			first = like(file, candidate)
		}
	}
	return first, false
}

// reads reports whether the run reads a directory, or anything in it beside a file.
func (f *Finder) reads(directory, beside string) bool {
	beside, err := filepath.Abs(beside)
	if err != nil {
		return false
	}
	for _, read := range f.names() {
		if isWithin(read, directory) && read != beside {
			return true
		}
	}
	return false
}

func isWithin(name, directory string) bool {
	return name == directory || strings.HasPrefix(name, strings.TrimSuffix(directory, string(filepath.Separator))+string(filepath.Separator))
}

// bases returns the directories that a path of a repository may be relative to.
func (f *Finder) bases(file string) []string {
	start, err := filepath.Abs(file)
	if err != nil || !exists(start) {
		if start, err = filepath.Abs("x"); err != nil { // of a stream, the working directory is what there is
			return nil
		}
	}
	start = filepath.Dir(start)
	root := ""
	for d := start; root == ""; d = filepath.Dir(d) {
		if exists(filepath.Join(d, ".git")) {
			root = d
		}
		if d == filepath.Dir(d) {
			break
		}
	}
	var bases []string
	if root != "" {
		bases = append(bases, root)
	}
	common := f.common(start)
	for d := common; d != filepath.Dir(d) && (root == "" || isWithin(d, root) && d != root); d = filepath.Dir(d) {
		bases = append(bases, d)
	}
	return bases
}

// common returns the directory that all that is read lies in, or the given one if there is none.
func (f *Finder) common(start string) string {
	common := ""
	for _, name := range f.names() {
		if info, err := os.Stat(name); err == nil && !info.IsDir() {
			name = filepath.Dir(name)
		}
		if common == "" {
			common = name
		}
		for !isWithin(name, common) {
			common = filepath.Dir(common)
		}
	}
	if common == "" {
		return start
	}
	return common
}

// like returns an absolute path as a file is written: relative to the working directory, unless that is absolute.
func like(file, name string) string {
	working, err := os.Getwd()
	if err != nil || filepath.IsAbs(file) {
		return name
	}
	if short, err := filepath.Rel(working, name); err == nil {
		return short
	}
	return name
}

// copied is a directory of a repository that an ArtifactGenerator copies to a directory of an artifact.
type copied struct{ from, to string }

// artifactsIn returns what the ArtifactGenerators in sources make.
func artifactsIn(ctx context.Context, sources []source.Found, formats format.Set, options source.Options) (map[objectName][]copied, error) {
	all := map[objectName][]copied{}
	kind := []byte("ArtifactGenerator")
	replayable := func(yield func(source.Found) bool) {
		for _, found := range sources {
			if found.Source != nil && found.Source.IsReplayable() && !yield(found) {
				return
			}
		}
	}
	read := func(_ context.Context, s *source.Step) ([]*artefact.Artefact, error) {
		if s.Document == nil || !bytes.Contains(s.Document.Text, kind) {
			return nil, nil
		}
		return formats.Parse(s.Document).Artefacts, nil
	}
	for artefacts, err := range source.Each(ctx, replayable, options, read) {
		if err != nil {
			return nil, err
		}
		for _, a := range artefacts {
			if a.Group() != fluxGenerator || a.Kind != "ArtifactGenerator" {
				continue
			}
			for _, made := range a.Value.At("spec", "artifacts").Items() {
				name := objectName{a.Namespace, made.Get("name").TextOrEmpty()}
				all[name] = append(all[name], copies(made)...)
			}
		}
	}
	return all, nil
}

func copies(made value.Value) []copied {
	var all []copied
	for _, c := range made.Get("copy").Items() {
		// @alias/directory/** to @artifact/directory/
		_, from, hasSource := strings.Cut(c.Get("from").TextOrEmpty(), "/")
		to, isArtifact := strings.CutPrefix(c.Get("to").TextOrEmpty(), "@artifact")
		from, isDirectory := strings.CutSuffix(from, "**")
		from, isInside := within(from)
		if hasSource && isArtifact && isDirectory && isInside && !strings.ContainsAny(from, "*?[{") {
			all = append(all, copied{from, path.Clean("./" + strings.TrimLeft(to, "/"))})
		}
	}
	return all
}

// origin returns the directory that is copied to a directory of an artifact; false if none is.
func origin(copies []copied, directory string) (string, bool) {
	for _, c := range copies {
		if c.to == "." {
			return path.Join(c.from, directory), true
		}
		if rest, found := strings.CutPrefix(directory+"/", c.to+"/"); found {
			return path.Join(c.from, rest), true
		}
	}
	return "", false
}
