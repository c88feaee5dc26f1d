package rego

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	jsonv2 "github.com/go-json-experiment/json" // reads the index in half the time
)

// IndexFile is an optional index of a policy directory, which saves Load from parsing the files. Load ignores an
// index that does not match the files.
const IndexFile = "index.json"

type index struct {
	// Digest is the SHA-256 of the names and texts of the files.
	Digest string `json:"digest"`
	Heads  []head `json:"heads"`
}

// texts are the texts of policy files. Those that are embedded are read again when they are wanted, which for most is
// never; those of a directory are kept, since they may change.
type texts struct {
	policies fs.FS
	files    []string
	kept     map[string][]byte // nil where they are not
	digest   string
}

func readTexts(policies fs.FS) (*texts, error) {
	files, err := moduleFiles(policies)
	if err != nil {
		return nil, err
	}
	t := &texts{policies: policies, files: files}
	if _, isEmbedded := policies.(embed.FS); !isEmbedded {
		t.kept = map[string][]byte{}
	}
	hash := sha256.New()
	var buffer bytes.Buffer
	for _, file := range files {
		opened, err := policies.Open(file)
		if err != nil {
			return nil, err
		}
		buffer.Reset()
		_, err = buffer.ReadFrom(opened)
		if err = errors.Join(err, opened.Close()); err != nil {
			return nil, err
		}
		fmt.Fprintf(hash, "%s %d\n", file, buffer.Len())
		hash.Write(buffer.Bytes())
		if t.kept != nil {
			t.kept[file] = bytes.Clone(buffer.Bytes())
		}
	}
	t.digest = hex.EncodeToString(hash.Sum(nil))
	return t, nil
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

// indexed returns the sources of files, by the index of the policy directory where it has one of these very files.
func (t *texts) indexed() ([]*source, error) {
	sources := make([]*source, len(t.files))
	text, err := fs.ReadFile(t.policies, IndexFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var known index
	if err == nil && jsonv2.Unmarshal(text, &known) == nil && known.Digest == t.digest && len(known.Heads) == len(t.files) {
		for i, h := range known.Heads {
			sources[i] = t.source(h)
		}
		return sources, nil
	}
	return sources, inParallel(len(t.files), func(i int) (err error) {
		sources[i], err = t.read(t.files[i])
		return err
	})
}

// Index returns the text of the index of a policy directory.
func Index(policies fs.FS) ([]byte, error) {
	texts, err := readTexts(policies)
	if err != nil {
		return nil, fmt.Errorf("reading policies: %w", err)
	}
	heads := make([]head, len(texts.files))
	for i, file := range texts.files {
		s, err := texts.read(file)
		if err != nil {
			return nil, fmt.Errorf("reading policies: %w", err)
		}
		if s.Reads, err = s.reads(); err != nil {
			return nil, fmt.Errorf("reading policies: %w", err)
		}
		s.AreReadsKnown = true
		heads[i] = s.head
	}
	return json.Marshal(index{texts.digest, heads})
}
