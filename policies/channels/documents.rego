# METADATA
# title: What a namespace for each control cannot judge
# description: |
#   `conftest test -n 'guiderail.*'` hands every control the document as it is. Of a List, of the documents
#   that --combine puts together and of what is not a Kubernetes object no control says a word; this package
#   does, so that nothing of it passes for checked.
package guiderail.documents

import data.lib.guiderail.artefact_type
import data.lib.guiderail.as_read
import data.lib.guiderail.embedded
import data.lib.guiderail.judge

violation contains {"msg": msg} if {
	is_array(input)
	not artefact_type.of(input)
	msg := "not judged: only the namespace main judges arrays and documents given with --combine; leave out --namespace"
}

violation contains {"msg": msg} if {
	judge.is_list(input)
	msg := sprintf("not judged: only the namespace main judges a %s; leave out --namespace", [input.kind])
}

violation contains {"msg": msg} if {
	not judge.is_list(input)
	count(embedded.of(input)) > 0
	what := sprintf("not judged: only the namespace main judges the objects that a %s holds", [input.kind])
	msg := sprintf("%s; leave out --namespace", [what])
}

warn contains {"msg": msg} if {
	not is_array(input)
	not judge.is_list(input)
	msg := sprintf("not judged: the document %s", [judge.defect(input)])
}

warn contains {"msg": sprintf("not judged as it is meant: the document %s", [as_read.loss(input)])}
