//go:build unix

package fix

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"github.com/guiderail/guiderail/internal/oserror"
)

// hasOtherNames reports whether a file has several names.
func hasOtherNames(info fs.FileInfo) bool {
	of, ok := info.Sys().(*syscall.Stat_t)
	return ok && of.Nlink > 1
}

// giveTo gives a file to the owner of another one.
func giveTo(file *os.File, info fs.FileInfo) error {
	own, err := file.Stat()
	if err != nil {
		return err
	}
	is, ok := own.Sys().(*syscall.Stat_t)
	of, isKnown := info.Sys().(*syscall.Stat_t)
	if !ok || !isKnown || is.Uid == of.Uid && is.Gid == of.Gid {
		return nil
	}
	if err := file.Chown(int(of.Uid), int(of.Gid)); err != nil {
		return fmt.Errorf("keeping its owner and group: %w", oserror.WithoutPath(err))
	}
	return nil
}
