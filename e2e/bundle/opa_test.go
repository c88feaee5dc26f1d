//go:build e2e

package bundle_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/e2e/process"
)

// opaServer is a running "opa run --server".
type opaServer struct {
	URL string
	*process.Process
}

// startOPA starts a server with a configuration file of the given text, and waits until it answers; it
// may have no bundle then. It keeps nothing but what the configuration has it persist.
func startOPA(t *testing.T, config string, args ...string) *opaServer {
	t.Helper()
	dir, address := t.TempDir(), fmt.Sprintf("127.0.0.1:%d", port(t))
	file := filepath.Join(dir, "config.yaml")
	writeFile(t, file, []byte(config))
	s := &opaServer{URL: "http://" + address}
	s.Process = &process.Process{
		Name: "opa", Program: tools.OPA,
		// Telemetry asks a server of the project's whether there is a newer version.
		Args:  append([]string{"run", "--server", "--disable-telemetry", "--addr", address, "--config-file", file, "--log-level", "info"}, args...),
		Log:   filepath.Join(dir, "opa.log"),
		Ready: process.Answers(http.DefaultClient, s.URL+"/health"),
	}
	start(t, s.Process)
	return s
}

// Request sends a request, with a body as JSON unless it is nil, and gives the answer's status and what
// its body holds.
func (s *opaServer) Request(t *testing.T, method, path string, body any) (status int, answer map[string]any) {
	t.Helper()
	status, answer, err := s.request(t, method, path, body)
	if err != nil {
		t.Fatal(err)
	}
	return status, answer
}

// request is Request for when the server may be away.
func (s *opaServer) request(t *testing.T, method, path string, body any) (status int, answer map[string]any, err error) {
	t.Helper()
	var text []byte
	if body != nil {
		if text, err = json.Marshal(body); err != nil {
			t.Fatal(err)
		}
	}
	request, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close() //nolint:errcheck // it is read whole
	if text, err = io.ReadAll(response.Body); err != nil {
		return 0, nil, err
	}
	if len(bytes.TrimSpace(text)) > 0 {
		if err := json.Unmarshal(text, &answer); err != nil {
			return 0, nil, fmt.Errorf("%s %s: %w\n%s", method, path, err, text)
		}
	}
	return response.StatusCode, answer, nil
}

// Data gives a document for an input, by its path below data, such as guiderail/decision; nil if it is
// undefined. The input nil is none.
func (s *opaServer) Data(t *testing.T, path string, input any) any {
	t.Helper()
	body := map[string]any{}
	if input != nil {
		body["input"] = input
	}
	status, answer := s.Request(t, http.MethodPost, "/v1/data/"+path, body)
	if status != http.StatusOK {
		t.Fatalf("POST /v1/data/%s: %d %v", path, status, answer)
	}
	return answer["result"]
}

// Revision gives the revision of an active bundle, or "".
func (s *opaServer) Revision(t *testing.T, bundle string) string {
	t.Helper()
	revision, _ := s.Data(t, "system/bundles/"+bundle+"/manifest/revision", nil).(string)
	return revision
}

// bundleConfig is the configuration of a server that pulls one bundle, named guiderail, and wants it
// signed.
type bundleConfig struct {
	// Service is the address of the server to pull from, and Resource the path of the bundle there. Where
	// OCI is true it is the address of a registry, and the reference of an artefact.
	Service, Resource string
	OCI               bool
	// PublicKey is an RSA key in PEM.
	PublicKey string
	// Scope is what the signature has to be for, if it is for anything.
	Scope string
	// Persist is a directory where the server keeps the bundle, if any.
	Persist string
	// LongPoll is for how many seconds the server asks to be kept waiting for a change; 0 is not at all.
	LongPoll int
}

func (c bundleConfig) String() string {
	service, polling := map[string]any{"url": c.Service}, map[string]any{"min_delay_seconds": 1, "max_delay_seconds": 1}
	if c.OCI {
		service["type"] = "oci"
	}
	if c.LongPoll > 0 {
		polling["long_polling_timeout_seconds"] = c.LongPoll
	}
	signing := map[string]any{"keyid": "guiderail"}
	if c.Scope != "" {
		signing["scope"] = c.Scope
	}
	config := map[string]any{
		"services": map[string]any{"source": service},
		"keys":     map[string]any{"guiderail": map[string]any{"algorithm": "RS256", "key": c.PublicKey}},
		"bundles": map[string]any{"guiderail": map[string]any{
			"service": "source", "resource": c.Resource, "signing": signing, "persist": c.Persist != "", "polling": polling,
		}},
		"status": map[string]any{"prometheus": true},
	}
	if c.Persist != "" {
		config["persistence_directory"] = c.Persist
	}
	// JSON is YAML too.
	text, err := json.Marshal(config)
	if err != nil {
		panic(err) // there is nothing in it that cannot be written
	}
	return strings.TrimSpace(string(text))
}
