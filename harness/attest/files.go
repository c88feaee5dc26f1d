package attest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/oserror"
)

// maxEvidence bounds the size of evidence, in bytes.
const maxEvidence = 256 << 20

// Files reads files that attestations rest on, each once. It is safe for concurrent use.
type Files struct {
	mu   sync.Mutex
	seen map[string]*File
}

// File is what is known of a file.
type File struct {
	// Digest is that of its text; "" where it cannot be read, for which Err is the reason.
	Digest string
	Err    error

	isEmpty bool
	report  *Report
	// unread says why a report cannot be read whole.
	unread error

	once sync.Once
}

// Look returns what is known of a file.
func (f *Files) Look(name string) *File {
	name = filepath.Clean(name)
	f.mu.Lock()
	if f.seen == nil {
		f.seen = map[string]*File{}
	}
	file := f.seen[name]
	if file == nil {
		file = &File{}
		f.seen[name] = file
	}
	f.mu.Unlock()
	file.once.Do(func() {
		text, err := readFile(name, maxEvidence)
		if err != nil {
			file.Err = err
			return
		}
		file.Digest, file.isEmpty = Digest(text), isBlank(text)
		file.report, file.unread = readReport(text)
	})
	return file
}

// Digest returns the digest of a file of any size. One that was looked at is not read again.
func (f *Files) Digest(name string) (string, error) {
	f.mu.Lock()
	looked := f.seen[filepath.Clean(name)]
	f.mu.Unlock()
	if looked != nil && looked.Digest != "" {
		return looked.Digest, nil
	}
	file, err := open(name)
	if err != nil {
		return "", err
	}
	defer file.Close() //nolint:errcheck // nothing was written
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", oserror.WithoutPath(err)
	}
	return digestText(sum.Sum(nil)), nil
}

// isBlank reports whether a text has nothing to read.
func isBlank(text []byte) bool {
	if read, err := source.UTF8(text); err == nil {
		text = read
	}
	return len(bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff")))) == 0
}

type filesKey struct{}

// ReadOnce returns a context for a run: whoever asks for its Files reads each file once. One that has some already stays.
func ReadOnce(ctx context.Context) context.Context {
	if ctx.Value(filesKey{}) != nil {
		return ctx
	}
	return context.WithValue(ctx, filesKey{}, &Files{})
}

// FilesOf returns the files of a run.
func FilesOf(ctx context.Context) *Files {
	if files, ok := ctx.Value(filesKey{}).(*Files); ok {
		return files
	}
	return &Files{}
}

// open opens a file. What is no file, such as a pipe, is not waited for.
func open(name string) (*os.File, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, oserror.WithoutPath(err)
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a regular file")
	}
	file, err := os.Open(name)
	return file, oserror.WithoutPath(err)
}

func readFile(name string, size int64) ([]byte, error) {
	file, err := open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // nothing was written
	text, err := io.ReadAll(io.LimitReader(file, size+1))
	if err != nil {
		return nil, oserror.WithoutPath(err)
	}
	if int64(len(text)) > size {
		return nil, fmt.Errorf("it is larger than %d MiB", size>>20)
	}
	return text, nil
}
