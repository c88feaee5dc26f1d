package corpus

import (
	"encoding/base64"
	"fmt"
	"strings"
)

func service(g *generator) object {
	spec := object{
		{"type", "ClusterIP"},
		{"selector", g.selector()},
		{"ports", list{
			object{{"name", "http"}, {"port", 80}, {"targetPort", "http"}, {"protocol", "TCP"}},
			object{{"name", "metrics"}, {"port", 9090}, {"targetPort", 9090}},
		}},
	}
	switch {
	case g.slips():
		spec[0].value = pick(g, []string{"LoadBalancer", "NodePort"})
	case g.chance(15):
		spec = append(spec, field{"clusterIP", "None"})
	}
	return object{{"apiVersion", "v1"}, {"kind", "Service"}, g.metadata(), {"spec", spec}}
}

func configMap(g *generator) object {
	var script strings.Builder
	script.WriteString("[server]\n")
	for range 5 + g.IntN(40) {
		fmt.Fprintf(&script, "%s_%s = %d\n", pick(g, words), pick(g, roles), g.IntN(10000))
	}
	script.WriteString("\n[logging]\nlevel = info\n")
	data := object{
		{"LOG_LEVEL", "info"},
		{"MAX_CONNECTIONS", fmt.Sprint(g.IntN(500))},
		{"settings.ini", script.String()},
	}
	if g.slips() {
		data = append(data, field{"DB_PASSWORD", g.hex(8)})
	}
	return object{{"apiVersion", "v1"}, {"kind", "ConfigMap"}, g.metadata(), {"data", data}}
}

func secret(g *generator) object {
	head := object{{"apiVersion", "v1"}, {"kind", "Secret"}, g.metadata(), {"type", "Opaque"}}
	if g.slips() {
		return append(head, field{"stringData", object{{"username", "admin"}, {"password", "changeme"}}})
	}
	data := object{}
	for i := range 1 + g.IntN(4) {
		key := fmt.Sprintf("%s-%d", pick(g, []string{"token", "password", "client-secret", "tls.key"}), i)
		data = append(data, field{key, base64.StdEncoding.EncodeToString([]byte(g.hex(24)))})
	}
	return append(head, field{"data", data})
}

func networkPolicy(g *generator) object {
	from := list{
		object{{"podSelector", object{{"matchLabels", object{{"app.kubernetes.io/name", g.neighbour()}}}}}},
		object{{"namespaceSelector", object{{"matchLabels", object{{"kubernetes.io/metadata.name", pick(g, words)}}}}}},
	}
	ports := list{object{{"port", 8000 + g.IntN(1000)}, {"protocol", "TCP"}}}
	ingress := object{{"from", from}, {"ports", ports}}
	if g.slips() {
		ingress = object{}
	}
	egress := object{
		{"to", list{object{{"ipBlock", object{{"cidr", fmt.Sprintf("10.%d.0.0/16", g.IntN(256))}}}}}},
		{"ports", list{object{{"port", 443}, {"protocol", "TCP"}}}},
	}
	if g.slips() {
		egress = object{{"to", list{object{{"ipBlock", object{{"cidr", "0.0.0.0/0"}}}}}}}
	}
	spec := object{
		{"podSelector", object{{"matchLabels", g.selector()}}},
		{"policyTypes", list{"Ingress", "Egress"}},
		{"ingress", list{ingress}},
		{"egress", list{egress}},
	}
	if g.chance(15) { // the default of a namespace
		spec = object{{"podSelector", object{}}, {"policyTypes", list{"Ingress", "Egress"}}}
	}
	return object{{"apiVersion", "networking.k8s.io/v1"}, {"kind", "NetworkPolicy"}, g.metadata(), {"spec", spec}}
}

// neighbour names another application.
func (g *generator) neighbour() string {
	if g.neighbours != nil {
		return pick(g, g.neighbours)
	}
	return pick(g, words)
}

func (g *generator) rules() list {
	rules := list{}
	for range 1 + g.IntN(4) {
		rules = append(rules, object{
			{"apiGroups", list{pick(g, []string{"", "apps", "batch", "networking.k8s.io"})}},
			{"resources", list{pick(g, []string{"pods", "services", "configmaps", "deployments", "jobs"}), "events"}},
			{"verbs", list{"get", "list", "watch"}},
		})
	}
	if g.slips() {
		rules = append(rules, object{{"apiGroups", list{"*"}}, {"resources", list{"*"}}, {"verbs", list{"*"}}})
	}
	if g.slips() {
		rules = append(rules, object{{"apiGroups", list{""}}, {"resources", list{"secrets", "pods/exec"}}, {"verbs", list{"get", "list", "create"}}})
	}
	return rules
}

func role(g *generator) object {
	return object{{"apiVersion", "rbac.authorization.k8s.io/v1"}, {"kind", "Role"}, g.metadata(), {"rules", g.rules()}}
}

func clusterRole(g *generator) object {
	metadata := field{"metadata", object{{"name", g.app}, {"labels", g.labels()}}}
	return object{{"apiVersion", "rbac.authorization.k8s.io/v1"}, {"kind", "ClusterRole"}, metadata, {"rules", g.rules()}}
}

func roleBinding(g *generator) object {
	kind, metadata := "RoleBinding", g.metadata()
	reference := object{{"apiGroup", "rbac.authorization.k8s.io"}, {"kind", "Role"}, {"name", g.app}}
	if g.chance(30) {
		kind, metadata = "ClusterRoleBinding", field{"metadata", object{{"name", g.app}, {"labels", g.labels()}}}
		reference[1].value = "ClusterRole"
	}
	if g.slips() {
		reference[1].value, reference[2].value = "ClusterRole", "cluster-admin"
	}
	subject := object{{"kind", "ServiceAccount"}, {"name", g.app}, {"namespace", g.namespace}}
	switch {
	case g.slips():
		subject[1].value = "default"
	case g.slips():
		subject = object{{"apiGroup", "rbac.authorization.k8s.io"}, {"kind", "Group"}, {"name", "system:authenticated"}}
	}
	return object{
		{"apiVersion", "rbac.authorization.k8s.io/v1"}, {"kind", kind}, metadata,
		{"roleRef", reference}, {"subjects", list{subject}},
	}
}

func serviceAccount(g *generator) object {
	account := object{{"apiVersion", "v1"}, {"kind", "ServiceAccount"}, g.metadata()}
	if !g.slips() {
		account = append(account, field{"automountServiceAccountToken", false})
	}
	return account
}

func volumeClaim(g *generator) object {
	return object{{"apiVersion", "v1"}, {"kind", "PersistentVolumeClaim"}, g.metadata(), {"spec", g.claim()}}
}

func (g *generator) claim() object {
	return object{
		{"accessModes", list{"ReadWriteOnce"}},
		{"storageClassName", pick(g, []string{"gp2", "gp3", "managed-csi", "standard"})},
		{"resources", object{{"requests", object{{"storage", fmt.Sprintf("%dGi", 1+g.IntN(100))}}}}},
	}
}

func autoscaler(g *generator) object {
	spec := object{
		{"scaleTargetRef", object{{"apiVersion", "apps/v1"}, {"kind", "Deployment"}, {"name", g.app}}},
		{"minReplicas", 2},
		{"maxReplicas", 3 + g.IntN(10)},
		{"metrics", list{object{{"type", "Resource"}, {"resource", object{
			{"name", "cpu"},
			{"target", object{{"type", "Utilization"}, {"averageUtilization", 60 + g.IntN(30)}}},
		}}}}},
	}
	if g.slips() {
		spec[1].value, spec[2].value = 1, 1
	}
	return object{{"apiVersion", "autoscaling/v2"}, {"kind", "HorizontalPodAutoscaler"}, g.metadata(), {"spec", spec}}
}

func newNamespace(g *generator) object {
	labels := g.labels()
	if !g.slips() {
		labels = append(labels,
			field{"pod-security.kubernetes.io/enforce", "restricted"},
			field{"pod-security.kubernetes.io/enforce-version", "v1.34"},
		)
	}
	return object{{"apiVersion", "v1"}, {"kind", "Namespace"}, {"metadata", object{{"name", g.app}, {"labels", labels}}}}
}
