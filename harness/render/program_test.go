package render_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/harness/render"
)

// TestProgram has scripts take the place of the program.
func TestProgram(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	const text, end = `{"text":{"file":"a.yaml","text":"YTogMQo=","places":{}}}`, `{"end":{}}`
	tests := map[string]struct {
		script string
		texts  int
		want   string
	}{
		"whole":                 {"echo '" + text + "'; echo '" + end + "'", 1, ""},
		"whole, then an error":  {"echo '" + end + "'; exit 3", 0, ""},
		"nothing":               {"exit 0", 0, "reading from guiderail-render: unexpected EOF"},
		"dies":                  {"echo '" + text + "'; exit 3", 1, "guiderail-render ended early: exit status 3"},
		"is killed":             {"kill -9 $$", 0, "guiderail-render ended early: signal: killed"},
		"says why":              {"echo 'guiderail-render: something is wrong' >&2; echo more >&2; exit 1", 0, "guiderail-render ended early: something is wrong"},
		"says much":             {"while :; do echo 0123456789012345678901234567890123456789 >&2 || exit 1; done & /bin/sleep 0.2; kill $!; exit 1", 0, "guiderail-render ended early: 0123456789012345678901234567890123456789"},
		"out of memory":         {"exit 137", 0, "out of memory"},
		"runtime out of memory": {"echo 'fatal error: runtime: out of memory' >&2; exit 2", 0, "out of memory"},
		"stack overflow":        {"echo 'runtime: goroutine stack exceeds 1000000000-byte limit' >&2; exit 2", 0, "out of memory"},
		"garbage":               {"echo '" + text + "'; echo garbage; /bin/sleep 60", 1, "reading from guiderail-render: invalid character 'g' looking for beginning of value"},
		"half a line":           {"printf '{\"text\":{\"file\"'", 0, "reading from guiderail-render: unexpected EOF"},
		"another version":       {"echo 'guiderail-render: guiderail speaks version 1, and this program version 2; install both from one release' >&2; exit 1", 0, "guiderail-render ended early: guiderail speaks version 1, and this program version 2; install both from one release"},
		"environment":           {"echo \"$HOME$USER$SECRET\" >&2; exit 1", 0, "guiderail-render ended early: exit status 1"},
	}
	t.Setenv("SECRET", "hunter2")
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			program := render.Program{Path: script(t, test.script)}
			texts, start := 0, time.Now()
			err := program.Render(t.Context(), &render.Request{}, func(part render.Part) bool {
				if part.Text != nil {
					texts++
				}
				return true
			})
			if got := message(err); got != test.want || texts != test.texts {
				t.Errorf("got %q and %d texts, want %q and %d", got, texts, test.want, test.texts)
			}
			if time.Since(start) > 20*time.Second {
				t.Error("the program is not ended")
			}
		})
	}
}

func TestProgramIsEnded(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	program := render.Program{Path: script(t, "while :; do :; done")}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := program.Render(ctx, &render.Request{}, func(render.Part) bool { return true }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
	}
	program.Path = script(t, `while :; do echo '{"text":{"file":"a.yaml","text":"","places":{}}}' || exit 1; done`)
	count := 0
	if err := program.Render(t.Context(), &render.Request{}, func(render.Part) bool { count++; return count < 3 }); err != nil || count != 3 {
		t.Errorf("got %v after %d parts, want none after 3", err, count)
	}
}

func TestProgramIsNotThere(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	err := (&render.Program{Install: "install it"}).Render(t.Context(), &render.Request{}, nil)
	if want := "guiderail-render is not installed: it is neither beside guiderail nor in PATH; install it"; !errors.Is(err, render.ErrNotInstalled) || message(err) != want {
		t.Errorf("got %v, want %s", err, want)
	}
	err = (&render.Program{Path: filepath.Join(t.TempDir(), "none")}).Render(t.Context(), &render.Request{}, nil)
	if err == nil || !strings.HasPrefix(err.Error(), "starting ") {
		t.Errorf("got %v, want that it cannot be started", err)
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// script writes a program. It reads the request, as the real one does.
func script(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(file, []byte("#!/bin/sh\nread -r request\n"+text+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return file
}
