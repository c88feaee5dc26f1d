//go:build e2e

// Package delivery_test installs Guiderail in the ways that the README and the examples name: by go install from a module
// proxy, as a hook of pre-commit, and as an image that buildah builds. What would come from a registry of images is
// made of what is on this machine.
package delivery_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"

	"github.com/guiderail/guiderail/internal/commandtest"
)

const (
	path       = "github.com/guiderail/guiderail"
	repository = "https://" + path
	// chart is one that has no findings; chartFound is what is said of it.
	chart      = "testdata/reference/chart"
	chartFound = "\nfound    no findings\n"
)

// needs ends a test that can do nothing here: as a failure where .ci/run says that everything is there.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	for _, program := range programs {
		if _, err := exec.LookPath(program); err == nil {
			continue
		}
		if os.Getenv("GUIDERAIL_E2E_REQUIRED") == "1" {
			t.Fatalf("required (GUIDERAIL_E2E_REQUIRED=1) and not there: %s; run: e2e/delivery/install", program)
		}
		t.Skipf("not there: %s", program)
	}
}

// root is the directory of the repository.
func root(t *testing.T) string {
	t.Helper()
	folder, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// must runs a program that has to succeed.
func must(t *testing.T, folder string, environment []string, args ...string) string {
	t.Helper()
	text, code := commandtest.Run(t, folder, environment, args...)
	if code != 0 {
		t.Fatalf("%q ends with %d:\n%s", args, code, text)
	}
	return strings.TrimSpace(text)
}

// write writes a file of a directory.
func write(t *testing.T, folder, name string, text []byte) {
	t.Helper()
	file := filepath.Join(folder, name)
	err := os.MkdirAll(filepath.Dir(file), 0o755)
	if err == nil {
		err = os.WriteFile(file, text, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// file is a file of the repository.
func file(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root(t), name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestGoInstall installs the module from a proxy, as the README says: the module is whole without what is not in its
// archive, and go.mod has nothing that go install refuses.
func TestGoInstall(t *testing.T) {
	proxy, bin := t.TempDir(), t.TempDir()
	version := module.Version{Path: path, Version: "v0.1.0"}
	folder := filepath.Join(proxy, path, "@v")
	write(t, folder, "list", []byte(version.Version+"\n"))
	write(t, folder, version.Version+".info", []byte(`{"Version": "v0.1.0"}`))
	write(t, folder, version.Version+".mod", file(t, "go.mod"))
	archive, err := os.Create(filepath.Join(folder, version.Version+".zip"))
	if err != nil {
		t.Fatal(err)
	}
	committed, tarball := t.TempDir(), filepath.Join(t.TempDir(), "guiderail.tar")
	must(t, root(t), nil, "git", "archive", "-o", tarball, "HEAD")
	must(t, committed, nil, "tar", "-xf", tarball)
	if err := zip.CreateFromDir(archive, version, committed); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	install := regexp.MustCompile(`(?m)^go install \S+$`).Find(file(t, "README.md"))
	fetched := filepath.Join(must(t, ".", nil, "go", "env", "GOMODCACHE"), "cache", "download")
	must(t, t.TempDir(), []string{
		"GOPROXY=file://" + proxy + ",file://" + fetched, "GONOSUMDB=*", "GOMODCACHE=" + t.TempDir(), "GOBIN=" + bin, "GOFLAGS=-trimpath -modcacherw",
	}, strings.Fields(string(install))...)
	if got := must(t, ".", nil, filepath.Join(bin, "guiderail"), "--version"); got != "guiderail version v0.1.0" {
		t.Errorf("it says %q", got)
	}
	if out, code := commandtest.Run(t, root(t), nil, filepath.Join(bin, "guiderail"), "check", "--profile", "xroad-eks", chart); code != 0 || !strings.Contains(out, chartFound) {
		t.Errorf("of a chart it ends with %d and says\n%s", code, out)
	}
}

// TestPreCommit commits manifests where the configuration in the examples is installed. The repository of the hooks is
// this one, as it is committed.
func TestPreCommit(t *testing.T) {
	needs(t, "pre-commit")
	folder := t.TempDir()
	environment := []string{"HOME=" + t.TempDir(), "PRE_COMMIT_HOME=" + t.TempDir(), "PRE_COMMIT_COLOR=never", "GOFLAGS=-trimpath -buildvcs=false"}
	for _, variable := range []string{"GOMODCACHE", "GOCACHE"} {
		environment = append(environment, variable+"="+must(t, ".", nil, "go", "env", variable))
	}
	for name, value := range map[string]string{
		"user.name": "Ada", "user.email": "ada@example.org", "safe.directory": "*", "url." + root(t) + ".insteadOf": repository,
	} {
		must(t, folder, environment, "git", "config", "--global", name, value)
	}
	must(t, folder, environment, "git", "init", "-q")
	commit := must(t, root(t), environment, "git", "rev-parse", "HEAD")
	revision := regexp.MustCompile(`(?m)^    rev: .*$`)
	write(t, folder, ".pre-commit-config.yaml", revision.ReplaceAll(file(t, "examples/pre-commit-config.yaml"), []byte("    rev: "+commit)))
	must(t, folder, environment, "pre-commit", "validate-manifest", filepath.Join(root(t), ".pre-commit-hooks.yaml"))
	must(t, folder, environment, "pre-commit", "validate-config", filepath.Join(root(t), "examples", "pre-commit-config.yaml"))
	must(t, folder, environment, "git", "add", ".")
	must(t, folder, environment, "git", "commit", "-qm", "the configuration")
	must(t, folder, environment, "pre-commit", "install")

	web := file(t, "examples/web.yaml")
	good := strings.NewReplacer("              name: web-settings", "                name: web-settings", "DB_PASSWORD", "GREETING").Replace(string(web))
	policy := []byte(`apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
`)
	for _, step := range []struct {
		name, file string
		text       []byte
		code       int
		says       []string
		not        string
	}{
		{"no manifest", "README.md", []byte("# Shop\n"), 0, []string{"(no files to check)Skipped"}, "exit code"},
		{"a policy", "deploy/policy.yaml", policy, 0, []string{"Passed"}, "exit code"},
		{"bad", "deploy/web.yaml", web, 1, []string{"Failed", "- exit code: 3", "[secrets.plaintext_env]", "[secrets.secret_reference]"}, "network.workload_selected"},
		{"good, with the policy that is there already", "deploy/web.yaml", []byte(good), 0, []string{"Passed"}, "exit code"},
		{"a chart", "deploy/chart/Chart.yaml", []byte("apiVersion: v2\nname: shop\nversion: 0.1.0\n"), 0, []string{"Passed"}, "exit code"},
		{"a helper", "deploy/chart/templates/_pod.tpl", []byte(`{{- define "tag" }}latest{{ end }}`), 0, []string{"Passed"}, "exit code"},
		{"a bad template", "deploy/chart/templates/pod.yaml", []byte(`{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}, spec: {containers: [{name: a, image: "a:{{ include "tag" . }}"}]}}`), 1, []string{"Failed", "- exit code: 3", "deploy/chart/templates/pod.yaml", "[images.pinned_tag]"}, ""},
		{"broken", "deploy/web.yaml", []byte("apiVersion: v1\nkind: [\n"), 1, []string{"Failed", "- exit code: 1"}, ""},
	} {
		write(t, folder, step.file, step.text)
		must(t, folder, environment, "git", "add", ".")
		out, code := commandtest.Run(t, folder, environment, "git", "commit", "-m", step.name)
		if code != step.code || step.not != "" && strings.Contains(out, step.not) {
			t.Errorf("%s: it ends with %d, not %d, or says %q:\n%s", step.name, code, step.code, step.not, out)
		}
		for _, say := range step.says {
			if !strings.Contains(out, say) {
				t.Errorf("%s: it does not say %q:\n%s", step.name, say, out)
			}
		}
	}
}

// TestImage builds the image by make image, on bases that are made here, and runs the program in it.
func TestImage(t *testing.T) {
	needs(t, "buildah", "skopeo", "busybox")
	if os.Getuid() != 0 {
		t.Skip("buildah's isolation by chroot takes root")
	}
	store := t.TempDir()
	buildah := []string{"buildah", "--root", filepath.Join(store, "root"), "--runroot", filepath.Join(store, "run"), "--storage-driver", "vfs"}
	environment := []string{"BUILDAH_ISOLATION=chroot", "STORAGE_DRIVER=vfs"}

	// Go's image, of a shell alone: the toolchain and what it has fetched are mounted.
	base := t.TempDir()
	shell, err := exec.LookPath("busybox")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(shell)
	if err != nil {
		t.Fatal(err)
	}
	write(t, base, "bin/sh", text)
	if err := os.Chmod(filepath.Join(base, "bin", "sh"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, base, "tmp/empty", nil)
	write(t, base, "Containerfile", []byte("FROM scratch\nCOPY bin/ /bin/\nCOPY tmp/ /tmp/\nENV PATH=/go/bin:/bin HOME=/tmp GOROOT=/go GOMODCACHE=/modules GOCACHE=/cache GOPROXY=off\n"))
	must(t, base, environment, append(buildah, "build", "-q", "-t", "localhost/go", ".")...)
	arguments := "--build-arg GO=localhost/go --build-arg BASE=scratch"
	// The build in the container has no network; a machine that has built everything may yet lack a module, since
	// go build fetches only those whose packages it needs.
	must(t, root(t), nil, "go", "mod", "download")
	for to, variable := range map[string]string{"/go:ro": "GOROOT", "/modules": "GOMODCACHE", "/cache": "GOCACHE"} {
		arguments += " -v " + must(t, ".", nil, "go", "env", variable) + ":" + to
	}
	must(t, root(t), environment, "make", "image", "BUILDER="+strings.Join(buildah, " "), "IMAGE="+arguments)

	version := must(t, root(t), nil, "git", "describe", "--tags", "--always", "--dirty", "--match", "v*")
	var image struct {
		Config struct {
			User, WorkingDir string
			Entrypoint       []string
			Labels           map[string]string
		}
	}
	inspected := must(t, ".", nil, "skopeo", "inspect", "--config", fmt.Sprintf("containers-storage:[vfs@%s+%s]localhost/guiderail", filepath.Join(store, "root"), filepath.Join(store, "run")))
	if err := json.Unmarshal([]byte(inspected[strings.Index(inspected, "{"):]), &image); err != nil {
		t.Fatal(err)
	}
	delete(image.Config.Labels, "io.buildah.version")
	want := map[string]string{
		"org.opencontainers.image.title":       "guiderail",
		"org.opencontainers.image.description": "Checks Kubernetes manifests against two security guides",
		"org.opencontainers.image.source":      repository,
		"org.opencontainers.image.licenses":    "Apache-2.0 AND CC-BY-SA-4.0",
		"org.opencontainers.image.version":     version,
	}
	if got := image.Config; !reflect.DeepEqual(got.Labels, want) || got.User != "65532:65532" || got.WorkingDir != "/work" || !reflect.DeepEqual(got.Entrypoint, []string{"/usr/bin/guiderail"}) {
		t.Errorf("the image is %+v, want the labels %v", got, want)
	}

	container := must(t, ".", environment, append(buildah, "from", "localhost/guiderail")...)
	in := func(mount string, args ...string) string {
		command := append(buildah, "run", "--network", "host", "-v", mount, container, "--", image.Config.Entrypoint[0])
		out, _ := commandtest.Run(t, ".", environment, append(command, args...)...)
		return out
	}
	examples := filepath.Join(root(t), "examples") + ":/work/examples:ro"
	if out := in(examples, "--version"); !strings.HasPrefix(out, "guiderail version "+version+"\n") {
		t.Errorf("it says %q, want %s", out, version)
	}
	if out := in(examples, "check", "--profile", "eks", "examples/web.yaml"); !strings.Contains(out, "\nfound    4 findings: 4 high") {
		t.Errorf("it reads in a mounted directory:\n%s", out)
	}
	if out := in(filepath.Join(root(t), chart)+":/work/chart:ro", "check", "--profile", "xroad-eks", "chart"); !strings.Contains(out, chartFound) {
		t.Errorf("it says of a chart\n%s", out)
	}
	// What it writes belongs to its user, and not to root.
	reports := t.TempDir()
	if err := os.Chmod(reports, 0o777); err != nil {
		t.Fatal(err)
	}
	write(t, reports, "web.yaml", file(t, "examples/web.yaml"))
	in(reports+":/work", "check", "--output-file", "json=report.json", "web.yaml")
	info, err := os.Stat(filepath.Join(reports, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	if owner := info.Sys().(*syscall.Stat_t).Uid; owner != 65532 {
		t.Errorf("the report belongs to %d, want 65532", owner)
	}
	must(t, ".", environment, append(buildah, "rm", container)...)
	// Files in the store of images may be without write bits.
	_ = filepath.WalkDir(store, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			err = os.Chmod(path, 0o755)
		}
		return err
	})
}
