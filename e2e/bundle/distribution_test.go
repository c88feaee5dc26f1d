//go:build e2e

package bundle_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"

	"github.com/guiderail/guiderail/e2e/process"
)

// origin is where servers pull a bundle from.
type origin struct {
	config bundleConfig
	// stage brings a bundle near. What it gives puts that in the place of the bundle before, at once: who
	// asks afterwards gets it.
	stage func(t *testing.T, revision string, data []byte) (publish func())
	// polls tells of each request that asks for the bundle, in their order, whether it was given one.
	polls func(t *testing.T) []bool
}

// guiderail runs the command line, which must succeed.
func guiderail(t *testing.T, args ...string) (stdout string) {
	t.Helper()
	return command(t, t.TempDir(), tools.Guiderail, args...)
}

// command runs a program in a directory, and wants it to succeed.
func command(t *testing.T, dir, program string, args ...string) (stdout string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), program, args...)
	c.Dir = dir
	var stderr bytes.Buffer
	c.Stderr = &stderr
	output, err := c.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s", filepath.Base(program), strings.Join(args, " "), err, output, stderr.Bytes())
	}
	return string(output)
}

const resource = "bundle.tar.gz"

// gets tells of each GET of the bundle whether it was answered with one.
func gets(t *testing.T, accesses []access) []bool {
	t.Helper()
	var given []bool
	for _, a := range accesses {
		switch {
		case a.method != http.MethodGet || a.path != "/"+resource:
		case a.status == http.StatusOK || a.status == http.StatusNotModified:
			given = append(given, a.status == http.StatusOK)
		default:
			t.Fatalf("the source answered %s", a)
		}
	}
	return given
}

func nginxSource(t *testing.T) origin {
	t.Helper()
	s := startNginx(t, 0)
	return origin{
		config: bundleConfig{Service: s.URL, Resource: resource},
		stage: func(t *testing.T, _ string, data []byte) func() {
			return func() { s.publish(t, resource, data) }
		},
		polls: func(t *testing.T) []bool { return gets(t, s.accesses(t)) },
	}
}

func registrySource(t *testing.T) origin {
	t.Helper()
	s := startRegistry(t)
	reference := s.Host + "/policies:live"
	return origin{
		config: bundleConfig{Service: "http://" + s.Host, Resource: reference, OCI: true},
		stage: func(t *testing.T, revision string, data []byte) func() {
			push(t, s.Host+"/policies:"+revision, data)
			return func() { s.tag(t, "policies", revision, "live") }
		},
		polls: func(t *testing.T) []bool {
			// A server asks for the tag's digest, and for what it names if it is another than before.
			var given []bool
			for _, a := range s.accesses(t) {
				switch {
				case a.method == http.MethodHead && strings.HasSuffix(a.path, "/manifests/live") && a.status == http.StatusOK:
					given = append(given, false)
				case a.method == http.MethodGet && strings.Contains(a.path, "/policies/blobs/") && a.status == http.StatusOK && len(given) > 0:
					given[len(given)-1] = true
				}
			}
			return given
		},
	}
}

// push pushes a bundle as users do, and gives the digest of the artefact.
func push(t *testing.T, reference string, data []byte) (digest string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), resource)
	writeFile(t, file, data)
	_, digest, _ = strings.Cut(strings.TrimSpace(guiderail(t, "bundle", "push", file, "oci://"+reference)), "\n")
	return digest
}

// serving is a running "guiderail bundle serve" of a directory.
type serving struct {
	URL, Root string
	*process.Process
}

// startServing starts a server of a directory that holds a bundle, in the file bundle.tar.gz.
func startServing(t *testing.T, revision string, data []byte) *serving {
	t.Helper()
	dir := t.TempDir()
	address := fmt.Sprintf("127.0.0.1:%d", port(t))
	s := &serving{URL: "http://" + address, Root: filepath.Join(dir, "root")}
	if err := os.Mkdir(s.Root, 0o700); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(s.Root, resource), data)
	s.Process = &process.Process{
		Name: "guiderail bundle serve", Program: tools.Guiderail,
		Args:  []string{"bundle", "serve", s.Root, "--address", address, "--log-requests"},
		Log:   filepath.Join(dir, "serve.log"),
		Ready: func(context.Context) error { return s.published(revision) },
	}
	start(t, s.Process)
	return s
}

// published tells by nil that a revision is.
func (s *serving) published(revision string) error {
	text, err := os.ReadFile(s.Log)
	if err == nil && !strings.Contains(string(text), "serving "+resource+": revision "+revision+",") {
		err = fmt.Errorf("revision %s is not published", revision)
	}
	return err
}

func (s *serving) publish(t *testing.T, revision string, data []byte) {
	t.Helper()
	replace(t, filepath.Join(s.Root, resource), data)
	wait(t, "guiderail to publish revision "+revision, func() error { return s.published(revision) })
}

// servingSource is one that OPA servers poll, or wait at for some seconds.
func servingSource(t *testing.T, r *revisions, longPoll int) origin {
	t.Helper()
	revision, data := r.next(t)
	s := startServing(t, revision, data)
	return origin{
		config: bundleConfig{Service: s.URL, Resource: resource, LongPoll: longPoll},
		stage: func(t *testing.T, revision string, data []byte) func() {
			return func() { s.publish(t, revision, data) }
		},
		polls: func(t *testing.T) []bool { return gets(t, readAccesses(t, s.Log)) },
	}
}

// TestDistribution has a running server poll each kind of source. Every new revision must come with the
// first poll after it was published, and be what decides before the server polls again; while nothing
// changes, nothing is sent.
func TestDistribution(t *testing.T) {
	r := newRevisions(t)
	table := newTable("source", "revisions", "polls", "nothing new", "void")
	t.Cleanup(func() { table.print(t) })
	for _, c := range []struct {
		name  string
		start func(*testing.T) origin
	}{
		{"nginx", nginxSource},
		{"docker-registry", registrySource},
		{"guiderail bundle serve", func(t *testing.T) origin { return servingSource(t, r, 0) }},
		{"guiderail bundle serve, long polling", func(t *testing.T) origin { return servingSource(t, r, 2) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := c.start(t)
			s.config.PublicKey = r.keys.Public
			revision, data := r.next(t)
			s.stage(t, revision, data)()
			server := startOPA(t, s.config.String())
			wait(t, "the first revision", func() error { return r.isLive(t, server, revision) })
			published, void := 1, 0
			for published < 4 {
				s.idle(t, 2)
				if s.renew(t, r, server) {
					published++
				} else if void++; void > 5 {
					t.Fatal("the machine is too slow to publish between two polls")
				}
			}
			polls := s.polls(t)
			unchanged := 0
			for _, given := range polls {
				if !given {
					unchanged++
				}
			}
			if got, want := len(polls)-unchanged, published+void; got != want {
				t.Errorf("the source gave a bundle %d times, and had %d revisions", got, want)
			}
			table.row(c.name, published, len(polls), unchanged, void)
		})
	}
}

// idle waits for some polls, none of which may bring a bundle.
func (s origin) idle(t *testing.T, n int) {
	t.Helper()
	// Whether the last poll brought one, only the next tells for sure.
	begin := len(s.polls(t))
	wait(t, "polls", func() error {
		if got := len(s.polls(t)) - begin; got <= n {
			return fmt.Errorf("got %d polls, want %d", got, n+1)
		}
		return nil
	})
	for i, given := range s.polls(t)[begin : begin+n] {
		if given {
			t.Errorf("poll %d brought a bundle, though nothing had changed", begin+i)
		}
	}
}

// renew publishes a revision between two polls and wants the next of them to bring it. It gives false if
// a poll came between.
func (s origin) renew(t *testing.T, r *revisions, server *opaServer) bool {
	t.Helper()
	revision, data := r.next(t)
	publish := s.stage(t, revision, data)
	before := len(s.polls(t))
	wait(t, "a poll", func() error {
		if len(s.polls(t)) == before {
			return fmt.Errorf("there were %d", before)
		}
		return nil
	})
	before = len(s.polls(t))
	publish()
	if polls := s.polls(t); len(polls) > before && !polls[before] {
		wait(t, "revision "+revision, func() error { return r.isLive(t, server, revision) })
		return false
	}
	wait(t, "revision "+revision, func() error {
		polls := len(s.polls(t)) - before
		err := r.isLive(t, server, revision)
		if err != nil && polls > 1 {
			return process.Permanent{Err: fmt.Errorf("%d polls ended since it was published: %w", polls, err)}
		}
		return err
	})
	if !s.polls(t)[before] {
		t.Errorf("revision %s came, but not with the first poll", revision)
	}
	return true
}

// isLive tells by nil that a server decides by a revision.
func (r *revisions) isLive(t *testing.T, s *opaServer, revision string) error {
	t.Helper()
	live, err := r.live(t, s)
	if err == nil && live != revision {
		err = fmt.Errorf("the server decides by revision %q, want %q", live, revision)
	}
	return err
}

// table is what a test did, in numbers.
type table struct {
	mu     sync.Mutex
	text   strings.Builder
	writer *tabwriter.Writer
}

func newTable(columns ...any) *table {
	t := &table{}
	t.writer = tabwriter.NewWriter(&t.text, 0, 0, 2, ' ', 0)
	t.row(columns...)
	return t
}

func (t *table) row(cells ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, cell := range cells {
		fmt.Fprintf(t.writer, "%v\t", cell)
	}
	fmt.Fprintln(t.writer)
}

func (t *table) print(to *testing.T) {
	to.Helper()
	t.writer.Flush() //nolint:errcheck // it is written into memory
	to.Logf("\n%s", t.text.String())
}
