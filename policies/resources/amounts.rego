# METADATA
# title: Resource amounts in objects
# description: |
#   Every place where an object says how much of a resource something requests, may use, or has, namely
#   in containers, pods, volumes, persistent volume claims, limit ranges and quotas. Empty for any other
#   kind.
# custom:
#   match:
#     - workload
#     - groups: [""]
#       kinds: [PersistentVolume, PersistentVolumeClaim, LimitRange, ResourceQuota]
package lib.guiderail.amounts

import data.lib.guiderail.ctx
import data.lib.guiderail.workload

# METADATA
# scope: document
# description: |
#   The amounts that need a second look, as written: `title` (how messages name the owner), `field` (how
#   they name the field), `path`, `resource` (cpu, memory, …, also where a quota says requests.cpu),
#   `value`, and whether it is a ratio of two amounts instead of one. Left out are the plain ones, whole
#   numbers with a usual suffix, which are nearly all: to tell so much of each costs more than to see
#   that nothing is wrong with it.
unusual contains amount if {
	some owner in _owners
	some list in owner.lists
	some name, value in owner.spec[list]
	not _is_plain(name, value)
	is_string(name)
	value != null
	amount := {
		"title": owner.title,
		"field": concat(".", [owner.field, list, name]),
		"path": array.concat(owner.path, [list, name]),
		"resource": regex.replace(name, `^([^/]*/)?(requests|limits)\.`, ""),
		"value": value,
		"is_ratio": list == "maxLimitRequestRatio",
	}
}

unusual contains amount if {
	some volume in workload.volumes
	value := volume.spec.emptyDir.sizeLimit
	not _is_plain("storage", value)
	value != null
	amount := {
		"title": volume.title,
		"field": "emptyDir.sizeLimit",
		"path": array.concat(volume.path, ["emptyDir", "sizeLimit"]),
		"resource": "storage",
		"value": value,
		"is_ratio": false,
	}
}

# METADATA
# scope: document
# description: Whether the object says any amount at all.
exist if {
	some owner in _owners
	some list in owner.lists
	some _ in owner.spec[list]
}

exist if {
	some volume in workload.volumes
	volume.spec.emptyDir.sizeLimit != null
}

_is_plain(_, value) if {
	is_string(value)
	regex.match(`^[1-9][0-9]*(k|M|G|T|Ki|Mi|Gi|Ti)?$`, value)
}

# Thousandths of anything but a core need a second look.
_is_plain(name, value) if {
	is_string(name)
	is_string(value)
	endswith(name, "cpu")
	regex.match(`^[1-9][0-9]*m$`, value)
}

_owners contains owner if {
	some container in workload.containers
	owner := _claimant(container.title, container.path, container.spec)
}

_owners contains _claimant("pod", pod.spec_path, pod.spec) if some pod in workload.pods

_owners contains owner if {
	some volume in workload.volumes
	path := array.concat(volume.path, ["ephemeral", "volumeClaimTemplate", "spec"])
	owner := _claimant(volume.title, path, volume.spec.ephemeral.volumeClaimTemplate.spec)
}

_owners contains owner if {
	ctx.group == "apps"
	ctx.kind == "StatefulSet"
	some i, template in ctx.resource.spec.volumeClaimTemplates
	is_object(template)
	title := sprintf("volume claim template %q", [object.get(template, ["metadata", "name"], sprintf("#%d", [i]))])
	owner := _claimant(title, ["spec", "volumeClaimTemplates", i, "spec"], template.spec)
}

_owners contains _claimant("claim", ["spec"], ctx.resource.spec) if _is_core("PersistentVolumeClaim")

_owners contains owner if {
	_is_core("PersistentVolume")
	owner := {"title": "volume", "field": "spec", "path": ["spec"], "lists": ["capacity"], "spec": ctx.resource.spec}
}

_owners contains owner if {
	_is_core("ResourceQuota")
	owner := {"title": "quota", "field": "spec", "path": ["spec"], "lists": ["hard"], "spec": ctx.resource.spec}
}

_owners contains owner if {
	_is_core("LimitRange")
	some i, limit in ctx.resource.spec.limits
	is_object(limit)
	owner := {
		"title": sprintf("limits for each %v", [object.get(limit, "type", sprintf("#%d", [i]))]),
		"field": sprintf("spec.limits[%d]", [i]),
		"path": ["spec", "limits", i],
		"lists": ["min", "max", "default", "defaultRequest", "maxLimitRequestRatio"],
		"spec": limit,
	}
}

_claimant(title, path, spec) := {
	"title": title,
	"field": "resources",
	"path": array.concat(path, ["resources"]),
	"lists": ["requests", "limits"],
	"spec": spec.resources,
}

_is_core(kind) if {
	ctx.group == ""
	ctx.kind == kind
}
