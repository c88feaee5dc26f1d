//go:build e2e

package e2e_test

import (
	"net/http"
	"testing"
)

// TestRestarts ends Gatekeeper and the API server and starts them again. While Gatekeeper is not there,
// nothing is admitted.
func TestRestarts(t *testing.T) {
	request, err := shared.Create(object("v1", "ConfigMap", "default", "restarts"))
	if err != nil {
		t.Fatal(err)
	}
	request.DryRun = true
	want := func(code int) {
		t.Helper()
		response, err := shared.Do(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		if response.Code != code {
			t.Errorf("got %d, want %d: %s", response.Code, code, response.Status().Message)
		}
	}
	want(http.StatusCreated)
	if err := shared.KillGatekeeper(); err != nil {
		t.Fatal(err)
	}
	want(http.StatusInternalServerError)
	if err := shared.StartGatekeeper(t.Context()); err != nil {
		t.Fatal(err)
	}
	want(http.StatusCreated)
	if err := shared.RestartAPIServer(t.Context()); err != nil {
		t.Fatal(err)
	}
	want(http.StatusCreated)
	if err := shared.KillAPIServer(); err != nil {
		t.Fatal(err)
	}
	if err := shared.StartAPIServer(t.Context()); err != nil {
		t.Fatal(err)
	}
	want(http.StatusCreated)
}
