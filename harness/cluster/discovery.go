package cluster

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// resource is a kind of objects that an API server has.
type resource struct {
	group, version, kind string
	// plural is its name in paths.
	plural       string
	isNamespaced bool
	// isListed reports that its objects can be listed.
	isListed bool
}

// path returns where its objects are; those of all namespaces for "".
func (r resource) path(namespace string) string {
	path := "api/" + r.version
	if r.group != "" {
		path = "apis/" + r.group + "/" + r.version
	}
	if r.isNamespaced && namespace != "" {
		path += "/namespaces/" + namespace
	}
	return path + "/" + r.plural
}

// apiVersion returns the group and version as objects have them.
func (r resource) apiVersion() string {
	if r.group == "" {
		return r.version
	}
	return r.group + "/" + r.version
}

// discovered is what an API server has. The versions of a kind are in the order in which the server prefers them.
type discovered struct {
	resources []resource
	// failed are groups of which it is not known what they have, and why.
	failed map[string]string
}

const (
	acceptJSON = "application/json"
	// acceptAll asks for what all groups have at once, which servers from 1.27 on answer.
	acceptAll = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList," +
		"application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList," + acceptJSON
)

// groups is the answer about the groups of an API server, in whatever form.
type groups struct {
	Kind string `json:"kind"`
	// Items are there in an answer about everything.
	Items []struct {
		Metadata struct {
			Name string `json:"name"`
		} `json:"metadata"`
		Versions []struct {
			Version   string `json:"version"`
			Freshness string `json:"freshness"`
			Resources []struct {
				Resource     string `json:"resource"`
				ResponseKind *struct {
					Group, Version, Kind string
				} `json:"responseKind"`
				Scope string   `json:"scope"`
				Verbs []string `json:"verbs"`
			} `json:"resources"`
		} `json:"versions"`
	} `json:"items"`
	// Versions are those of the core group, and Groups the others, in the answer of a server before 1.27.
	Versions []string `json:"versions"`
	Groups   []struct {
		Name     string `json:"name"`
		Versions []struct {
			Version string `json:"version"`
		} `json:"versions"`
		PreferredVersion struct {
			Version string `json:"version"`
		} `json:"preferredVersion"`
	} `json:"groups"`
}

// discover asks what there is of the groups that are needed.
func (c *client) discover(ctx context.Context, kinds Kinds) (*discovered, error) {
	d := &discovered{failed: map[string]string{}}
	for _, path := range []string{"api", "apis"} {
		var answer groups
		if err := c.get(ctx, path, nil, acceptAll, &answer); err != nil {
			return nil, err
		}
		if answer.Kind == "APIGroupDiscoveryList" {
			d.addAll(&answer)
			continue
		}
		for _, version := range answer.Versions {
			if err := c.discoverVersion(ctx, d, "", version); err != nil {
				return nil, err
			}
		}
		for _, group := range answer.Groups {
			if !kinds.needsGroup(group.Name) {
				continue
			}
			versions := []string{group.PreferredVersion.Version}
			for _, v := range group.Versions {
				if !slices.Contains(versions, v.Version) {
					versions = append(versions, v.Version)
				}
			}
			for _, version := range versions {
				if err := c.discoverVersion(ctx, d, group.Name, version); err != nil {
					return nil, err
				}
			}
		}
	}
	return d, nil
}

// addAll adds what an answer about everything tells.
func (d *discovered) addAll(answer *groups) {
	for _, group := range answer.Items {
		for _, version := range group.Versions {
			if version.Freshness == "Stale" {
				d.failed[group.Metadata.Name] = "the server of the API group does not answer (see: kubectl get apiservices)"
				continue
			}
			for _, r := range version.Resources {
				if r.ResponseKind == nil {
					continue
				}
				d.resources = append(d.resources, resource{
					group: group.Metadata.Name, version: version.Version, kind: r.ResponseKind.Kind,
					plural: r.Resource, isNamespaced: r.Scope == "Namespaced", isListed: slices.Contains(r.Verbs, "list"),
				})
			}
		}
	}
}

// discoverVersion asks what one version of a group has. That it does not answer is known of the group, and ends nothing,
// unless it is the core group.
func (c *client) discoverVersion(ctx context.Context, d *discovered, group, version string) error {
	path := resource{group: group, version: version}.path("")
	var answer struct {
		Resources []struct {
			Name       string   `json:"name"`
			Kind       string   `json:"kind"`
			Namespaced bool     `json:"namespaced"`
			Verbs      []string `json:"verbs"`
		} `json:"resources"`
	}
	switch err := c.get(ctx, path, nil, acceptJSON, &answer); {
	case err == nil:
	case group == "" || ctx.Err() != nil || codeOf(err) == 0 || codeOf(err) == http.StatusUnauthorized:
		return err
	default:
		d.failed[group] = fmt.Sprintf("the API group does not tell what it has: %v", err)
		return nil
	}
	for _, r := range answer.Resources {
		if strings.Contains(r.Name, "/") { // a part of an object
			continue
		}
		d.resources = append(d.resources, resource{
			group: group, version: version, kind: r.Kind, plural: r.Name, isNamespaced: r.Namespaced, isListed: slices.Contains(r.Verbs, "list"),
		})
	}
	return nil
}
