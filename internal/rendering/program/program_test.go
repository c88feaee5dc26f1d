package program

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/harness/render"
)

// TestMain is the program itself if it is started by that name.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == render.Name {
		Main("")
		return
	}
	os.Exit(m.Run())
}

// self returns this program, to be started by the client.
func self(t *testing.T) *render.Program {
	t.Helper()
	running, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), render.Name)
	if err := os.Symlink(running, path); err != nil {
		t.Skip(err)
	}
	return &render.Program{Path: path}
}

// chartOf writes a chart with a template, and one that is good.
func chartOf(t *testing.T, template string, files ...string) string {
	t.Helper()
	directory := t.TempDir()
	files = append([]string{
		"Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n",
		"templates/a.yaml", template,
		"templates/good.yaml", "kind: Good\n",
	}, files...)
	for i := 0; i < len(files); i += 2 {
		file := filepath.Join(directory, files[i])
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return directory
}

// TestLimits has the client end what takes too much.
func TestLimits(t *testing.T) {
	tests := map[string]struct {
		template string
		want     error
	}{
		"a long text":          {`{{ repeat 1000000000 "xxxxxxxx" }}`, render.ErrOutOfMemory},
		"the longest text":     {`{{ repeat 1000000000000 "xxxxxxxx" }}`, render.ErrOutOfMemory},
		"a long list":          {`{{ range until 1000000000 }}x{{ end }}`, render.ErrOutOfMemory},
		"a text that doubles":  {`{{ $x := "xxxxxxxx" }}{{ range until 64 }}{{ $x = cat $x $x }}{{ end }}`, render.ErrOutOfMemory},
		"a tpl of itself":      {`{{ $t := "{{ tpl .T . }}" }}{{ tpl $t (dict "T" $t) }}`, render.ErrOutOfMemory},
		"a mapping in itself":  {`{{ $d := dict }}{{ $_ := set $d "d" $d }}{{ $d }}`, render.ErrOutOfMemory},
		"a loop":               {`{{ range 1000000000000 }}{{ end }}`, context.DeadlineExceeded},
		"many keys":            {`{{ range until 100000 }}{{ genPrivateKey "rsa" }}{{ end }}`, context.DeadlineExceeded},
		"many hashes of words": {`{{ range until 100000 }}{{ bcrypt "x" }}{{ end }}`, context.DeadlineExceeded},
	}
	started := self(t)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if errors.Is(test.want, render.ErrOutOfMemory) && runtime.GOOS != "linux" && strings.Contains(name, "text") {
				t.Skip("the system bounds no memory")
			}
			limit := 30 * time.Second
			if errors.Is(test.want, context.DeadlineExceeded) {
				limit = time.Second
			}
			ctx, cancel := context.WithTimeout(t.Context(), limit)
			defer cancel()
			request := render.Request{Kind: render.Chart, Directory: chartOf(t, test.template), Memory: 200 << 20, Output: 1 << 20}
			if err := started.Render(ctx, &request, func(render.Part) bool { return true }); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
}

// answer returns the parts of the answer of the program, one on each line.
func answer(t *testing.T, request render.Request) string {
	t.Helper()
	var b strings.Builder
	err := self(t).Render(t.Context(), &request, func(part render.Part) bool {
		switch {
		case part.Text != nil:
			fmt.Fprintf(&b, "%s: %s\n", filepath.Base(part.Text.File), bytes.TrimSpace(part.Text.Text))
		case part.Error != nil:
			fmt.Fprintf(&b, "error %v\n", part.Error)
		case part.Notice != nil:
			fmt.Fprintf(&b, "notice %s %s\n", part.Notice.File, part.Notice.Message)
		}
		return true
	})
	if err != nil {
		fmt.Fprintf(&b, "%v\n", err)
	}
	return strings.ReplaceAll(b.String(), request.Directory, "DIR")
}

func TestOutput(t *testing.T) {
	directory := chartOf(t, `a: {{ repeat 1000 "x" }}`)
	got := answer(t, render.Request{Kind: render.Chart, Directory: directory, Memory: 1 << 30, Output: 500})
	want := "error DIR: renders to more than 500 bytes; what follows is not judged; raise the limit source\n"
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestNetwork has a server that no request may reach.
func TestNetwork(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer server.Close()
	for _, reference := range []string{server.URL + "/schema.json", "file:///etc/hostname", "file:///etc/passwd#/a", "other.json"} {
		directory := chartOf(t, "kind: {{ getHostByName \"localhost\" | quote }}\n", "values.schema.json", `{"properties": {"a": {"$ref": "`+reference+`"}}}`, "values.yaml", "a: 1\n", "other.json", "{}")
		got := answer(t, render.Request{Kind: render.Chart, Directory: directory, Memory: 1 << 30, Output: 1 << 20})
		want := `notice DIR/values.schema.json is not a valid schema, or refers to other files, which are not read; the values are not held against it
a.yaml: kind: ""
good.yaml: kind: Good
`
		if got != want {
			t.Errorf("%s: got %s, want %s", reference, got, want)
		}
	}
	if asked > 0 {
		t.Errorf("the server was asked %d times", asked)
	}
}

func TestEnvironment(t *testing.T) {
	t.Setenv("SECRET", "hunter2")
	directory := chartOf(t, `{{ env "SECRET" }}`)
	got := answer(t, render.Request{Kind: render.Chart, Directory: directory, Memory: 1 << 30, Output: 1 << 20})
	want := `error DIR/templates/a.yaml:1: cannot be rendered: function "env" not defined
good.yaml: kind: Good
`
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestRequest(t *testing.T) {
	own := fmt.Sprintf(`{"version": %d`, render.Version)
	for request, want := range map[string]string{
		"":                       "reading the request, which guiderail sends: EOF",
		"garbage":                "reading the request, which guiderail sends: invalid character 'g' looking for beginning of value",
		`{"version": 0}`:         fmt.Sprintf("guiderail speaks version 0, and this program version %d; install both from one release", render.Version),
		own + "}":                `cannot render ""`,
		own + `, "kind": "pod"}`: `cannot render "pod"`,
	} {
		var out bytes.Buffer
		if err := serve(strings.NewReader(request), &out, func() {}); err == nil || err.Error() != want || out.Len() > 0 {
			t.Errorf("%s: got %v and %s, want %s", request, err, out.String(), want)
		}
	}
}

// TestLeft ends the program when whoever asked is gone, whatever it is doing.
func TestLeft(t *testing.T) {
	directory := chartOf(t, `{{ range 1000000000000 }}{{ end }}`)
	request, err := json.Marshal(render.Request{Version: render.Version, Kind: render.Chart, Directory: directory})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	command := exec.CommandContext(ctx, self(t).Path)
	asking, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := asking.Write(request); err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond)
	if err := asking.Close(); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err == nil || ctx.Err() != nil {
		t.Errorf("it ended with %v, after %v", err, ctx.Err())
	}
}
