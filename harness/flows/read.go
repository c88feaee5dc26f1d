package flows

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"net/netip"
	"path"
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// Object names an object and says where it is.
type Object struct {
	Kind      string            `json:"kind"`
	Namespace string            `json:"namespace,omitempty"`
	Name      string            `json:"name"`
	Position  artefact.Position `json:"position,omitzero"`
}

func (o Object) String() string {
	return artefact.Ref{Kind: o.Kind, Namespace: o.Namespace, Name: o.Name}.String()
}

// Problem is something in the files that is not what its author thinks, or cannot be known from them.
type Problem struct {
	Position artefact.Position `json:"position"`
	// Object is empty where the problem is one of the file.
	Object  string `json:"object,omitempty"`
	Message string `json:"message"`
	// IsUnreadable reports that something is missing from the answer for it.
	IsUnreadable bool `json:"unreadable,omitempty"`
	// IsUncertain reports that the answer may be another one in a cluster, for what the files do not tell.
	IsUncertain bool `json:"uncertain,omitempty"`
}

func (p Problem) String() string {
	if p.Object == "" {
		return fmt.Sprintf("%s: %s", p.Position, p.Message)
	}
	return fmt.Sprintf("%s: %s: %s", p.Position, p.Object, p.Message)
}

// Cluster is what the files of a run hold of pods, namespaces and network policies.
type Cluster struct {
	library    *library
	workloads  []*workload
	namespaces map[string]map[string]string // labels by name, of those that the files declare
	policies   []*policy
	problems   []Problem
	files      []string // that hold anything, in the order in which they were read
}

// Problems returns what is wrong in the files, in their order.
func (c *Cluster) Problems() []Problem { return c.inOrder(c.problems) }

func (c *Cluster) inOrder(problems []Problem) []Problem {
	file := map[string]int{}
	for i, name := range c.files {
		file[name] = i
	}
	return slices.SortedStableFunc(slices.Values(problems), func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(file[a.Position.ReadFrom()], file[b.Position.ReadFrom()]),
			cmp.Compare(a.Position.LineRead(), b.Position.LineRead()),
			cmp.Compare(a.Position.Column, b.Position.Column),
		)
	})
}

// workload is an object that is a pod or makes pods, all of which are one to the network, or one of the pods
// that it makes where these differ.
type workload struct {
	Object
	group       string
	part        int // which of several pods, from 1; 0 where there is one
	pod         pod
	roles       []string // which the X-Road sidecar has in it
	isGenerated bool     // of the name, only the beginning is known
}

// pod is as the library traffic wants it.
type pod struct {
	Namespace       string            `json:"namespace,omitempty"`
	NamespaceLabels map[string]string `json:"namespace_labels,omitempty"`
	Labels          map[string]string `json:"labels"`
	HostNetwork     bool              `json:"host_network"`
	IPs             []string          `json:"ips"`
	Ports           []NamedPort       `json:"ports"`
}

// NamedPort is a port that a container of a pod gives a name.
type NamedPort struct {
	Name     string  `json:"name"`
	Number   float64 `json:"number"`
	Protocol string  `json:"protocol"`
}

// policy is a NetworkPolicy.
type policy struct {
	Object
	value      value.Value
	directions []Direction
	rules      []*rule
	selector   json.RawMessage // nil if there is none
	source     *artefact.Artefact
}

// Read reads what the sources hold, and asks the libraries of the policies what it means.
func Read(ctx context.Context, policies *rego.Policies, sources iter.Seq[source.Found], options source.Options) (*Cluster, error) {
	asked, err := newLibrary(policies)
	if err != nil {
		return nil, err
	}
	r := reader{
		library: asked,
		cluster: &Cluster{library: asked, namespaces: map[string]map[string]string{}},
		seen:    map[string]bool{},
		at:      map[key]artefact.Position{},
	}
	if err := r.read(ctx, sources, options); err != nil {
		return nil, err
	}
	if err := r.workloads(ctx); err != nil {
		return nil, err
	}
	if err := r.policies(ctx); err != nil {
		return nil, err
	}
	r.namespaces()
	return r.cluster, r.strays(ctx)
}

type reader struct {
	library *library
	cluster *Cluster
	seen    map[string]bool // files
	found   []found
	at      map[key]artefact.Position // of the objects read so far, for those of one name
}

// key tells objects apart as an API server does.
type key struct{ group, kind, namespace, name string }

func (f found) key() key {
	group := f.Group()
	if group == "extensions" {
		group = "apps" // where its kinds went
	}
	return key{group, f.Object.Kind, f.Object.Namespace, f.Object.Name}
}

// found is an object that may matter.
type found struct {
	Object
	*artefact.Artefact
}

// read collects the objects.
func (r *reader) read(ctx context.Context, sources iter.Seq[source.Found], options source.Options) error {
	objects := kubernetes.New()
	parse := func(_ context.Context, s *source.Step) (format.Parsed, error) {
		switch {
		case s.Error != nil:
			return format.Parsed{Errors: []*artefact.Error{s.Error}}, nil
		case s.Notice != nil:
			return format.Parsed{Notices: []artefact.Notice{*s.Notice}}, nil
		}
		return objects.Parse(s.Document).In(s.Document), nil
	}
	for part, err := range source.Each(ctx, sources, options, parse) {
		if err != nil {
			return err
		}
		for _, err := range part.Errors {
			r.say(Problem{Position: err.Position, Message: err.Message, IsUnreadable: true})
		}
		for _, notice := range part.Notices {
			r.say(Problem{Position: notice.Position, Message: notice.Message})
		}
		for _, a := range part.Artefacts {
			switch {
			case a.IsSnapshot():
				r.snapshot(a)
			case !a.Embedded:
				r.object(a)
			}
		}
	}
	return nil
}

// note keeps the order of the files.
func (r *reader) note(file string) {
	if !r.seen[file] {
		r.seen[file] = true
		r.cluster.files = append(r.cluster.files, file)
	}
}

func (r *reader) say(p Problem) {
	r.note(p.Position.ReadFrom())
	r.cluster.problems = append(r.cluster.problems, p)
}

func (r *reader) tell(o Object, p Problem, format string, args ...any) {
	p.Object, p.Message = o.String(), fmt.Sprintf(format, args...)
	p.Position = cmp.Or(p.Position, o.Position)
	r.say(p)
}

// makers are the kinds that are or make pods; which of their fields are the pods', the library knows.
var makers = map[string][]string{
	"":                         {"Pod", "ReplicationController"},
	"apps":                     {"Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"},
	"agents.x-k8s.io":          {"Sandbox"},
	"extensions":               {"Deployment", "ReplicaSet", "DaemonSet"},
	"batch":                    {"Job", "CronJob"},
	"actions.github.com":       {"AutoscalingRunnerSet", "EphemeralRunnerSet", "EphemeralRunner"},
	"agones.dev":               {"GameServer", "GameServerSet", "Fleet"},
	"apps.kruise.io":           {"CloneSet", "StatefulSet", "DaemonSet", "BroadcastJob", "AdvancedCronJob", "UnitedDeployment"},
	"apps.openshift.io":        {"DeploymentConfig"},
	"argoproj.io":              {"Rollout", "Experiment", "AnalysisRun", "Workflow", "CronWorkflow"},
	"batch.volcano.sh":         {"Job", "CronJob"},
	"flow.volcano.sh":          {"Job", "CronJob"},
	"jobset.x-k8s.io":          {"JobSet"},
	"keda.sh":                  {"ScaledJob"},
	"kubeflow.org":             {"TFJob", "PyTorchJob", "MPIJob", "XGBoostJob", "PaddleJob", "MXJob", "JAXJob", "Notebook"},
	"leaderworkerset.x-k8s.io": {"LeaderWorkerSet"},
	"operators.coreos.com":     {"ClusterServiceVersion"},
	"ray.io":                   {"RayCluster", "RayJob", "RayService"},
	"serving.knative.dev":      {"Service", "Configuration", "Revision"},
	"sources.knative.dev":      {"ContainerSource"},
	"tekton.dev":               {"TaskRun", "PipelineRun"},
}

// ownGroups are those of Kubernetes itself, whose makers all have a pod specification.
var ownGroups = []string{"", "apps", "extensions", "batch"}

// otherGroups are those whose policies open or close what a NetworkPolicy does not tell of.
var otherGroups = map[string]string{
	"extensions":                "was removed from Kubernetes; use networking.k8s.io/v1",
	"projectcalico.org":         "is a Calico policy",
	"crd.projectcalico.org":     "is a Calico policy",
	"cilium.io":                 "is a Cilium policy",
	"crd.antrea.io":             "is an Antrea policy",
	"policy.networking.k8s.io":  "is a policy of the cluster's administrator, which may take precedence over NetworkPolicies",
	"networking.k8s.aws":        "is an Amazon VPC CNI policy",
	"k8s.ovn.org":               "is an OVN-Kubernetes policy",
	"k8s.cni.cncf.io":           "is a policy for additional networks",
	"security.istio.io":         "is an Istio policy",
	"policy.linkerd.io":         "is a Linkerd policy",
	"networking.gke.io":         "is a GKE policy",
	"network.openshift.io":      "is an OpenShift SDN policy",
	"netpol.security.antrea.io": "is an Antrea policy",
}

// otherPolicies are patterns of the kinds that are policies in those groups.
var otherPolicies = []string{"*Policy", "*Firewall*"}

// PodKinds lists the kinds that are or make pods.
func PodKinds() []schema.GroupKind {
	var all []schema.GroupKind
	for _, group := range slices.Sorted(maps.Keys(makers)) {
		for _, kind := range makers[group] {
			all = append(all, schema.GroupKind{Group: group, Kind: kind})
		}
	}
	return all
}

// Kinds lists the kinds that Read reads, or patterns of them.
func Kinds() []schema.GroupKind {
	all := append(PodKinds(), schema.GroupKind{Kind: "Namespace"}, schema.GroupKind{Group: "networking.k8s.io", Kind: "NetworkPolicy"})
	for _, group := range slices.Sorted(maps.Keys(otherGroups)) {
		for _, pattern := range otherPolicies {
			all = append(all, schema.GroupKind{Group: group, Kind: pattern})
		}
	}
	return all
}

func isOtherPolicy(group, kind string) bool {
	_, is := otherGroups[group]
	return is && slices.ContainsFunc(otherPolicies, func(pattern string) bool {
		matches, err := path.Match(pattern, kind)
		return kind == pattern || err == nil && matches
	})
}

// snapshot says what an audit has not read. Nobody knows then which connections there are; what is not taken into account
// anyway leaves that as open as it is.
func (r *reader) snapshot(a *artefact.Artefact) {
	kinds := Kinds()
	needs := func(group, kind string) bool {
		return slices.Contains(kinds, schema.GroupKind{Group: group, Kind: kind}) && !isOtherPolicy(group, kind)
	}
	for _, err := range a.Lacks(needs) {
		r.say(Problem{Position: err.Position, Message: err.Message, IsUnreadable: true})
	}
	if a.Snapshot == nil {
		return
	}
	for _, err := range a.Lacks(isOtherPolicy) {
		r.say(Problem{Position: err.Position, Message: err.Message, IsUncertain: true})
	}
	if namespace := a.Snapshot.Namespace; namespace != "" {
		r.say(Problem{Position: a.Position(nil), Message: fmt.Sprintf("only namespace %s was read; the pods and policies of others are not known", namespace), IsUncertain: true})
	}
}

func (r *reader) object(a *artefact.Artefact) {
	group := a.Group()
	o := Object{Kind: a.Kind, Namespace: cmp.Or(a.Namespace, "default"), Name: a.Name, Position: a.Position([]any{"metadata", "name"})}
	isPolicy := a.Kind == "NetworkPolicy" && group == "networking.k8s.io"
	isNamespace := a.Kind == "Namespace" && group == ""
	switch text, isOther := otherGroups[group]; {
	case isPolicy, slices.Contains(makers[group], a.Kind):
	case isNamespace:
		o.Namespace = ""
	case isOther && isOtherPolicy(group, a.Kind):
		o.Namespace = a.Namespace
		r.tell(o, Problem{IsUncertain: true}, "%s; it is not taken into account", text)
		return
	default:
		return
	}
	switch {
	case a.IsRequested():
		r.tell(o, Problem{}, "is the object of an admission request, and does not exist yet; it is ignored")
		return
	case a.GeneratesName && !isPolicy && !isNamespace: // another of that name is another pod
	case a.Name == "":
		r.tell(o, Problem{IsUnreadable: true}, "has no name; no API server accepts it")
		return
	default:
		own := found{o, a}.key()
		if before, ok := r.at[own]; ok {
			r.tell(o, Problem{}, "is defined twice; replaces the one at %s", before)
			r.found = slices.DeleteFunc(r.found, func(f found) bool { return f.key() == own })
		}
		r.at[own] = o.Position
	}
	r.note(o.Position.ReadFrom())
	r.found = append(r.found, found{o, a})
}

// workloads asks the libraries what pods the objects make.
func (r *reader) workloads(ctx context.Context) error {
	type seen struct {
		Pod        pod      `json:"pod"`
		NoLabels   []string `json:"no_labels"`
		Roles      []string `json:"roles"`
		IsUnfilled bool     `json:"is_unfilled"`
	}
	var objects []found
	for _, f := range r.found {
		if f.Object.Kind != "NetworkPolicy" && f.Object.Kind != "Namespace" {
			objects = append(objects, f)
		}
	}
	answers, err := askEach[found, []seen](ctx, r.library, "pods", objects, func(some []found) (rego.Input, error) {
		var cases []rego.Input
		for _, f := range some {
			cases = append(cases, rego.Object(map[string]rego.Input{"object": rego.InputOf(f.Value), "namespace": rego.InputOf(value.NewText(f.Object.Namespace))}))
		}
		return rego.List(cases), nil
	})
	if err != nil {
		return err
	}
	for i, answer := range answers {
		o, group := objects[i].Object, objects[i].Group()
		switch {
		case len(answer) > 0:
		case slices.Contains(ownGroups, group):
			r.tell(o, Problem{IsUnreadable: true}, "has no pod spec; no API server accepts it")
		default:
			r.tell(o, Problem{IsUncertain: true}, "creates pods that are defined elsewhere; they are not shown")
		}
		var made []*workload
		for _, seen := range answer {
			w := &workload{o, group, 0, seen.Pod, seen.Roles, objects[i].GeneratesName}
			if slices.ContainsFunc(made, func(other *workload) bool { return reflect.DeepEqual(other.pod, w.pod) }) {
				continue
			}
			made = append(made, w)
			for _, name := range seen.NoLabels {
				r.tell(o, Problem{IsUnreadable: true}, "label %s is not a string; no API server accepts it", name)
			}
			if seen.IsUnfilled {
				r.tell(o, Problem{IsUncertain: true}, "has a label or port that is still to be filled in; policies may then select it differently")
			}
			if seen.Pod.HostNetwork {
				what := "uses hostNetwork; no policy applies to it, and others see only the address of its node"
				if len(seen.Pod.IPs) == 0 {
					what += ", which is not in the files"
				}
				r.tell(o, Problem{}, "%s", what)
			}
		}
		if len(made) > 1 {
			for part, w := range made {
				w.part = part + 1
			}
		}
		r.cluster.workloads = append(r.cluster.workloads, made...)
	}
	return nil
}

// policies asks the library how the policies count.
func (r *reader) policies(ctx context.Context) error {
	type known struct {
		Namespace  string      `json:"namespace"`
		Directions []Direction `json:"directions"`
		Rules      []*rule     `json:"rules"`
	}
	var objects []found
	for _, f := range r.found {
		if f.Object.Kind == "NetworkPolicy" {
			objects = append(objects, f)
		}
	}
	answers, err := askEach[found, known](ctx, r.library, "policies", objects, func(some []found) (rego.Input, error) {
		var cases []rego.Input
		for _, f := range some {
			cases = append(cases, rego.InputOf(f.Value))
		}
		return rego.List(cases), nil
	})
	if err != nil {
		return err
	}
	specs, texts := make([]string, len(objects)), make([][]byte, len(objects))
	for i, f := range objects {
		p := &policy{Object: f.Object, value: f.Value, directions: answers[i].Directions, rules: answers[i].Rules, source: f.Artefact}
		p.Namespace = answers[i].Namespace
		text := f.Value.JSON()
		var spec struct {
			Spec json.RawMessage `json:"spec"`
		}
		var selector struct {
			PodSelector json.RawMessage `json:"podSelector"`
		}
		if json.Unmarshal(text, &spec) == nil && json.Unmarshal(spec.Spec, &selector) == nil {
			p.selector = selector.PodSelector
		}
		specs[i], texts[i] = string(spec.Spec), text
		for _, rule := range p.rules {
			rule.policy = p
			rule.namesBlocks = slices.ContainsFunc(rule.Peers, func(text json.RawMessage) bool { return len(prefixesOf(text)) > 0 })
			rule.position = f.Artefact.Position([]any{"spec", string(rule.Direction), rule.Index})
		}
		r.cluster.policies = append(r.cluster.policies, p)
	}
	isUnfilled, err := askEach[string, bool](ctx, r.library, "unfilled", specs, func(some []string) (rego.Input, error) { return rego.Encode(some) })
	if err != nil {
		return err
	}
	for i, p := range r.cluster.policies {
		if isUnfilled[i] {
			r.tell(p.Object, Problem{IsUncertain: true}, "is still to be filled in, and may then let other connections through")
			continue
		}
		for _, defect := range defects(texts[i]) {
			r.tell(p.Object, Problem{Position: p.source.Position(defect.path), IsUnreadable: true}, "%s; no API server accepts it", defect)
		}
	}
	return nil
}

// namespaces notes the labels of those that are declared, and says whose labels policies ask for although
// no file tells them.
func (r *reader) namespaces() {
	for _, f := range r.found {
		if f.Object.Kind != "Namespace" {
			continue
		}
		var written struct {
			Metadata struct {
				Labels map[string]any `json:"labels"`
			} `json:"metadata"`
		}
		if err := json.Unmarshal(f.Value.JSON(), &written); err != nil {
			r.tell(f.Object, Problem{IsUnreadable: true}, "cannot be read: %s", strings.TrimPrefix(err.Error(), "json: "))
			continue
		}
		labels := map[string]string{}
		for key, value := range written.Metadata.Labels {
			if text, ok := value.(string); ok {
				labels[key] = text
			} else {
				r.tell(f.Object, Problem{IsUnreadable: true}, "label %s is not a string; no API server accepts it", key)
			}
		}
		r.cluster.namespaces[f.Object.Name] = labels
	}
	for _, w := range r.cluster.workloads {
		w.pod.NamespaceLabels = r.cluster.namespaces[w.pod.Namespace]
	}
	asked := map[string]*rule{} // by label, the first that asks for it
	var keys []string
	for _, p := range r.cluster.policies {
		for _, rule := range p.rules {
			for _, key := range rule.namespaceLabels() {
				if key != nameLabel && asked[key] == nil {
					asked[key] = rule
					keys = append(keys, key)
				}
			}
		}
	}
	told := map[string]bool{}
	for _, w := range r.cluster.workloads {
		if _, declared := r.cluster.namespaces[w.pod.Namespace]; declared || told[w.pod.Namespace] || len(keys) == 0 {
			continue
		}
		told[w.pod.Namespace] = true
		rule := asked[keys[0]]
		r.tell(rule.policy.Object, Problem{Position: rule.position, IsUncertain: true},
			"selects namespaces by the label %s, but namespace %s is not in these files; only its name is known", keys[0], w.pod.Namespace)
	}
}

// strays reports the first object whose namespace is not known, where others have another: they may be
// together in a cluster, and are not here.
func (r *reader) strays(ctx context.Context) error {
	var objects []found
	var names []string
	for _, f := range r.found {
		if f.Object.Kind != "Namespace" {
			objects, names = append(objects, f), append(names, f.Artefact.Namespace)
		}
	}
	if len(slices.Compact(slices.Sorted(slices.Values(names)))) < 2 {
		return nil
	}
	isUnfilled, err := askEach[string, bool](ctx, r.library, "unfilled", names, func(some []string) (rego.Input, error) { return rego.Encode(some) })
	if err != nil {
		return err
	}
	var strays []found
	for i, f := range objects {
		if names[i] == "" || isUnfilled[i] {
			strays = append(strays, f)
		}
	}
	if len(strays) == 0 {
		return nil
	}
	first, what := strays[0], "has no namespace; default is assumed"
	if first.Artefact.Namespace != "" {
		what = "is in a namespace that is still to be filled in"
	}
	if more := len(strays) - 1; more > 0 {
		what += fmt.Sprintf(", and so are %d more", more)
	}
	r.tell(first.Object, Problem{IsUncertain: true}, "%s; other objects have a namespace, which may be the same", what)
	return nil
}

// nameLabel is the label that an API server gives every namespace.
const nameLabel = "kubernetes.io/metadata.name"

// prefixes returns the blocks of addresses that the policies name.
func (c *Cluster) prefixes() []netip.Prefix {
	var all []netip.Prefix
	for _, p := range c.policies {
		for _, r := range p.rules {
			for _, text := range r.Peers {
				all = append(all, prefixesOf(text)...)
			}
		}
	}
	return all
}
