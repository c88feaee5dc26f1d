package fix

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/guiderail/guiderail/internal/oserror"
)

// Write writes the files that change, each whole or not at all. It writes none of them if one cannot be written: one that is
// read-only or a link, that is not what was read any more, or for which there is no room. It returns the names of those that
// were written.
func (p *Plan) Write() (written []string, err error) {
	var errs []error
	for i := range p.Changes {
		if _, err := p.Changes[i].check(); err != nil {
			errs = append(errs, err)
		}
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	var parts []string // beside the files whose places they take
	defer func() {
		for _, part := range parts {
			err = errors.Join(err, os.Remove(part))
		}
	}()
	for i := range p.Changes {
		part, err := p.Changes[i].prepare()
		if part != "" {
			parts = append(parts, part)
		}
		if err != nil {
			return nil, err
		}
	}
	for i := range p.Changes {
		c := &p.Changes[i]
		if _, err := c.check(); err != nil {
			return written, err
		}
		if err := os.Rename(parts[0], c.Name); err != nil {
			return written, fmt.Errorf("changing %s: %w", c.Name, oserror.WithoutPath(err))
		}
		parts, written = parts[1:], append(written, c.Name)
	}
	return written, nil
}

// check reports why a file cannot be replaced.
func (c *Change) check() (fs.FileInfo, error) {
	info, err := os.Lstat(c.Name)
	switch {
	case err != nil:
		return nil, fmt.Errorf("changing %s: %w", c.Name, oserror.WithoutPath(err))
	case info.Mode()&fs.ModeSymlink != 0:
		to, _ := os.Readlink(c.Name)
		return nil, fmt.Errorf("changing %s: it is a symbolic link to %s; pass that file instead", c.Name, to)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("changing %s: it is no regular file", c.Name)
	case info.Mode().Perm()&0o200 == 0:
		return nil, fmt.Errorf("changing %s: it is read-only; allow its owner to write it (chmod u+w)", c.Name)
	case hasOtherNames(info):
		return nil, fmt.Errorf("changing %s: it has other names (hard links), which would keep the old text; copy it to a file of its own", c.Name)
	}
	text, err := os.ReadFile(c.Name)
	switch {
	case err != nil:
		return nil, fmt.Errorf("changing %s: %w", c.Name, oserror.WithoutPath(err))
	case !bytes.Equal(text, c.Old):
		return nil, fmt.Errorf("changing %s: it was changed meanwhile; run the command again", c.Name)
	}
	return info, nil
}

// prepare writes the new text to a file beside the one that it is for, with its mode and owner. It returns the name of what
// was made, also with an error.
func (c *Change) prepare() (string, error) {
	info, err := c.check()
	if err != nil {
		return "", err
	}
	part, err := os.CreateTemp(filepath.Dir(c.Name), "."+filepath.Base(c.Name)+".*.part")
	if err != nil {
		return "", fmt.Errorf("changing %s: making a file beside it: %w", c.Name, oserror.WithoutPath(err))
	}
	_, err = part.Write(c.New)
	if err == nil {
		err = giveTo(part, info) // before the mode, which it may change
	}
	if err = errors.Join(err, part.Chmod(info.Mode()), part.Sync(), part.Close()); err != nil {
		return part.Name(), fmt.Errorf("changing %s: writing a file beside it: %w", c.Name, oserror.WithoutPath(err))
	}
	return part.Name(), nil
}
