package cluster

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utilnet "k8s.io/apimachinery/pkg/util/net"
)

// User is someone who asks something of the API server.
type User struct {
	Name   string
	Groups []string
}

// Setup is an administrator whom Gatekeeper's webhooks are not asked about, so that tests can put objects
// into the cluster that the policy refuses, and take them out again.
var Setup = &User{Name: "guiderail:setup", Groups: []string{"system:masters"}}

// Request is one request to the API server.
type Request struct {
	// As is who asks; nil is an administrator.
	As     *User
	Method string
	Path   string
	DryRun bool
	Query  url.Values
	Body   []byte
	// ContentType is that of the body: a patch says which one it is.
	ContentType string

	mark string // by which the recorder knows the request
}

// Response is what the API server answers.
type Response struct {
	Code     int
	Body     []byte
	Warnings []string
}

// OK tells whether the request was done.
func (r *Response) OK() bool { return r.Code >= 200 && r.Code < 300 }

// Status gives why the request was not done.
func (r *Response) Status() metav1.Status {
	var status metav1.Status
	if err := json.Unmarshal(r.Body, &status); err != nil {
		status.Message = string(r.Body)
	}
	return status
}

// Object gives the object of the answer.
func (r *Response) Object() (*unstructured.Unstructured, error) {
	object := &unstructured.Unstructured{}
	if err := object.UnmarshalJSON(r.Body); err != nil {
		return nil, fmt.Errorf("reading an answer: %w", err)
	}
	return object, nil
}

// Do sends a request. An answer of any code is no error.
func (c *Cluster) Do(ctx context.Context, r Request) (*Response, error) {
	query := url.Values{"fieldManager": {"e2e"}}
	for key, values := range r.Query {
		query[key] = values
	}
	if r.DryRun {
		query.Set("dryRun", "All")
	}
	request, err := http.NewRequestWithContext(ctx, r.Method, c.address+r.Path+"?"+query.Encode(), bytes.NewReader(r.Body))
	if err != nil {
		return nil, fmt.Errorf("asking the API server: %w", err)
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Content-Type", "application/json")
	if r.ContentType != "" {
		request.Header.Set("Content-Type", r.ContentType)
	}
	user := r.As
	if user == nil && r.mark != "" {
		user = &User{Name: administrator, Groups: []string{"system:masters"}}
	}
	if user != nil {
		request.Header.Set("Impersonate-User", user.Name)
		for _, group := range user.Groups {
			request.Header.Add("Impersonate-Group", group)
		}
		if r.mark != "" {
			request.Header.Set("Impersonate-Extra-"+markKey, r.mark)
		}
	}
	response, err := c.client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("asking the API server: %w", err)
	}
	defer response.Body.Close() //nolint:errcheck // it was read
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, fmt.Errorf("reading what the API server answers: %w", err)
	}
	answer := &Response{Code: response.StatusCode, Body: body}
	warnings, _ := utilnet.ParseWarningHeaders(response.Header.Values("Warning"))
	for _, w := range warnings {
		answer.Warnings = append(answer.Warnings, w.Text)
	}
	return answer, nil
}

// Must sends a request and wants it done.
func (c *Cluster) Must(ctx context.Context, r Request) (*Response, error) {
	response, err := c.Do(ctx, r)
	if err != nil {
		return nil, err
	}
	if !response.OK() {
		return nil, fmt.Errorf("%s %s: %d: %s", r.Method, r.Path, response.Code, response.Status().Message)
	}
	return response, nil
}

// Get gives the object at a path.
func (c *Cluster) Get(ctx context.Context, path string) (*unstructured.Unstructured, error) {
	response, err := c.Must(ctx, Request{Method: http.MethodGet, Path: path})
	if err != nil {
		return nil, err
	}
	return response.Object()
}

// Create asks for an object to be created.
func (c *Cluster) Create(object *unstructured.Unstructured) (Request, error) {
	collection, _, err := c.paths(object)
	if err != nil {
		return Request{}, err
	}
	body, err := object.MarshalJSON()
	return Request{Method: http.MethodPost, Path: collection, Body: body}, err
}

// Replace asks for an object to be replaced.
func (c *Cluster) Replace(object *unstructured.Unstructured) (Request, error) {
	_, path, err := c.paths(object)
	if err != nil {
		return Request{}, err
	}
	body, err := object.MarshalJSON()
	return Request{Method: http.MethodPut, Path: path, Body: body}, err
}

// Delete asks for an object to be deleted, at once.
func (c *Cluster) Delete(object *unstructured.Unstructured) (Request, error) {
	_, path, err := c.paths(object)
	return Request{Method: http.MethodDelete, Path: path, Query: url.Values{"gracePeriodSeconds": {"0"}}}, err
}

// Patch asks for an object, or a part of its own, to be changed by a merge patch.
func (c *Cluster) Patch(object *unstructured.Unstructured, subresource, patch string) (Request, error) {
	_, path, err := c.paths(object)
	if subresource != "" {
		path += "/" + subresource
	}
	return Request{Method: http.MethodPatch, Path: path, Body: []byte(patch), ContentType: "application/merge-patch+json"}, err
}

// Namespaced tells whether objects of a kind are in namespaces. The error is a meta.NoKindMatchError
// where the API server does not know the kind.
func (c *Cluster) Namespaced(object *unstructured.Unstructured) (bool, error) {
	mapping, err := c.mapping(object)
	if err != nil {
		return false, err
	}
	return mapping.Scope.Name() == meta.RESTScopeNameNamespace, nil
}

// paths gives the path of an object's collection and its own.
func (c *Cluster) paths(object *unstructured.Unstructured) (collection, own string, err error) {
	mapping, err := c.mapping(object)
	if err != nil {
		return "", "", err
	}
	root := "/api/" + mapping.Resource.Version
	if mapping.Resource.Group != "" {
		root = "/apis/" + mapping.Resource.Group + "/" + mapping.Resource.Version
	}
	if mapping.Scope.Name() == meta.RESTScopeNameNamespace {
		namespace := object.GetNamespace()
		if namespace == "" {
			namespace = metav1.NamespaceDefault
		}
		root += "/namespaces/" + namespace
	}
	collection = root + "/" + mapping.Resource.Resource
	return collection, collection + "/" + object.GetName(), nil
}

func (c *Cluster) mapping(object *unstructured.Unstructured) (*meta.RESTMapping, error) {
	kind := object.GroupVersionKind()
	mapping, err := c.mapper.RESTMapping(kind.GroupKind(), kind.Version)
	if meta.IsNoMatchError(err) {
		// It may be new.
		c.mapper.Reset()
		mapping, err = c.mapper.RESTMapping(kind.GroupKind(), kind.Version)
	}
	return mapping, err
}
