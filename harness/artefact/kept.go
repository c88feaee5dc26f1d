package artefact

import (
	"io"
	"sync"
)

// Kept gives a source that can be opened as often as one likes, by several readers at a time. What can
// be read only once stays in memory as it is read; nothing is read before somebody asks for it.
func (s *Source) Kept() *Source {
	if !s.Once {
		return s
	}
	k := &kept{open: sync.OnceValues(s.Open)}
	return &Source{Name: s.Name, Open: func() (io.ReadCloser, error) {
		file, err := k.open()
		if err != nil {
			return nil, err
		}
		return &keptReader{kept: k, file: file}, nil
	}}
}

// kept is what has been read of a source so far.
type kept struct {
	open func() (io.ReadCloser, error)

	mu   sync.Mutex
	text []byte
	err  error // that ended it
}

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
	if r.read == len(k.text) && k.err == nil {
		k.more(r.file, p)
	}
	n := copy(p, k.text[r.read:])
	r.read += n
	if n == 0 && len(p) > 0 {
		return 0, k.err
	}
	return n, nil
}

// more reads on, as much as the buffer holds.
func (k *kept) more(file io.ReadCloser, buffer []byte) {
	n, err := file.Read(buffer)
	k.text = append(k.text, buffer[:n]...)
	if err != nil {
		k.err = err
		file.Close() //nolint:errcheck // nothing was written
	}
}

func (r *keptReader) Close() error { return nil }
