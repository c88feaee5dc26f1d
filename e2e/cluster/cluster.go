// Package cluster runs a Kubernetes cluster on the loopback interface for tests: etcd, an API server, a
// controller manager and Gatekeeper, as they are released, without containers, nodes or privileges. What
// the tests learn of it, they learn as any client does.
package cluster

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
	certutil "k8s.io/client-go/util/cert"

	"github.com/guiderail/guiderail/e2e/process"
)

// Cluster is a running cluster.
type Cluster struct {
	// Config reaches the API server as an administrator.
	Config *rest.Config

	tools     string
	dir       string
	address   string // of the API server
	pki       pki
	client    *http.Client
	mapper    *restmapper.DeferredDiscoveryRESTMapper
	discovery discovery.CachedDiscoveryInterface

	etcd, apiserver, controllers, gatekeeper *process.Process
	service                                  *service
}

// pki is the one pair of certificate and key that every server of the cluster has, and which signs the
// tokens of service accounts.
type pki struct{ certificate, key string }

// The users that the API server knows. Each has its name as its token.
const (
	administrator = "kubernetes-admin"
	controller    = "system:kube-controller-manager"
	// gatekeeperAccount is the service account of Gatekeeper's own manifest, so that Gatekeeper has the
	// rights that it has anywhere.
	gatekeeperAccount = "system:serviceaccount:gatekeeper-system:gatekeeper-admin"
)

// Start starts the control plane with the programs in a directory of tools. Gatekeeper is not part of
// it yet. Who starts a cluster stops it, also when this fails.
func Start(ctx context.Context, tools string) (*Cluster, error) {
	c := &Cluster{tools: tools}
	return c, c.start(ctx)
}

func (c *Cluster) start(ctx context.Context) error {
	var err error
	if c.dir, err = os.MkdirTemp("", "guiderail-cluster-"); err != nil {
		return fmt.Errorf("starting a cluster: %w", err)
	}
	if err := c.writeSecrets(); err != nil {
		return fmt.Errorf("starting a cluster: %w", err)
	}
	if err := os.Mkdir(c.auditDir(), 0o700); err != nil {
		return fmt.Errorf("starting a cluster: %w", err)
	}
	ports, err := process.FreePorts(3)
	if err != nil {
		return err
	}
	clients, peers := fmt.Sprintf("http://127.0.0.1:%d", ports[0]), fmt.Sprintf("http://127.0.0.1:%d", ports[1])
	c.address = fmt.Sprintf("https://127.0.0.1:%d", ports[2])
	c.Config = &rest.Config{Host: c.address, BearerToken: administrator, TLSClientConfig: rest.TLSClientConfig{CAFile: c.pki.certificate}, QPS: -1}
	if c.client, err = rest.HTTPClientFor(c.Config); err != nil {
		return fmt.Errorf("starting a cluster: %w", err)
	}
	discovered, err := discovery.NewDiscoveryClientForConfigAndClient(c.Config, c.client)
	if err != nil {
		return fmt.Errorf("starting a cluster: %w", err)
	}
	c.discovery = memory.NewMemCacheClient(discovered)
	c.mapper = restmapper.NewDeferredDiscoveryRESTMapper(c.discovery)

	c.etcd = c.process("etcd", process.Answers(http.DefaultClient, clients+"/readyz"),
		"--name=e2e", "--data-dir="+filepath.Join(c.dir, "etcd"), "--unsafe-no-fsync",
		"--listen-client-urls="+clients, "--advertise-client-urls="+clients,
		"--listen-peer-urls="+peers, "--initial-advertise-peer-urls="+peers, "--initial-cluster=e2e="+peers,
	)
	c.apiserver = c.process("kube-apiserver", process.Answers(c.client, c.address+"/readyz"),
		"--etcd-servers="+clients,
		"--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", ports[2]),
		"--tls-cert-file="+c.pki.certificate, "--tls-private-key-file="+c.pki.key, "--cert-dir="+c.dir,
		"--token-auth-file="+filepath.Join(c.dir, "tokens.csv"), "--authorization-mode=RBAC",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file="+c.pki.key, "--service-account-signing-key-file="+c.pki.key,
		"--service-cluster-ip-range=10.0.0.0/24", "--endpoint-reconciler-type=none",
		// Otherwise the API itself refuses privileged containers, and no policy is asked.
		"--allow-privileged=true",
	)
	kubeconfig, err := c.kubeconfig(controller)
	if err != nil {
		return err
	}
	c.controllers = c.process("kube-controller-manager", c.hasDefaultAccount,
		"--kubeconfig="+kubeconfig, "--leader-elect=false", "--secure-port=0", "--use-service-account-credentials",
		"--service-account-private-key-file="+c.pki.key, "--root-ca-file="+c.pki.certificate,
		"--controllers="+strings.Join([]string{
			"serviceaccount-controller", "root-ca-certificate-publisher-controller", "namespace-controller",
			"garbage-collector-controller", "resourcequota-controller", "clusterrole-aggregation-controller",
			"deployment-controller", "replicaset-controller",
			"persistentvolumeclaim-protection-controller", "persistentvolume-protection-controller",
		}, ","),
	)
	for _, p := range []*process.Process{c.etcd, c.apiserver, c.controllers} {
		if err := p.Start(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Stop ends everything and removes what it left.
func (c *Cluster) Stop() error {
	var errs []error
	for _, p := range []*process.Process{c.gatekeeper, c.controllers, c.apiserver, c.etcd} {
		if p != nil {
			// Nothing of it is needed any more.
			errs = append(errs, p.Kill())
		}
	}
	if c.service != nil {
		errs = append(errs, c.service.listener.Close())
	}
	if c.dir != "" {
		errs = append(errs, os.RemoveAll(c.dir))
	}
	return errors.Join(errs...)
}

// RestartAPIServer stops the API server in an orderly way and starts it again.
func (c *Cluster) RestartAPIServer(ctx context.Context) error {
	if err := c.apiserver.Stop(); err != nil {
		return err
	}
	return c.apiserver.Start(ctx)
}

// KillAPIServer ends the API server at once; StartAPIServer starts it again.
func (c *Cluster) KillAPIServer() error { return c.apiserver.Kill() }

// StartAPIServer starts the API server after it was killed, and waits until it is ready.
func (c *Cluster) StartAPIServer(ctx context.Context) error { return c.apiserver.Start(ctx) }

// Logs gives the last lines of every program's log.
func (c *Cluster) Logs(lines int) string {
	var b strings.Builder
	for _, p := range []*process.Process{c.etcd, c.apiserver, c.controllers, c.gatekeeper} {
		if p != nil && p.Started() {
			fmt.Fprintf(&b, "--- %s\n%s\n", p.Name, p.Tail(lines))
		}
	}
	return b.String()
}

// GatekeeperLog gives all that Gatekeeper has logged.
func (c *Cluster) GatekeeperLog() ([]byte, error) {
	text, err := os.ReadFile(c.gatekeeper.Log)
	if err != nil {
		return nil, fmt.Errorf("reading Gatekeeper's log: %w", err)
	}
	return text, nil
}

// Kubectl runs kubectl as an administrator and gives what it wrote to standard output and to standard
// error.
func (c *Cluster) Kubectl(ctx context.Context, args ...string) (string, error) {
	kubeconfig, err := c.kubeconfig(administrator)
	if err != nil {
		return "", err
	}
	// What kubectl remembers of an earlier call leaves out the kinds that came since.
	cache, err := os.MkdirTemp(c.dir, "kubectl-")
	if err != nil {
		return "", fmt.Errorf("running kubectl: %w", err)
	}
	defer os.RemoveAll(cache) //nolint:errcheck // the cluster's directory goes with all that is in it
	command := exec.CommandContext(ctx, filepath.Join(c.tools, "kubectl"), args...)
	command.Env = append(os.Environ(), "KUBECONFIG="+kubeconfig, "HOME="+cache)
	output, err := command.CombinedOutput()
	if err != nil {
		return string(output), fmt.Errorf("kubectl %s: %w\n%s", strings.Join(args, " "), err, output)
	}
	return string(output), nil
}

// auditDir is where Gatekeeper keeps what it audits.
func (c *Cluster) auditDir() string { return filepath.Join(c.dir, "audit") }

func (c *Cluster) process(program string, ready func(context.Context) error, args ...string) *process.Process {
	return &process.Process{
		Name:    program,
		Program: filepath.Join(c.tools, program),
		Args:    args,
		Log:     filepath.Join(c.dir, program+".log"),
		Ready:   ready,
	}
}

// writeSecrets writes the certificate, its key and the users' tokens.
func (c *Cluster) writeSecrets() error {
	certificate, key, err := certutil.GenerateSelfSignedCertKey("localhost", []net.IP{net.IPv4(127, 0, 0, 1)}, nil)
	if err != nil {
		return err
	}
	var tokens strings.Builder
	table := csv.NewWriter(&tokens)
	for user, groups := range map[string]string{
		administrator:     "system:masters",
		controller:        "",
		gatekeeperAccount: "system:serviceaccounts,system:serviceaccounts:gatekeeper-system",
	} {
		if err := table.Write([]string{user, user, user, groups}); err != nil {
			return err
		}
	}
	table.Flush()
	c.pki = pki{certificate: filepath.Join(c.dir, "tls.crt"), key: filepath.Join(c.dir, "tls.key")}
	return errors.Join(
		os.WriteFile(c.pki.certificate, certificate, 0o600),
		os.WriteFile(c.pki.key, key, 0o600),
		os.WriteFile(filepath.Join(c.dir, "tokens.csv"), []byte(tokens.String()), 0o600),
	)
}

// Certificate gives the files of the certificate and key that the cluster's servers have. The certificate
// signs itself.
func (c *Cluster) Certificate() (certificate, key string) { return c.pki.certificate, c.pki.key }

// Kubeconfig gives the file with which an administrator's programs reach the API server.
func (c *Cluster) Kubeconfig() (string, error) { return c.kubeconfig(administrator) }

// kubeconfig writes the file with which a user's programs reach the API server.
func (c *Cluster) kubeconfig(user string) (string, error) {
	file := filepath.Join(c.dir, strings.ReplaceAll(user, ":", "-")+".kubeconfig")
	config := clientcmdapi.NewConfig()
	config.Clusters["e2e"] = &clientcmdapi.Cluster{Server: c.address, CertificateAuthority: c.pki.certificate}
	config.AuthInfos["e2e"] = &clientcmdapi.AuthInfo{Token: user}
	config.Contexts["e2e"] = &clientcmdapi.Context{Cluster: "e2e", AuthInfo: "e2e"}
	config.CurrentContext = "e2e"
	if err := clientcmd.WriteToFile(*config, file); err != nil {
		return "", fmt.Errorf("writing a kubeconfig: %w", err)
	}
	return file, nil
}

// hasDefaultAccount tells whether the controllers have made what every namespace has.
func (c *Cluster) hasDefaultAccount(ctx context.Context) error {
	return errors.Join(
		c.exists(ctx, "/api/v1/namespaces/default/serviceaccounts/default"),
		c.exists(ctx, "/api/v1/namespaces/default/configmaps/kube-root-ca.crt"),
	)
}

func (c *Cluster) exists(ctx context.Context, path string) error {
	_, err := c.Get(ctx, path)
	return err
}
