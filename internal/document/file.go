package document

import (
	"fmt"
	"io"
	"os"

	"github.com/guiderail/guiderail/internal/oserror"
)

// MaxFile bounds the size of a file that is written for Guiderail itself, in bytes.
const MaxFile = 4 << 20

// ReadFile reads a file of the machine, unless it is larger than MaxFile, as a device without an end is.
func ReadFile(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, oserror.WithoutPath(err))
	}
	defer file.Close() //nolint:errcheck // nothing was written
	text, err := io.ReadAll(io.LimitReader(file, MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, oserror.WithoutPath(err))
	}
	if len(text) > MaxFile {
		return nil, fmt.Errorf("reading %s: it is larger than %d MiB", name, MaxFile>>20)
	}
	return text, nil
}
