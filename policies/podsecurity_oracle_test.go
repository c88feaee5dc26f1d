package policies_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	corev1 "k8s.io/api/core/v1"
	apiruntime "k8s.io/apimachinery/pkg/runtime"
	psa "k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	"sigs.k8s.io/yaml"
)

// podSecurityControls names the control that answers each check of Pod Security admission.
var podSecurityControls = map[policy.CheckID]string{
	"hostNamespaces":             "host_namespaces",
	"privileged":                 "privileged",
	"capabilities_baseline":      "capabilities",
	"hostPathVolumes":            "host_path_volumes",
	"hostPorts":                  "host_ports",
	"hostProbesAndHostLifecycle": "host_probes",
	"appArmorProfile":            "app_armor",
	"seLinuxOptions":             "selinux",
	"procMount":                  "proc_mount",
	"seccompProfile_baseline":    "seccomp",
	"sysctls":                    "sysctls",
	"windowsHostProcess":         "windows_host_process",
	"allowPrivilegeEscalation":   "restricted_privilege_escalation",
	"capabilities_restricted":    "restricted_capabilities",
	"restrictedVolumes":          "restricted_volumes",
	"runAsNonRoot":               "restricted_run_as_non_root",
	"runAsUser":                  "restricted_run_as_user",
	"seccompProfile_restricted":  "restricted_seccomp",
	"procMount_restricted":       "restricted_proc_mount",
}

// impliedBy names, for each control that leaves to others what they say already, these others: it and they
// together deny what its check does.
var impliedBy = map[string][]string{
	"host_ports":                      {"host_namespaces"},
	"restricted_capabilities":         {"capabilities"},
	"restricted_privilege_escalation": {"privileged", "capabilities"},
	"restricted_proc_mount":           {"proc_mount"},
	"restricted_seccomp":              {"seccomp"},
	"restricted_volumes":              {"host_path_volumes"},
}

// newestVersion is the minor version of Kubernetes that the admission's module belongs to.
const newestVersion = 36

// admission holds the controls of Pod Security against the code of Pod Security admission.
type admission struct {
	checks    []policy.Check
	evaluator policy.Evaluator
	query     rego.PreparedEvalQuery      // what the controls deny, and what two of them say of one place
	doubts    rego.PreparedEvalQuery      // the same, and what they do not know
	templates map[string]map[string][]any // where pods are, by group and kind
	kinds     [][2]string                 // the same, in order
}

func newAdmission(t *testing.T) *admission {
	t.Helper()
	a := &admission{checks: policy.DefaultChecks()}
	evaluator, err := policy.NewEvaluator(a.checks, nil)
	if err != nil {
		t.Fatal(err)
	}
	a.evaluator = evaluator

	var oracle strings.Builder
	oracle.WriteString("package oracle\n")
	for _, check := range a.checks {
		name, ok := podSecurityControls[check.ID]
		if !ok {
			t.Fatalf("no control answers the check %s", check.ID)
		}
		fmt.Fprintf(&oracle, "denials contains %q if count(data.guiderail.podsecurity.%s.violation) > 0\n", name, name)
		fmt.Fprintf(&oracle, "doubts contains %q if count(data.guiderail.podsecurity.%s.unknown) > 0\n", name, name)
	}
	for name, others := range impliedBy {
		for _, other := range others {
			fmt.Fprintf(&oracle, "doubled contains %q if {\n\tsome one in data.guiderail.podsecurity.%s.violation\n\tsome other in data.guiderail.podsecurity.%s.violation\n\tone.details.path == other.details.path\n}\n", name, name, other)
		}
	}
	modules := files(t)
	maps.DeleteFunc(modules, func(name string, module *ast.Module) bool {
		return isTest(name) || (!isLibrary(name, module) && !strings.HasPrefix(name, "podsecurity/"))
	})
	if modules["oracle.rego"], err = ast.ParseModuleWithOpts("oracle.rego", oracle.String(), ast.ParserOptions{RegoVersion: ast.RegoV1}); err != nil {
		t.Fatal(err)
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		t.Fatal(compiler.Errors)
	}
	prepare := func(query string) rego.PreparedEvalQuery {
		prepared, err := rego.New(rego.Query("answer := "+query), rego.Compiler(compiler), rego.StrictBuiltinErrors(true)).PrepareForEval(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return prepared
	}
	results, err := prepare("data.lib.guiderail.workload.kinds").Eval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// Of the kinds that make pods, those that make one from one template.
	a.templates = map[string]map[string][]any{}
	for group, kinds := range results[0].Bindings["answer"].(map[string]any) {
		for kind, patterns := range kinds.(map[string]any) {
			// What their containers leave out, the pod that they join may say: it is unknown, and no denial.
			if kind == "SidecarSet" || kind == "EphemeralJob" {
				continue
			}
			if len(patterns.([]any)) != 1 {
				continue
			}
			pattern := patterns.([]any)[0].(map[string]any)
			if _, ok := pattern["then"]; ok {
				continue
			}
			if a.templates[group] == nil {
				a.templates[group] = map[string][]any{}
			}
			a.templates[group][kind] = pattern["at"].([]any)
			a.kinds = append(a.kinds, [2]string{group, kind})
		}
	}
	slices.SortFunc(a.kinds, func(x, y [2]string) int { return slices.Compare(x[:], y[:]) })
	a.query, a.doubts = prepare("[data.oracle.denials, data.oracle.doubled]"), prepare("[data.oracle.denials, data.oracle.doubts]")
	return a
}

// podCase is a pod, where it stands and the version that it is judged by.
type podCase struct {
	group, kind string
	version     string
	pod         map[string]any // metadata and spec
}

// object is what the pod stands in.
func (a *admission) object(c podCase) map[string]any {
	object := maps.Clone(c.pod)
	path := a.templates[c.group][c.kind]
	for _, step := range slices.Backward(path) {
		object = map[string]any{step.(string): object}
	}
	object["kind"] = c.kind
	object["apiVersion"] = strings.TrimPrefix(c.group+"/v1", "/")
	return object
}

// input is what the controls are asked about.
func (a *admission) input(c podCase) (ast.Value, error) {
	return ast.InterfaceToValue(map[string]any{
		"review":     map[string]any{"object": a.object(c)},
		"parameters": map[string]any{"version": c.version},
	})
}

// denials gives what the controls deny, by their names, and which of them repeat what another says.
func (a *admission) denials(ctx context.Context, c podCase) (denials, doubled map[string]bool, err error) {
	input, err := a.input(c)
	if err != nil {
		return nil, nil, err
	}
	results, err := a.query.Eval(ctx, rego.EvalParsedInput(input))
	if err != nil {
		return nil, nil, err
	}
	answer := results[0].Bindings["answer"].([]any)
	return namesIn(answer[0]), namesIn(answer[1]), nil
}

func namesIn(set any) map[string]bool {
	names := map[string]bool{}
	for _, name := range set.([]any) {
		names[name.(string)] = true
	}
	return names
}

// verdicts are the answers of the admission: by control, and for the levels as a whole.
type verdicts struct {
	denials map[string]bool
	levels  map[psa.Level]bool
}

func (a *admission) verdicts(c podCase) (verdicts, error) {
	var pod corev1.Pod
	if err := apiruntime.DefaultUnstructuredConverter.FromUnstructured(c.pod, &pod); err != nil {
		return verdicts{}, err
	}
	version, err := psa.ParseVersion(c.version)
	if err != nil {
		return verdicts{}, err
	}
	for i, volume := range pod.Spec.Volumes {
		// What the API server makes of a volume that names no source, before it asks for admission.
		if volume.VolumeSource == (corev1.VolumeSource{}) {
			pod.Spec.Volumes[i].EmptyDir = &corev1.EmptyDirVolumeSource{}
		}
	}
	v := verdicts{map[string]bool{}, map[psa.Level]bool{}}
	for _, check := range a.checks {
		for _, candidate := range slices.Backward(check.Versions) {
			if version.Older(candidate.MinimumVersion) {
				continue
			}
			if !candidate.CheckPod(&pod.ObjectMeta, &pod.Spec).Allowed {
				v.denials[podSecurityControls[check.ID]] = true
			}
			break
		}
	}
	for _, level := range []psa.Level{psa.LevelBaseline, psa.LevelRestricted} {
		results := a.evaluator.EvaluatePod(psa.LevelVersion{Level: level, Version: version}, &pod.ObjectMeta, &pod.Spec)
		v.levels[level] = !policy.AggregateCheckResults(results).Allowed
	}
	return v, nil
}

// compare judges a pod in both ways and gives what they do not agree in. A control that leaves something to
// others denies nothing that its check does not, and together with them all that it does. The restricted level
// is what it and the baseline deny: where the admission's own forgets the baseline, as it does of the
// capabilities of pods for Windows, it is no model.
func (a *admission) compare(ctx context.Context, c podCase) (disagreements []string, v verdicts, err error) {
	if v, err = a.verdicts(c); err != nil {
		return nil, v, err
	}
	got, doubled, err := a.denials(ctx, c)
	if err != nil {
		return nil, v, err
	}
	say := func(what string, denied bool) {
		who := "only the admission denies"
		if denied {
			who = "only we deny"
		}
		disagreements = append(disagreements, what+": "+who)
	}
	levels := map[psa.Level]bool{}
	for _, check := range a.checks {
		control := podSecurityControls[check.ID]
		left := slices.ContainsFunc(impliedBy[control], func(other string) bool { return got[other] })
		if got[control] != v.denials[control] && (got[control] || !left) {
			say(control, got[control])
		}
		if doubled[control] {
			disagreements = append(disagreements, control+": says what another says")
		}
		if got[control] {
			levels[psa.LevelBaseline] = levels[psa.LevelBaseline] || check.Level == psa.LevelBaseline
			levels[psa.LevelRestricted] = true
		}
	}
	v.levels[psa.LevelRestricted] = v.levels[psa.LevelRestricted] || v.levels[psa.LevelBaseline]
	for level, denied := range v.levels {
		if levels[level] != denied {
			say("level "+string(level), levels[level])
		}
	}
	slices.Sort(disagreements)
	return disagreements, v, nil
}

// report shows a disagreement, with all left out of the pod that it does not need.
func (a *admission) report(t *testing.T, c podCase) {
	t.Helper()
	stillDiffers := func() bool {
		disagreements, _, err := a.compare(t.Context(), c)
		return err == nil && len(disagreements) > 0
	}
	for leaveOut(c.pod, func(any) {}, stillDiffers) {
	}
	disagreements, _, err := a.compare(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	text, err := yaml.Marshal(a.object(c))
	if err != nil {
		t.Fatal(err)
	}
	t.Errorf("version %s: %s\n%s", c.version, strings.Join(disagreements, ", "), text)
}

// leaveOut leaves members and elements out of a value for as long as what it is a part of holds, and
// tells whether there were any. A list is replaced by set.
func leaveOut(value any, set func(any), holds func() bool) bool {
	done := false
	switch value := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			member := value[key]
			delete(value, key)
			if holds() {
				done = true
				continue
			}
			value[key] = member
			done = leaveOut(member, func(smaller any) { value[key] = smaller }, holds) || done
		}
	case []any:
		for i := len(value) - 1; i >= 0; i-- {
			shorter := slices.Delete(slices.Clone(value), i, i+1)
			if set(shorter); holds() {
				value, done = shorter, true
				continue
			}
			set(value)
			done = leaveOut(value[i], func(smaller any) { value[i] = smaller }, holds) || done
		}
	}
	return done
}

// TestPodSecurityFixtures holds the controls against every fixture of Pod Security admission.
func TestPodSecurityFixtures(t *testing.T) {
	a := newAdmission(t)
	folder, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "k8s.io/pod-security-admission").Output()
	if err != nil {
		t.Fatal(err)
	}
	fixtures, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(folder)), "test/testdata/*/*/*/*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var denied int
	for _, file := range fixtures {
		parts := strings.Split(filepath.ToSlash(file), "/")
		parts = parts[len(parts)-4:]
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var pod map[string]any
		if err := yaml.Unmarshal(text, &pod); err != nil {
			t.Fatal(err)
		}
		c := podCase{kind: "Pod", version: parts[1], pod: pod}
		disagreements, v, err := a.compare(t.Context(), c)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if len(disagreements) > 0 {
			t.Errorf("%s: %s", strings.Join(parts, "/"), strings.Join(disagreements, ", "))
		}
		if got, want := v.levels[psa.Level(parts[0])], parts[2] == "fail"; got != want {
			t.Errorf("%s: the admission itself does not agree with its fixture", strings.Join(parts, "/"))
		}
		if v.levels[psa.Level(parts[0])] {
			denied++
		}
	}
	t.Logf("%d fixtures, %d of them denied by their level", len(fixtures), denied)
	if len(fixtures) < 4000 {
		t.Error("the fixtures are not all there")
	}
}

// TestPodSecurityOracle holds the controls against the code of Pod Security admission, check by check
// and level by level, on pods from a fixed seed. PODS sets their number; 200,000, of which none was
// judged differently, take some five minutes of one processor.
func TestPodSecurityOracle(t *testing.T) {
	n := sizeOf(t, "PODS", 20_000)
	a := newAdmission(t)
	var (
		mu        sync.Mutex
		denials   = map[string]int{}
		levels    = map[psa.Level]int{}
		different = map[int]podCase{}
		next      atomic.Int64
		workers   sync.WaitGroup
	)
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := int(next.Add(1)); i <= n; i = int(next.Add(1)) {
				c := a.randomPod(rand.New(rand.NewPCG(1, uint64(i))))
				disagreements, v, err := a.compare(t.Context(), c)
				mu.Lock()
				for control := range v.denials {
					denials[control]++
				}
				for level, denied := range v.levels {
					if denied {
						levels[level]++
					}
				}
				if len(disagreements) > 0 {
					different[i] = c
				}
				mu.Unlock()
				if err != nil {
					t.Errorf("pod %d: %v", i, err)
					return
				}
			}
		})
	}
	workers.Wait()
	for i, pod := range slices.Sorted(maps.Keys(different)) {
		if i == 5 {
			break
		}
		a.report(t, different[pod])
	}
	t.Logf("%d pods, %d disagreements; denied by the baseline %d, by restricted %d; by check %v", n, len(different), levels[psa.LevelBaseline], levels[psa.LevelRestricted], denials)
	for _, level := range []psa.Level{psa.LevelBaseline, psa.LevelRestricted} {
		if levels[level] < n/10 || levels[level] > n*9/10 {
			t.Errorf("the pods are too much alike to tell anything of the level %s", level)
		}
	}
	for _, control := range podSecurityControls {
		if denials[control] < n/200 || denials[control] > n*9/10 {
			t.Errorf("the pods are too much alike to tell anything of %s", control)
		}
	}
}

// TestPodSecurityWrongTypes wants an answer about pods in which values have a type that they must not
// have, as files can hold and the API server does not let through.
func TestPodSecurityWrongTypes(t *testing.T) {
	a := newAdmission(t)
	answered := 0
	for i := range 1000 {
		random := rand.New(rand.NewPCG(2, uint64(i)))
		c := a.randomPod(random)
		for range 1 + random.IntN(3) {
			misplace(random, c.pod)
		}
		input, err := a.input(c)
		if err != nil {
			t.Fatal(err)
		}
		results, err := a.doubts.Eval(t.Context(), rego.EvalParsedInput(input))
		if err != nil {
			text, _ := yaml.Marshal(a.object(c))
			t.Fatalf("version %s: %v\n%s", c.version, err, text)
		}
		if answer := results[0].Bindings["answer"].([]any); len(answer[0].([]any))+len(answer[1].([]any)) > 0 {
			answered++
		}
	}
	t.Logf("1000 pods, %d of them with a finding or an unknown", answered)
}

// misplace puts a value of any type in the place of a random one.
func misplace(random *rand.Rand, value any) {
	odd := []any{nil, true, int64(7), 0.5, "x", "${X}", []any{}, []any{"x", nil}, map[string]any{}, map[string]any{"x": []any{int64(1)}}}
	var (
		child any
		set   func(any)
	)
	switch value := value.(type) {
	case map[string]any:
		if keys := slices.Sorted(maps.Keys(value)); len(keys) > 0 {
			key := keys[random.IntN(len(keys))]
			child, set = value[key], func(other any) { value[key] = other }
		}
	case []any:
		if len(value) > 0 {
			i := random.IntN(len(value))
			child, set = value[i], func(other any) { value[i] = other }
		}
	}
	switch {
	case set == nil:
	case isLeaf(child) || random.IntN(5) == 0:
		set(odd[random.IntN(len(odd))])
	default:
		misplace(random, child)
	}
}

func isLeaf(value any) bool {
	switch value.(type) {
	case map[string]any, []any:
		return false
	}
	return true
}

// absent stands for a member that is left out.
const absent = "(absent)"

// The edges of each field of a security context, of the pod's and of a container's.
var (
	switches = []any{true, false, nil, absent}
	profiles = []any{
		map[string]any{"type": "RuntimeDefault"}, map[string]any{"type": "Localhost", "localhostProfile": "x"}, map[string]any{"type": "Unconfined"},
		map[string]any{"type": "runtime/default"}, map[string]any{"type": "runtimedefault"}, map[string]any{"type": ""}, map[string]any{"type": nil},
		map[string]any{}, nil, absent, absent,
	}
	sharedEdges = map[string][]any{
		"runAsNonRoot":    {true, true, false, nil, absent},
		"runAsUser":       {int64(0), int64(1), int64(-1), int64(65534), nil, absent},
		"seccompProfile":  profiles,
		"appArmorProfile": profiles,
		"windowsOptions": {
			map[string]any{"hostProcess": true}, map[string]any{"hostProcess": false}, map[string]any{"hostProcess": nil}, map[string]any{"runAsUserName": "x"}, nil,
		},
		"seLinuxOptions": {
			map[string]any{}, nil, map[string]any{"type": ""}, map[string]any{"type": nil, "user": nil, "role": nil}, map[string]any{"level": "s0:c1,c2"},
			map[string]any{"type": "container_t"}, map[string]any{"type": "container_init_t"}, map[string]any{"type": "container_kvm_t"},
			map[string]any{"type": "container_engine_t"}, map[string]any{"type": "container_engine_t", "user": ""}, map[string]any{"type": "spc_t"},
			map[string]any{"type": "Container_t"}, map[string]any{"user": "system_u"}, map[string]any{"role": "system_r"}, map[string]any{"user": "", "role": ""},
		},
	}
	podEdges = map[string][]any{
		"sysctls": {nil, []any{}},
	}
	containerEdges = map[string][]any{
		"privileged":               switches,
		"allowPrivilegeEscalation": {true, false, false, nil, absent},
		"procMount":                {"Default", "Unmasked", "unmasked", "", nil, absent},
		"capabilities":             {nil, absent, map[string]any{}, map[string]any{"drop": []any{"ALL"}}},
	}
	specEdges = map[string][]any{
		"hostNetwork": switches,
		"hostPID":     switches,
		"hostIPC":     switches,
		"hostUsers":   {false, false, false, true, nil, absent},
		"os": {
			map[string]any{"name": "windows"}, map[string]any{"name": "windows"}, map[string]any{"name": "linux"}, map[string]any{"name": "Windows"},
			map[string]any{"name": ""}, map[string]any{}, nil,
		},
		"securityContext": {nil, absent, map[string]any{}},
		"volumes":         {nil, []any{}},
	}
	capabilities = []any{
		"ALL", "all", "NET_BIND_SERVICE", "net_bind_service", "CAP_NET_BIND_SERVICE", "NET_RAW", "NET_ADMIN", "SYS_ADMIN", "CAP_SYS_ADMIN", "",
		"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT", "chown",
	}
	sysctls = []any{
		"kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
		"net.ipv4.ip_unprivileged_port_start", "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout",
		"net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
		"net/ipv4/tcp_syncookies", "net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_notsent_lowat", "kernel.msgmax", "Kernel.shm_rmid_forced", "",
	}
	annotationProfiles = []any{"runtime/default", "docker/default", "localhost/", "localhost/x", "localhost", "unconfined", "Runtime/default", ""}
	hosts              = []any{"127.0.0.1", "localhost", "10.0.0.1", "::1", " ", "", "", nil, absent}
)

// randomPod makes a pod that the restricted level allows, or a bare one, and changes a few of its fields
// to one of their edges; of some pods it changes many.
func (a *admission) randomPod(random *rand.Rand) podCase {
	place := a.kinds[random.IntN(len(a.kinds))]
	if random.IntN(2) == 0 {
		place = [2]string{"", "Pod"}
	}
	c := podCase{group: place[0], kind: place[1], version: "latest"}
	switch random.IntN(4) {
	case 0:
		c.version = fmt.Sprintf("v1.%d", random.IntN(newestVersion+1))
	case 1:
		c.version = fmt.Sprintf("v1.%d", newestVersion-random.IntN(3))
	case 2:
		// Where the other rules change.
		edges := []int{7, 8, 18, 19, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32}
		c.version = fmt.Sprintf("v1.%d", edges[random.IntN(len(edges))])
	}
	metadata, spec := map[string]any{"name": "p"}, map[string]any{}
	c.pod = map[string]any{"metadata": metadata, "spec": spec}
	hardened := random.IntN(3) > 0
	if hardened {
		spec["securityContext"] = map[string]any{"runAsNonRoot": true, "seccompProfile": map[string]any{"type": "RuntimeDefault"}}
	}
	m := &mutation{random, metadata, spec, nil}
	for _, list := range []string{"containers", "initContainers", "ephemeralContainers"} {
		var all []any
		for range random.IntN(3) {
			container := map[string]any{"name": fmt.Sprintf("%c%d", list[0], len(all)), "image": "x"}
			if hardened {
				container["securityContext"] = map[string]any{"allowPrivilegeEscalation": false, "capabilities": map[string]any{"drop": []any{"ALL"}}}
			}
			all = append(all, container)
			m.containers = append(m.containers, container)
		}
		if all != nil {
			spec[list] = all
		}
	}
	changes := random.IntN(4)
	if random.IntN(10) == 0 {
		changes = random.IntN(30)
	}
	for range changes {
		m.change()
	}
	return c
}

// mutation changes a pod.
type mutation struct {
	random         *rand.Rand
	metadata, spec map[string]any
	containers     []map[string]any
}

func (m *mutation) choose(from []any) any {
	// A copy, since later changes may reach into what was chosen.
	return apiruntime.DeepCopyJSONValue(from[m.random.IntN(len(from))])
}

// set gives a member of a map one of its edges.
func (m *mutation) set(parent map[string]any, name string, edges []any) {
	if value := m.choose(edges); value == absent {
		delete(parent, name)
	} else {
		parent[name] = value
	}
}

// setAny gives one of several members of a map one of its edges.
func (m *mutation) setAny(parent map[string]any, fields map[string][]any) {
	names := slices.Sorted(maps.Keys(fields))
	name := names[m.random.IntN(len(names))]
	m.set(parent, name, fields[name])
}

// child gives a member that is a map, and makes it one where it is none.
func child(parent map[string]any, name string) map[string]any {
	if value, ok := parent[name].(map[string]any); ok && value != nil {
		return value
	}
	value := map[string]any{}
	parent[name] = value
	return value
}

// add puts an element at the end of a member that is a list.
func add(parent map[string]any, name string, element any) {
	list, _ := parent[name].([]any)
	parent[name] = append(list, element)
}

func (m *mutation) change() {
	var container map[string]any
	if len(m.containers) > 0 {
		container = m.containers[m.random.IntN(len(m.containers))]
	}
	kind := m.random.IntN(20)
	if container == nil && kind >= 9 {
		kind %= 9
	}
	switch kind {
	case 0, 1:
		m.setAny(m.spec, specEdges)
	case 2, 3, 4:
		m.setAny(child(m.spec, "securityContext"), sharedEdges)
	case 5:
		m.setAny(child(m.spec, "securityContext"), podEdges)
	case 6:
		add(child(m.spec, "securityContext"), "sysctls", map[string]any{"name": m.choose(sysctls), "value": "1"})
	case 7:
		add(m.spec, "volumes", m.volume())
	case 8:
		m.annotate()
	case 9, 10, 11:
		m.setAny(child(container, "securityContext"), sharedEdges)
	case 12, 13, 14:
		m.setAny(child(container, "securityContext"), containerEdges)
	case 15, 16:
		list := []string{"add", "drop"}[m.random.IntN(2)]
		add(child(child(container, "securityContext"), "capabilities"), list, m.choose(capabilities))
	case 17:
		port := map[string]any{"containerPort": int64(80)}
		m.set(port, "hostPort", []any{int64(0), int64(0), int64(1), int64(65535), nil, absent})
		add(container, "ports", port)
	case 18:
		m.setAction(container)
	default:
		m.set(container, "securityContext", []any{nil, absent, map[string]any{}})
	}
}

// volumeSources lists the fields of every kind of volume.
var volumeSources = func() (names []string) {
	for field := range fields(reflect.TypeFor[corev1.VolumeSource]()) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}()

// volume makes a volume of one source, and now and then of none, of two or of null.
func (m *mutation) volume() map[string]any {
	volume := map[string]any{"name": "v"}
	for range []int{1, 1, 1, 1, 0, 2}[m.random.IntN(6)] {
		name := volumeSources[m.random.IntN(len(volumeSources))]
		if m.random.IntN(4) == 0 {
			name = "hostPath"
		}
		volume[name] = m.choose([]any{map[string]any{}, map[string]any{}, nil})
	}
	return volume
}

// annotate gives the pod an annotation of the form in which profiles were given before there were
// fields, for a container that there may be or not.
func (m *mutation) annotate() {
	key := m.choose([]any{
		"container.apparmor.security.beta.kubernetes.io/", "container.seccomp.security.alpha.kubernetes.io/", "container.seccomp.security.alpha.kubernetes.io/",
		"seccomp.security.alpha.kubernetes.io/pod", "apparmor.security.beta.kubernetes.io/pod", "container.apparmor.security.beta.kubernetes.iO/",
	}).(string)
	if strings.HasSuffix(key, "/") {
		key += m.choose([]any{"c0", "c0", "i0", "e1", "absent", ""}).(string)
	}
	m.set(child(m.metadata, "annotations"), key, annotationProfiles)
}

// setAction gives a container a probe or a lifecycle handler.
func (m *mutation) setAction(container map[string]any) {
	handler := m.choose([]any{"livenessProbe", "readinessProbe", "startupProbe", "postStart", "preStop"}).(string)
	parent := container
	if !strings.HasSuffix(handler, "Probe") {
		parent = child(container, "lifecycle")
	}
	if m.random.IntN(8) == 0 {
		parent[handler] = nil
		return
	}
	action := m.choose([]any{"httpGet", "tcpSocket", "grpc", "exec"}).(string)
	request := child(child(parent, handler), action)
	switch action {
	case "httpGet", "tcpSocket":
		request["port"] = int64(80)
		m.set(request, "host", hosts)
	case "grpc":
		request["port"] = int64(80)
		request["service"] = "10.0.0.1"
	}
}

func fields(typ reflect.Type) func(yield func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range typ.NumField() {
			if !yield(typ.Field(i)) {
				return
			}
		}
	}
}
