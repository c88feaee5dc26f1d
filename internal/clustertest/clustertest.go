// Package clustertest is an API server for tests: it tells what it has, lists objects in pages, and fails on demand.
package clustertest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"
)

// Resource is a kind that the server has.
type Resource struct {
	Group, Version, Kind, Plural string
	IsNamespaced                 bool
}

// Resources are the kinds that a server has if it is told no others.
func Resources() []Resource {
	return []Resource{
		{"", "v1", "ConfigMap", "configmaps", true},
		{"", "v1", "Event", "events", true}, // which no control needs
		{"", "v1", "Namespace", "namespaces", false},
		{"", "v1", "Pod", "pods", true},
		{"", "v1", "Secret", "secrets", true},
		{"", "v1", "Service", "services", true},
		{"", "v1", "ServiceAccount", "serviceaccounts", true},
		{"apps", "v1", "Deployment", "deployments", true},
		{"apps", "v1", "ReplicaSet", "replicasets", true},
		{"autoscaling", "v3", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true}, // which controls do not know
		{"autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true},
		{"networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true},
		{"rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", false},
	}
}

// Token is what the server wants to see.
const Token = "let-me-in"

// Server is the API server. Its fields are set before it is asked.
type Server struct {
	Resources []Resource
	// IsOld reports that it tells of each group alone what it has, as before 1.27.
	IsOld bool
	// Stale are groups whose servers do not answer.
	Stale []string
	// Forbidden are resources that may not be listed, by their plurals.
	Forbidden []string
	// Failures says how often the list of a resource fails with a code before it works, and IsLater that the first page
	// of it works. A code of 0 is a connection that ends in the middle of the answer.
	Failures map[string]*Failure
	// Token is the token that it wants; "" is the constant.
	Token string

	mu       sync.Mutex
	objects  map[string][]map[string]any // by plural
	requests []*http.Request
	gone     bool
	http     *httptest.Server
}

// Failure is how a list fails.
type Failure struct {
	Code, Times int
	IsLater     bool
	// IsLasting reports that the server answers nothing more afterwards.
	IsLasting bool
}

// Add adds the objects of a stream of YAML documents.
func (s *Server) Add(text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.objects == nil {
		s.objects = map[string][]map[string]any{}
	}
	for document := range strings.SplitSeq(text, "\n---\n") {
		var object map[string]any
		if err := yaml.Unmarshal([]byte(document), &object); err != nil {
			return fmt.Errorf("reading an object: %w", err)
		}
		if object == nil {
			continue
		}
		i := slices.IndexFunc(s.resources(), func(r Resource) bool { return r.Kind == object["kind"] })
		if i < 0 {
			return fmt.Errorf("the server has no kind %v", object["kind"])
		}
		plural := s.resources()[i].Plural
		s.objects[plural] = append(s.objects[plural], object)
	}
	return nil
}

func (s *Server) resources() []Resource {
	if s.Resources == nil {
		s.Resources = Resources()
	}
	return s.Resources
}

// Start starts the server, which Close ends.
func (s *Server) Start() {
	s.resources()
	s.http = httptest.NewUnstartedServer(s)
	s.http.Config.ErrorLog = log.New(io.Discard, "", 0) // clients that go away are no news
	s.http.StartTLS()
}

// Close ends the server.
func (s *Server) Close() { s.http.Close() }

// Paths lists what was asked for, with the parameters.
func (s *Server) Paths() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var paths []string
	for _, r := range s.requests {
		paths = append(paths, r.Method+" "+r.URL.RequestURI())
	}
	return paths
}

// WriteKubeconfig writes the file by which the server is reached. Its context is called test.
func (s *Server) WriteKubeconfig(file string) error {
	text, err := json.Marshal(map[string]any{
		"apiVersion": "v1", "kind": "Config", "current-context": "test",
		"clusters": []any{map[string]any{"name": "test", "cluster": map[string]any{"server": s.http.URL, "insecure-skip-tls-verify": true}}},
		"users":    []any{map[string]any{"name": "test", "user": map[string]any{"token": Token}}},
		"contexts": []any{map[string]any{"name": "test", "context": map[string]any{"cluster": "test", "user": "test"}}},
	})
	if err != nil {
		return fmt.Errorf("writing a kubeconfig: %w", err)
	}
	return os.WriteFile(file, text, 0o600)
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, r)
	if s.gone {
		panic(http.ErrAbortHandler)
	}
	if r.Header.Get("Authorization") != "Bearer "+cmp.Or(s.Token, Token) {
		status(w, http.StatusUnauthorized, "Unauthorized")
		return
	}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	group, version := "", ""
	switch {
	case r.Method != http.MethodGet:
		status(w, http.StatusMethodNotAllowed, "this server is only read")
		return
	case r.URL.Path == "/version":
		write(w, map[string]any{"gitVersion": "v1.36.2"})
		return
	case len(parts) == 1 && (parts[0] == "api" || parts[0] == "apis"):
		s.groups(w, r, parts[0] == "apis")
		return
	case parts[0] == "api" && len(parts) >= 2:
		version, parts = parts[1], parts[2:]
	case parts[0] == "apis" && len(parts) >= 3:
		group, version, parts = parts[1], parts[2], parts[3:]
	default:
		status(w, http.StatusNotFound, "the server could not find the requested resource")
		return
	}
	if len(parts) == 0 {
		s.version(w, group, version)
		return
	}
	namespace := ""
	if parts[0] == "namespaces" && len(parts) == 3 {
		namespace, parts = parts[1], parts[2:]
	}
	i := slices.IndexFunc(s.Resources, func(r Resource) bool { return r.Group == group && r.Version == version && r.Plural == parts[0] })
	switch {
	case i < 0 || slices.Contains(s.Stale, group):
		status(w, http.StatusNotFound, "the server could not find the requested resource")
	case slices.Contains(s.Forbidden, parts[0]):
		status(w, http.StatusForbidden, fmt.Sprintf("%s is forbidden: User \"auditor\" cannot list resource %q in API group %q at the cluster scope", parts[0], parts[0], group))
	case len(parts) == 2:
		s.object(w, parts[0], parts[1])
	default:
		s.list(w, r, s.Resources[i], namespace)
	}
}

func (s *Server) object(w http.ResponseWriter, plural, name string) {
	for _, o := range s.objects[plural] {
		if o["metadata"].(map[string]any)["name"] == name {
			write(w, o)
			return
		}
	}
	status(w, http.StatusNotFound, fmt.Sprintf("%s %q not found", plural, name))
}

func (s *Server) list(w http.ResponseWriter, r *http.Request, of Resource, namespace string) {
	at, _ := strconv.Atoi(r.URL.Query().Get("continue"))
	if f := s.Failures[of.Plural]; f != nil && f.Times > 0 && (at > 0 || !f.IsLater) {
		f.Times--
		s.gone = f.IsLasting
		switch f.Code {
		case 0:
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte(`{"items": [`))
			panic(http.ErrAbortHandler)
		case http.StatusGone:
			status(w, f.Code, "The provided continue parameter is too old to display a consistent list result")
		default:
			status(w, f.Code, "the server has too much to do")
		}
		return
	}
	isMetadata := strings.Contains(r.Header.Get("Accept"), "as=PartialObjectMetadataList")
	var items []any
	for _, o := range s.objects[of.Plural] {
		if metadata := o["metadata"].(map[string]any); namespace != "" && metadata["namespace"] != namespace {
			continue
		}
		item := map[string]any{}
		for field, value := range o { // lists leave out what all have
			if field != "apiVersion" && field != "kind" && (!isMetadata || field == "metadata") {
				item[field] = value
			}
		}
		items = append(items, item)
	}
	limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
	metadata := map[string]any{}
	end := len(items)
	if limit > 0 && at+limit < end {
		end = at + limit
		metadata["continue"] = strconv.Itoa(end)
	}
	write(w, map[string]any{"kind": of.Kind + "List", "metadata": metadata, "items": items[min(at, len(items)):end]})
}

// groups tells what there is, in the form that is wanted.
func (s *Server) groups(w http.ResponseWriter, r *http.Request, isNamed bool) {
	var names []string
	for _, resource := range s.Resources {
		if (resource.Group != "") == isNamed && !slices.Contains(names, resource.Group) {
			names = append(names, resource.Group)
		}
	}
	if s.IsOld || !strings.Contains(r.Header.Get("Accept"), "APIGroupDiscoveryList") {
		if !isNamed {
			write(w, map[string]any{"kind": "APIVersions", "versions": []string{"v1"}})
			return
		}
		var groups []any
		for _, name := range names {
			var versions []any
			for _, v := range s.versions(name) {
				versions = append(versions, map[string]any{"groupVersion": name + "/" + v, "version": v})
			}
			groups = append(groups, map[string]any{"name": name, "versions": versions, "preferredVersion": versions[0]})
		}
		write(w, map[string]any{"kind": "APIGroupList", "groups": groups})
		return
	}
	items := []any{}
	for _, name := range names {
		var versions []any
		for _, v := range s.versions(name) {
			version := map[string]any{"version": v, "freshness": "Current"}
			if slices.Contains(s.Stale, name) {
				version["freshness"] = "Stale"
			}
			var resources []any
			for _, r := range s.Resources {
				if r.Group == name && r.Version == v {
					scope := "Cluster"
					if r.IsNamespaced {
						scope = "Namespaced"
					}
					resources = append(resources, map[string]any{
						"resource": r.Plural, "scope": scope, "verbs": []string{"get", "list"},
						"responseKind": map[string]any{"group": r.Group, "version": r.Version, "kind": r.Kind},
					})
				}
			}
			version["resources"] = resources
			versions = append(versions, version)
		}
		items = append(items, map[string]any{"metadata": map[string]any{"name": name}, "versions": versions})
	}
	write(w, map[string]any{"kind": "APIGroupDiscoveryList", "items": items})
}

func (s *Server) versions(group string) []string {
	var versions []string
	for _, r := range s.Resources {
		if r.Group == group && !slices.Contains(versions, r.Version) {
			versions = append(versions, r.Version)
		}
	}
	return versions
}

// version tells what a version of a group has.
func (s *Server) version(w http.ResponseWriter, group, version string) {
	if slices.Contains(s.Stale, group) {
		status(w, http.StatusServiceUnavailable, "service unavailable")
		return
	}
	var resources []any
	for _, r := range s.Resources {
		if r.Group == group && r.Version == version {
			resources = append(resources,
				map[string]any{"name": r.Plural, "kind": r.Kind, "namespaced": r.IsNamespaced, "verbs": []string{"get", "list"}},
				map[string]any{"name": r.Plural + "/status", "kind": r.Kind, "namespaced": r.IsNamespaced, "verbs": []string{"get"}})
		}
	}
	write(w, map[string]any{"kind": "APIResourceList", "resources": resources})
}

func write(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(value); err != nil {
		panic(err)
	}
}

func status(w http.ResponseWriter, code int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	text, err := json.Marshal(map[string]any{"kind": "Status", "apiVersion": "v1", "code": code, "message": message})
	if err != nil {
		panic(err)
	}
	_, _ = w.Write(text)
}
