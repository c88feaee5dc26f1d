// Package oserror prepares errors of the operating system for messages that name the file themselves.
package oserror

import (
	"errors"
	"io/fs"
)

// WithoutPath leaves out the path that the operating system's errors repeat.
func WithoutPath(err error) error {
	var ofFile *fs.PathError
	if errors.As(err, &ofFile) {
		return ofFile.Err
	}
	return err
}
