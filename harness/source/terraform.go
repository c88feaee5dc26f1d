package source

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/render"
	"github.com/guiderail/guiderail/internal/oserror"
)

// Part is a file of a document that has several.
type Part struct {
	Name string
	Text []byte
}

// Parts returns the files of the module that a document is.
func Parts(d *Document) []Part {
	if d.Places == nil {
		return []Part{{d.File, d.Text}}
	}
	var parts []Part
	rest, line := d.Text, 1
	for i, row := range d.Places.Rows {
		end := len(rest)
		if i+1 < len(d.Places.Rows) {
			for end = 0; line < d.Places.Rows[i+1][0]; line++ {
				end += bytes.IndexByte(rest[end:], '\n') + 1
			}
		}
		parts = append(parts, Part{d.Places.Files[row[2]], rest[:end]})
		rest = rest[end:]
	}
	return parts
}

// module is a source of the files of a directory in the language of Terraform, and of those of the local modules that
// they call, as one document.
type module struct {
	directory string
	files     []string
	met       bool

	search *excluded // what is left out of the search that found it
	texts  *texts
}

// texts keeps the texts of files that were looked into for the modules that they call, so that each is read once. There is
// room for so much.
type texts struct {
	mu   sync.Mutex
	kept map[string][]byte
	room int
}

// maxTexts is the room for texts.
const maxTexts = 16 << 20

// read returns the text of a file, which ends with a line break.
func (t *texts) read(name string, size int) ([]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if text, ok := t.kept[name]; ok && len(text) <= size {
		return text, nil
	}
	text, err := readAtMost(name, size)
	if err == nil && len(text) <= t.room && t.kept != nil {
		t.kept[name] = text
		t.room -= len(text)
	}
	return text, err
}

// IsModule reports whether a source is a module of Terraform.
func IsModule(s Source) bool {
	_, is := s.(*module)
	return is
}

// Name returns what a shell would expand to the files.
func (m *module) Name() string {
	if len(m.files) == 1 {
		return m.files[0]
	}
	return filepath.Join(m.directory, "*"+filepath.Ext(m.files[0]))
}

func (m *module) IsReplayable() bool { return true }

// Documents yields the one document.
func (m *module) Documents(limits Limits) iter.Seq2[*Document, *artefact.Error] {
	limits = limits.OrDefault()
	return func(yield func(*Document, *artefact.Error) bool) {
		var text bytes.Buffer
		var places render.Places
		line := 1
		seen := map[string]bool{m.directory: true}
		files := slices.Clone(m.files)
		for len(files) > 0 {
			name := files[0]
			files = files[1:]
			read, err := m.texts.read(name, limits.Document-text.Len())
			if err != nil {
				if !yield(nil, &artefact.Error{Position: artefact.Position{File: name}, Message: err.Error()}) {
					return
				}
				continue
			}
			places.Add(render.Place{Line: line, Column: 1, At: artefact.Position{File: name, Line: 1, Column: 1}})
			text.Write(read)
			line += bytes.Count(read, []byte("\n"))
			for _, directory := range called(filepath.Dir(name), read) {
				if !seen[directory] {
					seen[directory] = true
					files = append(files, m.moduleFiles(directory)...)
				}
			}
		}
		if len(places.Rows) > 0 {
			yield(&Document{File: m.Name(), Index: 1, Line: 1, Text: text.Bytes(), Limits: limits, Met: m.met, Unit: m.Name(), Places: &places}, nil)
		}
	}
}

// all lists the files of the module and of those that it calls.
func (m *module) all() []string {
	files := slices.Clone(m.files)
	for d := range m.Documents(Limits{}) {
		if d != nil {
			files = append(files, d.Places.Files...)
		}
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// readAtMost reads a file, and ends it with a line break.
func readAtMost(name string, size int) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w", oserror.WithoutPath(err))
	}
	defer file.Close() //nolint:errcheck // nothing was written
	text, err := io.ReadAll(io.LimitReader(file, int64(size)+1))
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w", oserror.WithoutPath(err))
	}
	if len(text) > size {
		return nil, fmt.Errorf("makes the module larger than the limit document allows, and is not judged; raise it: --limit document=SIZE")
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if !bytes.HasSuffix(text, []byte("\n")) {
		text = append(text, '\n')
	}
	return text, nil
}

// moduleFiles lists the files of a module that is called, those that set variables last. What a search leaves out it leaves
// out wherever it is called from.
func (m *module) moduleFiles(directory string) []string {
	entries, err := os.ReadDir(directory)
	if err != nil {
		return nil // whoever calls it says that the module is not there
	}
	var files, variables []string
	for _, entry := range entries {
		switch name := entry.Name(); {
		case entry.IsDir() || m.search.covers(filepath.Join(directory, name)):
		case IsTerraform(name):
			files = append(files, filepath.Join(directory, name))
		case SetsVariables(name):
			variables = append(variables, filepath.Join(directory, name))
		}
	}
	if len(files) == 0 {
		return nil
	}
	files, _ = replaced(files)
	return append(files, variables...)
}

// localSource is the place of a local module in a call.
var localSource = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)(?:^|[{,])[ \t]*"?source"?[ \t]*[=:][ \t]*"(\.\.?/[^"$]*)"`)
})

// called returns the directories of the local modules that a file calls.
func called(directory string, text []byte) []string {
	if !bytes.Contains(text, []byte("module")) {
		return nil
	}
	var found []string
	for _, match := range localSource().FindAllSubmatch(text, -1) {
		found = append(found, filepath.Join(directory, string(match[1])))
	}
	return found
}

// withoutCalled leaves out the modules that others call: they are judged with what they are given there.
func withoutCalled(found []Found) []Found {
	isCalled := map[string]bool{}
	for _, f := range found {
		m, ok := f.Source.(*module)
		if !ok {
			continue
		}
		for _, name := range m.files {
			if text, err := m.texts.read(name, DefaultMaxDocument); err == nil {
				for _, directory := range called(m.directory, text) {
					isCalled[directory] = isCalled[directory] || directory != m.directory
				}
			}
		}
	}
	return slices.DeleteFunc(found, func(f Found) bool {
		m, ok := f.Source.(*module)
		return ok && m.met && isCalled[m.directory]
	})
}
