# METADATA
# title: Modes of files from Secrets
# description: |
#   Who may read a file according to its mode, and which pods do not run as root, so that root's
#   permission to read it is not enough.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/secret/#secret-files-permissions
package lib.guiderail.file_mode

import data.lib.guiderail.secret_volume

# METADATA
# scope: document
# description: |
#   What is wrong with a mode (null for none) that must be no more than another. Undefined where nothing is.
defect(null, max_mode) := sprintf("is not set, which means 0644 and %s", [_excess(420, max_mode)])

defect(mode, max_mode) := sprintf("is %s and %s", [octal(mode), _excess(mode, max_mode)]) if {
	_is_mode(mode)
} else := sprintf("is %s, which is not a number from 0 to 0777", [json.marshal(mode)]) if {
	not _is_mode(mode)
	mode != null
}

# METADATA
# description: A mode as messages show it.
octal(mode) := sprintf("%04o", [mode])

# METADATA
# description: |
#   Whether an item of a volume is one that everyone may read. A private key stays one in a file that is named like a
#   public key.
is_public(item) if {
	not _is_named_private(item)
	some field in ["key", "path"]
	is_string(item[field])
	secret_volume.is_public(item[field])
}

# METADATA
# description: Whether a pod has a group to which the files of its volumes are given.
has_group(pod) if is_number(pod.securityContext.fsGroup)

# METADATA
# scope: document
# description: Whether a pod, or one of its containers, asks for a user other than root.
is_without_root(pod) if _demands_another_user(pod.securityContext)

is_without_root(pod) if {
	some container in pod.containers
	is_object(container)
	_demands_another_user(object.get(container, "securityContext", {}))
}

_demands_another_user(context) if context.runAsNonRoot == true

_demands_another_user(context) if {
	is_number(context.runAsUser)
	context.runAsUser > 0
}

_is_named_private(item) if {
	is_string(item.key)
	secret_volume.is_private(item.key)
}

_is_mode(mode) if {
	is_number(mode)
	mode >= 0
	mode <= 511
	floor(mode) == mode
}

_excess(mode, max_mode) := "lets every user of the container read it" if {
	bits.and(_surplus(mode, max_mode), 4) != 0
} else := "lets its group read it" if {
	bits.and(_surplus(mode, max_mode), 32) != 0
} else := sprintf("allows more than %s", [octal(max_mode)]) if {
	_surplus(mode, max_mode) != 0
}

# The owner may always read and write (0600): the mount is read-only whatever the mode says.
_surplus(mode, max_mode) := bits.and(mode, bits.negate(bits.or(max_mode, 384)))
