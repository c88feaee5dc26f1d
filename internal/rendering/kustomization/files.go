package kustomization

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
	yamlv4 "go.yaml.in/yaml/v4"
	"sigs.k8s.io/kustomize/kyaml/filesys"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/internal/oserror"
	"github.com/guiderail/guiderail/internal/rendering"
)

// files is the file system that kustomize sees: the files below the roots, which it can only read. Kustomizations may be
// replaced in memory.
type files struct {
	disk     filesys.FileSystem
	roots    rendering.Roots
	texts    map[string]read
	replaced map[string][]byte
}

// read is a file that was read, or why it could not be.
type read struct {
	text []byte
	err  error
}

var (
	_ filesys.FileSystem = (*files)(nil)

	errReadOnly   = errors.New("nothing is written")
	errNotRegular = errors.New("is no regular file, and is not read")
)

// ReadFile returns the text of a file.
func (f *files) ReadFile(path string) ([]byte, error) {
	if text, ok := f.replaced[path]; ok {
		return text, nil
	}
	return f.text(path)
}

// text returns the text of a file as it is on the disk.
func (f *files) text(path string) ([]byte, error) {
	if one, ok := f.texts[path]; ok {
		return one.text, one.err
	}
	var one read
	if one.err = f.check(path); one.err == nil {
		var info fs.FileInfo
		if info, one.err = os.Stat(path); one.err == nil {
			if info.IsDir() || info.Mode().IsRegular() {
				one.text, one.err = os.ReadFile(path)
			} else {
				one.err = &fs.PathError{Op: "read", Path: path, Err: errNotRegular}
			}
		}
	}
	f.texts[path] = one
	return one.text, one.err
}

func (f *files) check(path string) error {
	if err := f.roots.Check(path); err != nil {
		return &fs.PathError{Op: "read", Path: path, Err: err}
	}
	return nil
}

// IsDir reports whether a path is a directory below the roots.
func (f *files) IsDir(path string) bool { return f.check(path) == nil && f.disk.IsDir(path) }

// Exists reports whether a path is below the roots, and is there.
func (f *files) Exists(path string) bool { return f.check(path) == nil && f.disk.Exists(path) }

// ReadDir returns the names in a directory.
func (f *files) ReadDir(path string) ([]string, error) {
	if err := f.check(path); err != nil {
		return nil, err
	}
	return f.disk.ReadDir(path)
}

// CleanedAbs returns the directory and name of a path, without links.
func (f *files) CleanedAbs(path string) (filesys.ConfirmedDir, string, error) {
	if err := f.check(path); err != nil {
		return "", "", err
	}
	return f.disk.CleanedAbs(path)
}

// Glob returns the files below the roots that fit a pattern.
func (f *files) Glob(pattern string) ([]string, error) {
	found, err := f.disk.Glob(pattern)
	if err != nil {
		return nil, err
	}
	for _, path := range found {
		if err := f.check(path); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// Open opens a file to read it.
func (f *files) Open(path string) (filesys.File, error) {
	text, err := f.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return &file{Reader: bytes.NewReader(text), path: path}, nil
}

// Walk is not needed by a build.
func (f *files) Walk(path string, _ filepath.WalkFunc) error {
	return &fs.PathError{Op: "walk", Path: path, Err: errors.ErrUnsupported}
}

// Create, Mkdir, MkdirAll, RemoveAll and WriteFile are refused.
func (f *files) Create(string) (filesys.File, error)   { return nil, errReadOnly }
func (f *files) Mkdir(string) error                    { return errReadOnly }
func (f *files) MkdirAll(string) error                 { return errReadOnly }
func (f *files) RemoveAll(string) error                { return errReadOnly }
func (f *files) WriteFile(path string, _ []byte) error { return errReadOnly }

// file is an opened file.
type file struct {
	*bytes.Reader
	path string
}

func (f *file) Write([]byte) (int, error)  { return 0, errReadOnly }
func (f *file) Close() error               { return nil }
func (f *file) Stat() (os.FileInfo, error) { return os.Stat(f.path) }

// text is a text of YAML documents: a file, or a value in one.
type text struct {
	name      string // of the file, as the user writes it
	content   []byte // of the file
	parsed    []byte // the text itself
	documents []*yaml.Node
	err       error // of reading or parsing it
	// line and column are added to those of a text inside a file. If the text is not written line by line there, all of
	// it is at one position.
	line, column int
	all          *artefact.Position
}

// parse reads the documents of the text.
func (t *text) parse(content []byte) {
	t.parsed = content
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	for {
		var document yaml.Node
		switch err := decoder.Decode(&document); {
		case errors.Is(err, io.EOF):
			return
		case err != nil:
			t.err = syntax(content, err)
			return
		}
		if t.err = (&expander{sizes: map[*yaml.Node]int{}}).check(&document); t.err != nil {
			return
		}
		if len(document.Content) == 1 && document.Content[0].Tag != "!!null" {
			t.documents = append(t.documents, document.Content[0])
		}
	}
}

// syntaxError is why a text is no YAML.
type syntaxError struct {
	line, column int
	message      string
}

func (e *syntaxError) Error() string { return "cannot be read as YAML: " + e.message + "; correct it" }

// syntax returns where a text is no YAML, and why. Only the parser of v4 says where exactly. What the text says, which may
// be a password, is not quoted.
func syntax(content []byte, err error) error {
	found := &syntaxError{message: strings.TrimPrefix(err.Error(), "yaml: ")}
	if match := yamlLine.FindStringSubmatch(found.message); match != nil {
		found.line, _ = strconv.Atoi(match[1])
		found.message = strings.TrimPrefix(found.message, match[0])
	}
	loader, err := yamlv4.NewLoader(bytes.NewReader(content))
	for err == nil {
		var document yamlv4.Node
		err = loader.Load(&document)
	}
	var load *yamlv4.LoadError
	if errors.As(err, &load) {
		found.line, found.column, found.message = max(load.Mark.Line, 1), load.Mark.Column, load.Message
	}
	if last := max(bytes.Count(bytes.TrimRight(content, "\n"), []byte("\n"))+1, 1); found.line > last {
		found.line, found.column = last, 0 // the parser may be behind the end
	}
	if strings.Contains(found.message, "unknown anchor") {
		found.message = "an alias (*) refers to an anchor (&) that is not defined before it"
	}
	return found
}

var yamlLine = regexp.MustCompile(`line (\d+): `)

// maxNodes bounds how many nodes a document has when its aliases are replaced, which kustomize does without a bound.
const maxNodes = 10_000_000

// expander counts nodes with their aliases replaced.
type expander struct {
	sizes map[*yaml.Node]int // of what aliases refer to; 0 while it is counted
}

// check returns an error for a document with aliases that lead back to what contains them, or that is too large.
func (e *expander) check(node *yaml.Node) error {
	size, err := e.size(node)
	if err == nil && size > maxNodes {
		return &syntaxError{node.Line, node.Column, fmt.Sprintf("its aliases (*) stand for more than %d values", maxNodes)}
	}
	return err
}

func (e *expander) size(node *yaml.Node) (int, error) {
	if node.Kind == yaml.AliasNode {
		size, counted := e.sizes[node.Alias]
		if counted && size == 0 {
			return 0, &syntaxError{node.Line, node.Column, "an alias (*) leads back to what contains it"}
		} else if counted {
			return size, nil
		}
		return e.size(node.Alias)
	}
	if node.Anchor != "" {
		e.sizes[node] = 0
	}
	size := 1
	for _, inner := range node.Content {
		n, err := e.size(inner)
		if err != nil {
			return 0, err
		}
		size = min(size+n, maxNodes+1)
	}
	if node.Anchor != "" {
		e.sizes[node] = size
	}
	return size, nil
}

// at returns the position of a node.
func (t *text) at(node *yaml.Node) artefact.Position {
	if t.all != nil {
		return *t.all
	}
	return artefact.Position{File: t.name, Line: max(node.Line, 1) + t.line, Column: max(node.Column, 1) + t.column}
}

// inside returns the text that a scalar holds.
func (t *text) inside(scalar *yaml.Node) *text {
	inner := &text{name: t.name}
	inner.parse([]byte(scalar.Value))
	at := t.at(scalar)
	inner.all = &at
	if scalar.Style&yaml.LiteralStyle == 0 || t.all != nil {
		return inner
	}
	lines := strings.Split(string(t.content), "\n")
	for i, line := range strings.Split(scalar.Value, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if n := scalar.Line + i; n < len(lines) {
			if written := strings.TrimRight(lines[n], "\r"); strings.HasSuffix(written, line) {
				inner.all, inner.line, inner.column = nil, scalar.Line, utf8.RuneCountInString(written)-utf8.RuneCountInString(line)
			}
		}
		break
	}
	return inner
}

// entry returns the key and value of a mapping's field; nil where there is none. Aliases and merged mappings are followed.
func entry(node *yaml.Node, name string) (key, value *yaml.Node) {
	if node = resolve(node); node == nil || node.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := len(node.Content) - 2; i >= 0; i -= 2 { // the last one counts
		if node.Content[i].Value == name && node.Content[i].Tag != "!!merge" {
			return node.Content[i], node.Content[i+1]
		}
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Tag != "!!merge" {
			continue
		}
		merged := []*yaml.Node{node.Content[i+1]}
		if list := resolve(node.Content[i+1]); list.Kind == yaml.SequenceNode {
			merged = list.Content
		}
		for _, one := range merged {
			if key, value = entry(one, name); value != nil {
				return key, value
			}
		}
	}
	return nil, nil
}

// field returns the key and value of a kustomization's field, the case of which kustomize does not regard.
func field(node *yaml.Node, name string) (key, value *yaml.Node) {
	if key, value = entry(node, name); value != nil {
		return key, value
	}
	if node = resolve(node); node == nil || node.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if strings.EqualFold(node.Content[i].Value, name) {
			return node.Content[i], node.Content[i+1]
		}
	}
	return nil, nil
}

// item returns an item of a list that is a kustomization's field.
func item(node *yaml.Node, name string, i int) *yaml.Node {
	if _, list := field(node, name); list != nil {
		if list = resolve(list); list.Kind == yaml.SequenceNode && i < len(list.Content) {
			return list.Content[i]
		}
	}
	return nil
}

// value returns the text of a scalar at a path of keys; "" where there is none.
func value(node *yaml.Node, path ...string) string {
	for _, name := range path {
		if _, node = entry(node, name); node == nil {
			return ""
		}
	}
	if node = resolve(node); node == nil || node.Kind != yaml.ScalarNode || node.Tag == "!!null" {
		return ""
	}
	return node.Value
}

func resolve(node *yaml.Node) *yaml.Node {
	for i := 0; node != nil && node.Kind == yaml.AliasNode && i < 100; i++ {
		node = node.Alias
	}
	return node
}

// problem describes an error of reading a file without its path, which stands before.
func problem(err error) string {
	return strings.TrimPrefix(oserror.WithoutPath(err).Error(), "EvalSymlinks: ")
}
