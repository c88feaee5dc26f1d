package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/guiderail/guiderail/internal/tools"
	"github.com/guiderail/guiderail/policies"
)

// tool is a program under measurement.
type tool struct {
	name string
	args []string // the path of the corpus follows
	// checks reports that it has findings, not only documents.
	checks bool
	// exits lists the exit codes of a run that did its work.
	exits []int
	// read takes from the output what the run did.
	read func(io.Reader) (work, error)
}

// work is what a run says it did.
type work struct {
	documents int // 0 if the tool does not tell
	results   int
	findings  int // by controls in Rego
	// activation is how long an OPA server took to put the bundle into force, in seconds; 0 for others.
	activation float64
}

const (
	decoder    = "decode only"
	ownReader  = "decode only, own reader"
	guiderail  = "guiderail"
	topdown    = "guiderail --engine opa"
	kubeLinter = "kube-linter, default checks"
	conftest   = "conftest, by namespace"
	aggregated = "conftest, main"
	combined   = "conftest, main, --combine"
	single     = "OPA server, one by one"
	batched    = "OPA server, 100 at a time"
	decoderDir = "./internal/bench/decode"
	serverDir  = "./internal/bench/server"
	mainDir    = "./cmd/guiderail"
	renderDir  = "./cmd/guiderail-render"
)

type toolbox struct {
	tools    []tool
	controls int
	// bundle is the size of the signed bundle in bytes.
	bundle int64
}

// prepare builds the tools and writes out the policies that conftest is given.
func prepare(ctx context.Context, folder, linter string) (*toolbox, error) {
	build := func(source string) (string, error) {
		binary := filepath.Join(folder, filepath.Base(source))
		return binary, command(ctx, nil, "go", "build", "-trimpath", "-o", binary, source)
	}
	guiderailBinary, err := build(mainDir)
	if err != nil {
		return nil, err
	}
	if _, err := build(renderDir); err != nil { // guiderail finds it beside itself
		return nil, err
	}
	decodeBinary, err := build(decoderDir)
	if err != nil {
		return nil, err
	}
	conftestBinary, err := tools.Conftest().Install(ctx)
	if err != nil {
		return nil, err
	}
	opaBinary, err := tools.OPA().Install(ctx)
	if err != nil {
		return nil, err
	}
	serverBinary, err := build(serverDir)
	if err != nil {
		return nil, err
	}
	signed, err := writeBundle(ctx, guiderailBinary, folder)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(signed.bundle)
	if err != nil {
		return nil, err
	}
	server := []string{serverBinary, "-opa", opaBinary, "-bundle", signed.bundle, "-key", signed.key}
	rules := filepath.Join(folder, "policies")
	controls, err := writePolicies(rules)
	if err != nil {
		return nil, fmt.Errorf("writing the policies: %w", err)
	}
	asConftest := []string{conftestBinary, "test", "-p", rules, "--no-color", "-o", "json"}
	box := &toolbox{controls: controls, bundle: info.Size(), tools: []tool{
		{decoder, []string{decodeBinary}, false, []int{0}, readCount},
		{ownReader, []string{decodeBinary, "-reader", "artefact"}, false, []int{0}, readCount},
		{guiderail, []string{guiderailBinary, "check", "-o", "json"}, true, []int{0, 3}, readGuiderail},
		{topdown, []string{guiderailBinary, "check", "-o", "json", "--engine", "opa"}, true, []int{0, 3}, readGuiderail},
		{conftest, append(slices.Clone(asConftest), "-n", "guiderail.*"), true, []int{0, 1}, readConftest},
		{aggregated, asConftest, true, []int{0, 1}, readConftest},
		{combined, append(slices.Clone(asConftest), "--combine"), true, []int{0, 1}, readConftest},
		{single, server, true, []int{0}, readServer},
		{batched, append(slices.Clone(server), "-batch", "100"), true, []int{0}, readServer},
	}}
	if linter != "" {
		box.tools = append(box.tools, tool{kubeLinter, []string{linter, "lint", "--format", "json"}, true, []int{0, 1}, readKubeLinter})
	}
	return box, nil
}

// signedBundle is a bundle and the key that it is signed with, as files.
type signedBundle struct{ bundle, key string }

// writeBundle has guiderail build and sign the bundle that the servers pull. The key is a shared secret: what
// makes other keys would count as this program's memory, and so as its children's.
func writeBundle(ctx context.Context, guiderailBinary, folder string) (*signedBundle, error) {
	b := &signedBundle{filepath.Join(folder, "bundle.tar.gz"), filepath.Join(folder, "secret")}
	if err := os.WriteFile(b.key, []byte(rand.Text()+rand.Text()), 0o600); err != nil {
		return nil, err
	}
	if err := command(ctx, nil, guiderailBinary, "bundle", "build", "--revision", "1.0.0", "-o", b.bundle); err != nil {
		return nil, err
	}
	return b, command(ctx, nil, guiderailBinary, "bundle", "sign", "--key-id", "bench", "--signing-alg", "HS256", "--signing-key", b.key, "-o", b.bundle, b.bundle)
}

// writePolicies copies the controls and their libraries without the tests, which conftest would take
// for more controls, and counts the controls.
func writePolicies(folder string) (controls int, err error) {
	err = fs.WalkDir(policies.FS, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || path.Ext(file) != ".rego" || strings.HasSuffix(file, "_test.rego") {
			return err
		}
		text, err := fs.ReadFile(policies.FS, file)
		if err != nil {
			return err
		}
		if bytes.Contains(text, []byte("\npackage guiderail.")) && path.Dir(file) != "channels" {
			controls++
		}
		target := filepath.Join(folder, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		return os.WriteFile(target, text, 0o644)
	})
	return controls, err
}

func command(ctx context.Context, environment []string, name string, args ...string) error {
	c := exec.CommandContext(ctx, name, args...)
	c.Env = append(os.Environ(), environment...)
	if output, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("running %s: %w\n%s", strings.Join(c.Args, " "), err, output)
	}
	return nil
}

// header says what is measured, and on what.
func (b *toolbox) header(ctx context.Context, w io.Writer) error {
	for _, t := range b.tools {
		var args []string
		switch t.name {
		case guiderail:
			args = []string{"version"}
		case kubeLinter:
			args = []string{"version"}
		case conftest:
			args = []string{"--version"}
		default:
			continue
		}
		output, err := exec.CommandContext(ctx, t.args[0], args...).Output()
		if err != nil {
			return fmt.Errorf("asking %s for its version: %w", t.name, err)
		}
		said := strings.Join(strings.Fields(strings.ReplaceAll(string(output), "\n", " ")), " ")
		switch t.name {
		case kubeLinter:
			said = "kube-linter " + said
		case conftest:
			said = strings.ToLower(strings.ReplaceAll(said, "Conftest: dev", "conftest "+tools.Conftest().Version))
		}
		fmt.Fprintln(w, said)
	}
	_, err := fmt.Fprintf(w, "%d controls in Rego; %d processors, %s/%s\n\n", b.controls, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
	return err
}

func readCount(r io.Reader) (work, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return work{}, err
	}
	n, err := strconv.Atoi(string(bytes.TrimSpace(text)))
	return work{documents: n, results: n}, err
}

// readGuiderail reads the document of -o json piece by piece: were it held whole, the memory would be
// counted as that of the children, which begin as copies of this process.
func readGuiderail(r io.Reader) (w work, err error) {
	decoder := json.NewDecoder(r)
	if err := expect(decoder, json.Delim('{')); err != nil {
		return w, err
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return w, err
		}
		switch key {
		case "findings":
			err = each(decoder, func() error {
				var finding struct{ Control string }
				if err := decoder.Decode(&finding); err != nil {
					return err
				}
				if !strings.HasPrefix(finding.Control, "schema.") {
					w.findings++
				}
				return nil
			})
		case "summary":
			var summary struct {
				Documents int
				Verdicts  map[string]int
			}
			err = decoder.Decode(&summary)
			w.documents, w.results = summary.Documents, summary.Verdicts["pass"]+summary.Verdicts["fail"]
			if n := summary.Verdicts["error"]; n > 0 {
				return w, fmt.Errorf("%d evaluations failed", n)
			}
		default:
			var skipped json.RawMessage
			err = decoder.Decode(&skipped)
		}
		if err != nil {
			return w, err
		}
	}
	return w, nil
}

// readConftest reads the list of results, one for each file and namespace.
func readConftest(r io.Reader) (w work, err error) {
	decoder := json.NewDecoder(r)
	return w, each(decoder, func() error {
		var result struct {
			Namespace string
			Successes int
			Failures  []struct{ Msg string }
		}
		if err := decoder.Decode(&result); err != nil {
			return err
		}
		if result.Namespace != "main" && !strings.HasPrefix(result.Namespace, "guiderail.") {
			return fmt.Errorf("it ran the namespace %q", result.Namespace)
		}
		w.results += result.Successes + len(result.Failures)
		w.findings += len(result.Failures)
		return nil
	})
}

// readKubeLinter reads the reports of its checks.
func readKubeLinter(r io.Reader) (work, error) {
	var did struct {
		Reports []json.RawMessage
		Checks  []json.RawMessage
	}
	err := json.NewDecoder(r).Decode(&did)
	return work{results: len(did.Reports) + len(did.Checks), findings: len(did.Reports)}, err
}

// readServer reads what the program beside this one prints.
func readServer(r io.Reader) (work, error) {
	var did struct {
		Documents, Findings, Evaluations int
		Activation                       float64
	}
	err := json.NewDecoder(r).Decode(&did)
	return work{documents: did.Documents, results: did.Evaluations, findings: did.Findings, activation: did.Activation}, err
}

// each calls read for each element of the array that comes next.
func each(decoder *json.Decoder, read func() error) error {
	if err := expect(decoder, json.Delim('[')); err != nil {
		return err
	}
	for decoder.More() {
		if err := read(); err != nil {
			return err
		}
	}
	return expect(decoder, json.Delim(']'))
}

func expect(decoder *json.Decoder, want json.Delim) error {
	token, err := decoder.Token()
	if errors.Is(err, io.EOF) {
		return errors.New("it printed nothing")
	}
	if err == nil && token != want {
		err = fmt.Errorf("want %v, got %v", want, token)
	}
	return err
}
