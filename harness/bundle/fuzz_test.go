package bundle_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/guiderail/guiderail/harness/bundle"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/internal/fuzztest"
)

// fuzzKey is the same in every process that fuzzes: what one signs the others verify.
func fuzzKey() bundle.Key { return bundle.NewKey("a secret that is long enough for HS256") }

// smallSigned gives a bundle of small and its tar archive.
func smallSigned(f *testing.F) (data, archive []byte) {
	f.Helper()
	loaded, err := catalogue.Load(small())
	if err != nil {
		f.Fatal(err)
	}
	b, err := bundle.Build(f.Context(), bundle.Options{Catalogue: loaded, Revision: "1.0.0"})
	if err != nil {
		f.Fatal(err)
	}
	if err := b.Sign(bundle.Signing{Key: fuzzKey(), Algorithm: "HS256"}); err != nil {
		f.Fatal(err)
	}
	if data, err = b.Bytes(); err != nil {
		f.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		f.Fatal(err)
	}
	if archive, err = io.ReadAll(r); err != nil {
		f.Fatal(err)
	}
	return data, archive
}

// FuzzRead holds for any archive, compressed or not yet: nothing crashes, what is read can be walked, and what is taken
// for signed has the files that were signed.
func FuzzRead(f *testing.F) {
	data, archive := smallSigned(f)
	f.Add(archive)
	f.Add(data)
	f.Add(archive[:len(archive)/2])
	f.Add([]byte{})
	signed, err := bundle.Read(bytes.NewReader(data), bundle.Verification{Key: fuzzKey(), Algorithm: "HS256"})
	if err != nil {
		f.Fatal(err)
	}
	want := signed.Rego()
	f.Fuzz(func(t *testing.T, input []byte) {
		defer fuzztest.Within(t)()
		var compressed bytes.Buffer
		w := gzip.NewWriter(&compressed)
		w.Write(input) //nolint:errcheck // a buffer takes everything
		w.Close()      //nolint:errcheck
		for _, text := range [][]byte{input, compressed.Bytes()} {
			b, err := bundle.Read(bytes.NewReader(text), bundle.Verification{Skip: true})
			if err != nil {
				if err.Error() == "" {
					t.Error("an error says nothing")
				}
			} else if files, err := b.FS(); err == nil {
				if err := fs.WalkDir(files, ".", func(_ string, _ fs.DirEntry, err error) error { return err }); err != nil {
					t.Errorf("walking what was read: %v", err)
				}
			}
			b, err = bundle.Read(bytes.NewReader(text), bundle.Verification{Key: fuzzKey(), Algorithm: "HS256"})
			if err == nil && (!b.Verified || !slices.EqualFunc(b.Rego(), want, sameFile)) {
				t.Error("what was not signed is taken for signed")
			}
		}
	})
}

func sameFile(a, b bundle.File) bool { return a.Path == b.Path && bytes.Equal(a.Text, b.Text) }

// FuzzRequests holds for any request: it is answered in time, with the bundle or without, and never with an error of the
// server.
func FuzzRequests(f *testing.F) {
	data, _ := smallSigned(f)
	folder := f.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "bundle.tar.gz"), data, 0o600); err != nil {
		f.Fatal(err)
	}
	server := bundle.NewServer(folder, bundle.ServerOptions{
		Read:   func([]byte) (string, error) { return "1", nil },
		Report: func(string) {},
		Access: func(*http.Request, int) {},
	})
	if err := server.Refresh(); err != nil {
		f.Fatal(err)
	}
	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/bundle.tar.gz", nil))
	etag := w.Header().Get("ETag")
	for _, method := range []string{"GET", "HEAD", "POST", "", "get"} {
		f.Add(method, "/bundle.tar.gz", etag, "modes=snapshot,delta;wait=30", "bytes=0-9")
	}
	for _, path := range []string{"/", "//bundle.tar.gz", "/../bundle.tar.gz", "/%2e%2e/x", "*", "/bundle.tar.gz?a#b"} {
		f.Add("GET", path, "*", "wait=99999999999999999999", "bytes=-1,5-,a")
	}
	known := []int{http.StatusOK, http.StatusPartialContent, http.StatusNotModified, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusPreconditionFailed, http.StatusRequestedRangeNotSatisfiable}
	f.Fuzz(func(t *testing.T, method, path, match, prefer, ranges string) {
		defer fuzztest.Within(t)()
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond) // of a client that does not wait
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, method, "http://localhost"+path, nil)
		if err != nil {
			return // no server gets to see it
		}
		r.Header.Set("If-None-Match", match)
		r.Header.Set("Prefer", prefer)
		r.Header.Set("Range", ranges)
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		if !slices.Contains(known, w.Code) {
			t.Errorf("answered with %d", w.Code)
		}
		if w.Code == http.StatusOK && r.Method == http.MethodGet && !bytes.Equal(w.Body.Bytes(), data) {
			t.Errorf("answered with %d bytes, not those of the bundle", w.Body.Len())
		}
	})
}
