package kustomization_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

const object = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: very-secret\n"

// TestLinks tests that links that lead out of the root are not followed, whatever names them.
func TestLinks(t *testing.T) {
	outside := t.TempDir()
	for name, text := range map[string]string{
		"object.yaml":             object,
		"env":                     "a=very-secret\n",
		"base/kustomization.yaml": "resources: [object.yaml]\n",
		"base/object.yaml":        object,
	} {
		path := filepath.Join(outside, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct{ kustomization, want string }{
		"resource":       {"resources: [file.yaml]", "app/kustomization.yaml:1:13: resource file.yaml: is outside the repository or the checked directory, and is not read; correct the path"},
		"base":           {"resources: [base]", "app/kustomization.yaml:1:13: resource base: is outside the repository or the checked directory, and is not read; correct the path"},
		"file in a base": {"resources: [base/object.yaml]", "app/kustomization.yaml:1:13: resource base/object.yaml: is outside the repository or the checked directory, and is not read; correct the path"},
		"component":      {"components: [base]", "app/kustomization.yaml:1:14: component base: is outside the repository or the checked directory, and is not read; correct the path"},
		"patch":          {"patches: [{path: file.yaml}]", "app/kustomization.yaml:1:18: file.yaml: is outside the repository or the checked directory, and is not read; correct the path"},
		"file":           {"configMapGenerator: [{name: a, files: [file.yaml]}]", "app/kustomization.yaml:1:40: file.yaml: is outside the repository or the checked directory, and is not read; correct the path"},
		"env":            {"secretGenerator: [{name: a, envs: [env]}]", "app/kustomization.yaml:1:36: env: is outside the repository or the checked directory, and is not read; correct the path"},
		"loop":           {"resources: [loop.yaml]", "app/kustomization.yaml:1:13: resource loop.yaml: too many links; correct the path"},
		"pipe":           {"resources: [pipe.yaml]", "app/pipe.yaml: is no regular file, and is not read"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := unpack(t, "-- app/kustomization.yaml --\n"+c.kustomization+"\n")
			for link, to := range map[string]string{
				"file.yaml": filepath.Join(outside, "object.yaml"), "base": filepath.Join(outside, "base"),
				"env": filepath.Join(outside, "env"), "loop.yaml": "loop.yaml",
			} {
				if err := os.Symlink(to, filepath.Join("app", link)); err != nil {
					t.Fatal(err)
				}
			}
			if err := syscall.Mkfifo("app/pipe.yaml", 0o600); err != nil {
				t.Fatal(err)
			}
			text, said := renderDirectory("app", folder)
			if got := strings.Join(said, "\n"); text != nil || got != "error: "+c.want {
				t.Errorf("got  %s\nwant error: %s\nand rendered %v", got, c.want, text)
			}
		})
	}
	t.Run("kustomization", func(t *testing.T) {
		folder := unpack(t, "-- app/x --\n")
		if err := os.Symlink(filepath.Join(outside, "base/kustomization.yaml"), "app/kustomization.yaml"); err != nil {
			t.Fatal(err)
		}
		text, said := renderDirectory("app", folder)
		if got, want := strings.Join(said, "\n"), "error: app/kustomization.yaml: is outside the repository or the checked directory, and is not read"; text != nil || got != want {
			t.Errorf("got %s, want %s, and rendered %v", got, want, text)
		}
	})
	t.Run("link inside", func(t *testing.T) {
		folder := unpack(t, "-- app/kustomization.yaml --\nresources: [link/object.yaml, other]\n-- files/object.yaml --\n"+object+"-- elsewhere/kustomization.yaml --\nnamePrefix: a-\nresources: [object.yaml]\n-- elsewhere/object.yaml --\n"+object)
		for link, to := range map[string]string{"link": "../files", "other": "../elsewhere"} {
			if err := os.Symlink(to, filepath.Join("app", link)); err != nil {
				t.Fatal(err)
			}
		}
		text, said := renderDirectory("app", folder)
		if text == nil || len(said) > 0 {
			t.Fatalf("rendered to nothing, with %q", said)
		}
		for what, want := range map[string]string{
			"ConfigMap very-secret":                  "app/link/object.yaml:1:1",
			"ConfigMap a-very-secret":                "elsewhere/object.yaml:1:1",
			"ConfigMap a-very-secret /metadata/name": "elsewhere/kustomization.yaml:1:13",
		} {
			if got := where(t, text, what); got != want {
				t.Errorf("%s: got %s, want %s", what, got, want)
			}
		}
	})
}

// TestGit tests that the directory in which git keeps tokens is closed, though it is in the repository.
func TestGit(t *testing.T) {
	root := unpack(t, "-- .git/config --\ntoken = ghp\n-- k/kustomization.yaml --\nconfigMapGenerator: [{name: c, files: [config]}]\n")
	if err := os.Symlink("../.git/config", filepath.Join(root, "k", "config")); err != nil {
		t.Skip(err)
	}
	if text, said := renderDirectory("k", root); text != nil || len(said) == 0 {
		t.Errorf("rendered to %v, with %q", text, said)
	}
}

// TestNoRoot tests that only the directory itself is read if no root is given.
func TestNoRoot(t *testing.T) {
	unpack(t, "-- app/kustomization.yaml --\nresources: [../object.yaml]\n-- object.yaml --\n"+object)
	text, said := renderDirectory("app", "")
	want := "error: app/kustomization.yaml:1:13: resource ../object.yaml: is outside the repository or the checked directory, and is not read; correct the path"
	if got := strings.Join(said, "\n"); text != nil || got != want {
		t.Errorf("got %s, want %s, and rendered %v", got, want, text)
	}
}

// TestRemote tests that no address is asked, neither by HTTP nor by git, even where the process could.
func TestRemote(t *testing.T) {
	var requests atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests.Add(1) }))
	defer server.Close()
	archive, err := os.ReadFile("testdata/errors/remote-resources.txtar")
	if err != nil {
		t.Fatal(err)
	}
	folder := unpack(t, strings.NewReplacer("https://user:very-secret@example.org", server.URL, "https://example.org", server.URL).Replace(string(archive)))
	text, said := renderDirectory("app", folder)
	if text == nil || len(said) != 18 {
		t.Errorf("rendered to %v, with %q", text, said)
	}
	if n := requests.Load(); n > 0 {
		t.Errorf("%d requests", n)
	}
}

// TestNothingWritten tests that rendering leaves the files as they are, and starts no program.
func TestNothingWritten(t *testing.T) {
	archive, err := os.ReadFile("testdata/errors/plugins.txtar")
	if err != nil {
		t.Fatal(err)
	}
	folder := unpack(t, string(archive)+"-- app/run --\n#!/bin/sh\ntouch ran\n")
	if err := os.Chmod("app/run", 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", filepath.Join(folder, "temporary"))
	before := list(t, folder)
	renderDirectory("app", folder)
	if after := list(t, folder); after != before {
		t.Errorf("got %s, want %s", after, before)
	}
}

// list returns the files in a folder.
func list(t *testing.T, folder string) string {
	t.Helper()
	var all []string
	err := filepath.Walk(folder, func(path string, info os.FileInfo, err error) error {
		if err == nil {
			all = append(all, path+" "+info.ModTime().String())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, "\n")
}
