package rego

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/cespare/xxhash/v2"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/internal/compact"
)

// IndexFile is an optional index of a policy directory, which saves Load from parsing the files. Load ignores an
// index that does not match the files.
const IndexFile = "index.bin"

// indexVersion is that of the form of an index. It is raised with every change of it.
const indexVersion = 2

// index is what Load finds out about the files.
type index struct {
	controls  []*control.Control // sorted by ID
	libraries []head             // their files and packages, in the order of the files
}

// texts are the texts of policy files. Those that are embedded are read again when they are wanted, which for most is
// never; those of a directory are kept, since they may change.
type texts struct {
	policies fs.FS
	files    []string
	kept     map[string][]byte // nil where they are not
	// digest tells these files from those before a change. It is quick and no proof against whoever wants it to be the
	// same: who can write an index or a plan can write the files.
	digest string
}

func readTexts(policies fs.FS) (*texts, error) {
	files, err := moduleFiles(policies)
	if err != nil {
		return nil, err
	}
	t := &texts{policies: policies, files: files}
	if _, isEmbedded := policies.(inMemory); !isEmbedded {
		t.kept = map[string][]byte{}
	}
	hash := xxhash.New()
	buffer := make([]byte, 1<<15)
	for _, file := range files {
		size := 0
		if t.kept == nil {
			if size, err = hashFile(hash, policies, file, buffer); err != nil {
				return nil, err
			}
		} else {
			text, err := fs.ReadFile(policies, file)
			if err != nil {
				return nil, err
			}
			hash.Write(text)
			size, t.kept[file] = len(text), text
		}
		hash.Write(append(strconv.AppendInt(append(append(buffer[:0], file...), ' '), int64(size), 10), '\n'))
	}
	t.digest = hex.EncodeToString(hash.Sum(nil))
	return t, nil
}

func hashFile(hash io.Writer, policies fs.FS, file string, buffer []byte) (size int, err error) {
	opened, err := policies.Open(file)
	if err != nil {
		return 0, err
	}
	for {
		n, err := opened.Read(buffer)
		hash.Write(buffer[:n])
		size += n
		if err == io.EOF {
			return size, opened.Close()
		}
		if err != nil {
			return 0, errors.Join(err, opened.Close())
		}
	}
}

// inMemory is a directory that is embedded, so that its files do not change.
type inMemory interface {
	// Text returns a large file without copying it, if it is one that is read at every start.
	Text(file string) (text string, ok bool)
}

// textOf returns a file that a directory need not have; "" if it has none.
func textOf(files fs.FS, name string) (string, error) {
	if embedded, ok := files.(inMemory); ok {
		if text, ok := embedded.Text(name); ok {
			return text, nil
		}
	}
	text, err := fs.ReadFile(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return string(text), err
}

// of returns the text of a file.
func (t *texts) of(file string) ([]byte, error) {
	if t.kept == nil {
		return fs.ReadFile(t.policies, file)
	}
	return t.kept[file], nil
}

// moduleFiles lists the files of controls and libraries, in order. The modules of single channels are neither.
func moduleFiles(policies fs.FS) ([]string, error) {
	var files []string
	err := fs.WalkDir(policies, ".", func(file string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && file == channels {
			return fs.SkipDir
		}
		if err == nil && !entry.IsDir() && path.Ext(file) == ".rego" && !strings.HasSuffix(file, "_test.rego") {
			files = append(files, file)
		}
		return err
	})
	return files, err
}

// indexed returns what the index of the policy directory says; nil if it has none of these very files.
func (t *texts) indexed() (*index, error) {
	text, err := textOf(t.policies, IndexFile)
	if err != nil {
		return nil, err
	}
	sealed, isOfFiles := strings.CutPrefix(text, t.digest)
	if !isOfFiles {
		return nil, nil
	}
	known := &index{}
	if err := compact.Open(sealed, indexVersion, func(r *compact.Reader) { known.visit(&indexReader{Reader: r}) }); err != nil {
		return nil, nil // which costs no more than time
	}
	return known, nil
}

// readAll reads what stands above the rules of every file.
func (t *texts) readAll() ([]*source, error) {
	sources := make([]*source, len(t.files))
	return sources, inParallel(len(t.files), func(i int) (err error) {
		sources[i], err = t.read(t.files[i])
		return err
	})
}

// Index returns the text of the index of a policy directory: the digest of the files, and what Load finds out about them.
func Index(policies fs.FS) ([]byte, error) {
	texts, err := readTexts(policies)
	if err != nil {
		return nil, fmt.Errorf("reading policies: %w", err)
	}
	p, err := load(texts)
	if err != nil {
		return nil, err
	}
	known := &index{controls: p.controls}
	for _, file := range texts.files {
		for _, s := range p.libraries {
			if s.File == file {
				known.libraries = append(known.libraries, head{File: s.File, Package: s.Package})
			}
		}
	}
	w := &indexWriter{known: map[string]int{}, lists: map[string]int{}}
	known.visit(w)
	return append([]byte(texts.digest), w.Sealed(indexVersion)...), nil
}
