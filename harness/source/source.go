// Package source finds and reads files, directories and streams, and splits them into documents.
package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/render"
	"github.com/guiderail/guiderail/internal/oserror"
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
	// IsStream reports that it is no file that people edit, but what a program writes.
	IsStream bool
	// IsLocal reports that Path leads to it, so that others can be read that it names.
	IsLocal bool
	// Met reports that it was found in a directory, and not named.
	Met bool
	// IsKustomization reports that it is a kustomization that is rendered, so that its text itself need not be objects.
	IsKustomization bool
	// IsLive reports that it is what a cluster answered: nobody edits a line of it, and no limit of files bounds it.
	IsLive bool
}

// Name returns the path.
func (f *File) Name() string { return f.Path }

// IsReplayable reports whether the file can be opened again.
func (f *File) IsReplayable() bool { return !f.Once }

// Bytes returns a source for a text in memory.
func Bytes(name string, text []byte) *File {
	return &File{Path: name, Open: func() (io.ReadCloser, error) { return opened{bytes.NewReader(text)}, nil }}
}

// opened is a text that is read.
type opened struct{ *bytes.Reader }

func (opened) Close() error { return nil }

// Reader returns a source that can be read only once.
func Reader(name string, r io.Reader) *File {
	return &File{Path: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(r), nil }, Once: true, IsStream: true}
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
	// Met reports that its file was found in a directory, and not named, and IsKustomization that it is a kustomization
	// that is rendered.
	Met, IsKustomization bool
	// IsTrimmed reports that the text is what is read of a long scan report: its lines are those of the file, its columns
	// are not.
	IsTrimmed bool
	// IsLocal reports that File leads to its file, so that others can be read that the text names.
	IsLocal bool
	// Namespace is the namespace of objects that name none, where that is known; "" leaves it open.
	Namespace string
	// Unit is what the text is applied together with: the chart or kustomization that it was rendered from; "" is its file.
	Unit string
	// Places lead from a text that was rendered to what a person edits; nil for other texts.
	Places *render.Places
	// Snapshot says how the document was read from a cluster, as an earlier document of the file tells; nil if none does.
	Snapshot *artefact.Snapshot
	// IsLive reports that it is what a cluster answered, and has no lines.
	IsLive bool
}

// Position returns the position of a line and column of the file, or of what was rendered to it. A column of 0 is not
// known.
func (d *Document) Position(line, column int) artefact.Position {
	if d.IsLive {
		return artefact.Position{File: d.File}
	}
	if d.IsTrimmed {
		column = 0
	}
	if d.Places == nil {
		return artefact.Position{File: d.File, Line: line, Column: column}
	}
	at, known := d.Places.At(line, column)
	return d.rendered(at, known, line)
}

// ItemPosition returns the position of an item of a list that begins at a line and column.
func (d *Document) ItemPosition(line, column int) artefact.Position {
	if d.Places == nil {
		return d.Position(line, column)
	}
	at, known := d.Places.AtItem(line, column)
	return d.rendered(at, known, line)
}

func (d *Document) rendered(at artefact.Position, known bool, line int) artefact.Position {
	if !known {
		at = artefact.Position{File: d.File}
	}
	at.RenderedFrom, at.RenderedLine = d.File, line
	return at
}

// LineAt returns the line of the file at an offset of the text.
func (d *Document) LineAt(offset int) int {
	before := d.Text[:offset]
	loneCRs := bytes.Count(before, []byte("\r")) - bytes.Count(before, []byte("\r\n"))
	return d.Line + bytes.Count(before, []byte("\n")) + loneCRs
}

// Lines returns what returns the text of a line of the file, by its number; "" where the document has none of it.
func (d *Document) Lines() func(number int) string {
	var lines []string
	split := sync.OnceFunc(func() {
		text := string(d.Text)
		if strings.Contains(text, "\r") {
			text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
		}
		lines = strings.Split(text, "\n")
	})
	return func(number int) string {
		split()
		if i := number - d.Line; i >= 0 && i < len(lines) {
			return lines[i]
		}
		return ""
	}
}

// LastLine returns the last line of the file that contains text of the document.
func (d *Document) LastLine() int { return d.LineAt(len(bytes.TrimRight(d.Text, "\r\n"))) }

// Found is a Source, or an Error or Notice about a path that has none.
type Found struct {
	Source Source
	// Scope is 0 for files, and a number of its own for each chart and kustomization: what one of them renders to is
	// not applied together with what another one does.
	Scope int
	// Variant is the file of values with which a chart is rendered, if it is rendered with each of several. The sources
	// of one chart follow each other, and have the same name.
	Variant string
	Error   *artefact.Error
	Notice  *artefact.Notice
}

// Find returns the sources under the paths, as a Search without exclusions does.
func Find(paths []string, stdin io.Reader) iter.Seq[Found] {
	return Search{Paths: paths, Stdin: stdin}.Find()
}

// Search says where sources are looked for.
type Search struct {
	// Paths are files and directories; "-" is Stdin.
	Paths []string
	Stdin io.Reader
	// Exclude are patterns of .gitignore's syntax, relative to each directory of Paths. What they match below it is
	// not read.
	Exclude []string
	// Exclusions are patterns relative to other directories, such as that of a configuration.
	Exclusions []Exclusion
	// Renderer renders charts and kustomizations. Without one, a chart is not judged, and the resources of a
	// kustomization are judged as they are written.
	Renderer render.Renderer
	// Values say how charts are rendered. With Each, a chart is rendered once with each of the files of values, instead
	// of once with all of them.
	Values render.Values
	Each   bool
}

// Exclusion has patterns of .gitignore's syntax, relative to a directory. It says nothing of what is named below a
// directory that they match.
type Exclusion struct {
	Directory string
	Patterns  []string
}

// Find returns the sources. Those of a directory are sorted by name. A file that is named is always a source. In a
// directory, files with a YAML or JSON extension are sources, even before another extension (x.yaml.template), and so are
// those of Terraform, Dockerfiles, shell scripts and pipelines of Jenkins; a Notice
// lists skipped files, and others that have to be compiled. Directories that programs fill (.git, node_modules and others) and what Exclude and files
// named .guiderailignore match are skipped, with one Notice for each path. Symbolic links are followed, except those to a
// parent of a given directory. Each directory and file is visited once.
//
// A directory with Chart.yaml is one source, the rendered chart, and so is Chart.yaml itself. Kustomizations are rendered
// where they are found, except those that another one of them uses; files that they are made from are no sources.
func (s Search) Find() iter.Seq[Found] {
	return func(yield func(Found) bool) {
		_, found := s.find()
		for _, found := range found {
			if !yield(found) {
				return
			}
		}
	}
}

// List returns the sources, none of which is to be read: charts and kustomizations are not rendered.
func (s Search) List() []Source {
	sources, _ := s.list()
	return sources
}

// Files returns the files that a search reads, or that say what it leaves out, sorted. Those that a kustomization is made
// from have their real paths.
func (s Search) Files() []string {
	sources, files := s.list()
	for _, one := range sources {
		files = append(files, FilesOf(one)...)
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// list returns the sources, and the files that say what is left out.
func (s Search) list() (sources []Source, ignoring []string) {
	s.Renderer = unrendered{}
	f, found := s.find()
	for _, one := range found {
		if one.Source != nil {
			sources = append(sources, one.Source)
		}
	}
	return sources, f.ignoring
}

// unrendered renders nothing.
type unrendered struct{}

func (unrendered) Render(context.Context, *render.Request, func(render.Part) bool) error { return nil }

func (s Search) find() (*finder, []Found) {
	f := &finder{seen: map[string]bool{}, named: map[string]bool{}, real: map[Source]string{}, excludedBy: map[string]*excluded{}, charts: map[string]bool{}, renderer: s.Renderer, values: s.Values, each: s.Each, texts: texts{kept: map[string][]byte{}, room: maxTexts}}
	for _, path := range s.Paths {
		if path == "-" {
			f.emit(Found{Source: Reader("stdin", s.Stdin)})
			continue
		}
		switch {
		case path == "":
			f.emit(Found{Error: &artefact.Error{Position: artefact.Position{File: `""`}, Message: "the path is empty; use . for the current directory"}})
		case isAddress(path):
			f.emit(Found{Error: &artefact.Error{Position: artefact.Position{File: WithoutCredentials(path)}, Message: "is a URL, and only files and directories can be read; download it and pass the file, or - for standard input"}})
		default:
			path = filepath.Clean(path)
			f.excluded, f.unread = exclude(path, s.Exclude, s.Exclusions), nil
			f.path(path, true)
			f.sayExcluded(path)
		}
	}
	found, scope := withoutCalled(f.kustomized()), 0
	var last *rendered
	for i := range found {
		if r, isRendered := found[i].Source.(*rendered); isRendered {
			scope++
			found[i].Scope = scope
			if last != nil {
				last.next = r
			}
			last = r
		}
	}
	return f, found
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

	excluded *excluded // below the path that was named and is being visited
	// excludedBy has it for each kustomization.
	excludedBy map[string]*excluded
	charts     map[string]bool // real paths of those that were found
	unread     []string        // directories there that a search does not enter
	ignoring   []string        // files that say what is left out
	texts      texts           // of files of Terraform

	renderer render.Renderer
	values   render.Values
	each     bool
}

func (f *finder) emit(found Found) {
	f.met++
	f.found = append(f.found, found)
}

func (f *finder) fail(path string, err error) {
	f.emit(Found{Error: &artefact.Error{Position: artefact.Position{File: WithoutCredentials(path)}, Message: fmt.Sprintf("cannot be read: %v", oserror.WithoutPath(err))}})
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
	case named && f.renderer != nil && filepath.Base(path) == chartFile:
		f.chart(filepath.Dir(path))
	case isBicep(path):
		f.notice(path, "is Bicep, which is not judged; %s", compileBicep)
	case !named && !info.Mode().IsRegular():
		f.notice(path, "is not a regular file; skipped")
	case info.Mode().IsRegular() && IsTerraform(path):
		f.emit(Found{Source: &module{directory: filepath.Dir(path), files: []string{path}, met: !named, search: f.excluded, texts: &f.texts}})
	default:
		open := func() (io.ReadCloser, error) { return os.Open(path) }
		source := &File{Path: path, Open: open, Once: !info.Mode().IsRegular(), IsStream: !info.Mode().IsRegular(), IsLocal: info.Mode().IsRegular(), Met: !named}
		f.real[source] = real
		if isKustomization(filepath.Base(path)) {
			f.excludedBy[path] = f.excluded
		}
		f.emit(Found{Source: source})
	}
}

// directory visits the entries of a directory.
func (f *finder) directory(path string) {
	entries, err := os.ReadDir(path)
	if err != nil {
		f.fail(path, err)
		return
	}
	if name := filepath.Join(path, IgnoreFile); exists(name) {
		f.ignoring = append(f.ignoring, name)
	}
	if err := f.excluded.enter(path); err != nil {
		f.fail(filepath.Join(path, IgnoreFile), fmt.Errorf("%w; nothing in its directory is read", oserror.WithoutPath(err)))
		return
	}
	if isChart(entries) && f.renderer != nil {
		f.chart(path)
		return
	}
	if isChart(entries) {
		f.notice(path, "is a Helm chart, which is not rendered; pass what it renders: helm template %s | guiderail check -", path)
		return
	}
	var skipped, terraform, variables, bicep, programs []string
	for _, entry := range entries {
		name := filepath.Join(path, entry.Name())
		info, err := os.Stat(name)
		isDirectory := err == nil && info.IsDir()
		switch {
		case isDirectory && slices.Contains(unread, entry.Name()):
			if entry.Name() != ".git" { // which is no part of what it tracks
				f.unread = append(f.unread, strings.Join(f.excluded.steps(name), "/"))
			}
		case f.excluded.has(name, isDirectory):
		case err != nil || isDirectory:
			f.path(name, false)
		case IsTerraform(entry.Name()):
			terraform = append(terraform, name)
		case SetsVariables(entry.Name()):
			variables = append(variables, name)
		case isBicep(entry.Name()):
			bicep = append(bicep, entry.Name())
		case ConfiguresHosts(name) && !speaksOfHosts(name):
			programs = append(programs, entry.Name())
		case isRead(name, info):
			f.path(name, false)
		case entry.Name() != IgnoreFile:
			skipped = append(skipped, entry.Name())
		}
	}
	if len(terraform) > 0 {
		var unread []string
		terraform, unread = replaced(terraform)
		for _, name := range unread {
			f.notice(name, "is not read, as OpenTofu reads the file with the ending .tofu in its place; name it to have it judged")
		}
		f.emit(Found{Source: &module{directory: path, files: append(terraform, variables...), met: f.root != realPath(path), search: f.excluded, texts: &f.texts}})
	} else {
		for _, name := range variables {
			if saysYAML(filepath.Base(name)) {
				f.path(name, false)
			} else {
				skipped = append(skipped, filepath.Base(name))
			}
		}
	}
	if len(skipped) > 0 {
		f.notice(path, "%s", skippedText(skipped))
	}
	if len(programs) > 0 {
		f.notice(path, "Chef and Puppet files skipped: %s; they run no commands and speak neither of updates nor of a firewall, and what else they do must be stated with an attestation (HOST-14)", some(programs))
	}
	if len(bicep) > 0 {
		f.notice(path, "Bicep files skipped: %s; %s", some(bicep), compileBicep)
	}
}

// sayExcluded says what was left out below a path.
func (f *finder) sayExcluded(path string) {
	if len(f.unread) > 0 {
		f.notice(path, "directories skipped, pass them to read them: %s", some(f.unread))
	}
	if len(f.excluded.paths) > 0 {
		f.notice(path, "excluded: %s", some(f.excluded.paths))
	}
}

// compileBicep is how Bicep, Azure's language for templates, can be judged.
const compileBicep = "judge what it compiles to: az bicep build --stdout --file FILE | guiderail check -"

// skippedText names the first few files that were left out and counts the rest.
func skippedText(names []string) string {
	if len(names) == 1 {
		return fmt.Sprintf("1 file skipped, its name has no YAML or JSON extension: %s", names[0])
	}
	return fmt.Sprintf("%d files skipped, their names have no YAML or JSON extension: %s", len(names), some(names))
}

// some names the first few and counts the rest.
func some(names []string) string {
	const shown = 5
	text := strings.Join(names[:min(shown, len(names))], ", ")
	if len(names) > shown {
		text += fmt.Sprintf(" and %d more", len(names)-shown)
	}
	return text
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
			fail(0, "cannot be read: %v", oserror.WithoutPath(err))
			return
		}
		defer file.Close() //nolint:errcheck // nothing was written
		size := sizeOf(file)
		bound, most := limits.Source, limits.Documents
		if f.IsLive {
			bound, most = math.MaxInt64, math.MaxInt
		}
		splitter, err := newSplitter(&bounded{file, bound}, size, limits.Document)
		if err != nil {
			fail(0, "cannot be read: %v", oserror.WithoutPath(err))
			return
		}
		splitter.isWhole = splitter.isWhole || isKnown(f.Path)
		var snapshot *artefact.Snapshot
		for {
			chunk, err := splitter.next()
			switch {
			case errors.Is(err, io.EOF):
				return
			case errors.Is(err, errTooLarge):
				if !fail(chunk.line, "document %d is larger than %s; %s", chunk.index, ByteSize(int64(limits.Document)), splitOrRaise(size, splitter.isTrimmed)) {
					return
				}
				continue
			case errors.Is(err, errEndless):
				fail(chunk.line, "document %d is larger than %s and continues beyond %s; neither it nor what follows is judged; %s", chunk.index, ByteSize(int64(limits.Document)), ByteSize(int64(limits.Document)*maxSkipped), splitOrRaise(size, splitter.isTrimmed))
				return
			case errors.Is(err, errSourceTooLarge):
				fail(splitter.start, "is larger than %s; what follows is not judged; split it into several files, or raise the limit: --limit source=SIZE", ByteSize(limits.Source))
				return
			case err != nil:
				fail(splitter.line+1, "cannot be read: %v", oserror.WithoutPath(err))
				return
			}
			if chunk.index == 0 {
				continue
			}
			if chunk.index > most {
				fail(chunk.line, "contains more than %d documents; what follows is not judged; split it into several files, or raise the limit: --limit documents=NUMBER", limits.Documents)
				return
			}
			if s := artefact.ReadSnapshot(chunk.text); s != nil {
				snapshot = s
				s.IsLive = f.IsLive
			}
			d := &Document{
				Snapshot: snapshot, IsLive: f.IsLive,
				File: f.Path, Index: chunk.index, Line: chunk.line, Text: chunk.text, Limits: limits, Met: f.Met, IsKustomization: f.IsKustomization,
				IsTrimmed: splitter.isTrimmed, IsLocal: f.IsLocal, Unit: f.Path,
			}
			if f.IsStream { // people edit what stands in a file, whatever it was made from
				d.Places = templatePlaces(chunk.text)
			}
			if !yield(d, nil) {
				return
			}
		}
	}
}

// splitOrRaise says what to do about a document that is too large, in a file of a size that may be -1. What cannot be split,
// such as a plan, is read with a limit that lets all of the file pass.
func splitOrRaise(size int64, isTrimmed bool) string {
	advice := "split it into several documents, or raise the limit: --limit document="
	if isTrimmed {
		advice = "it is read without what no control reads, and is longer all the same; raise the limit: --limit document="
	}
	if size < 0 {
		return advice + "SIZE"
	}
	enough := int64(1)
	for enough<<20 < size {
		enough *= 2
	}
	return fmt.Sprintf("the file has %d MiB; %s%dMi", (size+1<<20-1)>>20, advice, enough)
}

// sizeOf returns the size of a file or text; -1 for what is neither.
func sizeOf(file io.Reader) int64 {
	if text, ok := file.(opened); ok {
		return text.Size()
	}
	if f, ok := file.(fs.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			return info.Size()
		}
	}
	return -1
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
