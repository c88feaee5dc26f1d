# METADATA
# title: What belongs to the Kubernetes Dashboard
# description: |
#   Recognizes the Kubernetes Dashboard under any release name and in any registry: by its images, by the labels and
#   names in its manifests and its chart, and by the namespace kubernetes-dashboard.
# related_resources:
#   - https://github.com/kubernetes-retired/dashboard
package lib.guiderail.dashboard

import data.lib.guiderail.ctx
import data.lib.guiderail.image
import data.lib.guiderail.workload

# METADATA
# description: The namespace in its manifests and in the installation guide of its chart.
namespace := "kubernetes-dashboard"

# METADATA
# description: |
#   The Dashboard's images in the object under review, in the form of `image.uses`. Each also has `component`
#   (dashboard, dashboard-api, metrics-scraper and so on) and `image` (the parts of the reference).
images := images_of(ctx.resource)

# METADATA
# description: The Dashboard's images in any object, in the same form.
images_of(maker) := {found |
	some use in image.uses_of(maker)

	# A cheap check, so that most images are not parsed.
	regex.match(`kubernetesui/|kubernetes-dashboard`, use.reference)
	parts := image.parse(use.reference)
	component := _component(parts.repository)
	found := object.union(use, {"component": component, "image": parts})
}

# METADATA
# scope: document
# description: The containers that run the Dashboard.
containers contains container if {
	some use in images
	some container in workload.containers
	use.path == array.concat(container.path, ["image"])
}

containers contains container if {
	some container in workload.containers
	has_labels(workload.pods[container.pod].labels)
}

# METADATA
# description: |
#   The command-line options of the Dashboard: `title` (of the container), `path` (of the argument), `name` (without
#   dashes), `value` (after "=", or "") and `next` (the argument after it, or "").
options contains option if {
	some container in containers
	some field in ["command", "args"]
	some i, argument in container.spec[field]
	is_string(argument)
	some match in regex.find_all_string_submatch_n(`(?:^|[\s"'])--([a-z][a-z-]*)(?:=["']?([^\s"']*))?(?:[ \t]+([^\s"'-][^\s"']*))?`, argument, -1)
	option := {
		"title": container.title,
		"path": array.concat(container.path, [field, i]),
		"name": match[1],
		"value": match[2],
		"next": _next(match[3], _behind(container.spec[field], i)),
	}
}

# METADATA
# description: The value of an option, after "=" or in the next argument.
given(option) := option.value if {
	option.value != ""
} else := option.next

# METADATA
# scope: document
# description: Whether labels are those in the manifests or the chart of the Dashboard.
has_labels(labels) if {
	# A cheap check, so that most labels are not compared.
	contains(json.marshal(labels), "dashboard")
	some key, values in _labels
	labels[key] in values
}

has_labels(labels) if {
	chart := labels["helm.sh/chart"]
	is_string(chart)
	startswith(chart, "kubernetes-dashboard-")
}

# METADATA
# description: Whether an object has labels of the Dashboard.
is_labelled(maker) if has_labels(maker.metadata.labels)

# METADATA
# description: Whether a Service selects pods by labels of the Dashboard.
selects(service) if has_labels(service.spec.selector)

# METADATA
# scope: document
# description: Whether a Service with this name and namespace ("" if not known) belongs to the Dashboard.
is_service(_, in_namespace) if in_namespace == namespace

is_service(name, _) if is_name(name)

# METADATA
# scope: document
# description: Whether the Service under review belongs to the Dashboard, by its name, namespace, labels or selector.
is_own_service if is_service(object.get(ctx.resource, ["metadata", "name"], ""), ctx.namespace_or_none)

is_own_service if is_labelled(ctx.resource)

is_own_service if selects(ctx.resource)

# METADATA
# scope: document
# description: |
#   Whether people log in to the Dashboard as the service account with this namespace ("" if not known) and name. The
#   list has names of such accounts in any namespace.
is_account(in_namespace, _, _) if in_namespace == namespace

is_account(_, name, names) if name in names

is_account(_, name, _) if is_name(name)

# METADATA
# description: |
#   Whether a name is one in the manifests of the Dashboard, or in its chart under any release name.
is_name(name) if {
	is_string(name)
	regex.match(`^([a-z0-9-]+-)?kubernetes-dashboard(-(kong-proxy|kong-manager|kong|api|auth|web|metrics-scraper))?$|^dashboard-metrics-scraper$`, name)
}

_component(repository) := regex.replace(repository, `^.*/`, "") if {
	regex.match(`(^|/)kubernetesui/[^/]+$|(^|/)kubernetes-dashboard(-(amd64|arm|arm64|ppc64le|s390x|api|auth|web|metrics-scraper))?$`, repository)
}

_behind(list, i) := argument if {
	argument := list[i + 1]
} else := ""

_next(same, _) := same if same != ""

_next("", argument) := argument if {
	is_string(argument)
	not startswith(argument, "-")
} else := ""

_labels := {
	"app.kubernetes.io/name": {
		"kubernetes-dashboard", "kubernetes-dashboard-api", "kubernetes-dashboard-auth", "kubernetes-dashboard-web",
		"kubernetes-dashboard-metrics-scraper",
	},
	"app.kubernetes.io/part-of": {"kubernetes-dashboard"},
	"app.kubernetes.io/instance": {"kubernetes-dashboard"},
	"k8s-app": {"kubernetes-dashboard", "dashboard-metrics-scraper", "kubernetes-dashboard-head"},
	"app": {"kubernetes-dashboard"},
}
