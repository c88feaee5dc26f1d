package lib.guiderail.namespaces_test

import data.lib.guiderail.namespaces

test_labels_of_the_namespace if {
	inventory := {"cluster": {"v1": {"Namespace": {"shop": {"metadata": {"labels": {"team": "sales"}}}, "till": {"metadata": {}}}}}}
	namespaces.labels("shop") == {"team": "sales"} with input as {} with data.inventory as inventory
	namespaces.labels("till") == {} with input as {} with data.inventory as inventory
	namespaces.labels("other") == {} with input as {} with data.inventory as inventory
	changed := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": {"team": "new"}}}
	namespaces.labels("shop") == {"team": "new"} with input as changed with data.inventory as inventory
}
