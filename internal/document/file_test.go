package document_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/internal/document"
)

func TestReadFile(t *testing.T) {
	folder := t.TempDir()
	write := func(name string, size int) string {
		name = filepath.Join(folder, name)
		if err := os.WriteFile(name, []byte(strings.Repeat("x", size)), 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	fits, large := write("fits", document.MaxFile), write("large", document.MaxFile+1)
	missing := filepath.Join(folder, "missing")
	device := filepath.Join(folder, "device.yaml")
	if err := os.Symlink("/dev/zero", device); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		fits:    "",
		large:   "reading " + large + ": it is larger than 4 MiB",
		device:  "reading " + device + ": it is larger than 4 MiB",
		missing: "reading " + missing + ": no such file or directory",
	} {
		text, err := document.ReadFile(name)
		if want == "" && (err != nil || len(text) != document.MaxFile) {
			t.Errorf("%s: got %d bytes, %v", name, len(text), err)
		} else if want != "" && (err == nil || err.Error() != want) {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
}

// TestLargeFile reads a file of the size that ReadFile takes: no API server has to accept it.
func TestLargeFile(t *testing.T) {
	const head, tail = "apiVersion: v1\nkind: Thing\ntext: '", "'\n"
	text := head + strings.Repeat("x", document.MaxFile-len(head+tail)) + tail
	if _, err := document.Read("a.yaml", []byte(text), []byte(`{}`), "thing"); err != nil {
		t.Error(err)
	}
}
