package terraform

import (
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/value"
)

// clusterOf returns the cluster that a resource makes or adds to, as far as its name is known; what is not known of a text has
// ${…} around it.
func clusterOf(kind string, body value.Value, path []any) []artefact.Cluster {
	key, isAzure := "cluster_name", false
	switch {
	case kind == "aws_eks_cluster":
		key = "name"
	case kind == "azurerm_kubernetes_cluster" || kind == "azurerm_kubernetes_automatic_cluster":
		key, isAzure = "name", true
	case !strings.HasPrefix(kind, "aws_eks_"):
		return nil
	}
	name := body.Get(key).TextOrEmpty()
	if name == "" || strings.Contains(name, "${") {
		return nil
	}
	return []artefact.Cluster{{Name: strings.Clone(name), Path: append(slices.Clone(path), key), IsAzure: isAzure}}
}

// clusters returns the clusters that a module names, and the local modules that it calls. Path is that of the module.
func clusters(module value.Value, path []any) []artefact.Cluster {
	var all []artefact.Cluster
	for kind, resources := range module.Get("resource").Members() {
		for name, instances := range resources.Members() {
			for i, body := range instances.Items() {
				all = append(all, clusterOf(kind, body, append(slices.Clone(path), "resource", kind, name, i))...)
			}
		}
	}
	for name, instances := range module.Get("module").Members() {
		for i, body := range instances.Items() {
			all = append(all, clusters(body, append(slices.Clone(path), "module", name, i))...)
		}
	}
	return all
}

// plannedClusters returns the clusters that a plan names: in what it changes, and in what there is after that.
func plannedClusters(plan value.Value) []artefact.Cluster {
	var all []artefact.Cluster
	for i, change := range plan.Get("resource_changes").Items() {
		if change.Get("mode").TextOrEmpty() != "data" {
			all = append(all, clusterOf(change.Get("type").TextOrEmpty(), change.At("change", "after"), []any{"resource_changes", i, "change", "after"})...)
		}
	}
	return append(all, inValues(plan.At("planned_values", "root_module"), []any{"planned_values", "root_module"})...)
}

func inValues(module value.Value, path []any) []artefact.Cluster {
	var all []artefact.Cluster
	for i, resource := range module.Get("resources").Items() {
		if resource.Get("mode").TextOrEmpty() != "data" {
			all = append(all, clusterOf(resource.Get("type").TextOrEmpty(), resource.Get("values"), append(slices.Clone(path), "resources", i, "values"))...)
		}
	}
	for i, child := range module.Get("child_modules").Items() {
		all = append(all, inValues(child, append(slices.Clone(path), "child_modules", i))...)
	}
	return all
}
