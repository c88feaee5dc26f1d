// Bench measures what policy costs in a cluster: how long the API server takes to answer a client that
// creates pods one after another, and how much memory Gatekeeper holds, without policy, with a profile
// in each layout, and with the templates of a directory for comparison.
//
//	go run ./e2e/bench -tools $(e2e/tools/build) [-profile xroad-eks] [-library DIR] [-requests 400]
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/guiderail/guiderail/e2e/cluster"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var b bench
	flag.StringVar(&b.tools, "tools", "", "directory of the programs that e2e/tools/build builds")
	flag.StringVar(&b.profile, "profile", "xroad-eks", "the profile of ours to measure")
	flag.StringVar(&b.library, "library", "", "directory of other templates and constraints to measure beside it, such as a checkout of gatekeeper-library")
	flag.IntVar(&b.requests, "requests", 400, "how many pods of each sort to create for a figure")
	flag.Parse()
	if b.tools == "" {
		fmt.Fprintln(os.Stderr, "bench: name the programs with -tools; see: make bench-gatekeeper")
		os.Exit(2)
	}
	if err := b.run(ctx, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		os.Exit(1)
	}
}

type bench struct {
	tools, profile, library string
	requests                int

	cluster *cluster.Cluster
}

// sample is the cost of one policy.
type sample struct {
	policy    string
	templates int
	judging   int // constraints that judge a pod
	memory    int // of Gatekeeper, in MiB
	good, bad []time.Duration
	cpu       time.Duration // of Gatekeeper, for each of the good pods
}

func (b *bench) run(ctx context.Context, out io.Writer) (err error) {
	b.cluster, err = cluster.Start(ctx, b.tools)
	defer func() { err = errors.Join(err, b.cluster.Stop()) }()
	if err != nil {
		return err
	}
	// No audit comes between.
	if err := b.cluster.InstallGatekeeper(ctx, cluster.GatekeeperOptions{}); err != nil {
		return err
	}
	if _, err := b.cluster.Kubectl(ctx, "create", "namespace", namespace); err != nil {
		return err
	}
	if _, err := b.cluster.Kubectl(ctx, "wait", "--for=create", "serviceaccount/default", "-n", namespace, "--timeout=60s"); err != nil {
		return err
	}
	packed, err := b.packed(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(packed)) }()
	policies := []struct{ name, dir string }{{"none", ""}, {b.profile, filepath.Join("constraints/profiles", b.profile)}, {b.profile + ", packed", packed}}
	if b.library != "" {
		policies = append(policies, struct{ name, dir string }{filepath.Base(b.library), b.library})
	}
	policies = append(policies, policies[0])
	var samples []*sample
	for _, p := range policies {
		fmt.Fprintf(os.Stderr, "measuring %s\n", p.name)
		s, err := b.measure(ctx, p.name, p.dir)
		if err != nil {
			return fmt.Errorf("measuring %s: %w", p.name, err)
		}
		samples = append(samples, s)
	}
	return report(out, samples)
}

// packed writes the profile in the layout packed into a directory of its own.
func (b *bench) packed(ctx context.Context) (string, error) {
	dir, err := os.MkdirTemp("", "guiderail-bench-")
	if err != nil {
		return "", err
	}
	render := exec.CommandContext(ctx, "go", "run", "./cmd/guiderail", "gatekeeper", "render", "--profile", b.profile, "--layout", "packed", "-o", dir)
	render.Stderr = os.Stderr
	if err := render.Run(); err != nil {
		return "", errors.Join(fmt.Errorf("rendering %s: %w", b.profile, err), os.RemoveAll(dir))
	}
	return dir, nil
}

// measure installs the policy of a directory, measures, and takes it away again.
func (b *bench) measure(ctx context.Context, name, dir string) (s *sample, err error) {
	s = &sample{policy: name}
	if dir != "" {
		policy, err := b.read(name, dir)
		if err != nil {
			return nil, err
		}
		if err := b.install(ctx, policy); err != nil {
			return nil, err
		}
		s.templates = len(policy.Templates)
		for _, c := range policy.Constraints {
			if judgesPods(c) {
				s.judging++
			}
		}
		defer func() {
			err = errors.Join(err, b.cluster.DeleteAll(ctx, policy.Constraints), b.cluster.DeleteAll(ctx, policy.Templates))
		}()
	}
	for _, sort := range []struct {
		spec      string
		latencies *[]time.Duration
	}{{cluster.GoodPod, &s.good}, {cluster.BadPod, &s.bad}} {
		pod := &unstructured.Unstructured{Object: map[string]any{
			"apiVersion": "v1", "kind": "Pod", "metadata": map[string]any{"generateName": "pod-", "namespace": namespace},
		}}
		var spec any
		if err := json.Unmarshal([]byte(sort.spec), &spec); err != nil {
			return nil, err
		}
		pod.Object["spec"] = spec
		request, err := b.cluster.Create(pod)
		if err != nil {
			return nil, err
		}
		request.DryRun = true // what is stored is not part of it
		begin, err := processorTime(b.cluster.GatekeeperPID())
		if err != nil {
			return nil, err
		}
		for i := range b.requests + b.requests/10 {
			begin := time.Now()
			response, err := b.cluster.Do(ctx, request)
			taken := time.Since(begin)
			switch {
			case err != nil:
				return nil, err
			case response.OK() != (sort.spec == cluster.GoodPod || dir == ""):
				return nil, fmt.Errorf("a pod was answered with %d %s", response.Code, response.Status().Message)
			}
			if i >= b.requests/10 { // the first ones warm up
				*sort.latencies = append(*sort.latencies, taken)
			}
		}
		end, err := processorTime(b.cluster.GatekeeperPID())
		if err != nil {
			return nil, err
		}
		if sort.spec == cluster.GoodPod {
			s.cpu = (end - begin) / time.Duration(b.requests+b.requests/10)
		}
	}
	s.memory, err = memory(b.cluster.GatekeeperPID())
	return s, err
}

// read reads a policy. One of ours is a kustomization over the tree of all of them.
func (b *bench) read(name, dir string) (*cluster.Policy, error) {
	policy, err := cluster.ReadPolicy(dir)
	if err != nil || name != b.profile {
		return policy, err
	}
	all, err := cluster.ReadPolicy("constraints")
	if err != nil {
		return nil, err
	}
	for _, template := range all.Templates {
		if slices.ContainsFunc(policy.Constraints, func(c *unstructured.Unstructured) bool {
			return strings.ToLower(c.GetKind()) == template.GetName()
		}) {
			policy.Templates = append(policy.Templates, template)
		}
	}
	return policy, nil
}

func (b *bench) install(ctx context.Context, policy *cluster.Policy) error {
	for _, objects := range [][]*unstructured.Unstructured{policy.Templates, policy.Constraints} {
		for _, o := range objects {
			request, err := b.cluster.Create(o)
			if err != nil {
				return err
			}
			response, err := b.cluster.Do(ctx, request)
			if err != nil {
				return err
			}
			if !response.OK() && response.Code != 409 { // a library may bring a constraint in several samples
				return fmt.Errorf("creating %s %s: %s", o.GetKind(), o.GetName(), response.Status().Message)
			}
		}
		wait := b.cluster.WaitTemplates
		if len(policy.Constraints) > 0 && objects[0] == policy.Constraints[0] {
			wait = b.cluster.WaitConstraints
		}
		if err := wait(ctx, objects); err != nil {
			return err
		}
	}
	return nil
}

// judgesPods tells whether a constraint matches pods.
func judgesPods(constraint *unstructured.Unstructured) bool {
	kinds, _, _ := unstructured.NestedSlice(constraint.Object, "spec", "match", "kinds")
	return len(kinds) == 0 || slices.ContainsFunc(kinds, func(item any) bool {
		entry, _ := item.(map[string]any)
		groups, _, _ := unstructured.NestedStringSlice(entry, "apiGroups")
		names, _, _ := unstructured.NestedStringSlice(entry, "kinds")
		return (slices.Contains(groups, "") || slices.Contains(groups, "*")) && (slices.Contains(names, "Pod") || slices.Contains(names, "*"))
	})
}

// processorTime gives the time that a process has computed so far.
func processorTime(pid int) (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, fmt.Errorf("reading Gatekeeper's processor time: %w", err)
	}
	// After the name in parentheses, which may hold anything, the 12th and 13th field are ticks of 10 ms.
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 13 {
		return 0, errors.New("reading Gatekeeper's processor time: there is none")
	}
	var sum time.Duration
	for _, field := range fields[11:13] {
		ticks, err := strconv.Atoi(field)
		if err != nil {
			return 0, fmt.Errorf("reading Gatekeeper's processor time: %w", err)
		}
		sum += time.Duration(ticks) * 10 * time.Millisecond
	}
	return sum, nil
}

// memory gives the resident memory of a process in MiB.
func memory(pid int) (int, error) {
	file, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, fmt.Errorf("reading Gatekeeper's memory: %w", err)
	}
	defer file.Close() //nolint:errcheck // it was read
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if fields := strings.Fields(lines.Text()); len(fields) == 3 && fields[0] == "VmRSS:" {
			kib, err := strconv.Atoi(fields[1])
			return kib >> 10, err
		}
	}
	return 0, errors.Join(errors.New("reading Gatekeeper's memory: there is no VmRSS"), lines.Err())
}

func report(out io.Writer, samples []*sample) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "POLICY\tTEMPLATES\tJUDGING PODS\tGATEKEEPER\tGOOD POD P50\tP99\tBAD POD P50\tP99\tADDED TO A GOOD POD\tPER CONSTRAINT\tGATEKEEPER'S CPU")
	none := percentile(samples[0].good, 50)
	for _, s := range samples {
		added, each := "", ""
		if s.judging > 0 {
			more := percentile(s.good, 50) - none
			added, each = ms(more), ms(more/time.Duration(s.judging))
		}
		fmt.Fprintf(w, "%s\t%d\t%d\t%d MiB\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", s.policy, s.templates, s.judging, s.memory,
			ms(percentile(s.good, 50)), ms(percentile(s.good, 99)), ms(percentile(s.bad, 50)), ms(percentile(s.bad, 99)), added, each, ms(s.cpu))
	}
	return w.Flush()
}

func percentile(latencies []time.Duration, p int) time.Duration {
	sorted := slices.Sorted(slices.Values(latencies))
	return sorted[(len(sorted)-1)*p/100]
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f ms", float64(d)/1e6) }

const namespace = "bench"
