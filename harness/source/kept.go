package source

import (
	"bytes"
	"compress/flate"
	"fmt"
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
	chunks []keptChunk // each but the last one is full
	size   int
	err    error // that ended it
	packer *flate.Writer
}

// keptChunk is a part of a text: as it is, or packed.
type keptChunk struct{ text, packed []byte }

const (
	// chunkSize is the size of the parts in which a text is kept.
	chunkSize = 256 << 10
	// unpacked is how much of a text is kept as it is. Manifests take a tenth of their size when they are packed, and
	// what may contain Secrets is not written to a disk.
	unpacked = 16 << 20
)

// keptReader reads it from the beginning, and the source itself where that ends.
type keptReader struct {
	kept *kept
	file io.ReadCloser
	read int

	text []byte // of the packed chunk that is being read
	at   int    // that chunk
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
		text, err := r.chunk(r.read / chunkSize)
		if err != nil {
			return 0, err
		}
		n = copy(p, text[r.read%chunkSize:])
	}
	r.read += n
	if n == 0 && len(p) > 0 {
		return 0, k.err
	}
	return n, nil
}

// chunk returns the text of a chunk.
func (r *keptReader) chunk(at int) ([]byte, error) {
	c := r.kept.chunks[at]
	if c.packed == nil {
		return c.text, nil
	}
	if r.text == nil || r.at != at {
		text := make([]byte, chunkSize)
		if _, err := io.ReadFull(flate.NewReader(bytes.NewReader(c.packed)), text); err != nil {
			return nil, fmt.Errorf("unpacking what was read: %w", err)
		}
		r.text, r.at = text, at
	}
	return r.text, nil
}

// more reads on, as much as one chunk holds.
func (k *kept) more(file io.ReadCloser) {
	last := k.size / chunkSize
	if last == len(k.chunks) {
		if k.size > unpacked {
			k.pack(&k.chunks[last-1])
		}
		k.chunks = append(k.chunks, keptChunk{text: make([]byte, 0, chunkSize)})
	}
	text := k.chunks[last].text
	n, err := file.Read(text[len(text):chunkSize])
	k.chunks[last].text = text[:len(text)+n]
	k.size += n
	if err != nil {
		k.err = err
		file.Close() //nolint:errcheck // nothing was written
	}
}

// pack packs a chunk, which stays as it is if that fails or does not make it smaller.
func (k *kept) pack(c *keptChunk) {
	var packed bytes.Buffer
	if k.packer == nil {
		k.packer, _ = flate.NewWriter(nil, flate.BestSpeed) // fails only for a level that does not exist
	}
	k.packer.Reset(&packed)
	_, err := k.packer.Write(c.text)
	if err == nil {
		err = k.packer.Close()
	}
	if err == nil && packed.Len() < len(c.text) {
		c.text, c.packed = nil, bytes.Clone(packed.Bytes())
	}
}

func (r *keptReader) Close() error { return nil }
