package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// page is the output of a watch since the last time it waited for changes.
type page struct {
	mu   sync.Mutex
	text bytes.Buffer
	full chan string
}

func (p *page) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.text.Write(text)
	if bytes.Contains(text, []byte("waiting for changes")) {
		p.full <- p.text.String()
		p.text.Reset()
	}
	return len(text), nil
}

// TestWatch changes one file after the other that a watch depends on, and compares what is said next. What is wrong is
// said, and does not end the watch.
func TestWatch(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, directory := range []string{"deploy", "site", "policies/shop", "elsewhere"} {
		if err := os.MkdirAll(directory, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	const head = "apiVersion: guiderail.dev/v1alpha1\nkind: "
	const waiver = "  - {control: shop.named, object: {kind: Pod, name: a}, owner: ada, reason: It is not known yet., expires: 2027-01-31}\n"
	rule := func(label string) string {
		return "# METADATA\n# title: Pods must have a " + label + "\n# description: For this test.\n# custom:\n#   severity: high\n#   remediation: Set it.\n" +
			"#   match: [{groups: [\"\"], kinds: [Pod]}]\npackage guiderail.shop.named\n\n" +
			"violation contains {\"msg\": \"label " + label + " is not set\", \"details\": {\"path\": []}} if not input.review.object.metadata.labels." + label + "\n"
	}
	write(t, "deploy/a.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: a}}\n")
	write(t, "policies/shop/named.rego", rule("team"))
	write(t, "site/waivers.yaml", head+"Waivers\nwaivers: []\n")
	write(t, "elsewhere/profile.yaml", head+"Profile\nmetadata: {name: base}\nspec: {title: Base}\n")
	write(t, "site/profile.yaml", head+"Profile\nmetadata: {name: site}\nspec: {title: Site, extends: ../elsewhere/profile.yaml}\n")
	write(t, "site/objects.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}\n")

	ctx, cancel := context.WithCancel(t.Context())
	out := &page{full: make(chan string, 10)}
	ended := make(chan int)
	go func() {
		ended <- run(ctx, []string{"check", "--watch", "--policies", "policies", "--date", "2026-11-29", "--control", "shop.named", "deploy"}, strings.NewReader(""), out, out)
	}()
	next := func(what string, wants ...string) {
		t.Helper()
		select {
		case got := <-out.full:
			for _, want := range wants {
				if !strings.Contains(got, want) {
					t.Errorf("%s: got %s, want %s", what, got, want)
				}
			}
		case code := <-ended:
			t.Fatalf("%s: the watch ended with %d: %s", what, code, &out.text)
		case <-time.After(30 * time.Second):
			t.Fatalf("%s: nothing happened", what)
		}
	}
	const found, none = "1 finding: 1 high", "no findings"
	next("the start", found, "team is not set")
	configuration := head + "Configuration\n"
	for _, step := range []struct {
		what, file, text string
		wants            []string
	}{
		{"a file", "deploy/a.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: a, labels: {team: shop}}}\n", []string{none}},
		{"a file, back", "deploy/a.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: a}}\n", []string{found}},
		{"a new file", "deploy/b.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: b, labels: {team: shop}}}\n", []string{"2 files", found}},
		{"a policy", "policies/shop/named.rego", rule("tier"), []string{"tier is not set"}},
		{"a broken policy", "policies/shop/named.rego", "package x {", []string{"guiderail: ", "policies"}},
		{"a policy again", "policies/shop/named.rego", rule("team"), []string{"team is not set", found}},
		{"a configuration above", ".guiderail.yaml", configuration + "waivers: [site/waivers.yaml]\nprofile: site/profile.yaml\ninventory: [site/objects.yaml]\nbaseline: site/baseline.json\n", []string{"reading the baseline: open site/baseline.json: no such file"}},
		{"a baseline", "site/baseline.json", "{\"kind\": \"GuiderailBaseline\", \"version\": 1, \"findings\": []}\n", []string{".guiderail.yaml", "profile  site", found}},
		{"a broken baseline", "site/baseline.json", "{", []string{"site/baseline.json:1:2: the file ends early"}},
		{"a baseline again", "site/baseline.json", "{\"kind\": \"GuiderailBaseline\", \"version\": 1, \"findings\": []}", []string{found}},
		{"waivers", "site/waivers.yaml", head + "Waivers\nwaivers:\n" + waiver, []string{"accepted 1 finding by waiver", none}},
		{"broken waivers", "site/waivers.yaml", head + "Waivers\nwaivers: 1\n", []string{"site/waivers.yaml:3:10: waivers must be a list"}},
		{"a file while they are", "deploy/b.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: b, labels: {team: till}}}\n", []string{"site/waivers.yaml:3:10: waivers must be a list"}},
		{"waivers again", "site/waivers.yaml", head + "Waivers\nwaivers: []\n", []string{found}},
		{"a profile", "site/profile.yaml", head + "Profile\nmetadata: {name: other}\nspec: {title: Other, extends: ../elsewhere/profile.yaml}\n", []string{"profile  other"}},
		{"what it extends", "elsewhere/profile.yaml", head + "Profile\nmetadata: {name: base}\nspec: {title: [Base]}\n", []string{"elsewhere/profile.yaml:4:"}},
		{"what it extends, again", "elsewhere/profile.yaml", head + "Profile\nmetadata: {name: base}\nspec: {title: Base, exclude: [{controls: [shop.named], namespaces: [default], reason: The team is not known yet.}]}\n", []string{found}},
		{"the inventory", "site/objects.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {\n", []string{"site/objects.yaml:"}},
		{"the inventory again", "site/objects.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: d}}\n", []string{found}},
		{"a broken configuration", ".guiderail.yaml", configuration + "waiver: []\n", []string{".guiderail.yaml:3:9: waiver is not a field of a configuration"}},
		{"a configuration again", ".guiderail.yaml", configuration + "failOn: none\n", []string{found}},
		{"a nearer configuration", "deploy/.guiderail.yaml", configuration + "skip: [shop.named]\n", []string{"every control is skipped"}},
	} {
		// As editors do: a file that is written in place may be seen when it is empty.
		write(t, "written", step.text)
		if err := os.Rename("written", step.file); err != nil {
			t.Fatal(err)
		}
		next(step.what, step.wants...)
	}
	if err := os.Remove("deploy/.guiderail.yaml"); err != nil {
		t.Fatal(err)
	}
	next("a configuration that goes", found)
	write(t, filepath.Join("elsewhere", "notes.txt"), "x") // changes nothing
	write(t, "notes.txt", "x")
	select {
	case got := <-out.full:
		t.Errorf("a file of something else: %s", got)
	case <-time.After(300 * time.Millisecond):
	}
	cancel()
	if code := <-ended; code != 0 {
		t.Errorf("it ended with %d", code)
	}
}

// TestWatchDirectories moves, removes and makes again what a watch was given and what is above it, as a checkout of
// another branch does.
func TestWatchDirectories(t *testing.T) {
	t.Chdir(t.TempDir())
	const fine, bad = "{apiVersion: v1, kind: Pod, metadata: {name: a}}\n", "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {hostPID: true}}\n"
	place := func(text string) {
		t.Helper()
		if err := os.MkdirAll("site/deploy", 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, "site/written", text)
		if err := os.Rename("site/written", "site/deploy/a.yaml"); err != nil {
			t.Fatal(err)
		}
	}
	place(fine)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out := &page{full: make(chan string, 10)}
	go run(ctx, []string{"check", "--watch", "--no-config", "--control", "podsecurity.host_namespaces", "site/deploy"}, strings.NewReader(""), out, out)
	until := func(what, want string) {
		t.Helper()
		for {
			select {
			case got := <-out.full:
				if strings.Contains(got, want) {
					return
				}
			case <-time.After(10 * time.Second):
				t.Fatalf("%s: %s is not said", what, want)
			}
		}
	}
	until("the start", "no findings")
	// As a removal that takes long: a check may see the directory when it is empty.
	if err := os.Remove("site/deploy/a.yaml"); err != nil {
		t.Fatal(err)
	}
	until("emptied", "site/deploy: contains no files to read")
	if err := os.Remove("site/deploy"); err != nil {
		t.Fatal(err)
	}
	until("emptied and removed", "site/deploy: cannot be read: no such file or directory")
	place(fine)
	until("emptied and removed, and made again", "no findings")
	for i, gone := range []struct {
		what string
		do   func() error
	}{
		{"removed", func() error { return os.RemoveAll("site/deploy") }},
		{"moved", func() error { return os.Rename("site/deploy", "elsewhere") }},
		{"removed above", func() error { return os.RemoveAll("site") }},
		{"moved above", func() error { return os.Rename("site", "other") }},
	} {
		if err := gone.do(); err != nil {
			t.Fatal(i, err)
		}
		until(gone.what, "site/deploy: cannot be read: no such file or directory")
		place(fine)
		until(gone.what+", and made again", "1 file, 1 object")
		place(bad)
		until(gone.what+", made again, and changed", "1 finding: 1 high")
		place(fine)
		until(gone.what+", and mended", "no findings")
	}
}
