// Package shared finds what tests read of others and what is no part of the project: real manifests and the
// texts of the guides. Tests that need it are named TestShared…; what they protect is protected by data of our
// own as well, below testdata.
//
// It lies in the folder that GUIDERAIL_SHARED names, ../shared beside the repository by default. Where it is
// absent a test is skipped, unless GUIDERAIL_SHARED_REQUIRED is 1.
package shared

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Path returns the path of a file or folder of the shared data.
func Path(t testing.TB, name string) string {
	t.Helper()
	folder, err := folder()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, name)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("GUIDERAIL_SHARED_REQUIRED") == "1" {
			t.Fatalf("shared data is required (GUIDERAIL_SHARED_REQUIRED=1) and absent: %v", err)
		}
		t.Skipf("shared data is absent: %s (GUIDERAIL_SHARED names its folder)", path)
	}
	return path
}

// folder returns the folder of the shared data. A relative one is seen from the root of the repository.
func folder() (string, error) {
	name := os.Getenv("GUIDERAIL_SHARED")
	if name == "" {
		name = "../shared"
	}
	if filepath.IsAbs(name) {
		return name, nil
	}
	directory, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(directory, "go.mod")); err == nil {
			return filepath.Join(directory, name), nil
		} else if !errors.Is(err, fs.ErrNotExist) || directory == filepath.Dir(directory) {
			return "", err
		}
		directory = filepath.Dir(directory)
	}
}
