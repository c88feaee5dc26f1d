// Package cluster reads the objects of a live cluster that controls need, and no others. It only lists objects, asks for
// no more of Secrets than their metadata, and says of each kind that it could not read why that is.
//
// What was read is a source for the harness, in the form of a stream of documents that can be kept in a file as well:
// the first of them is an artefact.Snapshot, by which the harness knows what was not read.
//
// It reads the kubeconfig and reaches the server with the packages rest and clientcmd of client-go. Those for discovery
// and for dynamic objects know every type of the API, which would make the program a third larger and its start slower,
// for answers that are a few lines to read.
package cluster

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/source"
)

const (
	// pageSize is how many objects are asked for at a time.
	pageSize = 500
	// readers is how many kinds are read at a time.
	readers = 4
	// relists is how often a list is begun again that has changed too much while it was read.
	relists = 3
)

// Cluster is what was read of a cluster.
type Cluster struct {
	// Snapshot says what was read, and what was not.
	Snapshot artefact.Snapshot

	lists []*list
}

// Read reads what is needed. That a kind cannot be read is part of the result. An error means that nothing was read.
func Read(ctx context.Context, options Options, kinds Kinds) (*Cluster, error) {
	c, err := connect(&options)
	if err != nil {
		return nil, err
	}
	var version struct {
		GitVersion string `json:"gitVersion"`
	}
	if err := c.get(ctx, "version", nil, acceptJSON, &version); err != nil && (codeOf(err) == 0 || codeOf(err) == http.StatusUnauthorized) {
		return nil, c.explain(err) // others may not tell their version
	}
	found, err := c.discover(ctx, kinds)
	if err != nil {
		return nil, c.explain(err)
	}
	r := &reader{client: c, options: options, found: kinds.choose(found)}
	read := &Cluster{Snapshot: artefact.Snapshot{Context: c.name, Server: version.GitVersion, Namespace: options.Namespace}}
	if err := r.read(ctx); err != nil {
		return nil, c.explain(err)
	}
	read.lists = r.lists
	read.Snapshot.Unread = slices.Concat(r.found.unread, r.unread)
	slices.SortStableFunc(read.Snapshot.Unread, func(a, b artefact.Unread) int {
		return strings.Compare(a.Group+"/"+a.Kind, b.Group+"/"+b.Kind)
	})
	read.Snapshot.NotServed = r.found.notServed
	for _, l := range r.lists {
		read.Snapshot.Read = append(read.Snapshot.Read, artefact.KindRead{Group: l.group, Version: l.version, Kind: l.kind, Objects: l.objects})
	}
	return read, nil
}

// ServedBy returns those of the kinds that a cluster has.
func ServedBy(ctx context.Context, options Options, kinds Kinds) (*Served, error) {
	c, err := connect(&options)
	if err != nil {
		return nil, err
	}
	found, err := c.discover(ctx, kinds)
	if err != nil {
		return nil, c.explain(err)
	}
	return &Served{kinds.choose(found).resources}, nil
}

// Served are resources that a cluster has.
type Served struct{ resources []resource }

// reader reads the lists of a cluster.
type reader struct {
	*client
	options Options
	found   choice
	lists   []*list

	mu      sync.Mutex
	unread  []artefact.Unread
	objects int
	gone    error // why the server answers no more
}

// list has the objects of one kind, packed: they are read twice, for the judges and for what controls look up.
type list struct {
	resource
	objects int
	// made are the objects that others control, by namespace and name.
	made map[[2]string]bool

	packed bytes.Buffer
	packer *flate.Writer
}

func (r *reader) read(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(readers)
	for _, resource := range r.found.resources {
		if resource.group == "" && resource.kind == "Secret" && !r.options.ReadsSecrets {
			r.leave(resource, "only their metadata is read, so what their values are is not judged (see --read-secrets)", true)
		}
		isOnly := r.options.Namespace != "" && !resource.isNamespaced
		if isOnly && (resource.group != "" || resource.kind != "Namespace") {
			r.leave(resource, "not read, since only namespace "+r.options.Namespace+" is", true)
			continue
		}
		l := &list{resource: resource}
		r.lists = append(r.lists, l)
		group.Go(func() error {
			if isOnly {
				return r.object(ctx, l, r.options.Namespace)
			}
			return r.list(ctx, l)
		})
	}
	return group.Wait()
}

// leave notes that a kind was not read.
func (r *reader) leave(of resource, reason string, isExpected bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, u := range r.unread {
		if u.Group == of.group && u.Kind == of.kind { // what was found out counts more than what was planned
			r.unread[i].Reason, r.unread[i].IsExpected = reason, isExpected
			return
		}
	}
	r.unread = append(r.unread, artefact.Unread{Group: of.group, Kind: of.kind, Reason: reason, IsExpected: isExpected})
}

// fail notes why a kind was not read, or not to its end.
func (r *reader) fail(ctx context.Context, l *list, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	code := codeOf(err)
	switch {
	case code == http.StatusNotFound && l.objects == 0:
		return nil // it is there no more: there are no such objects
	case code == 0 || code == http.StatusUnauthorized:
		r.mu.Lock()
		if r.gone == nil {
			r.gone = err
		}
		r.mu.Unlock()
	}
	reason := err.Error()
	if l.objects > 0 {
		reason = fmt.Sprintf("it ended after %d objects: %s", l.objects, reason)
	}
	// Whoever may list Secrets may read their values, so that an account need not be able to.
	isExpected := code == http.StatusForbidden && isSecret(l.resource) && !r.options.ReadsSecrets
	r.leave(l.resource, reason, isExpected)
	return nil
}

func isSecret(of resource) bool { return of.group == "" && of.kind == "Secret" }

// ended returns why the server answers no more; nil as long as it does.
func (r *reader) ended() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.gone
}

// accept says in which form the objects of a kind are wanted, or a list of them.
func (r *reader) accept(of resource) string {
	if isSecret(of) && !r.options.ReadsSecrets {
		return "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
	}
	return acceptJSON
}

// page is a part of a list.
type page struct {
	Metadata struct {
		Continue string `json:"continue"`
	} `json:"metadata"`
	Items []json.RawMessage `json:"items"`
}

// list reads all objects of a kind. If the server forgets where the list was to go on, it is read from the beginning.
func (r *reader) list(ctx context.Context, l *list) error {
	path := l.path(r.options.Namespace)
	query := url.Values{"limit": {strconv.Itoa(pageSize)}}
	for begun := 0; ; {
		if err := r.ended(); err != nil {
			return r.fail(ctx, l, err)
		}
		var p page
		err := r.get(ctx, path, query, r.accept(l.resource), &p)
		if codeOf(err) == http.StatusGone && query.Has("continue") && begun < relists {
			begun++
			r.note(-l.objects)
			l.objects, l.made = 0, nil
			l.packed.Reset()
			l.packer = nil
			query.Del("continue")
			continue
		}
		if err == nil {
			err = r.add(l, p.Items...)
		}
		if err != nil {
			err = r.fail(ctx, l, err)
			return errors.Join(err, l.end())
		}
		if p.Metadata.Continue == "" {
			return l.end()
		}
		query.Set("continue", p.Metadata.Continue)
	}
}

// object reads the one object of a name.
func (r *reader) object(ctx context.Context, l *list, name string) error {
	var object json.RawMessage
	err := r.get(ctx, l.path("")+"/"+name, nil, acceptJSON, &object)
	if codeOf(err) == http.StatusNotFound {
		return fmt.Errorf("there is no namespace %q", name)
	}
	if err == nil {
		err = r.add(l, object)
	}
	if err != nil {
		err = r.fail(ctx, l, err)
	}
	return errors.Join(err, l.end())
}

// add keeps objects.
func (r *reader) add(l *list, items ...json.RawMessage) error {
	for _, item := range items {
		text, err := document(l.resource, item, isSecret(l.resource) && !r.options.ReadsSecrets)
		if err != nil {
			return err
		}
		if err := l.add(text); err != nil {
			return err
		}
		l.noteMade(item)
	}
	r.note(len(items))
	return nil
}

// note tells how far the reading is.
func (r *reader) note(objects int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.objects += objects
	if r.options.Progress != nil {
		r.options.Progress(r.objects)
	}
}

// separator begins a document.
const separator = "---\n"

func (l *list) add(text []byte) error {
	if l.packer == nil {
		var err error
		if l.packer, err = flate.NewWriter(&l.packed, flate.BestSpeed); err != nil {
			return fmt.Errorf("keeping what was read: %w", err)
		}
	}
	_, err := l.packer.Write(slices.Concat([]byte(separator), text))
	if err != nil {
		return fmt.Errorf("keeping what was read: %w", err)
	}
	l.objects++
	return nil
}

func (l *list) end() error {
	if l.packer == nil {
		return nil
	}
	if err := l.packer.Close(); err != nil {
		return fmt.Errorf("keeping what was read: %w", err)
	}
	l.packer = nil // which takes more memory than many lists
	return nil
}

// noteMade notes an object that a controller made.
func (l *list) noteMade(item json.RawMessage) {
	if !bytes.Contains(item, []byte(`"ownerReferences"`)) {
		return
	}
	var object struct {
		Metadata struct {
			Name, Namespace string
			OwnerReferences []struct {
				Controller bool `json:"controller"`
			} `json:"ownerReferences"`
		} `json:"metadata"`
	}
	if json.Unmarshal(item, &object) != nil {
		return
	}
	for _, owner := range object.Metadata.OwnerReferences {
		if owner.Controller {
			if l.made == nil {
				l.made = map[[2]string]bool{}
			}
			l.made[[2]string{object.Metadata.Namespace, object.Metadata.Name}] = true
		}
	}
}

// IsMade reports whether an object that was read was made by a controller: for another object, or in every namespace.
func (c *Cluster) IsMade(group, kind, namespace, name string) bool {
	if group == "" && (kind == "ServiceAccount" && name == "default" || kind == "ConfigMap" && name == "kube-root-ca.crt") {
		return true
	}
	return slices.ContainsFunc(c.lists, func(l *list) bool {
		return l.group == group && l.kind == kind && l.made[[2]string{namespace, name}]
	})
}

// Name is the name of the cluster in reports.
func (c *Cluster) Name() string { return "cluster/" + c.Snapshot.Context }

// Objects counts what was read.
func (c *Cluster) Objects() int {
	n := 0
	for _, l := range c.lists {
		n += l.objects
	}
	return n
}

// Source returns the source of what was read, which can be read repeatedly.
func (c *Cluster) Source() source.Source {
	return &source.File{Path: c.Name(), Open: c.open, IsLive: true}
}

func (c *Cluster) open() (io.ReadCloser, error) {
	head, err := c.Snapshot.Text()
	if err != nil {
		return nil, err
	}
	texts := []io.Reader{strings.NewReader(separator), bytes.NewReader(head)}
	for _, l := range c.lists {
		if l.packed.Len() > 0 {
			texts = append(texts, &unpacking{list: l})
		}
	}
	return io.NopCloser(io.MultiReader(texts...)), nil
}

// unpacking unpacks a list once it is read: what unpacks takes memory of its own.
type unpacking struct {
	list   *list
	reader io.Reader
}

func (u *unpacking) Read(p []byte) (int, error) {
	if u.reader == nil {
		u.reader = flate.NewReader(bytes.NewReader(u.list.packed.Bytes()))
	}
	return u.reader.Read(p) //nolint:wrapcheck // io.EOF
}

// WriteTo writes what was read as a stream of documents, which is judged as the cluster is.
func (c *Cluster) WriteTo(w io.Writer) (int64, error) {
	text, err := c.open()
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(w, text)
	if err != nil {
		return n, fmt.Errorf("writing what was read: %w", err)
	}
	return n, nil
}
