package policies_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/component-helpers/scheduling/corev1/nodeaffinity"
)

// landings tells of each node and pod whether a DaemonSet of such pods runs on the node.
const landings = `package oracle

import data.lib.guiderail.node_agent

answers := [answer |
	some case in input
	daemon_set := {"metadata": {"name": "agent"}, "spec": {"template": {"spec": case.pod}}}
	running := node_agent.running(["net/agent"]) with input as case.node with data.inventory as {"namespace": {"net": {"apps/v1": {"DaemonSet": {"agent": daemon_set}}}}}
	answer := count(running) == 1
]
`

// landing is a node and the pod of a DaemonSet.
type landing struct {
	Node corev1.Node    `json:"node"`
	Pod  corev1.PodSpec `json:"pod"`
}

// lands asks Kubernetes' own helpers what the controller of DaemonSets asks them.
func lands(l landing) bool {
	for i := range l.Node.Spec.Taints {
		taint := &l.Node.Spec.Taints[i]
		if taint.Effect == corev1.TaintEffectPreferNoSchedule {
			continue
		}
		isTolerated := false
		for _, toleration := range append(daemonTolerations(), l.Pod.Tolerations...) {
			isTolerated = isTolerated || tolerates((*corev1.Toleration).ToleratesTaint, &toleration, taint)
		}
		if !isTolerated {
			return false
		}
	}
	// What does not parse matches nothing.
	matches, _ := nodeaffinity.GetRequiredNodeAffinity(&corev1.Pod{Spec: l.Pod}).Match(&l.Node)
	return matches
}

// tolerates calls a judge of tolerations with a logger that says nothing, whose package is none of ours.
func tolerates[Logger any](judge func(*corev1.Toleration, Logger, *corev1.Taint, bool) bool, toleration *corev1.Toleration, taint *corev1.Taint) bool {
	var quiet Logger
	return judge(toleration, quiet, taint, false)
}

// daemonTolerations are those that the controller adds, for a pod on its node's network.
func daemonTolerations() (all []corev1.Toleration) {
	for key, effect := range map[string]corev1.TaintEffect{
		corev1.TaintNodeNotReady:           corev1.TaintEffectNoExecute,
		corev1.TaintNodeUnreachable:        corev1.TaintEffectNoExecute,
		corev1.TaintNodeDiskPressure:       corev1.TaintEffectNoSchedule,
		corev1.TaintNodeMemoryPressure:     corev1.TaintEffectNoSchedule,
		corev1.TaintNodePIDPressure:        corev1.TaintEffectNoSchedule,
		corev1.TaintNodeUnschedulable:      corev1.TaintEffectNoSchedule,
		corev1.TaintNodeNetworkUnavailable: corev1.TaintEffectNoSchedule,
	} {
		all = append(all, corev1.Toleration{Key: key, Operator: corev1.TolerationOpExists, Effect: effect})
	}
	return all
}

// TestNodeAgents compares where DaemonSets land with Kubernetes' own helpers.
// LANDINGS=1000000 go test ./policies -run TestNodeAgents compares that many.
func TestNodeAgents(t *testing.T) {
	ask := asker[landing, bool](t, landings, "node_agent", "selector", "value", "ctx", "scope")
	random := rand.New(rand.NewPCG(12, 4))
	size, landed, failed := sizeOf(t, "LANDINGS", 10_000), 0, 0
	for done := 0; done < size && failed < 3; done += 500 {
		batch := make([]landing, min(500, size-done))
		for i := range batch {
			batch[i] = randomLanding(random)
		}
		for i, got := range ask(batch...) {
			want := lands(batch[i])
			if want {
				landed++
			}
			if got != want && failed < 3 {
				failed++
				small := minimiseLanding(batch[i], func(l landing) bool { return ask(l)[0] != lands(l) })
				text, _ := json.Marshal(small)
				t.Errorf("got %v, want %v: %s", ask(small)[0], lands(small), text)
			}
		}
	}
	t.Logf("compared %d pairs of a node and a DaemonSet, %d of which belong together", size, landed)
	if landed < size/20 || landed > size*19/20 {
		t.Errorf("the cases are one-sided: %d of %d", landed, size)
	}
}

func randomLanding(random *rand.Rand) landing {
	pick := func(options ...string) string { return options[random.IntN(len(options))] }
	key := func() string { return pick("os", "arch", "cpus", "gpu") }
	value := func() string { return pick("linux", "8", "08", "9", "") }

	l := landing{Node: corev1.Node{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Node"}, ObjectMeta: metav1.ObjectMeta{Name: pick("n1", "n2"), Labels: map[string]string{}}}}
	for range 1 + random.IntN(4) {
		l.Node.Labels[key()] = value()
	}
	taintKeys := []string{"dedicated", "gpu", corev1.TaintNodeUnschedulable}
	effects := []string{string(corev1.TaintEffectNoSchedule), string(corev1.TaintEffectNoExecute), string(corev1.TaintEffectPreferNoSchedule)}
	for range max(0, random.IntN(4)-1) {
		taint := corev1.Taint{Key: pick(taintKeys...), Value: pick("", "shop"), Effect: corev1.TaintEffect(pick(effects...))}
		if taint.Key == corev1.TaintNodeUnschedulable {
			taint.Effect = corev1.TaintEffectNoSchedule
		}
		l.Node.Spec.Taints = append(l.Node.Spec.Taints, taint)
	}
	for range random.IntN(3) {
		toleration := corev1.Toleration{
			Key:      pick("", "dedicated", "gpu"),
			Operator: corev1.TolerationOperator(pick("", "Exists", "Equal")),
			Value:    pick("", "shop"),
			Effect:   corev1.TaintEffect(pick(append(effects, "")...)),
		}
		if toleration.Key == "" { // as an API server wants it
			toleration.Operator = corev1.TolerationOpExists
		}
		l.Pod.Tolerations = append(l.Pod.Tolerations, toleration)
	}
	if random.IntN(8) == 0 {
		l.Pod.NodeSelector = map[string]string{key(): value()}
	}
	if random.IntN(2) == 0 {
		return l
	}
	var terms []corev1.NodeSelectorTerm
	for range random.IntN(4) {
		var term corev1.NodeSelectorTerm
		for range random.IntN(3) {
			requirement := corev1.NodeSelectorRequirement{Key: key(), Operator: corev1.NodeSelectorOperator(pick("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt", "Is"))}
			switch requirement.Operator {
			case corev1.NodeSelectorOpIn, corev1.NodeSelectorOpNotIn:
				for range random.IntN(3) {
					requirement.Values = append(requirement.Values, value())
				}
			case corev1.NodeSelectorOpGt, corev1.NodeSelectorOpLt:
				requirement.Values = []string{value()}
			}
			term.MatchExpressions = append(term.MatchExpressions, requirement)
		}
		if random.IntN(4) == 0 {
			term.MatchFields = []corev1.NodeSelectorRequirement{{Key: metav1.ObjectNameField, Operator: corev1.NodeSelectorOperator(pick("In", "NotIn")), Values: []string{pick("n1", "n2")}}}
		}
		terms = append(terms, term)
	}
	l.Pod.Affinity = &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{RequiredDuringSchedulingIgnoredDuringExecution: &corev1.NodeSelector{NodeSelectorTerms: terms}}}
	return l
}

// minimiseLanding takes away what the answers differ without.
func minimiseLanding(l landing, differ func(landing) bool) landing {
	for {
		smaller := false
		for _, without := range []func(*landing){
			func(l *landing) { l.Node.Spec.Taints = nil },
			func(l *landing) { l.Pod.Tolerations = nil },
			func(l *landing) { l.Pod.NodeSelector = nil },
			func(l *landing) { l.Pod.Affinity = nil },
			func(l *landing) { l.Node.Labels = nil },
			func(l *landing) { l.Node.Spec.Taints = l.Node.Spec.Taints[min(1, len(l.Node.Spec.Taints)):] },
			func(l *landing) { l.Pod.Tolerations = l.Pod.Tolerations[min(1, len(l.Pod.Tolerations)):] },
		} {
			candidate := landing{Node: *l.Node.DeepCopy(), Pod: *l.Pod.DeepCopy()}
			before, _ := json.Marshal(candidate)
			without(&candidate)
			if after, _ := json.Marshal(candidate); len(after) < len(before) && differ(candidate) {
				l, smaller = candidate, true
			}
		}
		if !smaller {
			return l
		}
	}
}
