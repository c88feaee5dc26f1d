//go:build e2e

package bundle_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"oras.land/oras-go/v2"
	"oras.land/oras-go/v2/registry/remote"

	"github.com/guiderail/guiderail/harness/bundle"
	"github.com/guiderail/guiderail/internal/bundletest"
)

// firstControl is the file, without its ending, that comes first in a bundle after the channels: the one that
// bundletest changes.
const firstControl = "autoscaling/capacity"

// opaSays gives what an OPA server says of an attack that has a name.
func opaSays(t *testing.T, attack bundletest.Attack) string {
	t.Helper()
	const (
		changed    = firstControl + ".rego: digest mismatch"
		missing    = "file(s) [" + firstControl + ".rego] specified in bundle signatures but not found"
		added      = "not included in bundle signature"
		manifest   = ".manifest: digest mismatch"
		signature  = "failed to verify JWT signature: crypto/rsa: verification error"
		delta      = "delta bundles do not support signature verification"
		tooLarge   = "exceeds configured size_limit_bytes"
		unreadable = "bundle read failed: "
	)
	words, known := map[string]string{
		"changed rule":                  changed,
		"edited manifest":               manifest,
		"edited data":                   "data.json: digest mismatch",
		"missing signature":             "bundle missing .signatures.json file",
		"empty signature":               "missing JWT (expected exactly one)",
		"signature of another revision": manifest,
		"extra file":                    "evil.rego " + added,
		"missing file":                  missing,
		"other key":                     signature,
		// The server verifies with the algorithm of its configuration, whatever the signature names.
		"algorithm none":            signature,
		"HS256 with the public key": signature,
		"unsigned delta":            delta,
		"delta in a signed bundle":  delta,
		// The server passes over what is no regular file.
		"symbolic link":             missing,
		"hard link":                 missing,
		"device":                    missing,
		"path that leads out":       "../../evil.rego " + added,
		"path that leads out below": "lib/../../evil.rego " + added,
		"absolute path":             "/etc/evil.rego " + added,
		"duplicate entry":           firstControl + ".rego " + added,
		"same file by another path": firstControl + ".rego " + added,
		"gzip bomb":                 tooLarge,
		"smaller gzip bomb":         tooLarge,
		"other scope":               "scope mismatch",
		"truncated":                 unreadable + "failed to copy file",
		"empty":                     unreadable + "archive read failed: EOF",
	}[attack.Name]
	if !known {
		t.Fatalf("nobody wrote down what an OPA server says of the attack %q", attack.Name)
	}
	return words
}

// TestAttacks serves what is no signed bundle of the policy: to "guiderail check --bundle", to "guiderail
// bundle pull", and to a running OPA server, each of which refuses it and says why, while the server goes
// on to decide by the revision that it has.
func TestAttacks(t *testing.T) {
	// Docker's credentials of whoever runs the tests are none of theirs.
	t.Setenv("DOCKER_CONFIG", t.TempDir())
	r := newRevisions(t)
	revision, good := r.next(t)
	attacks, err := bundletest.Attacks(good, r.keys.Keys)
	if err != nil {
		t.Fatal(err)
	}
	attacks = append(attacks, bundletest.Attack{
		Name: "smaller gzip bomb", Data: bombOf(t, 2*sizeLimit), Err: bundle.ErrMalformed, Says: "it unpacks to more than 64 MiB",
	})
	a := &attacked{revisions: r, revision: revision, good: good}
	// Most attacks silence this control.
	const silenced = firstControl
	if !strings.HasPrefix(attacks[0].Says, silenced+".rego ") {
		t.Fatalf("the attacks are on another control: %s", attacks[0].Says)
	}
	a.files = judgeEach(t, engine(t, nil), fixtures+"/"+silenced, fixtures+"/podsecurity/privileged")
	server := startVictim(t, r.keys, "")
	if said := server.gets(t, sends(good)); said != "" {
		t.Fatal(said)
	}
	a.keeps(t, server.opaServer, "the good bundle")
	url := serveHTTP(t, sends(good)) + "/" + resource
	if code, _, stderr := a.guiderail(t, "check", "--bundle", url, fixtures+"/podsecurity/privileged"); code != 3 {
		t.Fatalf("checking with the good bundle ended with %d: %s", code, stderr)
	}

	a.named(t, server, attacks)
	a.flipped(t, server, attacks)
	a.truncated(t, server)
	a.retagged(t, attacks)
	a.inert(t, server, attacks)
	a.outdated(t, attacks)

	a.revision, a.good = r.next(t)
	if said := server.gets(t, sends(a.good)); said != "" {
		t.Errorf("of a new revision the server says: %s", said)
	}
	a.keeps(t, server.opaServer, "a new revision")
	table := newTable("attack", "tried", "check --bundle", "bundle pull", "OPA server", "kept serving")
	for _, row := range a.rows {
		table.row(row.name, row.tried, row.check, row.pull, row.server, row.kept)
	}
	table.print(t)
	t.Log("commands are tried with files and URLs, or as the name says; of what is inert a server loads only what was signed")
}

// attacked is the policy that attacks are on, and what became of them.
type attacked struct {
	*revisions
	revision string
	good     []byte
	// files are what is judged to see whether a server decides right.
	files []*file
	rows  []*row
}

// row counts what refused the attacks of a name.
type row struct {
	name                      string
	tried                     int
	check, pull, server, kept count
}

// count is how many of some tries went as they should.
type count struct{ right, of int }

func (c *count) add(right bool) {
	c.of++
	if right {
		c.right++
	}
}

func (c count) String() string {
	if c.of == 0 {
		return "-"
	}
	return fmt.Sprintf("%d of %d", c.right, c.of)
}

func (a *attacked) row(name string, tried int) *row {
	r := &row{name: name, tried: tried}
	a.rows = append(a.rows, r)
	return r
}

// keeps tells whether a server decides by the revision, and right.
func (a *attacked) keeps(t *testing.T, s *opaServer, after string) bool {
	t.Helper()
	live, err := a.live(t, s)
	if err != nil || live != a.revision {
		t.Errorf("after %s the server decides by the revision %q, not %s: %v", after, live, a.revision, err)
		return false
	}
	c := &channel{name: "after " + after}
	for _, f := range a.files {
		c.compare(t, f.name, "what it found", findings(t, s.decide(t, f.documents).Violations), f.found, nil)
	}
	return c.no == 0 && s.Data(t, "guiderail/ready", nil) == true
}

// isFlip tells whether an attack is one of bundletest.Flips.
func isFlip(attack bundletest.Attack) bool {
	return !attack.Inert && strings.HasPrefix(attack.Name, "flipped byte")
}

func serveHTTP(t *testing.T, handler http.Handler) (url string) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// named tries what has a name: as a file, by HTTP, and on the server.
func (a *attacked) named(t *testing.T, server *victim, attacks []bundletest.Attack) {
	t.Helper()
	for _, attack := range attacks {
		if isFlip(attack) || attack.Inert {
			continue
		}
		row := a.row(attack.Name, 1)
		a.commands(t, row, attack)
		said := server.gets(t, sends(attack.Data))
		row.server.add(says(t, attack.Name, said, opaSays(t, attack)))
		row.kept.add(a.keeps(t, server.opaServer, attack.Name))
		server.forgets(t)
	}
}

// says tells whether a server says some words of an attack.
func says(t *testing.T, attack, said, words string) bool {
	t.Helper()
	refused := strings.HasPrefix(said, "Bundle load failed: ") && strings.Contains(said, words)
	if !refused {
		t.Errorf("%s: the server says %q, want %q", attack, said, words)
	}
	return refused
}

// commands has the commands refuse an attack, as a file and by HTTP.
func (a *attacked) commands(t *testing.T, row *row, attack bundletest.Attack) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bundle.tar.gz")
	writeFile(t, file, attack.Data)
	url := serveHTTP(t, sends(attack.Data)) + "/" + resource
	for _, reference := range []string{file, url} {
		row.check.add(a.refuses(t, attack, reference, "check", "--bundle", reference, fixtures+"/podsecurity/privileged"))
		row.pull.add(a.refuses(t, attack, reference, "bundle", "pull", reference))
	}
}

// refuses tells whether guiderail refuses a bundle that is named in its arguments: it ends with 1, finds
// and writes nothing, and says which bundle is refused, and why.
func (a *attacked) refuses(t *testing.T, attack bundletest.Attack, reference string, args ...string) bool {
	t.Helper()
	output := filepath.Join(t.TempDir(), "pulled.tar.gz")
	if args[0] == "bundle" {
		args = append(args, "--output", output)
	}
	code, stdout, stderr := a.guiderail(t, args...)
	_, err := os.Stat(output)
	refused := code == 1 && stdout == "" && errors.Is(err, os.ErrNotExist)
	for _, words := range []string{reference, attack.Err.Error(), attack.Says} {
		refused = refused && strings.Contains(stderr, words)
	}
	if !refused {
		t.Errorf("%s: guiderail %s: ended with %d\n%s%swant 1, and %s … %v … %s", attack.Name, strings.Join(args, " "), code, stdout, stderr, reference, attack.Err, attack.Says)
	}
	return refused
}

// guiderail runs it with what the policy's bundles are verified with.
func (a *attacked) guiderail(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	args = append(args, "--verification-key", a.keys.PublicFile, "--min-revision", a.revision)
	command := exec.CommandContext(t.Context(), tools.Guiderail, args...)
	var out, complaints bytes.Buffer
	command.Stdout, command.Stderr = &out, &complaints
	var exit *exec.ExitError
	if err := command.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), out.String(), complaints.String()
}

// flipped tries the bundle with one byte changed. A dozen of them are tried on the commands; all of them
// on what the commands read bundles with, and on the server.
func (a *attacked) flipped(t *testing.T, server *victim, attacks []bundletest.Attack) {
	t.Helper()
	flips := slices.DeleteFunc(slices.Clone(attacks), func(attack bundletest.Attack) bool { return !isFlip(attack) })
	library, commands := a.row("flipped byte (bundle.Read)", len(flips)), a.row("flipped byte (commands)", 0)
	verification := bundle.Verification{Key: bundle.NewKey(a.keys.Public), MinRevision: a.revision}
	for i, attack := range flips {
		_, err := bundle.Read(bytes.NewReader(attack.Data), verification)
		library.check.add(errors.Is(err, attack.Err))
		if !errors.Is(err, attack.Err) {
			t.Errorf("%s: %v, want %v", attack.Name, err, attack.Err)
		}
		if i%17 == 0 {
			commands.tried++
			a.commands(t, commands, attack)
		}
		said := server.gets(t, sends(attack.Data))
		// Which byte it is decides what is wrong, but it is the bundle and not the download.
		library.server.add(says(t, attack.Name, said, "") && !strings.Contains(said, "request failed"))
		library.kept.add(a.keeps(t, server.opaServer, attack.Name))
		server.forgets(t)
	}
}

// truncated tries downloads that end before their end.
func (a *attacked) truncated(t *testing.T, server *victim) {
	t.Helper()
	for _, chunked := range []bool{false, true} {
		name := "download cut off, Content-Length"
		if chunked {
			name = "download cut off, chunked"
		}
		places := []int{0, 1000, len(a.good) / 2, len(a.good) * 9 / 10}
		row := a.row(name, len(places))
		for _, at := range places {
			answer := cutOff(a.good, at, chunked)
			attack := bundletest.Attack{Name: name, Err: bundle.ErrMalformed, Says: fmt.Sprintf("the download ended early, after %d bytes", at)}
			url := serveHTTP(t, answer) + "/" + resource
			row.check.add(a.refuses(t, attack, url, "check", "--bundle", url, fixtures+"/podsecurity/privileged"))
			row.pull.add(a.refuses(t, attack, url, "bundle", "pull", url))
			said := server.gets(t, answer)
			row.server.add(says(t, name, said, "unexpected EOF"))
			row.kept.add(a.keeps(t, server.opaServer, name))
			server.forgets(t)
		}
	}
}

// inert tries what an OPA server may take, since what it loads of it is what was signed. It does take an
// old revision, whatever it had before; outdated shows what refuses one.
func (a *attacked) inert(t *testing.T, server *victim, attacks []bundletest.Attack) {
	t.Helper()
	for _, attack := range attacks {
		if !attack.Inert || errors.Is(attack.Err, bundle.ErrRevision) {
			continue
		}
		row := a.row(attack.Name+" (inert)", 1)
		a.commands(t, row, attack)
		server.gets(t, sends(attack.Data))
		row.kept.add(a.keeps(t, server.opaServer, attack.Name))
		server.forgets(t)
	}
}

// outdated tries an old revision, which was signed with the right key. The commands know the oldest one
// that is taken. An OPA server does not, and takes any: unless its configuration names a scope, which the
// new revisions are signed for and the old ones are not.
func (a *attacked) outdated(t *testing.T, attacks []bundletest.Attack) {
	t.Helper()
	i := slices.IndexFunc(attacks, func(attack bundletest.Attack) bool { return errors.Is(attack.Err, bundle.ErrRevision) })
	old := attacks[i]
	old.Says += a.revision
	row := a.row(old.Name, 2)
	a.commands(t, row, old)
	server := startVictim(t, a.keys, "second")
	if said := server.gets(t, sends(a.scoped(t, a.good, "second"))); said != "" {
		t.Fatal(said)
	}
	for _, data := range [][]byte{old.Data, a.scoped(t, old.Data, "first")} {
		said := server.gets(t, sends(data))
		row.server.add(says(t, old.Name, said, "scope mismatch"))
		row.kept.add(a.keeps(t, server.opaServer, old.Name))
		server.forgets(t)
	}
}

// scoped signs a bundle for a scope.
func (a *attacked) scoped(t *testing.T, data []byte, scope string) []byte {
	t.Helper()
	b, err := bundle.Read(bytes.NewReader(data), bundle.Verification{Skip: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Sign(bundle.Signing{Key: bundle.NewKey(a.keys.Private), Scope: scope}); err != nil {
		t.Fatal(err)
	}
	if data, err = b.Bytes(); err != nil {
		t.Fatal(err)
	}
	return data
}

// retagged moves a registry's tag from the good artefact to others.
func (a *attacked) retagged(t *testing.T, attacks []bundletest.Attack) {
	t.Helper()
	s := newShelf(t, startRegistry(t).Host, a.good)
	server := startOPA(t, bundleConfig{
		Service: "http://" + s.repository.Reference.Registry, Resource: s.reference, OCI: true, PublicKey: a.keys.Public, Persist: t.TempDir(),
	}.String())
	wait(t, "the bundle of the registry", func() error {
		if live, err := a.live(t, server); err != nil || live != a.revision {
			return fmt.Errorf("revision %q: %w", live, err)
		}
		return nil
	})
	reference := "oci://" + s.reference
	pull := func(row *row, attack bundletest.Attack) {
		t.Helper()
		row.pull.add(a.refuses(t, attack, reference, "bundle", "pull", reference))
	}
	check := func(row *row, attack bundletest.Attack) {
		t.Helper()
		row.check.add(a.refuses(t, attack, reference, "check", "--bundle", reference, fixtures+"/podsecurity/privileged"))
	}
	of := a.row("tag moved to a tampered bundle", 0)
	for _, attack := range attacks {
		if isFlip(attack) || attack.Inert {
			continue
		}
		of.tried++
		before := len(server.logged(t))
		s.bundle(t, attack.Data)
		pull(of, attack)
		// The server asks when it does, a second later. Of these it says something else than of the ones
		// before them, by which it is known to have asked.
		if slices.Contains([]string{"changed rule", "missing signature", "other key", "gzip bomb"}, attack.Name) {
			check(of, attack)
			words := opaSays(t, attack)
			wait(t, "the server's refusal", func() error {
				if said := refusals(server.logged(t)[before:]); !strings.Contains(said, words) {
					return fmt.Errorf("%s: the server says %q, want %q", attack.Name, said, words)
				}
				return nil
			})
			of.server.add(true)
			of.kept.add(a.keeps(t, server, attack.Name))
		}
	}
	// Nobody but guiderail holds the Rego for conftest against the bundle.
	rego := slices.IndexFunc(s.good.Layers, func(l ocispec.Descriptor) bool { return l.Annotations[ocispec.AnnotationTitle] != "" })
	title := s.good.Layers[rego].Annotations[ocispec.AnnotationTitle]
	layer := func(title string) ocispec.Descriptor {
		l := s.blob(t, s.good.Layers[rego].MediaType, []byte("package guiderail.evil\n"))
		l.Annotations = map[string]string{ocispec.AnnotationTitle: title}
		return l
	}
	for _, one := range []struct {
		name, says string
		layers     []ocispec.Descriptor
	}{
		{"tag moved to other Rego, changed", title + ", which the artefact has for conftest, differs from the bundle's", slices.Replace(slices.Clone(s.good.Layers), rego, rego+1, layer(title))},
		{"tag moved to other Rego, added", "the artefact has evil.rego for conftest, which is not in the bundle", append(slices.Clone(s.good.Layers), layer("evil.rego"))},
		{"tag moved to other Rego, missing", title + ", for conftest, is missing from the artefact", slices.Delete(slices.Clone(s.good.Layers), rego, rego+1)},
	} {
		s.move(t, one.layers)
		row, attack := a.row(one.name, 1), bundletest.Attack{Name: one.name, Err: bundle.ErrTampered, Says: one.says}
		pull(row, attack)
		check(row, attack)
	}
	// Who pins the digest does not see the tag move.
	if code, _, stderr := a.guiderail(t, "bundle", "pull", "oci://"+s.repository.Reference.Registry+"/policies@"+s.digest, "--output", filepath.Join(t.TempDir(), "pulled.tar.gz")); code != 0 {
		t.Errorf("pulling by the digest ended with %d: %s", code, stderr)
	}
	s.move(t, s.good.Layers)
	if code, _, stderr := a.guiderail(t, "bundle", "pull", reference, "--output", filepath.Join(t.TempDir(), "pulled.tar.gz")); code != 0 {
		t.Errorf("pulling the good bundle ended with %d: %s", code, stderr)
	}
}

// shelf is a tag in a registry that an artefact was pushed to as it should be, and that may be moved by who
// has broken into the registry.
type shelf struct {
	reference, digest string
	repository        *remote.Repository
	good              ocispec.Manifest
}

func newShelf(t *testing.T, host string, data []byte) *shelf {
	t.Helper()
	reference := host + "/policies:stable"
	s := &shelf{reference: reference, digest: push(t, reference, data)}
	var err error
	if s.repository, err = remote.NewRepository(s.reference); err != nil {
		t.Fatal(err)
	}
	s.repository.PlainHTTP = true
	_, text, err := oras.FetchBytes(t.Context(), s.repository, s.digest, oras.DefaultFetchBytesOptions)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &s.good); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *shelf) blob(t *testing.T, mediaType string, text []byte) ocispec.Descriptor {
	t.Helper()
	descriptor, err := oras.PushBytes(t.Context(), s.repository, mediaType, text)
	if err != nil {
		t.Fatal(err)
	}
	return descriptor
}

// bundle moves the tag to an artefact that differs in the bundle.
func (s *shelf) bundle(t *testing.T, data []byte) {
	t.Helper()
	layers := slices.Clone(s.good.Layers)
	i := slices.IndexFunc(layers, func(l ocispec.Descriptor) bool { return l.MediaType == ocispec.MediaTypeImageLayerGzip })
	layers[i] = s.blob(t, layers[i].MediaType, data)
	s.move(t, layers)
}

// move moves the tag to an artefact with other layers.
func (s *shelf) move(t *testing.T, layers []ocispec.Descriptor) {
	t.Helper()
	manifest := s.good
	manifest.Layers = layers
	text, err := json.Marshal(manifest)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := oras.TagBytes(t.Context(), s.repository, manifest.MediaType, text, s.repository.Reference.Reference); err != nil {
		t.Fatal(err)
	}
}

// bombOf packs a file of so many zeros.
func bombOf(t *testing.T, size int64) []byte {
	t.Helper()
	var buffer bytes.Buffer
	packed := gzip.NewWriter(&buffer)
	writer := tar.NewWriter(packed)
	if err := writer.WriteHeader(&tar.Header{Name: "/data.json", Typeflag: tar.TypeReg, Mode: 0o600, Size: size}); err != nil {
		t.Fatal(err)
	}
	block := make([]byte, 1<<20)
	for range size >> 20 {
		if _, err := writer.Write(block); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(writer.Close(), packed.Close()); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}
