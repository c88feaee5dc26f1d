package cluster

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	admissionv1 "k8s.io/api/admission/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/guiderail/guiderail/e2e/process"
)

// markKey is the extra attribute of a user that tells the recorder which request it sees.
const markKey = "guiderail-request"

// Recorder is a webhook beside Gatekeeper's that allows everything and keeps what the API server asks,
// so that a test knows to the letter what Gatekeeper judged: the object with its defaults, the operation
// and the user.
type Recorder struct {
	cluster *Cluster
	server  *httptest.Server
	last    atomic.Int64

	mu      sync.Mutex
	reviews map[string][]byte
}

// Record starts a recorder and makes the API server ask it.
func (c *Cluster) Record(ctx context.Context) (*Recorder, error) {
	pair, err := tls.LoadX509KeyPair(c.pki.certificate, c.pki.key)
	if err != nil {
		return nil, fmt.Errorf("starting the recorder: %w", err)
	}
	r := &Recorder{cluster: c, reviews: map[string][]byte{}}
	r.server = httptest.NewUnstartedServer(http.HandlerFunc(r.serve))
	r.server.TLS = &tls.Config{Certificates: []tls.Certificate{pair}}
	r.server.StartTLS()
	if err := r.register(ctx); err != nil {
		r.server.Close()
		return nil, fmt.Errorf("starting the recorder: %w", err)
	}
	return r, nil
}

// Close stops the recorder.
func (r *Recorder) Close() error {
	defer r.server.Close()
	request, err := r.cluster.Delete(recorderConfiguration())
	if err != nil {
		return err
	}
	_, err = r.cluster.Must(context.Background(), request)
	return err
}

func recorderConfiguration() *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "admissionregistration.k8s.io/v1",
		"kind":       "ValidatingWebhookConfiguration",
		"metadata":   map[string]any{"name": "recorder"},
	}}
}

// Do sends a request and gives the AdmissionReview that webhooks got to see; nil when none did, since the
// API server refused the request before.
func (r *Recorder) Do(ctx context.Context, request Request) (*Response, []byte, error) {
	request.mark = strconv.FormatInt(r.last.Add(1), 10)
	response, err := r.cluster.Do(ctx, request)
	r.mu.Lock()
	defer r.mu.Unlock()
	review := r.reviews[request.mark]
	delete(r.reviews, request.mark)
	return response, review, err
}

func (r *Recorder) serve(w http.ResponseWriter, request *http.Request) {
	text, err := io.ReadAll(request.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	var review admissionv1.AdmissionReview
	if err := json.Unmarshal(text, &review); err != nil || review.Request == nil {
		http.Error(w, fmt.Sprintf("this is no AdmissionReview: %v", err), http.StatusBadRequest)
		return
	}
	if marks := review.Request.UserInfo.Extra[markKey]; len(marks) > 0 {
		r.mu.Lock()
		r.reviews[marks[0]] = text
		r.mu.Unlock()
	}
	review.Response = &admissionv1.AdmissionResponse{UID: review.Request.UID, Allowed: true}
	review.Request = nil
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(review) //nolint:errcheck // the API server notices
}

// register tells the API server of the recorder and waits until it asks it.
func (r *Recorder) register(ctx context.Context) error {
	ca, err := os.ReadFile(r.cluster.pki.certificate)
	if err != nil {
		return err
	}
	configuration := recorderConfiguration()
	configuration.Object["webhooks"] = []any{map[string]any{
		"name":                    "recorder.e2e.guiderail.dev",
		"admissionReviewVersions": []any{"v1"},
		"sideEffects":             "None",
		"failurePolicy":           "Fail",
		"matchPolicy":             "Exact",
		"timeoutSeconds":          int64(webhookTimeout / time.Second),
		"clientConfig":            map[string]any{"url": r.server.URL, "caBundle": base64.StdEncoding.EncodeToString(ca)},
		"matchConditions": []any{map[string]any{
			"name":       "marked",
			"expression": fmt.Sprintf("has(request.userInfo.extra) && %q in request.userInfo.extra", markKey),
		}},
		"rules": []any{map[string]any{
			"apiGroups": []any{"*"}, "apiVersions": []any{"*"}, "resources": []any{"*/*"}, "operations": []any{"*"},
		}},
	}}
	create, err := r.cluster.Create(configuration)
	if err != nil {
		return err
	}
	if _, err := r.cluster.Must(ctx, create); err != nil {
		return err
	}
	probe, err := r.cluster.Create(&unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": "recorder-probe", "namespace": "default"},
	}})
	if err != nil {
		return err
	}
	probe.DryRun, probe.As = true, Setup
	return process.Poll(ctx, 50*time.Millisecond, func(ctx context.Context) error {
		response, review, err := r.Do(ctx, probe)
		switch {
		case err != nil:
			return err
		case review == nil:
			return fmt.Errorf("the API server does not ask it yet: %d %s", response.Code, response.Body)
		}
		return nil
	})
}
