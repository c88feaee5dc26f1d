package shared

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// outcome tells how a test ends that asks for a path: "skip", "fail", or with the path.
type outcome struct {
	testing.TB
	ended string
}

func (o *outcome) Helper()               {}
func (o *outcome) Skipf(string, ...any)  { o.ended = "skip"; runtime.Goexit() }
func (o *outcome) Fatalf(string, ...any) { o.ended = "fail"; runtime.Goexit() }
func (o *outcome) Fatal(...any)          { o.ended = "fail"; runtime.Goexit() }

func ask(name string) string {
	o := &outcome{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		o.ended = Path(o, name)
	}()
	<-done
	return o.ended
}

func TestPath(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "there"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GUIDERAIL_SHARED", folder)
	for required, absent := range map[string]string{"": "skip", "0": "skip", "1": "fail"} {
		t.Setenv("GUIDERAIL_SHARED_REQUIRED", required)
		if got, want := ask("there"), filepath.Join(folder, "there"); got != want {
			t.Errorf("required %q: got %s, want %s", required, got, want)
		}
		if got := ask("absent"); got != absent {
			t.Errorf("required %q: got %s, want %s", required, got, absent)
		}
	}
	t.Setenv("GUIDERAIL_SHARED", "internal/shared")
	want, err := filepath.Abs("shared.go")
	if err != nil {
		t.Fatal(err)
	}
	if got := ask("shared.go"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
