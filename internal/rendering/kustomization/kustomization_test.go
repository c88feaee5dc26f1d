package kustomization_test

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/guiderail/guiderail/harness/render"
	"github.com/guiderail/guiderail/internal/rendering/kustomization"
)

// unpack writes the files of an archive to a new folder, and goes there.
func unpack(t *testing.T, archive string) string {
	t.Helper()
	folder, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range txtar.Parse([]byte(archive)).Files {
		path := filepath.Join(folder, file.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, file.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(folder)
	return folder
}

// renderDirectory renders the kustomization of a directory. Errors and notices are as a user reads them.
func renderDirectory(directory, root string) (text *render.Text, said []string) {
	kustomization.Render(&render.Request{Directory: directory, Root: root}, func(part render.Part) bool {
		switch {
		case part.Text != nil:
			text = part.Text
		case part.Error != nil:
			said = append(said, "error: "+part.Error.Error())
		case part.Notice != nil:
			said = append(said, "notice: "+part.Notice.Position.String()+": "+part.Notice.Message)
		}
		return true
	})
	return text, said
}
