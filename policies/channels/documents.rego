# METADATA
# title: What a namespace for each control cannot judge
# description: |
#   `conftest test -n 'guiderail.*'` hands every control the document as it is. Of a List, of the documents
#   that --combine puts together and of what is not a Kubernetes object no control says a word; this package
#   does, so that nothing of it passes for checked.
package guiderail.documents

import data.lib.guiderail.embedded
import data.lib.guiderail.judge

violation contains {"msg": msg} if {
	is_array(input)
	msg := "not judged: with --combine, and of an array, the namespace main judges alone; leave out --namespace"
}

violation contains {"msg": msg} if {
	judge.is_list(input)
	msg := sprintf("not judged: of a %s the namespace main judges alone; leave out --namespace", [input.kind])
}

violation contains {"msg": msg} if {
	not judge.is_list(input)
	count(embedded.of(input)) > 0
	what := sprintf("not judged: of the objects that a %s holds the namespace main judges alone", [input.kind])
	msg := sprintf("%s; leave out --namespace", [what])
}

warn contains {"msg": msg} if {
	not is_array(input)
	not judge.is_list(input)
	msg := sprintf("not judged: the document %s", [judge.defect(input)])
}
