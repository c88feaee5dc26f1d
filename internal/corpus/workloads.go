package corpus

import (
	"encoding/hex"
	"fmt"
)

func (g *generator) metadata(extra ...field) field {
	metadata := object{{"name", g.app}}
	if !g.slips() || g.neighbours != nil {
		metadata = append(metadata, field{"namespace", g.namespace})
	}
	metadata = append(metadata, field{"labels", g.labels()})
	if g.chance(25) {
		metadata = append(metadata, field{"annotations", object{
			{"example.org/owner", pick(g, words) + "-team"},
			{"example.org/revision", fmt.Sprint(g.IntN(900))},
		}})
	}
	return field{"metadata", append(metadata, extra...)}
}

func (g *generator) labels() object {
	labels := g.selector()
	if g.chance(50) {
		labels = append(labels,
			field{"app.kubernetes.io/part-of", g.namespace},
			field{"app.kubernetes.io/version", g.version()},
			field{"app.kubernetes.io/managed-by", pick(g, []string{"Helm", "kustomize", "argocd"})},
		)
	}
	return labels
}

func (g *generator) selector() object { return object{{"app.kubernetes.io/name", g.app}} }

func (g *generator) version() string {
	return fmt.Sprintf("%d.%d.%d", 1+g.IntN(9), g.IntN(30), g.IntN(20))
}

func deployment(g *generator) object {
	spec := object{
		{"replicas", 1 + g.IntN(5)},
		{"revisionHistoryLimit", 3},
		{"selector", object{{"matchLabels", g.selector()}}},
	}
	if g.chance(40) {
		spec = append(spec, field{"strategy", object{
			{"type", "RollingUpdate"},
			{"rollingUpdate", object{{"maxSurge", 1}, {"maxUnavailable", pick(g, []any{0, 1, "25%"})}}},
		}})
	}
	spec = append(spec, field{"template", g.template("")})
	return object{{"apiVersion", "apps/v1"}, {"kind", "Deployment"}, g.metadata(), {"spec", spec}}
}

func statefulSet(g *generator) object {
	return object{{"apiVersion", "apps/v1"}, {"kind", "StatefulSet"}, g.metadata(), {"spec", object{
		{"serviceName", g.app},
		{"replicas", 1 + g.IntN(3)},
		{"podManagementPolicy", "OrderedReady"},
		{"selector", object{{"matchLabels", g.selector()}}},
		{"template", g.template("")},
		{"volumeClaimTemplates", list{object{
			{"metadata", object{{"name", "storage"}}},
			{"spec", g.claim()},
		}}},
	}}}
}

func daemonSet(g *generator) object {
	return object{{"apiVersion", "apps/v1"}, {"kind", "DaemonSet"}, g.metadata(), {"spec", object{
		{"selector", object{{"matchLabels", g.selector()}}},
		{"updateStrategy", object{{"type", "RollingUpdate"}}},
		{"template", g.template("")},
	}}}
}

func cronJob(g *generator) object {
	return object{{"apiVersion", "batch/v1"}, {"kind", "CronJob"}, g.metadata(), {"spec", object{
		{"schedule", fmt.Sprintf("%d %d * * *", g.IntN(60), g.IntN(24))},
		{"concurrencyPolicy", "Forbid"},
		{"successfulJobsHistoryLimit", 1},
		{"jobTemplate", object{{"spec", object{
			{"backoffLimit", g.IntN(5)},
			{"template", g.template(pick(g, []string{"OnFailure", "Never"}))},
		}}}},
	}}}
}

func pod(g *generator) object {
	return object{{"apiVersion", "v1"}, {"kind", "Pod"}, g.metadata(), {"spec", g.podSpec("Always")}}
}

func (g *generator) template(restart string) object {
	metadata := object{{"labels", g.labels()}}
	if g.chance(30) {
		metadata = append(metadata, field{"annotations", object{
			{"prometheus.io/scrape", "true"},
			{"prometheus.io/port", "9090"},
			{"checksum/config", g.hex(32)},
		}})
	}
	return object{{"metadata", metadata}, {"spec", g.podSpec(restart)}}
}

func (g *generator) podSpec(restart string) object {
	var spec object
	if !g.slips() {
		spec = append(spec, field{"serviceAccountName", g.app}, field{"automountServiceAccountToken", false})
	}
	if !g.slips() {
		spec = append(spec, field{"securityContext", object{
			{"runAsNonRoot", true},
			{"runAsUser", 1000 + g.IntN(9000)},
			{"fsGroup", 2000},
			{"seccompProfile", object{{"type", "RuntimeDefault"}}},
		}})
	}
	if g.slips() && g.chance(30) {
		spec = append(spec, field{pick(g, []string{"hostNetwork", "hostPID", "hostIPC"}), true})
	}
	if restart != "" {
		spec = append(spec, field{"restartPolicy", restart})
	}
	var init list
	if g.chance(35) {
		init = append(init, g.container("wait-for-"+pick(g, roles), initContainer))
	}
	if g.chance(10) {
		init = append(init, g.container("log-shipper", sidecarContainer))
	}
	if len(init) > 0 {
		spec = append(spec, field{"initContainers", init})
	}
	containers := list{g.container(pick(g, roles), mainContainer)}
	for n := g.IntN(10); n >= 7; n-- {
		containers = append(containers, g.container(fmt.Sprintf("helper-%d", n), mainContainer))
	}
	spec = append(spec, field{"containers", containers})
	if g.chance(25) {
		spec = append(spec,
			field{"nodeSelector", object{{"kubernetes.io/os", "linux"}}},
			field{"tolerations", list{object{{"key", "dedicated"}, {"operator", "Equal"}, {"value", g.namespace}, {"effect", "NoSchedule"}}}},
		)
	}
	if g.chance(20) {
		spec = append(spec, field{"topologySpreadConstraints", list{object{
			{"maxSkew", 1},
			{"topologyKey", "topology.kubernetes.io/zone"},
			{"whenUnsatisfiable", "ScheduleAnyway"},
			{"labelSelector", object{{"matchLabels", g.selector()}}},
		}}})
	}
	return append(spec, field{"volumes", g.volumes()})
}

func (g *generator) volumes() list {
	mode := octal(0o440)
	if g.slips() {
		mode = 0o644
	}
	volumes := list{
		object{{"name", "tmp"}, {"emptyDir", object{{"sizeLimit", "64Mi"}}}},
		object{{"name", "config"}, {"configMap", object{{"name", g.app}}}},
		object{{"name", "tls"}, {"secret", object{{"secretName", g.app + "-tls"}, {"defaultMode", mode}}}},
	}
	if g.slips() && g.chance(40) {
		volumes = append(volumes, object{{"name", "host"}, {"hostPath", object{{"path", pick(g, []string{"/var/run/docker.sock", "/", "/etc", "/var/log"})}}}})
	}
	return volumes
}

type lifecycle int

const (
	mainContainer lifecycle = iota
	initContainer
	sidecarContainer
)

func (g *generator) container(name string, runs lifecycle) object {
	c := object{{"name", name}, {"image", g.image()}, {"imagePullPolicy", pick(g, []string{"Always", "IfNotPresent"})}}
	if runs == sidecarContainer {
		c = append(c, field{"restartPolicy", "Always"})
	}
	if g.chance(40) {
		arguments := list{"--config=/etc/" + name + "/config.yaml", fmt.Sprintf("--listen=:%d", 8000+g.IntN(1000))}
		if g.slips() {
			arguments = append(arguments, "--password="+g.hex(6))
		}
		c = append(c, field{"args", arguments})
	}
	c = append(c, field{"ports", list{
		object{{"name", "http"}, {"containerPort", 8000 + g.IntN(1000)}},
		object{{"name", "metrics"}, {"containerPort", 9090}},
	}})
	c = append(c, field{"env", g.environment()})
	if !g.slips() {
		c = append(c, field{"resources", object{
			{"requests", object{{"cpu", fmt.Sprintf("%dm", 10*(1+g.IntN(50)))}, {"memory", fmt.Sprintf("%dMi", 32*(1+g.IntN(32)))}}},
			{"limits", object{{"memory", fmt.Sprintf("%dMi", 1024*(1+g.IntN(4)))}}},
		}})
	}
	if !g.slips() {
		c = append(c, field{"securityContext", object{
			{"allowPrivilegeEscalation", false},
			{"readOnlyRootFilesystem", true},
			{"capabilities", object{{"drop", list{"ALL"}}}},
		}})
	} else if g.chance(30) {
		c = append(c, field{"securityContext", object{{"privileged", true}}})
	}
	if runs != initContainer && !g.slips() {
		c = append(c,
			field{"livenessProbe", g.probe("/healthz")},
			field{"readinessProbe", g.probe("/ready")},
		)
	}
	return append(c, field{"volumeMounts", list{
		object{{"name", "tmp"}, {"mountPath", "/tmp"}},
		object{{"name", "config"}, {"mountPath", "/etc/" + name}, {"readOnly", true}},
		object{{"name", "tls"}, {"mountPath", "/etc/tls"}, {"readOnly", true}},
	}})
}

func (g *generator) probe(path string) object {
	return object{
		{"httpGet", object{{"path", path}, {"port", "http"}}},
		{"initialDelaySeconds", g.IntN(30)},
		{"periodSeconds", 10},
	}
}

func (g *generator) image() string {
	name := pick(g, []string{"", "ghcr.io/example/", "quay.io/example/", "registry.example.org:5000/team/"}) + pick(g, words)
	switch {
	case g.slips():
		return name + pick(g, []string{"", ":latest", ":main", ":dev"})
	case g.chance(30):
		return name + ":" + g.version() + "@sha256:" + g.hex(32)
	}
	return name + ":" + g.version()
}

func (g *generator) environment() list {
	environment := list{
		object{{"name", "LOG_LEVEL"}, {"value", pick(g, []string{"debug", "info", "warn"})}},
		object{{"name", "HTTP_PORT"}, {"value", fmt.Sprint(8000 + g.IntN(1000))}},
		object{{"name", "UPSTREAM_URL"}, {"value", fmt.Sprintf("http://%s.%s.svc.cluster.local:8080", pick(g, words), pick(g, words))}},
		object{{"name", "POD_NAME"}, {"valueFrom", object{{"fieldRef", object{{"fieldPath", "metadata.name"}}}}}},
	}
	for _, name := range []string{"DB_PASSWORD", "API_TOKEN"} {
		switch {
		case g.slips():
			environment = append(environment, object{{"name", name}, {"value", g.hex(8)}})
		case g.chance(60):
			environment = append(environment, g.secretVariable(name, g.app))
		}
	}
	return environment
}

func (g *generator) secretVariable(name, from string) object {
	return object{{"name", name}, {"valueFrom", object{{"secretKeyRef", object{{"name", from}, {"key", name}}}}}}
}

func (g *generator) hex(bytes int) string {
	text := make([]byte, bytes)
	for i := range text {
		text[i] = byte(g.IntN(256))
	}
	return hex.EncodeToString(text)
}

// sidecar makes an X-Road Security Server Sidecar as its user guide deploys it.
func sidecar(g *generator) object {
	role := pick(g, []string{"primary", "secondary"})
	environment := list{
		object{{"name", "XROAD_LOG_LEVEL"}, {"value", "INFO"}},
		object{{"name", "XROAD_ADMIN_USER"}, {"value", "xrd"}},
		object{{"name", "XROAD_DB_HOST"}, {"value", g.app + "-db." + g.namespace + ".svc"}},
		object{{"name", "XROAD_DB_PORT"}, {"value", "5432"}},
	}
	for _, name := range []string{"XROAD_TOKEN_PIN", "XROAD_ADMIN_PASSWORD", "XROAD_DB_PWD"} {
		if g.slips() {
			environment = append(environment, object{{"name", name}, {"value", fmt.Sprint(1000 + g.IntN(9000))}})
		} else {
			environment = append(environment, g.secretVariable(name, "sidecar-variables"))
		}
	}
	image := "niis/xroad-security-server-sidecar"
	if !g.slips() {
		image += fmt.Sprintf(":7.%d.1-%s", 4+g.IntN(5), role)
	}
	container := object{
		{"name", "security-server"},
		{"image", image},
		{"env", environment},
		{"ports", list{
			object{{"containerPort", 4000}}, object{{"containerPort", 5500}}, object{{"containerPort", 5577}},
			object{{"containerPort", 5588}}, object{{"containerPort", 8080}}, object{{"containerPort", 8443}},
		}},
		{"volumeMounts", list{
			object{{"name", "config"}, {"mountPath", "/etc/xroad"}},
			object{{"name", "ssh-keys"}, {"mountPath", "/etc/.ssh"}, {"readOnly", true}},
		}},
	}
	if !g.slips() {
		container = append(container, field{"resources", object{
			{"requests", object{{"cpu", "500m"}, {"memory", "3Gi"}}},
			{"limits", object{{"memory", "4Gi"}}},
		}})
	}
	if !g.slips() {
		container = append(container, field{"livenessProbe", object{
			{"httpGet", object{{"path", "/"}, {"port", 5588}}},
			{"periodSeconds", 10},
			{"failureThreshold", 5},
		}})
	}
	replicas := 1
	if role == "secondary" {
		replicas += g.IntN(3)
	}
	selector := object{{"run", g.app}}
	return object{{"apiVersion", "apps/v1"}, {"kind", "Deployment"}, g.metadata(), {"spec", object{
		{"replicas", replicas},
		{"selector", object{{"matchLabels", selector}}},
		{"template", object{
			{"metadata", object{{"labels", append(selector, field{"role", role})}}},
			{"spec", object{
				{"containers", list{container}},
				{"volumes", list{
					object{{"name", "config"}, {"persistentVolumeClaim", object{{"claimName", g.app}}}},
					object{{"name", "ssh-keys"}, {"secret", object{
						{"secretName", "sidecar-ssh-keys"},
						{"items", list{
							object{{"key", "private-key"}, {"path", "id_rsa"}, {"mode", octal(0o400)}},
							object{{"key", "public-key"}, {"path", "id_rsa.pub"}, {"mode", octal(0o644)}},
						}},
					}}},
				}},
			}},
		}},
	}}}
}
