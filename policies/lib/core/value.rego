# METADATA
# title: Fields that may be missing or of another type
# description: |
#   What stands in a manifest need not have the type that it ought to. Each of these takes a field of an object and
#   gives an empty value of the type that is wanted where the field has none.
package lib.guiderail.value

# METADATA
# description: The object in a field; an empty one where there is none.
object_in(parent, field) := found if {
	found := parent[field]
	is_object(found)
} else := {}

# METADATA
# description: The array in a field; an empty one where there is none.
array_in(parent, field) := found if {
	found := parent[field]
	is_array(found)
} else := []

# METADATA
# description: The text in a field; "" where there is none.
text_in(parent, field) := found if {
	found := parent[field]
	is_string(found)
} else := ""

# METADATA
# description: Whether a field has a text that is not blank.
has_text(parent, field) if {
	is_string(parent[field])
	trim_space(parent[field]) != ""
}

# METADATA
# description: How a message shows the value of a field; null stands for none.
shown(found) := "not set" if {
	found == null
} else := json.marshal(found)
