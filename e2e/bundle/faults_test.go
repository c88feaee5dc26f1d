//go:build e2e

package bundle_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// seed of the moments at which servers are killed: a failure can be had again.
const seed = 5

// kills is how often a server is killed in each way.
const kills = 6

// TestFaults has things fail around a server, and wants each of its decisions to be by one revision as a
// whole: by the old one until the new one is there, and then by that.
func TestFaults(t *testing.T) {
	table := newTable("fault", "times", "old afterwards", "new afterwards", "decisions", "of no one revision")
	t.Cleanup(func() { table.print(t) })
	for name, test := range map[string]func(*testing.T) fault{
		"killed during a download": killedDuringDownload,
		"killed during a pull":     killedDuringPull,
		"killed during activation": killedDuringActivation,
		"source down for a minute": sourceDown,
		"disk full at persistence": diskFull,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := test(t)
			table.row(name, f.times, f.old, f.new, f.decisions, f.half)
		})
	}
}

// fault is what came of a kind of fault.
type fault struct {
	times int
	// old and new are how often the server decided by which revision right after it.
	old, new        int
	decisions, half int
}

// watched asks a server for decisions all the time, until the function that it gives is called.
func (f *fault) watched(t *testing.T, r *revisions, s *opaServer) (end func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-time.After(20 * time.Millisecond):
			}
			revision, err := r.live(t, s)
			var half halfActivatedError
			switch {
			case errors.As(err, &half):
				f.half++
				t.Error(err)
			case err == nil && revision != "":
				f.decisions++
			}
		}
	})
	return func() {
		cancel()
		group.Wait()
	}
}

// restart starts a killed server and counts the revision by which it decides at first, with nothing but
// its disk.
func (f *fault) restart(t *testing.T, r *revisions, s *opaServer, old, new string) {
	t.Helper()
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	wait(t, "a revision from the disk", func() error {
		revision, err := r.live(t, s)
		switch {
		case err != nil:
			return err
		case revision == old:
			f.old++
		case revision == new:
			f.new++
		default:
			return fmt.Errorf("it decides by revision %q, want %s or %s", revision, old, new)
		}
		return nil
	})
}

// fickle is a source that can stop in the middle of a bundle, and be down.
type fickle struct {
	*httptest.Server
	mu   sync.Mutex
	data []byte
	// upTo is how many bytes of it are sent; given is told when they are.
	upTo  int
	given chan struct{}
}

func newFickle(t *testing.T) *fickle {
	t.Helper()
	s := &fickle{}
	s.Server = httptest.NewServer(s)
	// Servers that wait for the rest of a bundle hold their connection.
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	return s
}

// publish has the first bytes of a bundle sent, and no more, to whoever asks. What it gives is closed when
// they have been.
func (s *fickle) publish(data []byte, upTo int) (given <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.data, s.upTo, s.given = data, upTo, make(chan struct{})
	return s.given
}

// down has nothing sent.
func (s *fickle) down() { s.publish(nil, 0) }

func (s *fickle) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	data, upTo, given := s.data, s.upTo, s.given
	s.mu.Unlock()
	etag := fmt.Sprintf(`"%x"`, sha256.Sum256(data))
	switch {
	case data == nil:
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	case r.Header.Get("If-None-Match") == etag:
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("ETag", etag)
	w.Header().Set("Content-Length", fmt.Sprint(len(data)))
	w.Write(data[:upTo])                  //nolint:errcheck // the server that asked may be killed
	http.NewResponseController(w).Flush() //nolint:errcheck // as above
	s.mu.Lock()
	if given == s.given {
		select {
		case <-given:
		default:
			close(given)
		}
	}
	s.mu.Unlock()
	if upTo < len(data) {
		<-r.Context().Done()
	}
}

// up has a whole bundle sent.
func (s *fickle) up(_ *testing.T, data []byte) { s.publish(data, len(data)) }

// config is that of a server of the source.
func (s *fickle) config() bundleConfig { return bundleConfig{Service: s.URL, Resource: resource} }

// fickleRegistry is a registry that can be down.
type fickleRegistry struct{ *registry }

func (s fickleRegistry) up(t *testing.T, data []byte) {
	t.Helper()
	if !s.Running() {
		if err := s.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	push(t, s.reference(), data)
}

func (s fickleRegistry) down() { s.Kill() } //nolint:errcheck // it is killed again at the end

func (s fickleRegistry) reference() string { return s.Host + "/policies:live" }

func (s fickleRegistry) config() bundleConfig {
	return bundleConfig{Service: "http://" + s.Host, Resource: s.reference(), OCI: true}
}

// killed kills a server again and again while a revision comes to it, at the moment at which during
// returns, and starts it each time without a source and then with one.
func killed[S interface {
	up(*testing.T, []byte)
	down()
	config() bundleConfig
}](t *testing.T, source S, during func(source S, data []byte, activation time.Duration)) (f fault) {
	r := newRevisions(t)
	revision, data := r.next(t)
	source.up(t, data)
	config := source.config()
	config.PublicKey, config.Persist = r.keys.Public, t.TempDir()
	begin := time.Now()
	server := startOPA(t, config.String())
	wait(t, "the first revision", func() error { return r.isLive(t, server, revision) })
	activation := time.Since(begin)
	wait(t, "the first revision on the disk", func() error {
		_, err := os.Stat(filepath.Join(config.Persist, "bundles", "guiderail", "bundle.tar.gz"))
		return err
	})
	defer f.watched(t, r, server)()
	for range kills {
		old := revision
		revision, data = r.next(t)
		during(source, data, activation)
		if err := server.Kill(); err != nil {
			t.Fatal(err)
		}
		f.times++
		source.down()
		f.restart(t, r, server, old, revision)
		source.up(t, data)
		wait(t, "the new revision", func() error { return r.isLive(t, server, revision) })
	}
	return f
}

func killedDuringDownload(t *testing.T) fault {
	random := rand.New(rand.NewPCG(seed, 1))
	f := killed(t, newFickle(t), func(s *fickle, data []byte, _ time.Duration) {
		<-s.publish(data, 1+random.IntN(len(data)-1))
	})
	if f.new > 0 {
		t.Errorf("%d times a server decided by a revision that it had not been given", f.new)
	}
	return f
}

func killedDuringPull(t *testing.T) fault {
	random := rand.New(rand.NewPCG(seed, 2))
	return killed(t, fickleRegistry{startRegistry(t)}, func(s fickleRegistry, data []byte, _ time.Duration) {
		begin := len(s.accesses(t))
		s.up(t, data)
		layers := 1 + random.IntN(100)
		wait(t, "layers to be pulled", func() error {
			pulled := 0
			for _, a := range s.accesses(t)[begin:] {
				if a.method == http.MethodGet && strings.Contains(a.path, "/blobs/") {
					pulled++
				}
			}
			if pulled < layers {
				return fmt.Errorf("%d of %d are", pulled, layers)
			}
			return nil
		})
	})
}

func killedDuringActivation(t *testing.T) fault {
	random := rand.New(rand.NewPCG(seed, 3))
	kill := 0
	f := killed(t, newFickle(t), func(s *fickle, data []byte, activation time.Duration) {
		<-s.publish(data, len(data))
		// One moment in each part of the time that an activation takes, and of some more.
		part := activation * 3 / 2 / kills
		time.Sleep(time.Duration(kill)*part + time.Duration(random.Int64N(int64(part))))
		kill++
	})
	if f.old == 0 {
		t.Error("no server was killed before it had activated the revision")
	}
	return f
}

func sourceDown(t *testing.T) (f fault) {
	r, source := newRevisions(t), startNginx(t, 0)
	old, data := r.next(t)
	source.publish(t, resource, data)
	server := startOPA(t, bundleConfig{Service: source.URL, Resource: resource, PublicKey: r.keys.Public}.String())
	wait(t, "the first revision", func() error { return r.isLive(t, server, old) })
	defer f.watched(t, r, server)()

	if err := source.Stop(); err != nil {
		t.Fatal(err)
	}
	f.times++
	revision, data := r.next(t)
	source.publish(t, resource, data)
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if err := r.isLive(t, server, old); err != nil {
			t.Fatal(err)
		}
	}
	f.old++
	if err := source.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	wait(t, "the new revision", func() error { return r.isLive(t, server, revision) })
	return f
}

// diskFull has room on the disk for the first revision and none for the next.
func diskFull(t *testing.T) (f fault) {
	disk := mountDisk(t, 4<<20) // for several revisions, until it is filled
	r, source := newRevisions(t), newFickle(t)
	old, data := r.next(t)
	source.up(t, data)
	server := startOPA(t, bundleConfig{Service: source.URL, Resource: resource, PublicKey: r.keys.Public, Persist: disk}.String())
	persisted := filepath.Join(disk, "bundles", "guiderail", "bundle.tar.gz")
	isPersisted := func(data []byte) func() error {
		return func() error {
			text, err := os.ReadFile(persisted)
			if err == nil && string(text) != string(data) {
				err = errors.New("another bundle is persisted")
			}
			return err
		}
	}
	wait(t, "the first revision on the disk", isPersisted(data))
	defer f.watched(t, r, server)()

	filler := filepath.Join(disk, "filler")
	fill(t, filler)
	oldData := data
	revision, data := r.next(t)
	source.up(t, data)
	wait(t, "the server to find the disk full", func() error {
		text, err := os.ReadFile(server.Log)
		if err == nil && !strings.Contains(string(text), "no space left on device") {
			err = errors.New("it does not say so")
		}
		return err
	})
	f.times++
	if err := isPersisted(oldData)(); err != nil {
		t.Errorf("after the disk was full: %v", err)
	}
	// What is on the disk is the old one, and whole.
	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	source.down()
	f.restart(t, r, server, old, "")
	// Before there is something to pull: what was activated while the disk was full is not pulled, nor persisted, again.
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	source.up(t, data)
	wait(t, "the new revision", func() error { return r.isLive(t, server, revision) })
	wait(t, "the new revision on the disk", isPersisted(data))
	return f
}

// mountDisk gives a directory on a disk of its own, of a size in bytes.
func mountDisk(t *testing.T, size int) string {
	t.Helper()
	dir := t.TempDir()
	output, err := exec.CommandContext(t.Context(), "mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%d", size), "tmpfs", dir).CombinedOutput()
	needs(t, err == nil, fmt.Sprintf("the right to mount a small disk: %v\n%s", err, output))
	t.Cleanup(func() {
		if output, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("unmounting: %v\n%s", err, output)
		}
	})
	return dir
}

// fill writes into a file as much as the disk takes.
func fill(t *testing.T, name string) {
	t.Helper()
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // it is as full as it gets
	for _, err := io.WriteString(file, "x"); err == nil; _, err = file.Write(make([]byte, 4096)) {
	}
}
