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
// read-only or a link, or that is not what was read any more. It returns the names of those that were written.
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
	for i := range p.Changes {
		if err := p.Changes[i].write(); err != nil {
			return written, err
		}
		written = append(written, p.Changes[i].Name)
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

// write replaces the file by one that has its mode.
func (c *Change) write() (err error) {
	info, err := c.check()
	if err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(c.Name), "."+filepath.Base(c.Name)+".*.part")
	if err != nil {
		return fmt.Errorf("changing %s: %w", c.Name, oserror.WithoutPath(err))
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("changing %s: %w", c.Name, oserror.WithoutPath(errors.Join(err, os.Remove(part.Name()))))
		}
	}()
	_, err = part.Write(c.New)
	if err = errors.Join(err, part.Chmod(info.Mode().Perm()), part.Sync(), part.Close()); err != nil {
		return err
	}
	return os.Rename(part.Name(), c.Name)
}
