package bundle_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/bundle"
)

// TestFetch gets the same bytes from a file and from a server, and says what keeps it from that.
func TestFetch(t *testing.T) {
	want := bytesOf(t, mustBuild(t, small(), bundle.Options{Revision: "1"}))
	digest := fmt.Sprintf("sha256:%x", sha256.Sum256(want))
	other := "sha256:" + strings.Repeat("0", 64)
	file := filepath.Join(t.TempDir(), "bundle.tar.gz")
	large := filepath.Join(t.TempDir(), "large")
	if err := os.WriteFile(file, want, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(large, make([]byte, 16<<20+1), 0o600); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/bundle.tar.gz":
			// As servers do that take the name's ending for an encoding.
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(want)
		case "/truncated":
			w.Header().Set("Content-Length", strconv.Itoa(len(want)))
			w.Write(want[:len(want)/2])
		case "/large":
			http.ServeFile(w, r, large)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	withPassword := strings.Replace(server.URL, "//", "//reader:hunter2@", 1)
	redacted := strings.Replace(server.URL, "//", "//reader:xxxxx@", 1)

	for name, test := range map[string]struct {
		ref, reference, wantErr string
	}{
		"file":                       {ref: file, reference: file},
		"file, pinned":               {ref: file + "@" + digest, reference: file + "@" + digest},
		"file, pinned to another":    {ref: file + "@" + other, wantErr: "fetching " + file + "@" + other + ": content differs from what was signed: its digest is " + digest},
		"no such file":               {ref: file + "x", wantErr: "fetching " + file + "x: no such file or directory"},
		"large file":                 {ref: large, wantErr: "malformed: it is larger than 16 MiB"},
		"URL":                        {ref: server.URL + "/bundle.tar.gz", reference: server.URL + "/bundle.tar.gz"},
		"URL, pinned":                {ref: server.URL + "/bundle.tar.gz@" + digest, reference: server.URL + "/bundle.tar.gz@" + digest},
		"URL, pinned to another":     {ref: server.URL + "/bundle.tar.gz@" + other, wantErr: "its digest is " + digest},
		"URL with secrets":           {ref: withPassword + "/bundle.tar.gz?sig=hunter2", reference: redacted + "/bundle.tar.gz?…"},
		"no such URL":                {ref: withPassword + "/other?sig=hunter2", wantErr: "fetching " + redacted + "/other?…: the server responded with 404 Not Found"},
		"truncated download":         {ref: server.URL + "/truncated", wantErr: fmt.Sprintf("malformed: the download ended early, after %d bytes", len(want)/2)},
		"large download":             {ref: server.URL + "/large", wantErr: "malformed: it is larger than 16 MiB"},
		"nobody there":               {ref: "http://reader:hunter2@127.0.0.1:1/bundle", wantErr: "fetching http://reader:xxxxx@127.0.0.1:1/bundle: dial tcp 127.0.0.1:1: "},
		"pin that is none":           {ref: file + "@sha256:12", wantErr: "sha256:12 is not a digest; write sha256: and 64 lowercase hexadecimal digits"},
		"another scheme":             {ref: "s3://bucket/bundle", wantErr: "unsupported scheme s3; use a file, http, https or oci"},
		"registry with a password":   {ref: "oci://reader:hunter2@127.0.0.1:1/x:1", wantErr: "a registry reference must not contain a user name or password"},
		"registry without oci":       {ref: "reader:hunter2@127.0.0.1:1/x:1", wantErr: "fetching …@127.0.0.1:1/x:1: "},
		"another scheme of it":       {ref: "ftp://reader:hunter2@127.0.0.1/x", wantErr: "unsupported scheme ftp; use a file, http, https or oci"},
		"a key given as a reference": {ref: "-----BEGIN PRIVATE KEY-----\nhunter2\n", wantErr: "a bundle reference must be a single line"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := bundle.Fetch(t.Context(), test.ref, bundle.FetchOptions{})
			if test.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), test.wantErr) || strings.Contains(err.Error(), "hunter2") {
					t.Errorf("got  %v\nwant %s", err, test.wantErr)
				}
				return
			}
			if err != nil || got.Reference != test.reference || got.Digest != digest || !bytes.Equal(got.Data, want) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	if _, err := bundle.Fetch(t.Context(), file+"@"+other, bundle.FetchOptions{}); !errors.Is(err, bundle.ErrTampered) {
		t.Errorf("got %v", err)
	}
}
