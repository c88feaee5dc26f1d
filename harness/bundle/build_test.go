package bundle_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/guiderail/guiderail/harness/bundle"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/policies"
)

// small is a policy directory of two controls.
func small() fstest.MapFS {
	return fstest.MapFS{
		".manifest": {Data: []byte(`{"roots": ["guiderail", "lib/guiderail"]}`)},
		"images/tag.rego": {Data: []byte(`# METADATA
# title: Images must have a tag
# custom:
#   severity: low
#   match: [{groups: [""], kinds: [Pod]}]
package guiderail.images.tag

import data.lib.guiderail.names

violation contains {"msg": names.said, "details": {"path": []}}
`)},
		"images/digest.rego": {Data: []byte(`# METADATA
# title: Images must have a digest
# custom:
#   severity: low
#   match: [{groups: [""], kinds: [Pod]}]
package guiderail.images.digest

violation contains {"msg": "no digest", "details": {"path": []}}
`)},
		"images/tag_test.rego": {Data: []byte("package guiderail.images.tag_test\n\ntest_none := false\n")},
		"lib/names.rego":       {Data: []byte("package lib.guiderail.names\n\nsaid := \"no tag\"\n")},
		"profiles/few.yaml":    {Data: []byte(profileText("few", ""))},
		"notes.txt":            {Data: []byte("nothing that a bundle holds\n")},
	}
}

func profileText(name, rest string) string {
	return "apiVersion: guiderail.dev/v1alpha1\nkind: Profile\nmetadata: {name: " + name + "}\nspec:\n  title: A test\n" + rest
}

// build makes the bundle of a policy directory.
func build(t *testing.T, directory fs.FS, options bundle.Options) (*bundle.Bundle, error) {
	t.Helper()
	all, err := catalogue.Load(directory)
	if err != nil {
		t.Fatal(err)
	}
	options.Catalogue = all
	return bundle.Build(t.Context(), options)
}

func mustBuild(t *testing.T, directory fs.FS, options bundle.Options) *bundle.Bundle {
	t.Helper()
	b, err := build(t, directory, options)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func bytesOf(t *testing.T, b *bundle.Bundle) []byte {
	t.Helper()
	text, err := b.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestRoundTrip writes the embedded policies, reads them back, and finds the whole policy directory in
// them: the same controls, guides, frameworks and profiles.
func TestRoundTrip(t *testing.T) {
	built := mustBuild(t, policies.FS, bundle.Options{Revision: "1.0.0", Version: policies.Version, Commit: "0123abc"})
	packed := bytesOf(t, built)
	read, err := bundle.Read(bytes.NewReader(packed), bundle.Verification{Skip: true})
	if err != nil {
		t.Fatal(err)
	}
	if again := bytesOf(t, read); !bytes.Equal(again, packed) {
		t.Error("what was read is not written as it was")
	}
	if read.Revision != "1.0.0" || read.Verified || read.Signature != nil || !reflect.DeepEqual(read.Metadata, built.Metadata) || !slices.Equal(read.Roots, built.Roots) {
		t.Errorf("got  %+v\nwant %+v", read.Metadata, built.Metadata)
	}
	directory, err := read.FS()
	if err != nil {
		t.Fatal(err)
	}
	all, err := catalogue.Load(directory)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range all.Controls {
		if c.File != "" {
			got = append(got, c.ID)
		}
	}
	if !slices.Equal(got, read.Metadata.Controls) || len(got) < 100 {
		t.Errorf("the bundle has the controls %v and says %v", got, read.Metadata.Controls)
	}
	library, err := guide.Load(directory)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range library.Guides {
		if read.Metadata.Guides[g.ID] == "" {
			t.Errorf("the metadata has no version of guide %s", g.ID)
		}
	}
	frameworks, err := all.Frameworks()
	if want, _ := fs.Glob(policies.FS, "guides/frameworks/*.yaml"); err != nil || len(frameworks) != len(want) || len(want) == 0 {
		t.Errorf("got %d frameworks, %v, want %d", len(frameworks), err, len(want))
	}
	names, err := profile.Names(directory)
	if want, _ := profile.Names(policies.FS); err != nil || !slices.Equal(names, want) {
		t.Errorf("got the profiles %v, %v, want %v", names, err, want)
	}
	for _, name := range names {
		if _, err := profile.Load(directory, all.Controls, name); err != nil {
			t.Error(err)
		}
	}
	for _, f := range read.Rego() {
		want, err := fs.ReadFile(policies.FS, f.Path)
		if err != nil || !bytes.Equal(f.Text, want) {
			t.Errorf("%s is not as it was", f.Path)
		}
		if strings.HasSuffix(f.Path, "_test.rego") {
			t.Errorf("%s is a test", f.Path)
		}
	}
	if again := bytesOf(t, mustBuild(t, directory, bundle.Options{Revision: "1.0.0", Version: policies.Version, Commit: "0123abc"})); !bytes.Equal(again, packed) {
		t.Error("the bundle of what is in a bundle is another one")
	}
}

// TestPinned builds the bundle of the embedded policies as every machine must build it. Where the policies
// are as they were, it is the compressor of another Go that tells the difference.
func TestPinned(t *testing.T) {
	want, err := os.ReadFile("testdata/policies.sha256")
	if err != nil {
		t.Fatal(err)
	}
	data := bytesOf(t, mustBuild(t, policies.FS, bundle.Options{Revision: "0.0.0", Version: policies.Version}))
	if got := fmt.Sprintf("%x\n", sha256.Sum256(data)); got != string(want) {
		t.Errorf("got  %swant %sRun make generate if the policies have changed.", got, want)
	}
}

// TestProfileOfOnesOwn: the files of a user's profile travel in the bundle, which says for which controls
// it was made.
func TestProfileOfOnesOwn(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "team"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"site.yaml":  profileText("mine", "  extends: base.yaml\n"),
		"base.yaml":  profileText("base", "  extends: few\n  exclude: [{controls: [images.tag], reason: no images here}]\n"),
		"taken.yaml": profileText("few", ""),
		"none.yaml":  profileText("none", "  extends: base.yaml\n  exclude: [{controls: [images.digest], reason: no images here}]\n"),
		"far.yaml":   profileText("far", "  extends: "+filepath.Join(folder, "base.yaml")+"\n"),
		"here.yaml":  profileText("here", "  extends: ./team/../base.yaml\n"),
		"same.yaml":  profileText("same", "  extends: team/same.yaml\n"),

		"team/up.yaml":   profileText("up", "  extends: ../base.yaml\n"),
		"team/same.yaml": profileText("other", ""),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	all, err := catalogue.Load(small())
	if err != nil {
		t.Fatal(err)
	}
	load := func(name string) *profile.Profile {
		p, err := profile.Load(small(), all.Controls, filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for name, profileName := range map[string]string{"site.yaml": "mine", "far.yaml": "far", "team/up.yaml": "up", "here.yaml": "here"} {
		b := mustBuild(t, small(), bundle.Options{Revision: "1", Profile: load(name)})
		if b.Metadata.Profile != profileName || !slices.Equal(b.Metadata.Controls, []string{"images.digest"}) {
			t.Errorf("%s: got %+v", name, b.Metadata)
		}
		directory, err := b.FS()
		if err != nil {
			t.Fatal(err)
		}
		p, err := profile.Load(directory, all.Controls, profileName)
		if err != nil || p.Excluded["images.tag"] != "no images here" {
			t.Errorf("%s: got %+v, %v", name, p, err)
		}
	}
	for name, want := range map[string]string{
		"taken.yaml": "the policy directory already has a profile named few; rename yours",
		"none.yaml":  "the profile chooses no control",
		"same.yaml":  "the policy directory already has a profile named same; rename yours",
	} {
		if _, err := build(t, small(), bundle.Options{Revision: "1", Profile: load(name)}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v\nwant %s", name, err, want)
		}
	}
}

// TestSeverities: a bundle answers with the severities of its profile, gives them to who reads it, and differs by them.
func TestSeverities(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mine.yaml")
	if err := os.WriteFile(file, []byte(profileText("mine", "  enforcement: {severities: {critical: warn}}\n  severities: {images: critical, images.tag: info}\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := catalogue.Load(small())
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Load(small(), all.Controls, file)
	if err != nil {
		t.Fatal(err)
	}
	plain := mustBuild(t, small(), bundle.Options{Revision: "1"})
	b := mustBuild(t, small(), bundle.Options{Revision: "1", Profile: p})
	asked := string(b.Rego()[0].Text)
	for _, want := range []string{"\"images.digest\": {\n\t\t\"severity\": \"critical\",\n\t\t\"enforcement\": \"warn\",", "\"images.tag\": {\n\t\t\"severity\": \"info\",\n\t\t\"enforcement\": \"deny\","} {
		if !strings.Contains(asked, want) {
			t.Errorf("the catalogue lacks %s:\n%s", want, asked)
		}
	}
	directory, err := b.FS()
	if err != nil {
		t.Fatal(err)
	}
	again, err := profile.Load(directory, all.Controls, "mine")
	if err != nil || !maps.Equal(again.ControlSeverities, map[string]control.Severity{"images.digest": control.Critical, "images.tag": control.Info}) {
		t.Errorf("got the severities %v, %v", again.ControlSeverities, err)
	}
	got, err := bundle.Diff(plain, b, time.Now())
	want := []bundle.Change{
		{Control: "images.digest", What: []string{"enforcement deny → warn", "severity low → critical"}},
		{Control: "images.tag", What: []string{"severity low → info"}},
	}
	if err != nil || !reflect.DeepEqual(got.Changed, want) {
		t.Errorf("got  %+v, %v\nwant %+v", got.Changed, err, want)
	}
}

func TestBuildRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		revision, file, text, want string
	}{
		"no revision":             {want: "building the bundle: a revision is required, for example 1.4.0"},
		"no roots":                {"1", ".manifest", "{}", ".manifest does not list any roots"},
		"a manifest that is none": {"1", ".manifest", "[", "reading .manifest: "},
		"Rego that is none":       {"1", "lib/wrong.rego", "package lib.guiderail.wrong\n\nx :=\n", "lib/wrong.rego:4"},
		"an unknown function":     {"1", "lib/wrong.rego", "package lib.guiderail.wrong\n\nx := nope(1)\n", "undefined function nope"},
		"an import not used":      {"1", "lib/wrong.rego", "package lib.guiderail.wrong\n\nimport data.lib.guiderail.names\n", "unused"},
	} {
		t.Run(name, func(t *testing.T) {
			all, err := catalogue.Load(small())
			if err != nil {
				t.Fatal(err)
			}
			directory := small()
			if test.file != "" {
				directory[test.file] = &fstest.MapFile{Data: []byte(test.text)}
			}
			all.Files = directory
			_, err = bundle.Build(t.Context(), bundle.Options{Catalogue: all, Revision: test.revision})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v\nwant %s", err, test.want)
			}
		})
	}
}

// TestManifest shows what an OPA server reads first.
func TestManifest(t *testing.T) {
	b := mustBuild(t, small(), bundle.Options{Revision: "1", Version: "0.9"})
	got, err := json.Marshal(b.Metadata)
	if want := `{"version":"0.9","controls":["images.digest","images.tag"],"guides":{}}`; err != nil || string(got) != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
	var paths []string
	for _, f := range b.Rego() {
		paths = append(paths, f.Path)
	}
	if want := []string{"channels/catalogue.rego", "images/digest.rego", "images/tag.rego", "lib/names.rego"}; !slices.Equal(paths, want) {
		t.Errorf("got %v, want %v", paths, want)
	}
}

// TestBuildProfiles builds the bundle of every profile that comes with the policies: what a profile sets is
// written into the catalogue, which has to compile.
func TestBuildProfiles(t *testing.T) {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	names, err := profile.Names(policies.FS)
	if err != nil || len(names) == 0 {
		t.Fatalf("got profiles %q, %v", names, err)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			p, err := profile.Load(policies.FS, all.Controls, name)
			if err != nil {
				t.Fatal(err)
			}
			_, err = bundle.Build(t.Context(), bundle.Options{Catalogue: all, Profile: p, Revision: "1.0.0", Version: policies.Version})
			if err != nil {
				t.Error(err)
			}
		})
	}
}
