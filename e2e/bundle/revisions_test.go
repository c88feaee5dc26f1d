//go:build e2e

package bundle_test

import (
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/guiderail/guiderail/harness/bundle"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/policies"
)

// revisions makes signed bundles of one policy, in each of which every control names the bundle's
// revision. A server that mixed two would be seen to.
type revisions struct {
	catalogue *catalogue.Catalogue
	keys      keyPair
	controls  []*control.Control
	files     fstest.MapFS
	made      atomic.Int32
}

// marks is the rule by which a control names the revision.
const marks = "marked"

func newRevisions(t *testing.T) *revisions {
	t.Helper()
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	r := &revisions{catalogue: all, keys: newKeyPair(t), files: fstest.MapFS{}}
	for _, c := range all.Controls {
		if c.File != "" {
			r.controls = append(r.controls, c)
		}
	}
	err = fs.WalkDir(policies.FS, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(policies.FS, path)
		r.files[path] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// next makes the next revision.
func (r *revisions) next(t *testing.T) (revision string, data []byte) {
	t.Helper()
	revision = fmt.Sprintf("1.0.%d", r.made.Add(1))
	files := maps.Clone(r.files)
	for _, c := range r.controls {
		files[c.File] = &fstest.MapFile{Data: fmt.Appendf(nil, "%s\n%s := %q\n", r.files[c.File].Data, marks, revision)}
	}
	marked := *r.catalogue
	marked.Files = files
	b, err := bundle.Build(t.Context(), bundle.Options{Catalogue: &marked, Revision: revision, Version: policies.Version})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Sign(bundle.Signing{Key: bundle.NewKey(r.keys.Private)}); err != nil {
		t.Fatal(err)
	}
	if data, err = b.Bytes(); err != nil {
		t.Fatal(err)
	}
	return revision, data
}

// live gives the revision that a server decides by, "" if it decides by none. It is an error if the
// controls, all of which are asked at once, are not all there and of this one revision.
func (r *revisions) live(t *testing.T, s *opaServer) (revision string, err error) {
	t.Helper()
	// Both are read in one transaction.
	query := map[string]any{"query": fmt.Sprintf(`marks = [mark | mark = data.guiderail[_][_].%s]
manifests = [revision | revision = data.system.bundles[_].manifest.revision]`, marks)}
	status, answer, err := s.request(t, http.MethodPost, "/v1/query", query)
	if err != nil {
		return "", err
	}
	results, _ := answer["result"].([]any)
	if status != http.StatusOK || len(results) != 1 {
		return "", fmt.Errorf("the server responded with %d %v", status, answer)
	}
	seen := func(name string) []string {
		var texts []string
		for _, text := range results[0].(map[string]any)[name].([]any) {
			texts = append(texts, text.(string))
		}
		return texts
	}
	marked, manifests := seen("marks"), seen("manifests")
	distinct := slices.Compact(slices.Sorted(slices.Values(slices.Concat(marked, manifests))))
	switch {
	case len(distinct) == 0:
		return "", nil
	case len(distinct) == 1 && len(manifests) == 1 && len(marked) == len(r.controls):
		return distinct[0], nil
	}
	return "", halfActivatedError{fmt.Errorf("%d of %d controls are there, with the revisions %v; the manifest has %v", len(marked), len(r.controls), distinct, manifests)}
}

// halfActivatedError says that a server decided by something that is no revision.
type halfActivatedError struct{ error }
