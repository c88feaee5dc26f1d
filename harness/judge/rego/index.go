package rego

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// IndexFile is an optional index of a policy directory, which saves Load from parsing the files. Load ignores an
// index that does not match the files.
const IndexFile = "index.json"

type index struct {
	// Digest is the SHA-256 of the names and texts of the files.
	Digest string `json:"digest"`
	Heads  []head `json:"heads"`
}

func digest(files []string, texts [][]byte) string {
	hash := sha256.New()
	for i, file := range files {
		fmt.Fprintf(hash, "%s %d\n", file, len(texts[i]))
		hash.Write(texts[i])
	}
	return hex.EncodeToString(hash.Sum(nil))
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
func indexed(policies fs.FS, files []string, texts [][]byte, digest string) ([]*source, error) {
	sources := make([]*source, len(files))
	text, err := fs.ReadFile(policies, IndexFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var known index
	if err == nil && json.Unmarshal(text, &known) == nil && known.Digest == digest && len(known.Heads) == len(files) {
		for i, h := range known.Heads {
			sources[i] = newSource(h, texts[i])
		}
		return sources, nil
	}
	return sources, inParallel(len(files), func(i int) (err error) {
		sources[i], err = readSource(files[i], texts[i])
		return err
	})
}

// Index returns the text of the index of a policy directory.
func Index(policies fs.FS) ([]byte, error) {
	files, err := moduleFiles(policies)
	if err != nil {
		return nil, fmt.Errorf("reading policies: %w", err)
	}
	texts, heads := make([][]byte, len(files)), make([]head, len(files))
	for i, file := range files {
		if texts[i], err = fs.ReadFile(policies, file); err != nil {
			return nil, fmt.Errorf("reading policies: %w", err)
		}
		s, err := readSource(file, texts[i])
		if err != nil {
			return nil, fmt.Errorf("reading policies: %w", err)
		}
		if s.Reads, err = s.reads(); err != nil {
			return nil, fmt.Errorf("reading policies: %w", err)
		}
		s.AreReadsKnown = true
		heads[i] = s.head
	}
	return json.Marshal(index{digest(files, texts), heads})
}
