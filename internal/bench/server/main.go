// Server runs a real OPA server that pulls a signed bundle from loopback, asks it about every document
// below a path, and prints what came of it as JSON. What it takes is the server's time and that of asking:
// starting, activating the bundle, reading the documents and sending them.
//
//	server -opa FILE -bundle FILE -key FILE [-batch N] PATH
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	k8syaml "sigs.k8s.io/yaml"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintf(os.Stderr, "server: %v\n", err)
		os.Exit(1)
	}
}

// Work is what the server did.
type work struct {
	Documents int `json:"documents"`
	Findings  int `json:"findings"`
	// Evaluations is how often a control was asked about an object of its kind.
	Evaluations int `json:"evaluations"`
	// Activation is the time from the bundle's arrival to its being in force, in seconds.
	Activation float64 `json:"activation"`
}

func run(ctx context.Context) error {
	opa := flag.String("opa", "opa", "OPA's program")
	bundle := flag.String("bundle", "", "the signed bundle")
	key := flag.String("key", "", "file of the secret that it is signed with")
	batch := flag.Int("batch", 1, "how many documents a request holds")
	flag.Parse()
	if flag.NArg() != 1 || *batch < 1 {
		return errors.New("want one path, and at least one document in a request")
	}
	source, err := serveFile(*bundle)
	if err != nil {
		return err
	}
	defer source.Close() //nolint:errcheck // nobody asks it any more
	url, stop, err := start(ctx, *opa, "http://"+source.Addr().String(), *key)
	if err != nil {
		return err
	}
	defer stop()
	var did work
	if did.Activation, err = activation(ctx, url); err != nil {
		return err
	}
	var waiting []json.RawMessage
	send := func() error {
		err := ask(ctx, url, waiting, &did)
		waiting = waiting[:0]
		return err
	}
	err = filepath.WalkDir(flag.Arg(0), func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if text, err = k8syaml.YAMLToJSON(text); err != nil {
			return fmt.Errorf("reading %s: %w", file, err)
		}
		if waiting = append(waiting, text); len(waiting) == *batch {
			return send()
		}
		return nil
	})
	if err == nil && len(waiting) > 0 {
		err = send()
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(did)
}

// serveFile hands a file to whoever asks on loopback.
func serveFile(file string) (net.Listener, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { //nolint:errcheck // it ends with the listener
		http.ServeFile(w, r, file)
	}))
	return listener, nil
}

// start starts a server and waits until the bundle is in force.
func start(ctx context.Context, opa, source, keyFile string) (url string, stop func(), err error) {
	key, err := os.ReadFile(keyFile)
	if err != nil {
		return "", nil, err
	}
	config, err := json.Marshal(map[string]any{
		"services": map[string]any{"source": map[string]any{"url": source}},
		"keys":     map[string]any{"bench": map[string]any{"algorithm": "HS256", "key": string(key)}},
		"bundles": map[string]any{"guiderail": map[string]any{
			"service": "source", "resource": "bundle.tar.gz", "signing": map[string]any{"keyid": "bench"},
			"polling": map[string]any{"min_delay_seconds": 600, "max_delay_seconds": 600},
		}},
		"status": map[string]any{"prometheus": true},
	})
	if err != nil {
		return "", nil, err
	}
	folder, err := os.MkdirTemp("", "guiderail-bench-opa-")
	if err != nil {
		return "", nil, err
	}
	file := filepath.Join(folder, "config.json")
	if err := os.WriteFile(file, config, 0o600); err != nil {
		return "", nil, err
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	address := free.Addr().String()
	if err := free.Close(); err != nil {
		return "", nil, err
	}
	command := exec.CommandContext(ctx, opa, "run", "--server", "--disable-telemetry", "--addr", address, "--config-file", file, "--log-level", "error")
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		command.Process.Kill() //nolint:errcheck // it may have ended
		command.Wait()         //nolint:errcheck // it was killed
		os.RemoveAll(folder)   //nolint:errcheck // it lies among temporary files
	}
	url = "http://" + address
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if _, err = request(ctx, http.MethodGet, url+"/health?bundles", nil); err == nil {
			return url, stop, nil
		}
	}
	stop()
	return "", nil, fmt.Errorf("waiting for the bundle: %w", err)
}

// activation asks the server how long it took to put the bundle into force.
func activation(ctx context.Context, url string) (seconds float64, err error) {
	text, err := request(ctx, http.MethodGet, url+"/v1/status", nil)
	if err != nil {
		return 0, err
	}
	var status struct {
		Result struct {
			Bundles map[string]struct {
				Download   time.Time `json:"last_successful_download"`
				Activation time.Time `json:"last_successful_activation"`
			}
		}
	}
	if err := json.Unmarshal(text, &status); err != nil {
		return 0, err
	}
	b := status.Result.Bundles["guiderail"]
	return b.Activation.Sub(b.Download).Seconds(), nil
}

func ask(ctx context.Context, url string, documents []json.RawMessage, did *work) error {
	body, err := json.Marshal(map[string]any{"input": documents})
	if err != nil {
		return err
	}
	text, err := request(ctx, http.MethodPost, url+"/v1/data/guiderail/decision", body)
	if err != nil {
		return err
	}
	var answer struct {
		Result struct {
			Objects, Evaluations int
			Violations           []json.RawMessage
		}
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return err
	}
	did.Documents += answer.Result.Objects
	did.Evaluations += answer.Result.Evaluations
	did.Findings += len(answer.Result.Violations)
	return nil
}

func request(ctx context.Context, method, url string, body []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() //nolint:errcheck // it is read whole
	var text bytes.Buffer
	if _, err := text.ReadFrom(response.Body); err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s %s: %s: %s", method, url, response.Status, text.Bytes())
	}
	return text.Bytes(), nil
}
