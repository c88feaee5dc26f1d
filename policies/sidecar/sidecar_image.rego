# METADATA
# title: Images of the sidecar
# description: |
#   Whether the image of a sidecar is an official release, by its name and its tag. `parameters` are those of
#   sidecar.image.
package lib.guiderail.sidecar_image

import data.lib.guiderail.image
import data.lib.guiderail.placeholder
import data.lib.guiderail.xroad

# METADATA
# description: What is wrong with the image of a container of `xroad.containers`, as predicates for a message.
defects(container, parameters) := {how |
	_is_told(container, parameters)
	some how in (_name_defects(container, parameters) | _tag_defects(container, parameters))
}

_name_defects(container, parameters) := {how} if {
	not _is_sidecar(container.image, parameters)
	how := sprintf("%s niis/%s or a mirror of it", [_other(container.reference), xroad.image_name])
} else := set()

_other("") := "is not set; use"

_other(reference) := sprintf("%s is not", [image.shown(reference)]) if reference != ""

_tag_defects(container, parameters) := {how} if {
	container.reference != ""
	defect := _tag_defect(container.image, parameters)
	how := sprintf("%s %s; use a release such as 7.8.1-slim-primary", [image.shown(container.reference), defect])
} else := set()

_tag_defect(parts, parameters) := "has a tag that is not a release" if {
	parts.tag != ""
	not placeholder.is_in(parts.tag)
	not is_release(parts.tag, parameters)
} else := "has no tag" if {
	parts.tag == ""
	parts.digest == ""
}

# METADATA
# description: What is not known of the image of a container, as a predicate for a message. Undefined if all is known.
open_question(container, parameters) := sprintf("%s %s", [image.shown(container.reference), how]) if {
	how := _open_question(container, parameters)
}

_open_question(container, parameters) := "is still to be filled in" if {
	not _is_told(container, parameters)
} else := "has a tag that is still to be filled in" if {
	placeholder.is_in(container.image.tag)
} else := "has only a digest, which does not show the role; add the tag, or label the pod with its role" if {
	container.image.tag == ""
	container.image.digest != ""
	container.role == "single"
}

# METADATA
# description: Whether a tag is that of a release of the sidecar.
is_release(tag, parameters) if regex.match(parameters.tag_pattern, tag)

# Whether the name of the image is known.
_is_told(container, _) if image.is_name_known(container.image)

_is_told(container, parameters) if _is_sidecar(container.image, parameters)

_is_sidecar(parts, parameters) if parts.name in parameters.own_images

_is_sidecar(parts, _) if {
	endswith(concat("", ["/", parts.repository]), concat("", ["/", xroad.image_name]))
	not _is_of_other_owner(parts)
}

# Anyone may publish an image with this name on Docker Hub. Other registries are trusted.
_is_of_other_owner(parts) if {
	image.is_name_known(parts)
	parts.registry == "docker.io"
	not startswith(parts.repository, "niis/")
}
