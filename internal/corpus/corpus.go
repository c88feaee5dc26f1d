// Package corpus makes up Kubernetes manifests to measure and test with: as many as are wanted, of the
// kinds and in the styles that repositories hold, about half of them with faults that reviewers know.
// The same seed gives the same bytes, and a longer corpus begins with the shorter one.
package corpus

import (
	"fmt"
	"iter"
	"math/rand/v2"
)

// Document is one manifest.
type Document struct {
	// Name is the name of the file that the document would stand in.
	Name string
	Text []byte
}

// Generate returns n documents.
func Generate(seed uint64, n int) iter.Seq[Document] {
	return func(yield func(Document) bool) {
		for i := range n {
			if !yield(generate(seed, i)) {
				return
			}
		}
	}
}

func generate(seed uint64, index int) Document {
	g := newGenerator(seed, index)
	g.app = fmt.Sprintf("%s-%s-%d", pick(g, words), pick(g, roles), index)
	g.namespace = pick(g, words)
	return g.document(index, g.kind())
}

// Cluster returns n documents that refer to one another, as what runs in a cluster does. Ten in turn are one
// application: what runs it, what leads to it, scales it, isolates it and says what it may do. Ten
// applications share a namespace, and know each other.
func Cluster(seed uint64, n int) iter.Seq[Document] { return cluster(seed, n, 10*perApplication) }

// Namespace returns n documents as Cluster does, all of them in one namespace.
func Namespace(seed uint64, n int) iter.Seq[Document] { return cluster(seed, n, n) }

func cluster(seed uint64, n, perNamespace int) iter.Seq[Document] {
	return func(yield func(Document) bool) {
		for i := range n {
			if !yield(inCluster(seed, i, perNamespace)) {
				return
			}
		}
	}
}

const perApplication = 10

func inCluster(seed uint64, index, perNamespace int) Document {
	g := newGenerator(seed, index)
	namespace, app := index/perNamespace, index%perNamespace/perApplication
	g.namespace = fmt.Sprintf("%s-%d", words[namespace%len(words)], namespace)
	for i := range max(perNamespace/perApplication, 1) {
		g.neighbours = append(g.neighbours, fmt.Sprintf("%s-%d-%d", words[i%len(words)], namespace, i))
	}
	g.app = g.neighbours[app]
	k := application[index%perApplication]
	if k.name == "namespace" && app > 0 {
		k = pick(g, others)
	}
	if k.name == "namespace" {
		g.app = g.namespace
	}
	return g.document(index, k)
}

// generator holds what the parts of one document have in common.
type generator struct {
	*rand.Rand
	faulty         bool // about half are
	app, namespace string
	neighbours     []string // that the document may speak of; none outside of a cluster
}

func newGenerator(seed uint64, index int) *generator {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, uint64(index)))}
	g.faulty = g.IntN(2) == 0
	return g
}

func (g *generator) document(index int, k kind) Document {
	return Document{
		Name: fmt.Sprintf("%05d-%s.yaml", index, k.name),
		Text: write(newStyle(g.Rand), k.make(g)),
	}
}

// slips reports whether the author makes a mistake here.
func (g *generator) slips() bool { return g.faulty && g.chance(40) }

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

func pick[T any](g *generator, from []T) T { return from[g.IntN(len(from))] }

// kind is one kind of document, with its share of the whole.
type kind struct {
	name  string
	share int
	make  func(*generator) object
}

// kinds lists what a corpus is made of.
var kinds = []kind{
	{"deployment", 22, deployment},
	{"service", 13, service},
	{"configmap", 9, configMap},
	{"networkpolicy", 8, networkPolicy},
	{"statefulset", 5, statefulSet},
	{"cronjob", 5, cronJob},
	{"secret", 5, secret},
	{"serviceaccount", 5, serviceAccount},
	{"role", 4, role},
	{"rolebinding", 4, roleBinding},
	{"pvc", 4, volumeClaim},
	{"daemonset", 3, daemonSet},
	{"pod", 3, pod},
	{"hpa", 3, autoscaler},
	{"sidecar", 3, sidecar},
	{"clusterrole", 2, clusterRole},
	{"namespace", 2, newNamespace},
}

// application lists what one application of a cluster is made of; its namespace belongs to the first, and
// the others have one of others in its place.
var (
	application = []kind{
		{name: "namespace", make: newNamespace},
		{name: "deployment", make: deployment},
		{name: "service", make: service},
		{name: "networkpolicy", make: networkPolicy},
		{name: "serviceaccount", make: serviceAccount},
		{name: "role", make: role},
		{name: "rolebinding", make: roleBinding},
		{name: "hpa", make: autoscaler},
		{name: "configmap", make: configMap},
		{name: "secret", make: secret},
	}
	others = []kind{
		{name: "statefulset", make: statefulSet},
		{name: "cronjob", make: cronJob},
		{name: "daemonset", make: daemonSet},
		{name: "pod", make: pod},
		{name: "pvc", make: volumeClaim},
		{name: "sidecar", make: sidecar},
	}
)

func (g *generator) kind() kind {
	total := 0
	for _, k := range kinds {
		total += k.share
	}
	n := g.IntN(total)
	for _, k := range kinds {
		if n -= k.share; n < 0 {
			return k
		}
	}
	return kinds[0]
}

var (
	words = []string{
		"billing", "catalog", "checkout", "citizen", "customs", "data", "edge", "finance", "health", "identity",
		"invoice", "ledger", "metrics", "orders", "payments", "permits", "portal", "registry", "search", "tax",
	}
	roles = []string{"api", "backend", "cache", "collector", "db", "exporter", "frontend", "gateway", "importer", "proxy", "worker"}
)
