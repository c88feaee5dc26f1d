# METADATA
# title: What belongs to the Kubernetes Dashboard
# description: |
#   Recognises the Kubernetes Dashboard under any release name and in any registry: by its images, by
#   the labels that its manifests and its chart give, by names, and by the namespace kubernetes-dashboard.
# related_resources:
#   - https://github.com/kubernetes-retired/dashboard
package lib.guiderail.dashboard

import data.lib.guiderail.ctx
import data.lib.guiderail.image
import data.lib.guiderail.workload

# METADATA
# description: The namespace that its manifests and its chart's guide put it in.
namespace := "kubernetes-dashboard"

# METADATA
# description: |
#   The images of the pod that are the Dashboard's, as `image.uses` gives them, with `component` (dashboard,
#   dashboard-api, metrics-scraper, …) and `image`, the parts of the reference.
images := images_of(ctx.resource)

# METADATA
# description: The same for any object.
images_of(maker) := {found |
	some use in image.uses_of(maker)

	# A cheap look that spares most images the next ones.
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
#   The options with which the Dashboard is started: `title` (of the container), `path` (of the
#   argument), `name` (without dashes), `value` ("" when it has none) and `next`, the argument behind it.
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
# scope: document
# description: Whether labels are those of the Dashboard.
has_labels(labels) if {
	# A cheap look that spares most pods the next one.
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
# scope: document
# description: Whether a Service of that name and namespace ("" when unknown) is the Dashboard's.
is_service(_, in_namespace) if in_namespace == namespace

is_service(name, _) if is_name(name)

# METADATA
# description: |
#   Whether a name is one that the Dashboard's manifests give, or its chart under any release name.
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
