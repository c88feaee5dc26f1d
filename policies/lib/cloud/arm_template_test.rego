package lib.guiderail.arm_template_test

import data.lib.guiderail.arm_template

test_resources[note] if {
	some note, case in {
		"a list": {"resources": [cluster({})], "want": [["resources", 0]]},
		"by symbolic name": {"resources": {"main": cluster({})}, "want": [["resources", "main"]]},
		"a nested deployment": {
			"resources": [deployment({"template": {"resources": [cluster({})]}})],
			"want": [["resources", 0], ["resources", 0, "properties", "template", "resources", 0]],
		},
		"existing": {"resources": {"main": cluster({"existing": true})}, "want": []},
		"never": {"resources": [cluster({"condition": false})], "want": []},
		"never either": {"resources": [cluster({"condition": "[false()]"})], "want": []},
		"perhaps": {"resources": [cluster({"condition": "[parameters('x')]"})], "want": [["resources", 0]]},
		"no type": {"resources": [{"name": "x"}, {"type": 1}, 1, null], "want": []},
		"a relative type of nothing": {"resources": [{"type": "agentPools"}], "want": []},
		"resources of something else": {"resources": [cluster({"properties": {"x": {"resources": [cluster({})]}}})], "want": [["resources", 0]]},
	}
	found := arm_template.all with input as template({"resources": case.resources})
	[resource.path | some resource in found] == case.want
}

test_types[note] if {
	grandchild := {"type": "shares", "name": "s"}
	some note, children in {
		"relative": [{"type": "fileServices", "name": "f", "resources": [grandchild]}],
		"full": [{"type": "microsoft.storage/storageAccounts/FileServices", "resources": [grandchild]}],
	}
	account := {"Type": "Microsoft.Storage/storageAccounts", "name": "a", "resources": children}
	found := arm_template.all with input as template({"resources": [account]})
	account_type := "microsoft.storage/storageaccounts"
	want := {account_type, sprintf("%s/fileservices", [account_type]), sprintf("%s/fileservices/shares", [account_type])}
	{resource.type | some resource in found} == want
}

test_names[note] if {
	some note, case in {
		"a literal": {"name": "main", "title": "main (Microsoft.ContainerService/managedClusters)"},
		"a parameter": {"name": "[parameters('Given')]", "title": "given (Microsoft.ContainerService/managedClusters)"},
		"an expression": {"name": "[concat('a')]", "title": "[concat('a')] (Microsoft.ContainerService/managedClusters)"},
		"none": {"name": null, "title": "(no name) (Microsoft.ContainerService/managedClusters)"},
	}
	document := template({"parameters": {"given": {"defaultValue": "given"}}, "resources": [cluster({"name": case.name})]})
	found := arm_template.all with input as document
	found[0].title == case.title
}

test_facts[note] if {
	parameters := {
		"given": {"type": "string"}, "chosen": {"defaultValue": "d"}, "off": {"defaultValue": false}, "none": {"defaultValue": null},
		"computed": {"defaultValue": "[resourceGroup().location]"}, "whole": {"defaultValue": {"In": {"x": 1}}},
	}
	variables := {"literal": "v", "passed": "[parameters('chosen')]", "open": "[parameters('given')]", "list": ["a"], "mixed": {"a": "[x()]"}}
	properties := {
		"literal": "x", "Object": {"Inner": 1}, "escaped": "[[x]", "brackets": "[x] y", "null": null,
		"given": "[parameters('given')]", "chosen": "[Parameters( 'CHOSEN' )]", "off": "[parameters('off')]", "none": "[parameters('none')]",
		"computed": "[parameters('computed')]", "undeclared": "[parameters('other')]", "function": "[concat('a', 'b')]",
		"variable": "[variables('literal')]", "passed": "[variables('passed')]", "open": "[variables('open')]", "mixed": "[variables('mixed')]",
		"true": "[true()]", "nothing": "[json('null')]", "whole": "[parameters('whole')]", "list": ["a", "[parameters('chosen')]"],
		"some list": ["a", "[parameters('given')]"], "held": {"x": "[concat('a')]"}, "copy": [{"name": "Pools", "count": 2}],
	}
	some note, case in {
		"a literal": {"steps": ["literal"], "path": ["literal"], "value": "x"},
		"in another case": {"steps": ["OBJECT", "inner"], "path": ["Object", "Inner"], "value": 1},
		"escaped": {"steps": ["escaped"], "path": ["escaped"], "value": "[x]"},
		"no expression": {"steps": ["brackets"], "path": ["brackets"], "value": "[x] y"},
		"null": {"steps": ["null"], "path": [], "value": null},
		"absent": {"steps": ["Object", "other"], "path": ["Object"], "value": null},
		"a parameter with a default": {"steps": ["chosen"], "path": ["chosen"], "value": "d"},
		"a false default": {"steps": ["off"], "path": ["off"], "value": false},
		"a null default": {"steps": ["none"], "path": ["none"], "value": null},
		"a variable": {"steps": ["variable"], "path": ["variable"], "value": "v"},
		"a variable of a parameter": {"steps": ["passed"], "path": ["passed"], "value": "d"},
		"true": {"steps": ["true"], "path": ["true"], "value": true},
		"nothing": {"steps": ["nothing"], "path": ["nothing"], "value": null},
		"within a default": {"steps": ["whole", "in", "x"], "path": ["whole"], "value": 1},
		"absent in a default": {"steps": ["whole", "in", "y"], "path": ["whole"], "value": null},
		"a list": {"steps": ["list"], "path": ["list"], "value": ["a", "d"]},
		"not known": {"steps": ["given"], "path": ["given"]},
		"a computed default": {"steps": ["computed"], "path": ["computed"]},
		"undeclared": {"steps": ["undeclared"], "path": ["undeclared"]},
		"a function": {"steps": ["function"], "path": ["function"]},
		"within a function": {"steps": ["function", "x"], "path": ["function"]},
		"a variable that is open": {"steps": ["open"], "path": ["open"]},
		"a variable with expressions": {"steps": ["mixed", "b"], "path": ["mixed"]},
		"an item is open": {"steps": ["some list"], "path": ["some list"]},
		"a part is open": {"steps": ["held"], "path": ["held"]},
		"repeated": {"steps": ["pools", 0, "x"], "path": []},
	}
	document := template({"parameters": parameters, "variables": variables, "resources": [cluster({"properties": properties})]})
	found := arm_template.all with input as document
	fact := arm_template.fact(found[0], array.concat(["properties"], case.steps))
	fact == {
		"path": array.concat(["resources", 0, "properties"], case.path),
		"value": object.get(case, "value", null),
		"is_known": "value" in object.keys(case),
	}
}

# A nested deployment sees the parameters of the file, or those that it is given.
test_nested[note] if {
	inner := {
		"parameters": {"x": {"type": "string"}, "y": {"defaultValue": "its own"}, "z": {"type": "string"}, "f": {"type": "string"}},
		"resources": [cluster({"properties": {
			"x": "[parameters('x')]", "y": "[parameters('y')]", "z": "[parameters('z')]", "f": "[parameters('f')]",
		}})],
	}
	given := {"x": {"value": "[parameters('x')]"}, "z": {"value": "literal"}, "f": {"value": "[concat('a')]"}, "r": {"reference": {}}}
	some note, case in {
		"inner": {"scope": {"scope": "Inner"}, "want": {"x": "outer", "y": "its own", "z": "literal"}},
		"outer": {"scope": {}, "want": {"x": "outer"}},
	}
	nested := deployment({"expressionEvaluationOptions": case.scope, "parameters": given, "template": inner})
	found := arm_template.all with input as template({"parameters": {"x": {"defaultValue": "outer"}}, "resources": [nested]})
	known := {name: fact.value |
		some name in ["x", "y", "z", "f"]
		fact := arm_template.fact(found[1], ["properties", name])
		fact.is_known
	}
	known == case.want
}

test_length[note] if {
	properties := {"list": [1, "[x()]"], "default": "[parameters('list')]", "open": "[x()]"}
	some note, case in {
		"written": {"steps": ["list"], "want": {2}},
		"a default": {"steps": ["default"], "want": {3}},
		"absent": {"steps": ["other"], "want": {0}},
		"open": {"steps": ["open"], "want": set()},
	}
	document := template({"parameters": {"list": {"defaultValue": [1, 2, 3]}}, "resources": [cluster({"properties": properties})]})
	found := arm_template.all with input as document
	{n | n := arm_template.length(found[0], array.concat(["properties"], case.steps))} == case.want
}

# Names that differ only in case are no error.
test_doubles if {
	document := template({"Parameters": {}, "parameters": {"a": {"defaultValue": 1}, "A": {"defaultValue": 2}}, "resources": [cluster({
		"properties": {"a": 1, "A": "[parameters('a')]"},
	})]})
	found := arm_template.all with input as document
	count(found) == 1
	arm_template.fact(found[0], ["properties", "a"]).path in {["resources", 0, "properties", name] | some name in ["a", "A"]}
}

# What is described has no expressions.
test_readable if {
	described := arm_template.readable({"a": "[x]", "copy": [{"name": "b"}]}, ["data"], null)
	arm_template.fact(described, ["A"]) == {"path": ["data", "a"], "value": "[x]", "is_known": true}
	arm_template.fact(described, ["b"]) == {"path": ["data"], "value": null, "is_known": true}
}

test_silent if {
	found := arm_template.all with input as {"kind": "ConfigMap", "data": {"resources": [cluster({})]}, "resources": [cluster({})]}
	found == []
}

cluster(more) := object.union({"type": "Microsoft.ContainerService/managedClusters", "name": "main"}, more)

deployment(properties) := {"type": "Microsoft.Resources/deployments", "name": "nested", "properties": properties}

template(more) := {"review": {"object": object.union(
	{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"},
	more,
)}}
