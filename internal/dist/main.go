// Dist builds the archives of a release: the programs for each platform with their licence, completions and manual, an SBOM
// for each program, and the checksums of all. The same commit gives the same bytes.
//
//	go run ./internal/dist [-o dist] [-platforms linux/amd64,…] [-sbom cyclonedx-gomod]
package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// platforms are what a release is built for.
const platforms = "linux/amd64,linux/arm64,darwin/amd64,darwin/arm64,windows/amd64,windows/arm64"

func main() {
	out := flag.String("o", "dist", "directory of the archives; it is emptied first")
	chosen := flag.String("platforms", platforms, "platforms, as GOOS/GOARCH")
	sbom := flag.String("sbom", "", "path of cyclonedx-gomod, which writes the SBOMs; without it there are none")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := build(ctx, *out, strings.Split(*chosen, ","), *sbom); err != nil {
		fmt.Fprintf(os.Stderr, "dist: %v\n", err)
		os.Exit(1)
	}
}

// file is what an archive contains.
type file struct {
	name string
	mode fs.FileMode
	text []byte
}

func build(ctx context.Context, out string, platforms []string, sbom string) error {
	version, date, err := commit(ctx)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(out); err != nil {
		return fmt.Errorf("emptying the directory: %w", err)
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return fmt.Errorf("making the directory: %w", err)
	}
	work, err := os.MkdirTemp("", "guiderail-dist")
	if err != nil {
		return fmt.Errorf("making a directory: %w", err)
	}
	defer os.RemoveAll(work) //nolint:errcheck // it is temporary

	host := filepath.Join(work, "host")
	if err := compile(ctx, "guiderail", host, runtime.GOOS, runtime.GOARCH, "-tags", "manual"); err != nil {
		return err
	}
	common, err := documents(ctx, host, work)
	if err != nil {
		return err
	}
	for _, platform := range platforms {
		system, processor, found := strings.Cut(platform, "/")
		if !found {
			return fmt.Errorf("platform %q is not of the form GOOS/GOARCH", platform)
		}
		suffix := fmt.Sprintf("_%s_%s_%s", strings.TrimPrefix(version, "v"), system, processor)
		name, files := "guiderail"+suffix, slices.Clone(common)
		for _, program := range programs() {
			executable := program
			if system == "windows" {
				executable += ".exe"
			}
			binary := filepath.Join(work, system+"_"+processor, executable)
			if err := compile(ctx, program, binary, system, processor); err != nil {
				return err
			}
			text, err := os.ReadFile(binary)
			if err != nil {
				return fmt.Errorf("reading the program: %w", err)
			}
			files = append(files, file{executable, 0o755, text})
			if sbom != "" {
				list := filepath.Join(out, program+suffix+".cdx.json")
				if err := run(ctx, nil, sbom, "bin", "-json", "-noserial", "-notimestamp", "-output", list, "-version", version, binary); err != nil {
					return err
				}
			}
		}
		slices.SortFunc(files, byName)
		archive, pack := name+".tar.gz", tarball
		if system == "windows" {
			archive, pack = name+".zip", zipped
		}
		content, err := pack(name, files, date)
		if err != nil {
			return fmt.Errorf("packing %s: %w", archive, err)
		}
		if err := os.WriteFile(filepath.Join(out, archive), content, 0o644); err != nil {
			return fmt.Errorf("writing the archive: %w", err)
		}
	}
	return checksums(out)
}

// commit returns the version and the date of the commit that is checked out.
func commit(ctx context.Context) (version string, date time.Time, err error) {
	described, err := exec.CommandContext(ctx, "git", "describe", "--tags", "--always", "--dirty", "--match", "v*").Output()
	if err != nil {
		return "", date, fmt.Errorf("asking git for the version: %w", err)
	}
	seconds, err := exec.CommandContext(ctx, "git", "log", "-1", "--format=%ct").Output()
	if err != nil {
		return "", date, fmt.Errorf("asking git for the date: %w", err)
	}
	n, err := strconv.ParseInt(strings.TrimSpace(string(seconds)), 10, 64)
	return strings.TrimSpace(string(described)), time.Unix(n, 0).UTC(), err
}

// programs are what is released: guiderail, and what renders charts and kustomizations for it, which it finds beside itself.
func programs() []string { return []string{"guiderail", "guiderail-render"} }

func compile(ctx context.Context, program, binary, system, processor string, flags ...string) error {
	args := append([]string{"build", "-trimpath", "-buildvcs=true", "-ldflags", "-s -w -buildid=", "-o", binary}, flags...)
	return run(ctx, []string{"CGO_ENABLED=0", "GOOS=" + system, "GOARCH=" + processor}, "go", append(args, "./cmd/"+program)...)
}

// run starts a program, whose output goes to standard error.
func run(ctx context.Context, environment []string, name string, args ...string) error {
	command := exec.CommandContext(ctx, name, args...)
	command.Env = append(os.Environ(), environment...)
	command.Stdout, command.Stderr = os.Stderr, os.Stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("running %s: %w", strings.Join(append([]string{name}, args...), " "), err)
	}
	return nil
}

// documents returns what stands beside the programs: licence, completions and manual.
func documents(ctx context.Context, host, work string) ([]file, error) {
	var files []file
	for _, name := range []string{"LICENSE", "NOTICE", "README.md", "CHANGELOG.md"} {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading what belongs to the archive: %w", err)
		}
		files = append(files, file{name, 0o644, text})
	}
	for shell, name := range map[string]string{"bash": "guiderail.bash", "zsh": "_guiderail", "fish": "guiderail.fish", "powershell": "guiderail.ps1"} {
		text, err := exec.CommandContext(ctx, host, "completion", shell).Output()
		if err != nil {
			return nil, fmt.Errorf("writing the completion for %s: %w", shell, err)
		}
		files = append(files, file{path.Join("completions", name), 0o644, text})
	}
	manual := filepath.Join(work, "man")
	if err := run(ctx, nil, host, "manual", manual); err != nil {
		return nil, err
	}
	pages, err := os.ReadDir(manual)
	if err != nil {
		return nil, fmt.Errorf("reading the manual: %w", err)
	}
	for _, page := range pages {
		text, err := os.ReadFile(filepath.Join(manual, page.Name()))
		if err != nil {
			return nil, fmt.Errorf("reading the manual: %w", err)
		}
		files = append(files, file{path.Join("man", "man1", page.Name()), 0o644, text})
	}
	return files, nil
}

func byName(a, b file) int { return strings.Compare(a.name, b.name) }

func tarball(folder string, files []file, date time.Time) ([]byte, error) {
	var b bytes.Buffer
	compressed, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	archive := tar.NewWriter(compressed)
	for _, f := range files {
		header := &tar.Header{Name: path.Join(folder, f.name), Mode: int64(f.mode), Size: int64(len(f.text)), ModTime: date, Format: tar.FormatPAX}
		if err := archive.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := archive.Write(f.text); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(archive.Close(), compressed.Close()); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func zipped(folder string, files []file, date time.Time) ([]byte, error) {
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for _, f := range files {
		header := &zip.FileHeader{Name: path.Join(folder, f.name), Method: zip.Deflate, Modified: date}
		header.SetMode(f.mode)
		w, err := archive.CreateHeader(header)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.text); err != nil {
			return nil, err
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// checksums writes the SHA-256 of every file of a directory, as sha256sum does.
func checksums(directory string) error {
	entries, err := os.ReadDir(directory)
	if err != nil {
		return fmt.Errorf("listing the archives: %w", err)
	}
	var b strings.Builder
	for _, entry := range entries {
		f, err := os.Open(filepath.Join(directory, entry.Name()))
		if err != nil {
			return fmt.Errorf("reading an archive: %w", err)
		}
		sum := sha256.New()
		_, err = io.Copy(sum, f)
		if err := errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("reading an archive: %w", err)
		}
		fmt.Fprintf(&b, "%x  %s\n", sum.Sum(nil), entry.Name())
	}
	if err := os.WriteFile(filepath.Join(directory, "checksums.txt"), []byte(b.String()), 0o644); err != nil {
		return fmt.Errorf("writing the checksums: %w", err)
	}
	return nil
}
