# METADATA
# title: Images of the sidecar
# description: |
#   Whether an image is a sidecar image by its name, or a custom build that counts as one.
package lib.guiderail.sidecar_image

import data.lib.guiderail.image
import data.lib.guiderail.xroad

# METADATA
# scope: document
# description: Whether the image of a container tells what it is.
is_told(container, _) if image.is_name_known(container.image)

is_told(container, own_images) if is_sidecar_image(container.image, own_images)

# METADATA
# scope: document
# description: |
#   Whether a reference, as `image.parse` gives it, is to such an image. On Docker Hub anyone may publish under its
#   name; a registry of one's own holds what one put there.
is_sidecar_image(parts, own_images) if parts.name in own_images

is_sidecar_image(parts, _) if {
	endswith(concat("", ["/", parts.repository]), concat("", ["/", xroad.image_name]))
	not _is_of_other_owner(parts)
}

# On Docker Hub anyone may publish under this name; a registry of one's own holds what one put there.
_is_of_other_owner(parts) if {
	image.is_name_known(parts)
	parts.registry == "docker.io"
	not startswith(parts.repository, "niis/")
}
