// Package source finds and reads files, directories and streams, and splits them into documents.
package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
)

// Source is a source of documents.
type Source interface {
	// Name is the name for messages.
	Name() string
	// Documents yields the documents as they are read, within the limits. Its memory is bounded by the longest
	// document, whatever the length of the stream. An error may concern one document, with others after it.
	Documents(Limits) iter.Seq2[*Document, *artefact.Error]
	// IsReplayable reports whether Documents can be called repeatedly and concurrently.
	IsReplayable() bool
}

// File is a file or stream. Its text is a stream of YAML documents, or one document in another format.
type File struct {
	// Path is its name.
	Path string
	Open func() (io.ReadCloser, error)
	// Once reports that it can be read only once, like a pipe or a terminal.
	Once bool
	// Met reports that it was found in a directory, and not named.
	Met bool
}

// Name returns the path.
func (f *File) Name() string { return f.Path }

// IsReplayable reports whether the file can be opened again.
func (f *File) IsReplayable() bool { return !f.Once }

// Bytes returns a source for a text in memory.
func Bytes(name string, text []byte) *File {
	return &File{Path: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }}
}

// Reader returns a source that can be read only once.
func Reader(name string, r io.Reader) *File {
	return &File{Path: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(r), nil }, Once: true}
}

// Document is the text of one document of a file or stream.
type Document struct {
	// File is the name of the file or stream for messages.
	File string
	// Index counts the documents of the file from 1.
	Index int
	// Line is the line of the file on which Text begins, from 1.
	Line int
	Text []byte
	// Limits bound its cost.
	Limits Limits
	// Met reports that its file was found in a directory, and not named.
	Met bool
}

// LineAt returns the line of the file at an offset of the text.
func (d *Document) LineAt(offset int) int {
	before := d.Text[:offset]
	loneCRs := bytes.Count(before, []byte("\r")) - bytes.Count(before, []byte("\r\n"))
	return d.Line + bytes.Count(before, []byte("\n")) + loneCRs
}

// LastLine returns the last line of the file that contains text of the document.
func (d *Document) LastLine() int { return d.LineAt(len(bytes.TrimRight(d.Text, "\r\n"))) }

// Found is a Source, or an Error or Notice about a path that has none.
type Found struct {
	Source Source
	Error  *artefact.Error
	Notice *artefact.Notice
}

// Find returns the sources under the paths; those of a directory are sorted by name. The path "-" means stdin. A
// file that is named is always a source. In a directory, files with a YAML or JSON extension are sources, even
// before another extension (x.yaml.template); a Notice lists skipped files. Symbolic links are followed, except
// those to a parent of a given directory. Each directory and file is visited once. Patches of a kustomization in a
// directory are skipped, with a Notice.
func Find(paths []string, stdin io.Reader) iter.Seq[Found] {
	return func(yield func(Found) bool) {
		f := &finder{seen: map[string]bool{}, named: map[string]bool{}, real: map[Source]string{}}
		for _, path := range paths {
			if path == "-" {
				f.emit(Found{Source: Reader("stdin", stdin)})
				continue
			}
			switch {
			case path == "":
				f.emit(Found{Error: &artefact.Error{Position: artefact.Position{File: `""`}, Message: "the path is empty; use . for the current directory"}})
			case isAddress(path):
				f.emit(Found{Error: &artefact.Error{Position: artefact.Position{File: WithoutCredentials(path)}, Message: "is a URL, and only files and directories can be read; download it and pass the file, or - for standard input"}})
			default:
				f.path(filepath.Clean(path), true)
			}
		}
		for _, found := range f.withoutPatches() {
			if !yield(found) {
				return
			}
		}
	}
}

// finder lists what it finds. It opens none of it but kustomizations, once all is listed: their patches may
// stand anywhere.
type finder struct {
	seen  map[string]bool
	named map[string]bool // real paths of the files that were named
	root  string          // real path of the directory that was named and is being visited
	found []Found
	real  map[Source]string // real paths of what was found
	met   int               // paths that led to something, be it something that was met before
}

func (f *finder) emit(found Found) {
	f.met++
	f.found = append(f.found, found)
}

func (f *finder) fail(path string, err error) {
	f.emit(Found{Error: &artefact.Error{Position: artefact.Position{File: WithoutCredentials(path)}, Message: fmt.Sprintf("cannot be read: %v", reason(err))}})
}

func (f *finder) notice(path, format string, args ...any) {
	f.emit(Found{Notice: &artefact.Notice{Position: artefact.Position{File: path}, Message: fmt.Sprintf(format, args...)}})
}

var (
	address = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*://`)
	// credentials are what an address may hold that nobody else is to read: a user with a password before the
	// host, and the parameters of a signed one.
	credentials = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*://)?[^/?#]*:[^/?#]*@|^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#]*@|([?#]).*$`)
)

// isAddress reports whether what was named is the address of something and no file.
func isAddress(path string) bool { return address.MatchString(path) }

// WithoutCredentials removes secrets from a file name or URL.
func WithoutCredentials(path string) string {
	if strings.Contains(path, "PRIVATE KEY-----") {
		return "(a private key)"
	}
	if isAddress(path) || strings.Contains(path, "@") {
		return credentials.ReplaceAllStringFunc(path, func(match string) string {
			if match[0] == '?' || match[0] == '#' {
				return match[:1] + "…"
			}
			return address.FindString(match) + "…@"
		})
	}
	return path
}

// realPath returns the absolute path of a file without links.
func realPath(path string) string {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		real = path // a pipe of the shell, as in <(helm template .), leads to no name
	}
	if absolute, err := filepath.Abs(real); err == nil {
		real = absolute
	}
	return real
}

// path takes a path that was named on the command line or found in a directory.
func (f *finder) path(path string, named bool) {
	info, err := os.Stat(path)
	if err != nil {
		f.fail(path, err)
		return
	}
	real := realPath(path)
	f.named[real] = f.named[real] || named && !info.IsDir()
	if f.seen[real] {
		f.met++
		if info.IsDir() {
			f.notice(path, "is a link to a directory that was already read; skipped")
		}
		return
	}
	if named {
		f.root = real
	} else if info.IsDir() && strings.HasPrefix(f.root, strings.TrimSuffix(real, string(filepath.Separator))+string(filepath.Separator)) {
		f.notice(path, "is a link to a parent of the given path; skipped, pass that directory to read it")
		return
	}
	f.seen[real] = true
	switch {
	case info.IsDir():
		before := f.met
		if f.directory(path); named && f.met == before {
			f.notice(path, "contains no files to read")
		}
	case !named && !info.Mode().IsRegular():
		f.notice(path, "is not a regular file; skipped")
	default:
		open := func() (io.ReadCloser, error) { return os.Open(path) }
		source := &File{Path: path, Open: open, Once: !info.Mode().IsRegular(), Met: !named}
		f.real[source] = real
		f.emit(Found{Source: source})
	}
}

// directory visits the entries of a directory. Git's own directory is no part of what it tracks; what
// other programs keep for themselves is left out, which is said.
func (f *finder) directory(path string) {
	entries, err := os.ReadDir(path)
	if err != nil {
		f.fail(path, err)
		return
	}
	var skipped, folders []string
	for _, entry := range entries {
		name := filepath.Join(path, entry.Name())
		info, err := os.Stat(name)
		switch {
		case err == nil && info.IsDir() && entry.Name() == ".git":
		case err == nil && info.IsDir() && isOfOtherPrograms(entry.Name()):
			folders = append(folders, entry.Name())
		case err == nil && !info.IsDir() && !saysYAML(entry.Name()) && !isKustomization(entry.Name()):
			skipped = append(skipped, entry.Name())
		default:
			f.path(name, false)
		}
	}
	if len(folders) > 0 {
		f.notice(path, "directories skipped, pass them to read them: %s", strings.Join(folders, ", "))
	}
	if len(skipped) > 0 {
		f.notice(path, "%s", skippedText(skipped))
	}
}

// isOfOtherPrograms reports whether a directory is hidden, or holds what a package manager fetched.
func isOfOtherPrograms(name string) bool {
	return strings.HasPrefix(name, ".") || name == "node_modules" || name == "vendor"
}

// saysYAML reports whether one of the endings of a file's name says YAML or JSON.
func saysYAML(name string) bool {
	return slices.ContainsFunc(strings.Split(name, ".")[1:], func(ending string) bool {
		switch strings.ToLower(ending) {
		case "yaml", "yml", "json":
			return true
		}
		return false
	})
}

// skippedText names the first few files that were left out and counts the rest.
func skippedText(names []string) string {
	const shown = 5
	if len(names) == 1 {
		return fmt.Sprintf("1 file skipped, its name has no YAML or JSON extension: %s", names[0])
	}
	text := strings.Join(names[:min(shown, len(names))], ", ")
	if len(names) > shown {
		text += fmt.Sprintf(" and %d more", len(names)-shown)
	}
	return fmt.Sprintf("%d files skipped, their names have no YAML or JSON extension: %s", len(names), text)
}

// Documents returns the documents of the file.
func (f *File) Documents(limits Limits) iter.Seq2[*Document, *artefact.Error] {
	limits = limits.OrDefault()
	return func(yield func(*Document, *artefact.Error) bool) {
		fail := func(line int, format string, args ...any) bool {
			return yield(nil, &artefact.Error{Position: artefact.Position{File: f.Path, Line: line}, Message: fmt.Sprintf(format, args...)})
		}
		file, err := f.Open()
		if err != nil {
			fail(0, "cannot be read: %v", reason(err))
			return
		}
		defer file.Close() //nolint:errcheck // nothing was written
		splitter, err := newSplitter(&bounded{file, limits.Source}, limits.Document)
		if err != nil {
			fail(0, "cannot be read: %v", reason(err))
			return
		}
		for {
			chunk, err := splitter.next()
			switch {
			case errors.Is(err, io.EOF):
				return
			case errors.Is(err, errTooLarge):
				if !fail(chunk.line, "document %d is larger than %s; split it into several documents", chunk.index, ByteSize(int64(limits.Document))) {
					return
				}
				continue
			case errors.Is(err, errEndless):
				fail(chunk.line, "document %d is larger than %s and continues beyond %s; neither it nor what follows is judged", chunk.index, ByteSize(int64(limits.Document)), ByteSize(int64(limits.Document)*maxSkipped))
				return
			case errors.Is(err, errSourceTooLarge):
				fail(splitter.start, "is larger than %s; what follows is not judged; split it into several files, or raise the limit source", ByteSize(limits.Source))
				return
			case err != nil:
				fail(splitter.line+1, "cannot be read: %v", reason(err))
				return
			}
			if chunk.index == 0 {
				continue
			}
			if chunk.index > limits.Documents {
				fail(chunk.line, "contains more than %d documents; what follows is not judged; split it into several files, or raise the limit documents", limits.Documents)
				return
			}
			if !yield(&Document{File: f.Path, Index: chunk.index, Line: chunk.line, Text: chunk.text, Limits: limits, Met: f.Met}, nil) {
				return
			}
		}
	}
}

var errSourceTooLarge = errors.New("source too large")

// bounded reads no more than so many bytes. It is an error that there are more.
type bounded struct {
	file io.Reader
	rest int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.rest == 0 {
		if n, err := b.file.Read(make([]byte, 1)); n == 0 {
			return 0, err
		}
		return 0, errSourceTooLarge
	}
	if int64(len(p)) > b.rest {
		p = p[:b.rest]
	}
	n, err := b.file.Read(p)
	b.rest -= int64(n)
	return n, err
}

// reason leaves out the path that the operating system's errors repeat.
func reason(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}
