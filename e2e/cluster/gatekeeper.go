package cluster

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/e2e/process"
)

// webhookTimeout is how long the API server waits for a webhook. Gatekeeper's manifest says 3 seconds,
// which a busy test machine may need for itself.
const webhookTimeout = 20 * time.Second

// GatekeeperOptions say how Gatekeeper runs.
type GatekeeperOptions struct {
	// AuditInterval is the pause between two audits; 0 means that there is none. An audit asks about every object of
	// the cluster and keeps a processor busy for minutes.
	AuditInterval time.Duration
	// Args are more arguments of the manager.
	Args []string
}

// InstallGatekeeper installs Gatekeeper with its own manifest and starts it. What differs from an
// ordinary installation: the manager runs beside the cluster instead of in it, one process does what two
// Deployments do,
// the webhooks fail closed, are asked about every operation, and not about Setup.
func (c *Cluster) InstallGatekeeper(ctx context.Context, options GatekeeperOptions) error {
	manifest, err := readObjects(filepath.Join(c.tools, "gatekeeper.yaml"))
	if err != nil {
		return fmt.Errorf("installing Gatekeeper: %w", err)
	}
	ports, err := process.FreePorts(3)
	if err != nil {
		return err
	}
	if c.service, err = serve(fmt.Sprintf("127.0.0.1:%d", ports[0])); err != nil {
		return err
	}
	var base, webhooks []*unstructured.Unstructured
	var pod *unstructured.Unstructured
	for _, object := range manifest {
		switch object.GetKind() {
		case "Deployment":
			if pod, err = podOf(object); err != nil {
				return fmt.Errorf("installing Gatekeeper: %w", err)
			}
		case "PodDisruptionBudget":
		case "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration":
			if err := c.redirect(object); err != nil {
				return fmt.Errorf("installing Gatekeeper: %w", err)
			}
			webhooks = append(webhooks, object)
		default:
			base = append(base, object)
		}
	}
	if err := c.apply(ctx, "gatekeeper-base.yaml", base); err != nil {
		return fmt.Errorf("installing Gatekeeper: %w", err)
	}
	if _, err := c.Kubectl(ctx, "wait", "--for=condition=Established", "crd", "--all", "--timeout=120s"); err != nil {
		return fmt.Errorf("installing Gatekeeper: %w", err)
	}
	if err := c.createPod(ctx, pod); err != nil {
		return fmt.Errorf("installing Gatekeeper: %w", err)
	}
	kubeconfig, err := c.kubeconfig(gatekeeperAccount)
	if err != nil {
		return err
	}
	address := fmt.Sprintf("127.0.0.1:%d", ports[1])
	c.gatekeeper = c.process("gatekeeper", process.Answers(http.DefaultClient, "http://"+address+"/readyz"),
		append([]string{
			"--kubeconfig=" + kubeconfig,
			"--disable-cert-rotation", "--cert-dir=" + c.dir, "--host=127.0.0.1", fmt.Sprintf("--port=%d", ports[0]),
			"--health-addr=" + address, fmt.Sprintf("--prometheus-port=%d", ports[2]),
			"--api-cache-dir=" + c.auditDir(), auditInterval(options.AuditInterval),
			"--shutdown-delay=0", "--disable-opa-builtin=http.send",
			// They concern templates in CEL; a template in Rego alone would have an error in its status.
			"--default-create-vap-for-templates=false", "--default-create-vap-binding-for-constraints=false",
			"--exempt-namespace=gatekeeper-system",
			"--operation=webhook", "--operation=mutation-webhook", "--operation=audit",
			"--operation=status", "--operation=mutation-status", "--operation=generate",
		}, options.Args...)...,
	)
	c.gatekeeper.Env = []string{"POD_NAMESPACE=" + pod.GetNamespace(), "POD_NAME=" + pod.GetName()}
	if err := c.StartGatekeeper(ctx); err != nil {
		return err
	}
	if err := c.apply(ctx, "gatekeeper-webhooks.yaml", webhooks); err != nil {
		return fmt.Errorf("installing Gatekeeper: %w", err)
	}
	if err := process.Poll(ctx, 50*time.Millisecond, c.guards); err != nil {
		return fmt.Errorf("waiting for Gatekeeper's webhook: %w", err)
	}
	return nil
}

func auditInterval(pause time.Duration) string {
	return fmt.Sprintf("--audit-interval=%d", int(pause.Seconds()))
}

// AuditEvery stops Gatekeeper and starts it with another pause between two audits, 0 for none.
func (c *Cluster) AuditEvery(ctx context.Context, pause time.Duration) error {
	if err := c.StopGatekeeper(); err != nil {
		return err
	}
	for i, argument := range c.gatekeeper.Args {
		if strings.HasPrefix(argument, "--audit-interval=") {
			c.gatekeeper.Args[i] = auditInterval(pause)
		}
	}
	return c.StartGatekeeper(ctx)
}

// StopGatekeeper asks Gatekeeper to end.
func (c *Cluster) StopGatekeeper() error {
	c.service.ready.Store(false)
	return c.gatekeeper.Stop()
}

// KillGatekeeper is kill -9.
func (c *Cluster) KillGatekeeper() error {
	c.service.ready.Store(false)
	return c.gatekeeper.Kill()
}

// StartGatekeeper starts Gatekeeper, also after it was stopped or killed, and waits until it is ready.
func (c *Cluster) StartGatekeeper(ctx context.Context) error {
	if err := c.gatekeeper.Start(ctx); err != nil {
		return err
	}
	c.service.ready.Store(true)
	return nil
}

// GatekeeperPID is the number of Gatekeeper's process.
func (c *Cluster) GatekeeperPID() int { return c.gatekeeper.PID() }

// podOf makes a pod of a Deployment of Gatekeeper. It never runs, since there is no node, but what
// Gatekeeper writes into the cluster belongs to the pod that it says it is: of one that does not exist,
// the garbage collector would take everything away again.
func podOf(deployment *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	template, _, err := unstructured.NestedMap(deployment.Object, "spec", "template")
	if err != nil {
		return nil, err
	}
	pod := &unstructured.Unstructured{Object: template}
	pod.SetAPIVersion("v1")
	pod.SetKind("Pod")
	pod.SetNamespace(deployment.GetNamespace())
	pod.SetName("gatekeeper-0")
	return pod, nil
}

// createPod creates a pod as soon as the controllers have counted what its namespace may hold.
func (c *Cluster) createPod(ctx context.Context, pod *unstructured.Unstructured) error {
	request, err := c.Create(pod)
	if err != nil {
		return err
	}
	return process.Poll(ctx, 100*time.Millisecond, func(ctx context.Context) error {
		_, err := c.Must(ctx, request)
		return err
	})
}

// redirect makes the API server reach the webhooks of a configuration where the manager runs.
func (c *Cluster) redirect(configuration *unstructured.Unstructured) error {
	ca, err := os.ReadFile(c.pki.certificate)
	if err != nil {
		return err
	}
	webhooks, _, err := unstructured.NestedSlice(configuration.Object, "webhooks")
	if err != nil {
		return err
	}
	for _, item := range webhooks {
		webhook := item.(map[string]any)
		path, _, err := unstructured.NestedString(webhook, "clientConfig", "service", "path")
		if err != nil {
			return err
		}
		webhook["clientConfig"] = map[string]any{
			"url":      fmt.Sprintf("https://127.0.0.1:%d%s", c.service.port(), path),
			"caBundle": base64.StdEncoding.EncodeToString(ca),
		}
		webhook["failurePolicy"] = "Fail"
		webhook["timeoutSeconds"] = int64(webhookTimeout / time.Second)
		webhook["matchConditions"] = []any{map[string]any{
			"name":       "not-setup",
			"expression": fmt.Sprintf("request.userInfo.username != %q", Setup.Name),
		}}
		if webhook["name"] == "validation.gatekeeper.sh" {
			for _, rule := range webhook["rules"].([]any) {
				rule.(map[string]any)["operations"] = []any{"CREATE", "UPDATE", "DELETE", "CONNECT"}
			}
		}
	}
	return unstructured.SetNestedSlice(configuration.Object, webhooks, "webhooks")
}

// guards tells whether the API server asks Gatekeeper: a template whose name is not that of its kind is
// refused by nobody else.
func (c *Cluster) guards(ctx context.Context) error {
	request, err := c.Create(&unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "templates.gatekeeper.sh/v1",
		"kind":       "ConstraintTemplate",
		"metadata":   map[string]any{"name": "anothername"},
		"spec": map[string]any{
			"crd": map[string]any{"spec": map[string]any{"names": map[string]any{"kind": "Probe"}}},
		},
	}})
	if err != nil {
		return err
	}
	request.DryRun = true
	response, err := c.Do(ctx, request)
	switch {
	case err != nil:
		return err
	case !strings.Contains(response.Status().Message, `admission webhook "validation.gatekeeper.sh" denied the request`):
		return fmt.Errorf("a template that is none is not refused: %d %s", response.Code, response.Body)
	}
	return nil
}

// apply writes objects to a file and applies it.
func (c *Cluster) apply(ctx context.Context, name string, objects []*unstructured.Unstructured) error {
	var text bytes.Buffer
	for _, object := range objects {
		document, err := yaml.Marshal(object.Object)
		if err != nil {
			return err
		}
		fmt.Fprintf(&text, "---\n%s", document)
	}
	file := filepath.Join(c.dir, name)
	if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
		return err
	}
	_, err := c.Kubectl(ctx, "apply", "--server-side", "-f", file)
	return err
}

// readObjects reads the documents of a YAML file.
func readObjects(file string) ([]*unstructured.Unstructured, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	decoder := utilyaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 4096)
	var objects []*unstructured.Unstructured
	for {
		object := &unstructured.Unstructured{}
		err := decoder.Decode(&object.Object)
		switch {
		case errors.Is(err, io.EOF):
			return objects, nil
		case err != nil:
			return nil, fmt.Errorf("reading %s: %w", file, err)
		}
		if len(object.Object) > 0 {
			objects = append(objects, object)
		}
	}
}
