package cluster

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/guiderail/guiderail/e2e/process"
)

// Policy is what a directory of rendered policy holds.
type Policy struct {
	Templates, Constraints []*unstructured.Unstructured
}

// ReadPolicy reads the templates and constraints below a directory.
func ReadPolicy(dir string) (*Policy, error) {
	p := &Policy{}
	err := filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(file) != ".yaml" {
			return err
		}
		objects, err := readObjects(file)
		for _, object := range objects {
			switch {
			case object.GetKind() == "ConstraintTemplate":
				p.Templates = append(p.Templates, object)
			case strings.HasPrefix(object.GetAPIVersion(), "constraints.gatekeeper.sh/"):
				p.Constraints = append(p.Constraints, object)
			}
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading policy: %w", err)
	}
	return p, nil
}

// WaitTemplates waits until Gatekeeper has taken every template and knows its kind. One that it cannot
// compile is an error at once: the API server takes it all the same, and only its status tells.
func (c *Cluster) WaitTemplates(ctx context.Context, templates []*unstructured.Unstructured) error {
	return c.waitEach(ctx, templates, func(template *unstructured.Unstructured) error {
		if created, _, _ := unstructured.NestedBool(template.Object, "status", "created"); !created {
			return errors.New("status.created is not true")
		}
		return nil
	})
}

// WaitConstraints waits until Gatekeeper enforces every constraint as it stands there now.
func (c *Cluster) WaitConstraints(ctx context.Context, constraints []*unstructured.Unstructured) error {
	return c.waitEach(ctx, constraints, func(constraint *unstructured.Unstructured) error {
		for _, pod := range pods(constraint) {
			if enforced, _, _ := unstructured.NestedBool(pod, "enforced"); !enforced {
				return errors.New("status.byPod[].enforced is not true")
			}
		}
		return nil
	})
}

// waitEach waits until every object has a status that fits its generation, has no error and satisfies a
// condition.
func (c *Cluster) waitEach(ctx context.Context, objects []*unstructured.Unstructured, condition func(*unstructured.Unstructured) error) error {
	if len(objects) == 0 {
		return errors.New("there is nothing to wait for")
	}
	waiting := objects
	return process.Poll(ctx, time.Second, func(ctx context.Context) error {
		var still []*unstructured.Unstructured
		var first error
		for _, object := range waiting {
			err := c.settled(ctx, object, condition)
			var end process.Permanent
			if errors.As(err, &end) {
				return err
			}
			if err != nil {
				still = append(still, object)
				if first == nil {
					first = fmt.Errorf("%s %s: %w", object.GetKind(), object.GetName(), err)
				}
			}
		}
		if waiting = still; first != nil {
			return fmt.Errorf("%d of %d are not ready; %w", len(still), len(objects), first)
		}
		return nil
	})
}

func (c *Cluster) settled(ctx context.Context, object *unstructured.Unstructured, condition func(*unstructured.Unstructured) error) error {
	_, path, err := c.paths(object)
	if err != nil {
		return err
	}
	current, err := c.Get(ctx, path)
	if err != nil {
		return err
	}
	if len(pods(current)) == 0 {
		return errors.New("status.byPod is empty")
	}
	for _, pod := range pods(current) {
		// What is created again begins with generation 1, and is said to be enforced as long as the status of what
		// had its name stands there.
		if uid := cmp.Or(text(pod, "constraintUID"), text(pod, "templateUID")); uid != string(current.GetUID()) {
			return fmt.Errorf("status.byPod[] speaks of the object that had its name before, UID %q", uid)
		}
		if observed, _, _ := unstructured.NestedInt64(pod, "observedGeneration"); observed != current.GetGeneration() {
			return fmt.Errorf("generation %d is not observed yet", current.GetGeneration())
		}
		if defects, _, _ := unstructured.NestedSlice(pod, "errors"); len(defects) > 0 {
			return process.Permanent{Err: fmt.Errorf("%s %s has errors: %v", object.GetKind(), object.GetName(), defects)}
		}
	}
	return condition(current)
}

// pods gives what each instance of Gatekeeper says of an object.
func pods(object *unstructured.Unstructured) []map[string]any {
	items, _, _ := unstructured.NestedSlice(object.Object, "status", "byPod")
	var pods []map[string]any
	for _, item := range items {
		if pod, ok := item.(map[string]any); ok {
			pods = append(pods, pod)
		}
	}
	return pods
}

func text(object map[string]any, field string) string {
	s, _, _ := unstructured.NestedString(object, field)
	return s
}

// DeleteAll deletes objects as an administrator, and waits until they are gone.
func (c *Cluster) DeleteAll(ctx context.Context, objects []*unstructured.Unstructured) error {
	for _, object := range objects {
		request, err := c.Delete(object)
		if err != nil {
			return err
		}
		request.As = Setup
		response, err := c.Do(ctx, request)
		if err != nil {
			return err
		}
		if !response.OK() && response.Code != 404 {
			return fmt.Errorf("deleting %s %s: %s", object.GetKind(), object.GetName(), response.Status().Message)
		}
	}
	for _, object := range objects {
		_, path, err := c.paths(object)
		if err != nil {
			return err
		}
		err = process.Poll(ctx, 100*time.Millisecond, func(ctx context.Context) error {
			response, err := c.Do(ctx, Request{Method: "GET", Path: path})
			if err == nil && response.Code != 404 {
				err = fmt.Errorf("%s %s is still there", object.GetKind(), object.GetName())
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Audit is what an audit found against one constraint.
type Audit struct {
	// Begun is when it began, to the second; zero where there was none.
	Begun time.Time
	Total int
	// Messages are those that the status lists, which is some twenty at most, cut at 256 bytes.
	Messages []string
}

// Audit reads what the last audit found against a constraint.
func (c *Cluster) Audit(ctx context.Context, constraint *unstructured.Unstructured) (*Audit, error) {
	_, path, err := c.paths(constraint)
	if err != nil {
		return nil, err
	}
	current, err := c.Get(ctx, path)
	if err != nil {
		return nil, err
	}
	a := &Audit{}
	if begun, ok, _ := unstructured.NestedString(current.Object, "status", "auditTimestamp"); ok {
		if a.Begun, err = time.Parse(time.RFC3339, begun); err != nil {
			return nil, fmt.Errorf("reading when %s was audited: %w", constraint.GetName(), err)
		}
	}
	total, _, _ := unstructured.NestedInt64(current.Object, "status", "totalViolations")
	a.Total = int(total)
	violations, _, _ := unstructured.NestedSlice(current.Object, "status", "violations")
	for _, item := range violations {
		violation, _ := item.(map[string]any)
		message, _ := violation["message"].(string)
		a.Messages = append(a.Messages, message)
	}
	return a, nil
}

// Objects gives every object of the cluster, each once, in the version that the API server prefers.
func (c *Cluster) Objects(ctx context.Context) ([]*unstructured.Unstructured, error) {
	c.discovery.Invalidate()
	lists, err := c.discovery.ServerPreferredResources()
	if err != nil {
		return nil, fmt.Errorf("listing the cluster: %w", err)
	}
	var objects []*unstructured.Unstructured
	for _, list := range lists {
		root := "/apis/" + list.GroupVersion
		if list.GroupVersion == "v1" {
			root = "/api/v1"
		}
		for _, resource := range list.APIResources {
			if !slices.Contains(resource.Verbs, "list") {
				continue
			}
			items, err := c.list(ctx, root+"/"+resource.Name, list.GroupVersion, resource.Kind)
			if err != nil {
				return nil, fmt.Errorf("listing the cluster: %w", err)
			}
			objects = append(objects, items...)
		}
	}
	return objects, nil
}

// List gives every object of a kind. There is none where the API server does not know the kind.
func (c *Cluster) List(ctx context.Context, kind schema.GroupVersionKind) ([]*unstructured.Unstructured, error) {
	mapping, err := c.mapper.RESTMapping(kind.GroupKind(), kind.Version)
	if meta.IsNoMatchError(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", kind.Kind, err)
	}
	root := "/apis/" + kind.GroupVersion().String()
	if kind.Group == "" {
		root = "/api/" + kind.Version
	}
	return c.list(ctx, root+"/"+mapping.Resource.Resource, kind.GroupVersion().String(), kind.Kind)
}

func (c *Cluster) list(ctx context.Context, path, groupVersion, kind string) ([]*unstructured.Unstructured, error) {
	response, err := c.Must(ctx, Request{Method: "GET", Path: path})
	if err != nil {
		return nil, err
	}
	var items unstructured.UnstructuredList
	if err := items.UnmarshalJSON(response.Body); err != nil {
		return nil, fmt.Errorf("listing %s: %w", kind, err)
	}
	var objects []*unstructured.Unstructured
	for i := range items.Items {
		item := &items.Items[i]
		// A list does not say in each item what it is.
		item.SetAPIVersion(groupVersion)
		item.SetKind(kind)
		objects = append(objects, item)
	}
	return objects, nil
}
