package bundle_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guiderail/guiderail/harness/bundle"
)

// served is a server of a directory of texts: one is whole, and a bundle, when it ends in a full stop.
type served struct {
	*bundle.Server
	dir    string
	mu     sync.Mutex
	report []string
}

func newServed(t *testing.T) *served {
	s := &served{dir: t.TempDir()}
	s.Server = bundle.NewServer(s.dir, bundle.ServerOptions{
		Read: func(data []byte) (string, error) {
			if revision, whole := strings.CutSuffix(string(data), "."); whole {
				return revision, nil
			}
			return "", errors.New("it is cut off")
		},
		Report: func(line string) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.report = append(s.report, line)
		},
	})
	return s
}

func (s *served) reported() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.report, "\n")
}

// write replaces a file, so that no two files are the same to whoever looks at their time and size.
func (s *served) write(t *testing.T, name, text string) {
	t.Helper()
	unfinished := filepath.Join(s.dir, "unfinished")
	if err := os.WriteFile(unfinished, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(unfinished, filepath.Join(s.dir, name)); err != nil {
		t.Fatal(err)
	}
}

// publish writes a.tar.gz and has the server see it.
func (s *served) publish(t *testing.T, text string) {
	t.Helper()
	s.write(t, "a.tar.gz", text)
	if err := s.Refresh(); err != nil {
		t.Fatal(err)
	}
}

func (s *served) ask(ctx context.Context, method, path string, header map[string]string) *http.Response {
	r := httptest.NewRequestWithContext(ctx, method, path, nil)
	for name, value := range header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func etag(text string) string { return fmt.Sprintf(`"%x"`, sha256.Sum256([]byte(text))) }

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestServeAnswers(t *testing.T) {
	s := newServed(t)
	s.publish(t, "r1.")
	for name, c := range map[string]struct {
		method, path string
		header       map[string]string
		status       int
		body         string
	}{
		"the bundle":                 {"GET", "/a.tar.gz", nil, 200, "r1."},
		"its head":                   {"HEAD", "/a.tar.gz", nil, 200, ""},
		"known":                      {"GET", "/a.tar.gz", map[string]string{"If-None-Match": etag("r1.")}, 304, ""},
		"known, asked for its head":  {"HEAD", "/a.tar.gz", map[string]string{"If-None-Match": etag("r1.")}, 304, ""},
		"known among others":         {"GET", "/a.tar.gz", map[string]string{"If-None-Match": etag("r0.") + ", " + etag("r1.")}, 304, ""},
		"another known":              {"GET", "/a.tar.gz", map[string]string{"If-None-Match": etag("r0.")}, 200, "r1."},
		"another known, and waiting": {"GET", "/a.tar.gz", map[string]string{"If-None-Match": etag("r0."), "Prefer": "wait=30"}, 200, "r1."},
		"nothing known, and waiting": {"GET", "/a.tar.gz", map[string]string{"Prefer": "modes=snapshot,delta;wait=30"}, 200, "r1."},
		"no such bundle":             {"GET", "/b.tar.gz", map[string]string{"Prefer": "wait=30"}, 404, "no such bundle\n"},
		"a path that leads outside":  {"GET", "/../a.tar.gz", nil, 404, "no such bundle\n"},
		"the directory":              {"GET", "/", nil, 404, "no such bundle\n"},
		"something else than asking": {"PUT", "/a.tar.gz", nil, 405, "bundles are read-only\n"},
	} {
		t.Run(name, func(t *testing.T) {
			r := s.ask(t.Context(), c.method, c.path, c.header)
			if got := body(t, r); r.StatusCode != c.status || got != c.body {
				t.Errorf("got %d %q, want %d %q", r.StatusCode, got, c.status, c.body)
			}
			if c.status < 400 && r.Header.Get("ETag") != etag("r1.") {
				t.Errorf("got ETag %s, want %s", r.Header.Get("ETag"), etag("r1."))
			}
			if got, want := r.Header.Get("Content-Type"), "application/vnd.openpolicyagent.bundles"; c.status == 200 && got != want {
				t.Errorf("got Content-Type %s, want %s", got, want)
			}
		})
	}
}

func TestServeHoldsRequests(t *testing.T) {
	for name, c := range map[string]struct {
		prefer  string
		after   time.Duration // until the next revision; 0 is never
		status  int
		elapsed time.Duration
	}{
		"released by a change":    {"modes=snapshot,delta;wait=30", 4 * time.Second, 200, 4 * time.Second},
		"until the client's time": {"modes=snapshot,delta;wait=30", 0, 304, 30 * time.Second},
		"a preference of its own": {"wait=5, modes=snapshot", 0, 304, 5 * time.Second},
		"not for ever":            {"wait=86400", 0, 304, time.Minute},
		"not asked to":            {"modes=snapshot,delta", 0, 304, 0},
		"not a number":            {"wait=soon", 0, 304, 0},
		"a number below 0":        {"wait=-1", 0, 304, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServed(t)
				s.publish(t, "r1.")
				if c.after > 0 {
					go func() {
						time.Sleep(c.after)
						s.publish(t, "r2.")
					}()
				}
				begin := time.Now()
				r := s.ask(t.Context(), "GET", "/a.tar.gz", map[string]string{"If-None-Match": etag("r1."), "Prefer": c.prefer})
				if got := time.Since(begin); r.StatusCode != c.status || got != c.elapsed {
					t.Errorf("got %d after %s, want %d after %s", r.StatusCode, got, c.status, c.elapsed)
				}
				if got := body(t, r); c.status == 200 && got != "r2." {
					t.Errorf("got %q, want the next revision", got)
				}
			})
		})
	}
}

func TestServeHoldsNobodyWhoLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServed(t)
		s.publish(t, "r1.")
		ctx, leave := context.WithTimeout(t.Context(), 3*time.Second)
		defer leave()
		begin := time.Now()
		s.ask(ctx, "GET", "/a.tar.gz", map[string]string{"If-None-Match": etag("r1."), "Prefer": "wait=30"})
		if got, want := time.Since(begin), 3*time.Second; got != want {
			t.Errorf("the request was held for %s, want %s", got, want)
		}
	})
}

func TestServePublishesWhatIsWhole(t *testing.T) {
	s := newServed(t)
	serves := func(want string) {
		t.Helper()
		if got := body(t, s.ask(t.Context(), "GET", "/a.tar.gz", nil)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	s.write(t, "a.tar.gz", "r1")
	s.write(t, "README", "no bundle.")
	want := "not serving " + filepath.Join(s.dir, "a.tar.gz") + ": it is cut off"
	if err := s.Refresh(); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	serves("no such bundle\n")

	s.publish(t, "r1.")
	serves("r1.")

	// Half-written, in the place of the one before, and again with more of it.
	for _, half := range []string{"r", "r2"} {
		s.write(t, "a.tar.gz", half)
		if err := s.Refresh(); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
		serves("r1.")
	}
	s.publish(t, "r2.")
	serves("r2.")

	s.write(t, "b.tar.gz", "r7.")
	if err := s.Refresh(); err != nil {
		t.Fatal(err)
	}
	if got, want := s.Names(), []string{"a.tar.gz", "b.tar.gz"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if err := os.Remove(filepath.Join(s.dir, "a.tar.gz")); err != nil {
		t.Fatal(err)
	}
	if err := s.Refresh(); err != nil {
		t.Fatal(err)
	}
	serves("no such bundle\n")

	wantReport := strings.Join([]string{
		"serving a.tar.gz: revision r1, sha256:" + strings.Trim(etag("r1."), `"`),
		"serving a.tar.gz: revision r2, sha256:" + strings.Trim(etag("r2."), `"`),
		"serving b.tar.gz: revision r7, sha256:" + strings.Trim(etag("r7."), `"`),
		"withdrew a.tar.gz: the file no longer exists",
	}, "\n")
	if got := s.reported(); got != wantReport {
		t.Errorf("got\n%s\nwant\n%s", got, wantReport)
	}
}

// TestServeMany has many clients wait at once, by real connections, while revisions come.
func TestServeMany(t *testing.T) {
	const clients, revisions = 200, 3
	text := func(revision int) string { return fmt.Sprintf("r%d.", revision) }
	s := newServed(t)
	s.publish(t, text(0))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- s.Serve(ctx, listener) }()

	var texts []string
	etags := map[string]string{}
	for revision := range revisions + 1 {
		texts = append(texts, text(revision))
		etags[etag(text(revision))] = text(revision)
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	// ask gives the texts that a client is given until it has the last one.
	ask := func(wait string) (got []string, err error) {
		known := ""
		for len(got) == 0 || got[len(got)-1] != texts[revisions] {
			request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+listener.Addr().String()+"/a.tar.gz", nil)
			if err != nil {
				return got, err
			}
			request.Header.Set("If-None-Match", known)
			request.Header.Set("Prefer", wait)
			response, err := client.Do(request)
			if err != nil {
				return got, err
			}
			answer, err := io.ReadAll(response.Body)
			response.Body.Close() //nolint:errcheck // it is read whole
			switch {
			case err != nil:
				return got, err
			case response.StatusCode == http.StatusNotModified && response.Header.Get("ETag") == known:
			case response.StatusCode == http.StatusOK && etags[response.Header.Get("ETag")] == string(answer):
				got = append(got, string(answer))
				known = response.Header.Get("ETag")
			default:
				return got, fmt.Errorf("knowing %s it got %s, ETag %s, %q", known, response.Status, response.Header.Get("ETag"), answer)
			}
		}
		return got, nil
	}
	results := make(chan error, clients)
	begun := make(chan struct{}, clients)
	for range clients {
		go func() {
			begun <- struct{}{}
			got, err := ask("wait=20")
			if err == nil && !slices.IsSorted(got) {
				err = fmt.Errorf("the revisions came in the order %v", got)
			}
			results <- err
		}()
	}
	for range clients {
		<-begun
	}
	for _, text := range texts[1:] {
		s.write(t, "a.tar.gz", text)
		for !strings.Contains(s.reported(), strings.Trim(etag(text), `"`)) {
			select {
			case <-t.Context().Done():
				t.Fatal(t.Context().Err())
			case <-time.After(time.Millisecond):
			}
		}
	}
	failures := map[string]int{}
	for range clients {
		if err := <-results; err != nil {
			failures[err.Error()]++
		}
	}
	for _, failure := range slices.Sorted(maps.Keys(failures)) {
		t.Errorf("%d clients: %s", failures[failure], failure)
	}

	// Some of them were opened and never used: the server would wait for a request by them.
	client.CloseIdleConnections()
	stop()
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

// TestServeStops wants a request that is held answered when the server is stopped.
func TestServeStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServed(t)
		s.publish(t, "r1.")
		listener := pipes{make(chan net.Conn), make(chan struct{})}
		ctx, stop := context.WithCancel(t.Context())
		stopped, held := make(chan error, 1), make(chan error, 1)
		go func() { stopped <- s.Serve(ctx, listener) }()
		client := &http.Client{Transport: &http.Transport{DialContext: listener.dial}}
		go func() {
			request, err := http.NewRequest(http.MethodGet, "http://source/a.tar.gz", nil)
			if err != nil {
				held <- err
				return
			}
			request.Header.Set("If-None-Match", etag("r1."))
			request.Header.Set("Prefer", "wait=60")
			response, err := client.Do(request)
			if err == nil && response.StatusCode != http.StatusNotModified {
				err = fmt.Errorf("it got %s", response.Status)
			}
			held <- err
		}()
		time.Sleep(2 * time.Second)
		select {
		case err := <-held:
			t.Fatalf("the request was not held: %v", err)
		default:
		}
		stop()
		if err := <-held; err != nil {
			t.Errorf("the request that was held: %v", err)
		}
		if err := <-stopped; err != nil {
			t.Error(err)
		}
	})
}

// pipes is a network within the test, on which time passes only when nothing happens.
type pipes struct {
	accepted chan net.Conn
	closed   chan struct{}
}

func (p pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case p.accepted <- server:
		return client, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case connection := <-p.accepted:
		return connection, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p pipes) Close() error { close(p.closed); return nil }

func (p pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipes"} }
