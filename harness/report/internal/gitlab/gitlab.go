// Package gitlab has what the reports for GitLab share.
package gitlab

import (
	"fmt"
	"path"
	"path/filepath"
)

// Path returns a path as GitLab writes those of a repository: with slashes and without a dot at the beginning.
func Path(file string) string { return path.Clean(filepath.ToSlash(file)) }

// Unique makes fingerprints unique in a report. GitLab compares reports by fingerprint and keeps one finding of each,
// and an object that is in two files has two findings of one fingerprint.
type Unique struct{ seen map[string]int }

// Of returns the fingerprint, with a number from the second time on.
func (u *Unique) Of(fingerprint string) string {
	if u.seen == nil {
		u.seen = map[string]int{}
	}
	u.seen[fingerprint]++
	if n := u.seen[fingerprint]; n > 1 {
		return fmt.Sprintf("%s-%d", fingerprint, n)
	}
	return fingerprint
}
