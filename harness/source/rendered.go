package source

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/render"
)

// rendered is a chart or kustomization. It is rendered once, when its documents are first asked for, and what it renders
// to stays in memory.
type rendered struct {
	request  render.Request
	renderer render.Renderer
	file     string // Chart.yaml or the kustomization
	// namespace is the one that a chart is installed to, if that is known.
	namespace string
	// instead are read if nothing of it can be rendered: what it is made from.
	instead []Source
	// made are the files that a kustomization is made from.
	made []string
	// excluded decides which files are left out. What comes from them is rendered, since the rest may need it, and is not
	// judged.
	excluded *excluded
	// next is what is rendered after it, and is begun meanwhile.
	next *rendered

	once   sync.Once
	parts  []render.Part
	failed bool

	mu   sync.Mutex
	left []string // files that were left out
}

// Name returns the file that says what is rendered.
func (r *rendered) Name() string { return r.file }

// IsReplayable reports that the documents are kept.
func (r *rendered) IsReplayable() bool { return true }

// FilesOf returns the files that a source is read from, or rendered from.
func FilesOf(s Source) []string {
	if m, isModule := s.(*module); isModule {
		return m.all()
	}
	r, isRendered := s.(*rendered)
	if !isRendered {
		return []string{s.Name()}
	}
	files := append(slices.Clone(r.made), r.request.Values.Files...)
	if r.request.Kind == render.Chart {
		// What cannot be read is said when it is rendered.
		_ = filepath.WalkDir(r.request.Directory, func(name string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				files = append(files, name)
			}
			return nil
		})
	}
	return files
}

// Documents yields what is rendered, text by text, and what cannot be.
func (r *rendered) Documents(limits Limits) iter.Seq2[*Document, *artefact.Error] {
	limits = limits.OrDefault()
	return func(yield func(*Document, *artefact.Error) bool) {
		if r.next != nil {
			go r.next.begin(limits)
		}
		r.begin(limits)
		for _, part := range r.parts {
			switch {
			case part.Error != nil && !r.leavesOut(part.Error.File):
				if !yield(nil, part.Error) {
					return
				}
			case part.Text != nil:
				if !r.documentsOf(part.Text, limits, yield) {
					return
				}
			}
		}
		if !r.failed {
			return
		}
		for _, source := range r.instead {
			for d, err := range source.Documents(limits) {
				if !yield(d, err) {
					return
				}
			}
		}
	}
}

// notices returns what rendering leaves out. The documents must have been read.
func (r *rendered) notices() (notices []artefact.Notice) {
	for _, part := range r.parts {
		if part.Notice != nil {
			notice := *part.Notice
			notice.IsUnrendered = true
			notices = append(notices, notice)
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.left) > 0 {
		notices = append(notices, artefact.Notice{Position: artefact.Position{File: r.file}, Message: "excluded of what it renders: " + some(r.left), IsUnrendered: true})
	}
	return notices
}

// documentsOf yields the documents of a rendered text, but for those that come from excluded files. It returns false if no
// more are wanted.
func (r *rendered) documentsOf(text *render.Text, limits Limits, yield func(*Document, *artefact.Error) bool) bool {
	for d, err := range Bytes(text.File, text.Text).Documents(limits) {
		if d != nil {
			d.Places, d.Unit, d.Namespace = nil, r.file, r.namespace
			if len(text.Places.Rows) > 0 {
				d.Places = &text.Places
			}
		}
		if d != nil && r.isExcluded(d) {
			continue
		}
		if !yield(d, err) {
			return false
		}
	}
	return true
}

// isExcluded reports whether a document comes from an excluded file, and notes it.
func (r *rendered) isExcluded(d *Document) bool {
	file := d.File
	if r.request.Kind == render.Kustomization {
		file = d.Position(d.Line+blankLines(d.Text), 0).File // of the resource
	}
	return r.leavesOut(file)
}

// leavesOut reports whether a file is excluded, and notes it.
func (r *rendered) leavesOut(file string) bool {
	if r.excluded == nil {
		return false
	}
	steps := r.excluded.steps(file)
	if len(steps) == 0 || steps[0] == ".." || !r.excluded.matches(steps, file, false) {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if name := strings.Join(steps, "/"); !slices.Contains(r.left, name) {
		r.left = append(r.left, name)
	}
	return true
}

// blankLines returns how many lines of a text are before the first one with content.
func blankLines(text []byte) (n int) {
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' && !bytes.Equal(line, []byte("---")) {
			break
		}
		n++
	}
	return n
}

// begin renders it, or waits until it is rendered.
func (r *rendered) begin(limits Limits) { r.once.Do(func() { r.render(limits) }) }

func (r *rendered) render(limits Limits) {
	ctx, cancel := context.WithTimeout(context.Background(), limits.Render)
	defer cancel()
	request := r.request
	request.Memory, request.Output = limits.Memory, limits.Source
	isText := false
	err := r.renderer.Render(ctx, &request, func(part render.Part) bool {
		r.parts = append(r.parts, part)
		isText = isText || part.Text != nil
		r.failed = r.failed || part.Error != nil
		return true
	})
	if message := failure(err, limits); message != "" {
		r.failed = true
		r.parts = append(r.parts, render.Part{Error: &artefact.Error{Position: artefact.Position{File: r.file}, Message: message}})
	}
	r.failed = r.failed && !isText
}

// failure says why rendering ended early; "" if it did not.
func failure(err error, limits Limits) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("rendering takes longer than %v; what was not rendered is not judged; raise the limit render", limits.Render)
	case errors.Is(err, render.ErrOutOfMemory):
		return fmt.Sprintf("rendering takes more than %s of memory; what was not rendered is not judged; raise the limit memory", ByteSize(limits.Memory))
	}
	return fmt.Sprintf("cannot be rendered: %v", err)
}

// chart emits the sources of a chart: one, or one for each file of values.
func (f *finder) chart(directory string) {
	real, repository := realPath(directory), repositoryOf(directory)
	if f.charts[real] {
		f.met++
		return
	}
	f.charts[real] = true
	request := render.Request{Kind: render.Chart, Directory: directory, Root: cmp.Or(repository, real), Values: f.values}
	if repository == "" {
		request.Beside = append(chartsBeside(directory), f.excluded.named()...)
	}
	file := filepath.Join(directory, chartFile)
	if !f.each || len(f.values.Files) < 2 {
		f.emit(Found{Source: &rendered{request: request, renderer: f.renderer, file: file, excluded: f.excluded}})
		return
	}
	for _, values := range f.values.Files {
		request.Values.Files = []string{values}
		f.emit(Found{Source: &rendered{request: request, renderer: f.renderer, file: file, excluded: f.excluded}, Variant: WithoutCredentials(values)})
	}
}

const chartFile = "Chart.yaml"

// repositoryOf returns the real path of the repository of a directory, the nearest one above that has .git; "" if there is
// none.
func repositoryOf(directory string) string {
	for at := realPath(directory); ; at = filepath.Dir(at) {
		if exists(filepath.Join(at, ".git")) {
			return at
		}
		if at == filepath.Dir(at) {
			return ""
		}
	}
}

// chartsBeside returns the directories of the charts that a chart names as dependencies by their paths, and those of what
// they name.
func chartsBeside(directory string) (all []string) {
	var add func(directory string)
	add = func(directory string) {
		var chart struct {
			Dependencies []struct{ Repository string }
		}
		for _, name := range []string{chartFile, "requirements.yaml"} { // the second one is that of Helm 2
			text, err := os.ReadFile(filepath.Join(directory, name))
			if err != nil || yaml.Unmarshal(text, &chart) != nil {
				continue // rendering says so
			}
		}
		for _, d := range chart.Dependencies {
			path, isLocal := strings.CutPrefix(d.Repository, "file://")
			if !isLocal {
				continue
			}
			beside := realPath(filepath.Join(directory, filepath.FromSlash(path)))
			if exists(filepath.Join(beside, chartFile)) && !slices.Contains(all, beside) {
				all = append(all, beside)
				add(beside)
			}
		}
	}
	add(directory)
	return all
}
