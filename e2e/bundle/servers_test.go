//go:build e2e

package bundle_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/user"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/e2e/process"
)

// start starts a program for the time of the test, and has its log printed if the test fails.
func start(t *testing.T, p *process.Process) {
	t.Helper()
	t.Cleanup(func() {
		if err := p.Kill(); err != nil {
			t.Error(err)
		}
		if t.Failed() && p.Started() {
			t.Logf("--- %s\n%s", p.Name, p.Tail(40))
		}
	})
	if err := p.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// port gives a port of this machine that nobody listens on.
func port(t *testing.T) int {
	t.Helper()
	ports, err := process.FreePorts(1)
	if err != nil {
		t.Fatal(err)
	}
	return ports[0]
}

// wait asks until there is no error.
func wait(t *testing.T, what string, ask func() error) {
	t.Helper()
	if err := process.Poll(t.Context(), 20*time.Millisecond, func(context.Context) error { return ask() }); err != nil {
		t.Fatalf("waiting for %s: %v", what, err)
	}
}

func writeFile(t *testing.T, path string, text []byte) {
	t.Helper()
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// access is a request that a server has answered, from its log.
type access struct {
	method, path string
	status       int
}

func (a access) String() string { return fmt.Sprintf("%s %s %d", a.method, a.path, a.status) }

// accessLine finds a request in a line of an access log: "GET /path HTTP/1.1" 200, with quotes or
// without.
var accessLine = regexp.MustCompile(`"?\b(GET|HEAD|PUT|POST|PATCH|DELETE) (\S+)(?: HTTP/[0-9.]+)?"? ([1-5][0-9][0-9])\b`)

func readAccesses(t *testing.T, log string) []access {
	t.Helper()
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	var accesses []access
	for _, line := range lines {
		// What is written just now is not read in half.
		if m := accessLine.FindStringSubmatch(line); m != nil && strings.HasSuffix(line, "\n") {
			status, err := strconv.Atoi(m[3])
			if err != nil {
				t.Fatal(err)
			}
			accesses = append(accesses, access{m[1], m[2], status})
		}
	}
	return accesses
}

// nginx serves a directory.
type nginx struct {
	URL string
	// Root is the directory that is served.
	Root string
	*process.Process
	log string
}

// startNginx starts nginx as an operator would set it up for bundles. Rate, in bytes a second, makes
// downloads slow; 0 does not.
func startNginx(t *testing.T, rate int) *nginx {
	t.Helper()
	needs(t, tools.Nginx != "", "nginx; run: e2e/bundle/install")
	dir, port := t.TempDir(), port(t)
	s := &nginx{URL: fmt.Sprintf("http://127.0.0.1:%d", port), Root: filepath.Join(dir, "root"), log: filepath.Join(dir, "access.log")}
	if err := os.Mkdir(s.Root, 0o700); err != nil {
		t.Fatal(err)
	}
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	as := ""
	if me.Uid == "0" {
		as = "user root;" // otherwise its workers cannot read the tests' directories
	}
	config := filepath.Join(dir, "nginx.conf")
	writeFile(t, config, fmt.Appendf(nil, `%s
daemon off;
worker_processes 1;
pid %[2]s/nginx.pid;
error_log stderr;
events {}
http {
  access_log %[2]s/access.log;
  client_body_temp_path %[2]s/body;
  proxy_temp_path %[2]s/proxy;
  fastcgi_temp_path %[2]s/fastcgi;
  uwsgi_temp_path %[2]s/uwsgi;
  scgi_temp_path %[2]s/scgi;
  server {
    listen 127.0.0.1:%[3]d;
    root %[2]s/root;
    limit_rate %[4]d;
  }
}
`, as, dir, port, rate))
	s.Process = &process.Process{
		Name: "nginx", Program: tools.Nginx, Args: []string{"-p", dir, "-e", "stderr", "-c", config},
		Log: filepath.Join(dir, "nginx.log"),
		Ready: func(ctx context.Context) error {
			request, err := http.NewRequestWithContext(ctx, http.MethodHead, s.URL, nil)
			if err != nil {
				return err
			}
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				return err
			}
			return response.Body.Close()
		},
	}
	start(t, s.Process)
	return s
}

// publish puts a file into the place of another, as a whole.
func (s *nginx) publish(t *testing.T, name string, data []byte) {
	t.Helper()
	target := filepath.Join(s.Root, name)
	// What nginx gives as ETag is made of the time, in seconds, and the size: two files of one second and
	// one size are the same to it.
	modified := time.Now().Truncate(time.Second)
	if before, err := os.Stat(target); err == nil && !before.ModTime().Before(modified) {
		modified = before.ModTime().Add(time.Second)
	}
	replace(t, target, data)
	if err := os.Chtimes(target, modified, modified); err != nil {
		t.Fatal(err)
	}
}

// replace puts a file into the place of another, as a whole.
func replace(t *testing.T, target string, data []byte) {
	t.Helper()
	unfinished := filepath.Join(filepath.Dir(target), ".unfinished")
	writeFile(t, unfinished, data)
	if err := os.Rename(unfinished, target); err != nil {
		t.Fatal(err)
	}
}

func (s *nginx) accesses(t *testing.T) []access { return readAccesses(t, s.log) }

// registry is a Docker registry, without logins.
type registry struct {
	// Host is its address, as references name it.
	Host string
	*process.Process
}

func startRegistry(t *testing.T) *registry {
	t.Helper()
	needs(t, tools.Registry != "", "docker-registry; run: e2e/bundle/install")
	dir := t.TempDir()
	s := &registry{Host: fmt.Sprintf("127.0.0.1:%d", port(t))}
	config := filepath.Join(dir, "config.yml")
	writeFile(t, config, fmt.Appendf(nil, `version: 0.1
log: {level: error}
storage:
  filesystem: {rootdirectory: %s/data}
http: {addr: %q}
`, dir, s.Host))
	s.Process = &process.Process{
		Name: "docker-registry", Program: tools.Registry, Args: []string{"serve", config},
		Log:   filepath.Join(dir, "registry.log"),
		Ready: process.Answers(http.DefaultClient, "http://"+s.Host+"/v2/"),
	}
	start(t, s.Process)
	return s
}

// tag gives an artefact of a repository another tag, which may have been another's.
func (s *registry) tag(t *testing.T, repository, from, to string) {
	t.Helper()
	address := "http://" + s.Host + "/v2/" + repository + "/manifests/"
	exchange := func(method, tag string, body []byte, status int) []byte {
		request, err := http.NewRequestWithContext(t.Context(), method, address+tag, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Accept", manifestType)
		request.Header.Set("Content-Type", manifestType)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close() //nolint:errcheck // it is read whole
		text, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode != status {
			t.Fatalf("%s %s%s: %s %v\n%s", method, address, tag, response.Status, err, text)
		}
		return text
	}
	exchange(http.MethodPut, to, exchange(http.MethodGet, from, nil, http.StatusOK), http.StatusCreated)
}

const manifestType = "application/vnd.oci.image.manifest.v1+json"

func (s *registry) accesses(t *testing.T) []access { return readAccesses(t, s.Log) }
