package main

import (
	"fmt"
	"io"
	"iter"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guiderail/guiderail/harness/cluster"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/prose"
)

// liveFlags say which cluster is read, and what of it.
type liveFlags struct {
	kubeconfig, context string
	all                 bool
	only                string // namespace
}

// registerCluster registers the flags that name a cluster.
func (l *liveFlags) registerCluster(f *pflag.FlagSet) {
	f.StringVar(&l.kubeconfig, "kubeconfig", "", "kubeconfig file (default: what kubectl reads)")
	f.StringVar(&l.context, "context", "", "context of the kubeconfig (default: the current one)")
}

// register registers the flags that name a cluster, and its namespaces.
func (l *liveFlags) register(f *pflag.FlagSet) {
	l.registerCluster(f)
	f.BoolVarP(&l.all, "all-namespaces", "A", false, "read all namespaces, as it does without -n")
	registerNamespace(f, &l.only, "read only this namespace, and nothing that is in none")
}

// check returns an error of usage for flags that contradict each other.
func (l *liveFlags) check() error {
	if l.all && l.only != "" {
		return usageError("--all-namespaces and --namespace contradict each other; pass one of them")
	}
	return nil
}

// names reports whether the flags name a cluster.
func (l *liveFlags) names() bool { return l.kubeconfig+l.context != "" }

// reads reports whether a cluster is read, by a command that reads files as well: where the flags name one, and where they
// name its namespaces and no files are passed.
func (l *liveFlags) reads(paths []string) bool {
	return l.names() || len(paths) == 0 && (l.all || l.only != "")
}

// verify returns an error of usage for flags by which a command that reads files as well cannot tell what to read.
func (l *liveFlags) verify(paths []string) error {
	switch {
	case len(paths) == 0 && !l.reads(paths):
		return fmt.Errorf("nothing to read; pass files or directories, or - for standard input; or for a cluster, --context, -n or -A")
	case !l.reads(paths) && (l.all || l.only != ""):
		return usageError("--namespace and --all-namespaces are about a cluster; pass --context as well, or leave out the files")
	}
	return l.check()
}

// sources returns what is read: the objects of the cluster, if one is, and what stands in files. Of two objects of one name
// the later one counts.
func (l *liveFlags) sources(cmd *cobra.Command, paths []string, kinds cluster.Kinds, files iter.Seq[source.Found]) (iter.Seq[source.Found], error) {
	if !l.reads(paths) {
		return files, nil
	}
	read, err := readCluster(cmd, l.options(), kinds, true)
	if err != nil {
		return nil, err
	}
	return after(read, files), nil
}

func (l *liveFlags) options() cluster.Options {
	return cluster.Options{Kubeconfig: l.kubeconfig, Context: l.context, Namespace: l.only}
}

// after returns a cluster, and after it other sources.
func after(read *cluster.Cluster, others iter.Seq[source.Found]) iter.Seq[source.Found] {
	return func(yield func(source.Found) bool) {
		if !yield(source.Found{Source: read.Source()}) {
			return
		}
		others(yield)
	}
}

// readFrom says where a command looked, for what it did not find there.
func (l *liveFlags) readFrom(paths []string) string {
	switch {
	case !l.reads(paths):
		return "in these files"
	case len(paths) == 0:
		return "in the cluster"
	}
	return "in the cluster or these files"
}

// readCluster reads a cluster, and shows on a terminal how far it is.
func readCluster(cmd *cobra.Command, options cluster.Options, kinds cluster.Kinds, shows bool) (*cluster.Cluster, error) {
	if to := cmd.ErrOrStderr(); shows && isTerminal(to) {
		shown := &readingProgress{w: to, start: time.Now()}
		options.Progress = shown.show
		defer shown.end()
	}
	return cluster.Read(cmd.Context(), options, kinds)
}

// readingProgress shows how many objects were read, in one line of a terminal that it writes over and over.
type readingProgress struct {
	w     io.Writer
	start time.Time

	mu   sync.Mutex
	last time.Time
}

func (p *readingProgress) show(objects int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if now.Sub(p.start) < time.Second || now.Sub(p.last) < everySoOften {
		return
	}
	p.last = now
	fmt.Fprintf(p.w, "\r\x1b[Kreading the cluster: %s, %d s", prose.Count(objects, "object"), int(now.Sub(p.start).Seconds()))
}

func (p *readingProgress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.last.IsZero() {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
