//go:build e2e

package e2e_test

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/guiderail/guiderail/e2e/cluster"
)

// TestFaults has clients create pods, one in three of them bad, while parts of the cluster fail. Whatever
// happens, nothing bad is ever admitted, no policy refuses anything good, and good pods are admitted
// again afterwards.
func TestFaults(t *testing.T) {
	const namespace = "faults"
	policy := render(t, "eks")
	policy.enforce(t)
	ns := object("v1", "Namespace", "", namespace)
	setUp(t, ns)
	t.Cleanup(func() { tearDown(t, ns) })
	waitForAccount(t, namespace)

	t.Run("Gatekeeper is killed", func(t *testing.T) {
		s := startStream(t, namespace, 8)
		for range 2 {
			s.wait(t, 20)
			do(t, shared.KillGatekeeper())
			s.waitFailed(t, 20)
			do(t, shared.StartGatekeeper(t.Context()))
		}
		s.end(t)
	})
	t.Run("Gatekeeper is stopped", func(t *testing.T) {
		s := startStream(t, namespace, 8)
		s.wait(t, 20)
		do(t, shared.StopGatekeeper())
		s.waitFailed(t, 20)
		do(t, shared.StartGatekeeper(t.Context()))
		s.end(t)
	})
	t.Run("the API server is killed", func(t *testing.T) {
		s := startStream(t, namespace, 8)
		s.wait(t, 20)
		do(t, shared.KillAPIServer())
		s.waitFailed(t, 20)
		do(t, shared.StartAPIServer(t.Context()))
		s.end(t)
	})
	t.Run("the API server is restarted", func(t *testing.T) {
		s := startStream(t, namespace, 8)
		s.wait(t, 20)
		do(t, shared.RestartAPIServer(t.Context()))
		s.end(t)
	})
	t.Run("templates are removed and come again", func(t *testing.T) {
		s := startStream(t, namespace, 8)
		for _, id := range []string{"podsecurity.privileged", "podsecurity.host_namespaces", "images.pinned_tag"} {
			s.wait(t, 20)
			replaceTemplate(t, policy, id)
		}
		s.end(t)
	})
	t.Run("as many as sixteen clients can", func(t *testing.T) {
		s := startStream(t, namespace, 16)
		time.Sleep(30 * time.Second)
		s.end(t)
		if s.failed > 0 {
			t.Errorf("%d of %d requests failed while nothing was wrong: %s", s.failed, s.sent, s.failure)
		}
	})
}

func do(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// replaceTemplate removes the template of a control, and with it its constraint, and applies both again.
// Afterwards the control refuses what it alone refuses.
func replaceTemplate(t *testing.T, policy *rendered, id string) {
	t.Helper()
	of := func(objects []*unstructured.Unstructured) []*unstructured.Unstructured {
		i := slices.IndexFunc(objects, func(o *unstructured.Unstructured) bool {
			return o.GetAnnotations()["guiderail.dev/control"] == id
		})
		if i < 0 {
			t.Fatalf("%s was not rendered", id)
		}
		return objects[i : i+1]
	}
	template, constraint := of(policy.Templates), of(policy.Constraints)
	do(t, shared.DeleteAll(t.Context(), template))
	family, name, _ := strings.Cut(id, ".")
	kubectl(t, "apply", "--server-side", "-f", filepath.Join(policy.dir, family, name, "template.yaml"))
	do(t, shared.WaitTemplates(t.Context(), template))
	kubectl(t, "apply", "--server-side", "-f", filepath.Join(policy.kustomization(t, "constraints"), constraint[0].GetName()+".yaml"))
	do(t, shared.WaitConstraints(t.Context(), constraint))
}

// stream is what clients ask for all the time, and what became of it.
type stream struct {
	cancel  context.CancelFunc
	clients sync.WaitGroup
	begun   time.Time

	mu        sync.Mutex
	sent      int
	admitted  int // good ones
	refused   int // bad ones, by the policy
	failed    int // neither: nobody could be asked
	failure   string
	wrong     []string
	latencies []time.Duration
}

// startStream has clients create pods in a namespace, each as fast as it is answered.
func startStream(t *testing.T, namespace string, clients int) *stream {
	t.Helper()
	pod := func(spec string) cluster.Request {
		p := object("v1", "Pod", namespace, "")
		p.SetGenerateName("pod-")
		setJSON(t, p, "spec", spec)
		request, err := shared.Create(p)
		if err != nil {
			t.Fatal(err)
		}
		// Nothing is kept, so that it is not the store that is measured; admission is the same.
		request.DryRun = true
		return request
	}
	good, bad := pod(cluster.GoodPod), pod(cluster.BadPod)
	ctx, cancel := context.WithCancel(t.Context())
	s := &stream{cancel: cancel, begun: time.Now()}
	for client := range clients {
		s.clients.Go(func() {
			for i := client; ctx.Err() == nil; i++ {
				request := good
				if i%3 == 0 {
					request = bad
				}
				begin := time.Now()
				response, err := shared.Do(ctx, request)
				if ctx.Err() != nil {
					return
				}
				if s.count(i%3 == 0, response, err, time.Since(begin)) {
					// Whom nobody answers does not ask again at once.
					time.Sleep(100 * time.Millisecond)
				}
			}
		})
	}
	t.Cleanup(s.stop)
	return s
}

// count takes an answer, and tells whether it is none.
func (s *stream) count(bad bool, response *cluster.Response, err error, latency time.Duration) (failed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent++
	var isRefused, isCancelled bool
	if err == nil {
		var lines []string
		lines, isRefused = refused(response)
		// A Gatekeeper that is asked to end gives up what it is judging, and refuses it.
		isCancelled = slices.ContainsFunc(lines, func(l string) bool { return strings.HasSuffix(l, " eval_cancel_error: context canceled") })
	}
	switch {
	case err != nil:
		failed, s.failure = true, err.Error()
	case bad && response.OK():
		s.wrong = append(s.wrong, fmt.Sprintf("a bad pod was admitted after %s", time.Since(s.begun)))
	case !bad && isCancelled:
		failed, s.failure = true, response.Status().Message
	case !bad && isRefused:
		s.wrong = append(s.wrong, fmt.Sprintf("a good pod was refused: %s", response.Status().Message))
	case isRefused:
		s.refused++
	case response.OK():
		s.admitted++
	case response.Code == http.StatusInternalServerError, response.Code == http.StatusServiceUnavailable,
		response.Code == http.StatusTooManyRequests, response.Code == http.StatusGatewayTimeout,
		// While the API server starts, it knows nobody's rights yet.
		response.Code == http.StatusForbidden && strings.Contains(response.Status().Message, "cannot create resource"):
		failed, s.failure = true, response.Status().Message
	default:
		s.wrong = append(s.wrong, fmt.Sprintf("%d %s", response.Code, response.Status().Message))
	}
	if failed {
		s.failed++
	} else {
		s.latencies = append(s.latencies, latency)
	}
	return failed
}

// wait waits until so many more good ones were admitted and bad ones refused.
func (s *stream) wait(t *testing.T, more int) {
	t.Helper()
	s.mu.Lock()
	admitted, refused := s.admitted+more, s.refused+more
	s.mu.Unlock()
	s.until(t, func() bool { return s.admitted >= admitted && s.refused >= refused })
}

// waitFailed waits until so many more requests failed.
func (s *stream) waitFailed(t *testing.T, more int) {
	t.Helper()
	s.mu.Lock()
	failed := s.failed + more
	s.mu.Unlock()
	s.until(t, func() bool { return s.failed >= failed })
}

func (s *stream) until(t *testing.T, condition func() bool) {
	t.Helper()
	for begin := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		s.mu.Lock()
		done, state := condition() || len(s.wrong) > 0, s.state()
		s.mu.Unlock()
		if done {
			return
		}
		if time.Since(begin) > 3*time.Minute {
			t.Fatalf("the stream does not go on: %s", state)
		}
	}
}

// end wants good pods admitted and bad ones refused again, and says what became of all.
func (s *stream) end(t *testing.T) {
	t.Helper()
	s.wait(t, 20)
	s.stop()
	for _, wrong := range s.wrong {
		t.Error(wrong)
	}
	fmt.Printf("%s: %s\n", t.Name(), s.state())
}

func (s *stream) stop() {
	s.cancel()
	s.clients.Wait()
}

func (s *stream) state() string {
	slices.Sort(s.latencies)
	percentile := func(p int) time.Duration {
		if len(s.latencies) == 0 {
			return 0
		}
		return s.latencies[(len(s.latencies)-1)*p/100].Round(time.Millisecond)
	}
	text := fmt.Sprintf("%d sent in %.1f s, %.0f answered a second (p50 %s, p99 %s): %d good admitted, %d bad refused, %d without an answer, %d wrong",
		s.sent, time.Since(s.begun).Seconds(), float64(len(s.latencies))/time.Since(s.begun).Seconds(), percentile(50), percentile(99),
		s.admitted, s.refused, s.failed, len(s.wrong))
	if s.failure != "" {
		text += "; last failure: " + s.failure
	}
	return text
}
