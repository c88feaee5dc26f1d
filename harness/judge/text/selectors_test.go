package text

import (
	"fmt"
	"slices"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestSelectors(t *testing.T) {
	policy := func(spec string) string {
		return "{kind: NetworkPolicy, apiVersion: networking.k8s.io/v1, spec: " + spec + "}"
	}
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"good":     {policy("{podSelector: {matchLabels: {a: '{{A}}'}, matchExpressions: [{key: c, operator: In, values: [d]}, {key: e, operator: Exists}]}, ingress: [{from: [{podSelector: {}, namespaceSelector: null}]}]}"), nil},
		"operator": {policy("{podSelector: {matchExpressions: [{key: c, operator: Near, values: [d]}]}}"), []string{`spec.podSelector.matchExpressions[0].operator must be In, NotIn, Exists or DoesNotExist`}},
		"values": {
			policy("{podSelector: {}, egress: [{}, {to: [{podSelector: {}}, {namespaceSelector: {matchExpressions: [{key: c, operator: In, values: []}]}}]}]}"),
			[]string{"spec.egress[1].to[1].namespaceSelector.matchExpressions[0].values is empty; In requires at least one value"},
		},
		"in a pod": {
			"kind: Deployment\napiVersion: apps/v1\nspec: {selector: {}, template: {spec: {affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: a, labelSelector: {matchExpressions: [{key: c, operator: Exists, values: [d]}]}}]}}}}}",
			[]string{"spec.template.spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchExpressions[0].values must not be set with Exists"},
		},
		"two": {
			"kind: ClusterRole\napiVersion: rbac.authorization.k8s.io/v1\naggregationRule: {clusterRoleSelectors: [{matchExpressions: [{operator: Exists}]}, {matchExpressions: [{key: a}]}]}",
			[]string{
				"aggregationRule.clusterRoleSelectors[0].matchExpressions[0].key is empty; set it to the name of a label",
				`aggregationRule.clusterRoleSelectors[1].matchExpressions[0].operator must be In, NotIn, Exists or DoesNotExist`,
			},
		},
		"no selector": {"kind: Service\napiVersion: v1\nspec: {selector: {a: ' b'}}", nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, v := range violationsOf(t, test.text) {
				if v.control != InvalidValue {
					t.Error(v)
				}
				got = append(got, v.Message)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

// TestSelectorsAgree holds the judgement of every form of an expression against apimachinery's.
func TestSelectorsAgree(t *testing.T) {
	for _, key := range []string{"", "a"} {
		for _, operator := range []metav1.LabelSelectorOperator{"", "In", "NotIn", "Exists", "DoesNotExist", "in", "Gt", "Equals"} {
			for _, values := range [][]string{nil, {"b"}, {"b", "c"}} {
				selector := &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{Key: key, Operator: operator, Values: values}}}
				_, err := metav1.LabelSelectorAsSelector(selector)
				text := fmt.Sprintf(`{kind: NetworkPolicy, apiVersion: networking.k8s.io/v1, spec: {podSelector: {matchExpressions: [{key: %q, operator: %q, values: [`, key, operator)
				for _, value := range values {
					text += value + ","
				}
				if violations := violationsOf(t, text+"]}]}}}"); (len(violations) > 0) != (err != nil) {
					t.Errorf("%q %q %q: apimachinery says %v, we say %v", key, operator, values, err, violations)
				}
			}
		}
	}
}
