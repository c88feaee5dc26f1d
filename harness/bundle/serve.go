package bundle

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const (
	// bundleMediaType tells an OPA server that it may ask to be kept waiting for a change.
	bundleMediaType = "application/vnd.openpolicyagent.bundles"
	// bundleExtension is what those files of a directory end in that are bundles.
	bundleExtension = ".tar.gz"
	// maxWait bounds how long a request is held. What lies between may forget a connection that is silent
	// for minutes, and asking again costs little.
	maxWait = time.Minute
	// transferTime bounds how long one answer may take to be sent.
	transferTime = 5 * time.Minute
	// watchInterval is how often the files are looked at.
	watchInterval = 200 * time.Millisecond
	// graceTime bounds how long a server that is stopped finishes what it has begun.
	graceTime = 10 * time.Second
)

// ServerOptions say what a server is to do with files and requests.
type ServerOptions struct {
	// Read judges the bytes of a file: it returns the revision of the bundle, or why they are not a bundle.
	Read func([]byte) (revision string, err error)
	// Report is told, a line each, what is published, refused and withdrawn.
	Report func(line string)
	// Access, if there is any, is told of every answer.
	Access func(r *http.Request, status int)
}

// Server hands out bundles over HTTP as OPA servers ask for them: with an ETag, so that what is known is
// not sent again, and with long polling, so that what is new arrives at once.
//
// It serves one file, or every *.tar.gz of a directory, each below its name, and what replaces a file
// while the server runs. A file is published when it was read whole and is a bundle; until then the one
// before it stays.
type Server struct {
	path    string
	options ServerOptions
	files   map[string]servedFile // by name
	state   atomic.Pointer[state]
}

// servedFile is a file as it was last looked at.
type servedFile struct {
	info fs.FileInfo
	// published is what is handed out: what was seen, or if that was refused what was there before it.
	published *publication
	refused   error
}

// state is what a server hands out. It is never changed, but replaced.
type state struct {
	published map[string]*publication // by name
	replaced  chan struct{}           // closed when it is
}

type publication struct {
	data []byte
	etag string
}

// NewServer makes a server of a file or a directory. It hands out nothing before Refresh.
func NewServer(path string, options ServerOptions) *Server {
	s := &Server{path: path, options: options}
	s.state.Store(&state{replaced: make(chan struct{})})
	return s
}

// Names lists what the server hands out, sorted. Each name is the path of its address.
func (s *Server) Names() []string {
	return slices.Sorted(maps.Keys(s.state.Load().published))
}

// Refresh looks at the files, publishes what has changed and is a bundle, and withdraws what is gone from
// a directory. Its error says what is there and not published. It is not for several goroutines at once.
func (s *Server) Refresh() error {
	paths, err := s.list()
	if err != nil {
		return fmt.Errorf("looking for bundles to serve: %w", err)
	}
	files, published := map[string]servedFile{}, map[string]*publication{}
	var refused []error
	for _, path := range paths {
		name := filepath.Base(path)
		f := s.look(path, s.files[name])
		files[name] = f
		if f.published != nil {
			published[name] = f.published
		}
		if f.refused != nil {
			refused = append(refused, fmt.Errorf("not serving %s: %w", path, f.refused))
		}
	}
	s.files = files
	if old := s.state.Load(); !maps.Equal(old.published, published) {
		s.state.Store(&state{published: published, replaced: make(chan struct{})})
		close(old.replaced)
		for name := range old.published {
			if published[name] == nil {
				s.options.Report("withdrew " + name + ": the file no longer exists")
			}
		}
	}
	return errors.Join(refused...)
}

// list returns the paths of the files that are to be served.
func (s *Server) list() ([]string, error) {
	info, err := os.Stat(s.path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{s.path}, nil
	}
	entries, err := os.ReadDir(s.path)
	var paths []string
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), bundleExtension) {
			paths = append(paths, filepath.Join(s.path, entry.Name()))
		}
	}
	return paths, err
}

// look reads a file if it is not the one that was seen last.
func (s *Server) look(path string, last servedFile) servedFile {
	info, err := os.Stat(path)
	if err != nil {
		return servedFile{published: last.published, refused: err}
	}
	if last.info != nil && os.SameFile(info, last.info) && info.Size() == last.info.Size() && info.ModTime().Equal(last.info.ModTime()) {
		return last
	}
	if !info.Mode().IsRegular() {
		return servedFile{published: last.published, refused: errors.New("not a regular file")}
	}
	data, err := readFile(path)
	if err != nil {
		return servedFile{published: last.published, refused: err}
	}
	// What was written since the file was asked for its time is seen at the next look.
	f := servedFile{info: info, published: last.published}
	revision, err := s.options.Read(data)
	if err != nil {
		f.refused = err
		return f
	}
	etag := fmt.Sprintf(`"%x"`, sha256.Sum256(data))
	if f.published == nil || f.published.etag != etag {
		f.published = &publication{data, etag}
		s.options.Report(fmt.Sprintf("serving %s: revision %s, sha256:%s", filepath.Base(path), revision, strings.Trim(etag, `"`)))
	}
	return f
}

// Serve answers the requests that come in by a listener, and publishes what the files become, until the
// context ends. Then it releases who waits for a change, and ends what it has begun.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           s,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * maxWait,
		MaxHeaderBytes:    16 << 10,
	}
	watching, stop := context.WithCancel(ctx)
	defer stop()
	go s.watch(watching)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serving bundles: %w", err)
	case <-ctx.Done():
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTime)
		defer cancel()
		if server.Shutdown(grace) != nil {
			// Who reads so slowly asks again elsewhere.
			server.Close() //nolint:errcheck // it ends anyhow
		}
		return nil
	}
}

// watch refreshes until the context ends. What is refused is reported when it was seen twice: a file that
// is just being written becomes a bundle by itself.
func (s *Server) watch(ctx context.Context) {
	ticker := time.NewTicker(watchInterval)
	defer ticker.Stop()
	seen, reported := "", ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		refused := ""
		if err := s.Refresh(); err != nil {
			refused = err.Error()
		}
		if refused == seen && refused != reported {
			if reported = refused; refused != "" {
				s.options.Report(refused)
			}
		}
		seen = refused
	}
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.options.Access != nil {
		recorder := &statusRecorder{ResponseWriter: w}
		defer func() { s.options.Access(r, recorder.status) }()
		w = recorder
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "bundles are read-only", http.StatusMethodNotAllowed)
		return
	}
	wait := preferredWait(r.Header)
	// Whoever reads too slowly does not hold a connection for good. Not every writer has deadlines.
	http.NewResponseController(w).SetWriteDeadline(time.Now().Add(wait + transferTime)) //nolint:errcheck
	p := s.await(r, wait)
	if p == nil {
		http.Error(w, "no such bundle", http.StatusNotFound)
		return
	}
	header := w.Header()
	header.Set("Content-Type", bundleMediaType)
	header.Set("ETag", p.etag)
	header.Set("Cache-Control", "no-cache") // but asking whether it is still the same
	// The time of the file is left out: it would count in seconds, and the ETag says it all.
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(p.data))
}

// await returns what is published under the path of a request, nil if nothing is. If that is what the
// client has, it waits for something else.
func (s *Server) await(r *http.Request, wait time.Duration) *publication {
	known := strings.Join(r.Header.Values("If-None-Match"), ",")
	timeout := time.After(wait)
	for {
		now := s.state.Load()
		p := now.published[strings.TrimPrefix(r.URL.Path, "/")]
		if p == nil || wait == 0 || !strings.Contains(known, p.etag) {
			return p
		}
		select {
		case <-now.replaced:
		case <-timeout:
			return p
		case <-r.Context().Done():
			return p
		}
	}
}

// preferredWait reads how long a client wants to be kept waiting for a change, as OPA says it: among the
// parameters of a preference, Prefer: modes=snapshot,delta;wait=30.
func preferredWait(header http.Header) time.Duration {
	preferences := strings.FieldsFunc(strings.Join(header.Values("Prefer"), ","), func(c rune) bool { return strings.ContainsRune(",; ", c) })
	for _, preference := range preferences {
		if text, ok := strings.CutPrefix(preference, "wait="); ok {
			if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
				return min(time.Duration(seconds)*time.Second, maxWait)
			}
		}
	}
	return 0
}

// statusRecorder remembers how a request was answered.
type statusRecorder struct {
	http.ResponseWriter
	status int
}

func (r *statusRecorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (r *statusRecorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
