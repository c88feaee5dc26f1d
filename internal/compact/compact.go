// Package compact writes and reads what a program keeps in files of its own: numbers and texts one after another, with a
// version and a checksum before them. Texts are read without copying them.
package compact

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

// ErrFormat means that a file is damaged or of another version.
var ErrFormat = errors.New("the file is damaged, or of another version")

// Writer writes to Out.
type Writer struct{ Out []byte }

// Number writes a number.
func (w *Writer) Number(n int) { w.Out = binary.AppendVarint(w.Out, int64(n)) }

// Text writes a text.
func (w *Writer) Text(s string) {
	w.Number(len(s))
	w.Out = append(w.Out, s...)
}

// Flag writes a truth value.
func (w *Writer) Flag(is bool) {
	if is {
		w.Number(1)
	} else {
		w.Number(0)
	}
}

// Sealed returns what was written, with its version and checksum: damaged, it could be read as something else.
func (w *Writer) Sealed(version int) []byte {
	head := &Writer{}
	head.Number(version)
	head.Number(int(crc32.ChecksumIEEE(w.Out)))
	return append(head.Out, w.Out...)
}

// Reader reads Rest. It panics where that ends too early: see Open.
type Reader struct{ Rest string }

// Open has what Sealed returned read. All of it must be read.
func Open(sealed string, version int, read func(*Reader)) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("reading it: %w", ErrFormat)
		}
	}()
	r := &Reader{sealed}
	if r.Number() != version || r.Number() != int(crc32.ChecksumIEEE([]byte(r.Rest))) {
		return ErrFormat
	}
	read(r)
	if r.Rest != "" {
		return ErrFormat
	}
	return nil
}

// Number reads a number.
func (r *Reader) Number() int {
	var n uint64
	for shift := 0; ; shift += 7 {
		b := r.Rest[0]
		r.Rest = r.Rest[1:]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return int(int64(n>>1) ^ -int64(n&1))
		}
	}
}

// Text reads a text.
func (r *Reader) Text() string {
	n := r.Number()
	s := r.Rest[:n]
	r.Rest = r.Rest[n:]
	return s
}

// Flag reads a truth value.
func (r *Reader) Flag() bool { return r.Number() == 1 }
