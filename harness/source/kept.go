package source

import (
	"io"
	"iter"
	"sync"

	"github.com/guiderail/guiderail/harness/artefact"
)

// Keep returns a source that can be read repeatedly and concurrently. A source that can be read only once is kept
// in memory as it is read, on first use.
func Keep(s Source) Source {
	if s.IsReplayable() {
		return s
	}
	f, ok := s.(*File)
	if !ok {
		return &keptDocuments{Source: s}
	}
	k := &kept{open: sync.OnceValues(f.Open)}
	return &File{Path: f.Path, Met: f.Met, IsStream: f.IsStream, Open: func() (io.ReadCloser, error) {
		file, err := k.open()
		if err != nil {
			return nil, err
		}
		return &keptReader{kept: k, file: file}, nil
	}}
}

// keptDocuments keeps what a source gives that is no file. The first who asks has it read to its end.
type keptDocuments struct {
	Source

	once  sync.Once
	steps []Step
}

func (k *keptDocuments) IsReplayable() bool { return true }

func (k *keptDocuments) Documents(limits Limits) iter.Seq2[*Document, *artefact.Error] {
	return func(yield func(*Document, *artefact.Error) bool) {
		k.once.Do(func() {
			for document, err := range k.Source.Documents(limits) {
				k.steps = append(k.steps, Step{Document: document, Error: err})
			}
		})
		for _, s := range k.steps {
			if !yield(s.Document, s.Error) {
				return
			}
		}
	}
}

// kept is what has been read of a source so far.
type kept struct {
	open func() (io.ReadCloser, error)

	mu     sync.Mutex
	chunks [][]byte // each but the last one is full; none moves while the text grows
	size   int
	err    error // that ended it
}

// keptChunk is the size of the parts in which it is kept.
const keptChunk = 256 << 10

// keptReader reads it from the beginning, and the source itself where that ends.
type keptReader struct {
	kept *kept
	file io.ReadCloser
	read int
}

func (r *keptReader) Read(p []byte) (int, error) {
	k := r.kept
	k.mu.Lock()
	defer k.mu.Unlock()
	if r.read == k.size && k.err == nil {
		k.more(r.file)
	}
	n := 0
	if r.read < k.size {
		n = copy(p, k.chunks[r.read/keptChunk][r.read%keptChunk:])
	}
	r.read += n
	if n == 0 && len(p) > 0 {
		return 0, k.err
	}
	return n, nil
}

// more reads on, as much as one chunk holds.
func (k *kept) more(file io.ReadCloser) {
	last := k.size / keptChunk
	if last == len(k.chunks) {
		k.chunks = append(k.chunks, make([]byte, 0, keptChunk))
	}
	chunk := k.chunks[last]
	n, err := file.Read(chunk[len(chunk):keptChunk])
	k.chunks[last] = chunk[:len(chunk)+n]
	k.size += n
	if err != nil {
		k.err = err
		file.Close() //nolint:errcheck // nothing was written
	}
}

func (r *keptReader) Close() error { return nil }
