package bundle

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode"
)

// What a bundle may take, in bytes. The policies that come with guiderail take a hundredth.
const (
	maxPacked   = 16 << 20
	maxUnpacked = 64 << 20
)

// gzipHeader is how OPA's archives begin: no time, no name, no system. Nothing signs this header and no
// checksum covers it, so that it is taken as it is or not at all.
const gzipHeader = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

// unpack reads a whole archive, bounded, and returns its bytes and its files. The paths are those below the
// archive's root, which OPA spells with a slash in front.
func unpack(r io.Reader) (archive []byte, files []File, err error) {
	if archive, err = readBounded(r); err != nil {
		return nil, nil, err
	}
	if !bytes.HasPrefix(archive, []byte(gzipHeader[:3])) {
		return nil, nil, fmt.Errorf("%w: not a gzip archive", ErrMalformed)
	}
	if !bytes.HasPrefix(archive, []byte(gzipHeader)) {
		return nil, nil, fmt.Errorf("%w: unexpected gzip header", ErrMalformed)
	}
	packed := bytes.NewReader(archive)
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		return nil, nil, damaged(err)
	}
	unpacked.Multistream(false)
	limited := &io.LimitedReader{R: unpacked, N: maxUnpacked + 1}
	files, err = untar(limited)
	if limited.N <= 0 {
		return nil, nil, tooLarge()
	}
	if err != nil {
		return nil, nil, err
	}
	if packed.Len() > 0 {
		return nil, nil, fmt.Errorf("%w: %d bytes follow the end of the archive", ErrMalformed, packed.Len())
	}
	return archive, files, nil
}

func untar(r io.Reader) ([]File, error) {
	var files []File
	var size int64
	seen := map[string]bool{}
	reader := tar.NewReader(r)
	for {
		header, err := reader.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, damaged(err)
		}
		if header.Typeflag != tar.TypeReg {
			return nil, fmt.Errorf("%w: %q is not a regular file (type %q)", ErrMalformed, header.Name, header.Typeflag)
		}
		name := strings.TrimPrefix(header.Name, "/")
		if name == "." || !fs.ValidPath(name) || strings.ContainsFunc(name, func(r rune) bool { return r == '\\' || unicode.IsControl(r) }) {
			return nil, fmt.Errorf("%w: %q is not a clean path below the bundle's root", ErrMalformed, header.Name)
		}
		if seen[name] {
			return nil, fmt.Errorf("%w: it holds %s twice", ErrMalformed, name)
		}
		seen[name] = true
		// A sparse file has a size that its bytes in the archive do not tell.
		if size += header.Size; header.Size > maxUnpacked || size > maxUnpacked {
			return nil, tooLarge()
		}
		text, err := io.ReadAll(reader)
		if err != nil {
			return nil, damaged(err)
		}
		files = append(files, File{name, text})
	}
	// The checksum stands at the very end, behind what fills the archive up.
	rest, err := io.ReadAll(r)
	if err != nil {
		return nil, damaged(err)
	}
	if len(bytes.Trim(rest, "\x00")) > 0 {
		return nil, fmt.Errorf("%w: unexpected data after the end of the archive", ErrMalformed)
	}
	return files, nil
}

func tooLarge() error {
	return fmt.Errorf("%w: it unpacks to more than %d MiB", ErrMalformed, maxUnpacked>>20)
}

func damaged(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: the archive is truncated", ErrMalformed)
	}
	return fmt.Errorf("%w: the archive is damaged: %w", ErrMalformed, err)
}
