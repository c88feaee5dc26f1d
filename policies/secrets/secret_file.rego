# METADATA
# title: Files from Secrets
# description: The items of the Secrets that pods mount, and whatever else uses a path in the same volume.
package lib.guiderail.secret_file

import data.lib.guiderail.secret_volume
import data.lib.guiderail.value
import data.lib.guiderail.workload

# METADATA
# description: |
#   The files: `title` and `volume` (the path) of the volume, `item` (the path of the item), `key` and `path`, ""
#   where it has none, and `place`, the path without what does not matter.
all contains file if {
	some source in secret_volume.sources
	some item in source.items
	path := value.text_in(item.spec, "path")
	file := {
		"title": source.title,
		"volume": source.volume,
		"item": item.path,
		"key": value.text_in(item.spec, "key"),
		"path": path,
		"place": _place(path),
	}
}

# METADATA
# scope: document
# description: |
#   Every file that a volume promises: `volume`, `item` and `place`. What comes from no Secret counts as first: null
#   sorts before paths.
claims contains {"volume": file.volume, "item": file.item, "place": file.place} if {
	some file in all
	file.place != ""
}

claims contains {"volume": volume.path, "item": null, "place": place} if {
	some volume in workload.volumes
	some projection in volume.spec.projected.sources
	is_object(projection)
	some source in object.remove(projection, ["secret"])
	some entry in _entries(source)
	place := _place(value.text_in(entry, "path"))
	place != ""
}

_entries(source) := source.items if {
	is_array(source.items)
} else := [source]

_place(path) := concat("/", [component | some component in split(path, "/"); not component in {"", "."}])
