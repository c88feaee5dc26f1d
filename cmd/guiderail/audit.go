package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/cluster"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/prose"
)

// clusterFlags say which cluster is audited, and what becomes of what is read.
type clusterFlags struct {
	checkFlags
	kubeconfig, context string
	all                 bool
	only                string // namespace
	dump, diff          string
	readsSecrets, rbac  bool
}

func newAuditCommand() *cobra.Command {
	var flags clusterFlags
	command := &cobra.Command{
		Use:   "audit",
		Short: "Judge the objects of a live cluster, which is only read",
		Long: strings.TrimSpace(`
Judge the objects of a live cluster. It only lists objects, of the kinds that the
controls name or look up. Of Secrets it reads the metadata. What it may not or
cannot read is named, and nothing that depends on it passes.

A finding has no line: it names the object and the field. What controllers made is
judged through its owner. Reports, profiles, waivers, baselines and exit codes are
those of "guiderail check".`),
		Example: strings.Trim(`
  guiderail audit --profile eks
  guiderail audit --context prod -n shop -o json
  guiderail audit --dump cluster.yaml
  guiderail audit --diff deploy/
  guiderail audit --rbac | kubectl apply -f -`, "\n"),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return audit(cmd, &flags) },
	}
	f := command.Flags()
	f.StringVar(&flags.kubeconfig, "kubeconfig", "", "kubeconfig file (default: what kubectl reads)")
	f.StringVar(&flags.context, "context", "", "context of the kubeconfig (default: the current one)")
	f.BoolVarP(&flags.all, "all-namespaces", "A", false, "read all namespaces, as it does without -n")
	registerNamespace(f, &flags.only, "read only this namespace, and nothing that is in none")
	f.BoolVar(&flags.readsSecrets, "read-secrets", false, "read Secrets with their values, for controls that --control names and that need them")
	f.StringVar(&flags.dump, "dump", "", "write what was judged to this file, which \"guiderail check\" judges the same")
	f.StringVar(&flags.diff, "diff", "", "compare with the files in this directory: what is only there or here, and what is found\nin one of them alone")
	f.BoolVar(&flags.rbac, "rbac", false, "print the ClusterRole that an audit with these controls needs; with --context or\n--kubeconfig of what that cluster has")
	flags.registerOutcome(f)
	flags.registerControls(f)
	f.VisitAll(func(flag *pflag.Flag) {
		if flag.Name == "config" {
			flag.Usage = "configuration file; without it, " + configurationFile + " is looked for in the working directory\nand above"
		}
	})
	return command
}

func audit(cmd *cobra.Command, flags *clusterFlags) error {
	if flags.all && flags.only != "" {
		return usageError("--all-namespaces and --namespace contradict each other; pass one of them")
	}
	if flags.dump != "" && flags.readsSecrets {
		return usageError("--dump: no file is written with the values of Secrets; leave out --read-secrets")
	}
	if flags.diff != "" && flags.output.format != "text" && flags.output.format != "json" || flags.diff != "" && len(flags.output.files) > 0 {
		return usageError("--diff: a comparison is written as text, or with -o json")
	}
	c, err := flags.prepare(cmd, []string{"."})
	if err != nil {
		return err
	}
	if flags.readsSecrets && !(c.rule.IsNamed && slices.ContainsFunc(c.engine.Controls(), needsSecrets)) {
		return usageError("--read-secrets: name with --control the controls that need the values of Secrets, such as secrets.default_values")
	}
	all := c.engine.About().Catalogue.Controls
	kinds := cluster.NeededBy(c.engine.Controls(), all)
	if flags.diff != "" { // whether an object is there is told of whatever some control knows
		kinds = cluster.NeededBy(all, all)
	}
	options := cluster.Options{Kubeconfig: flags.kubeconfig, Context: flags.context, Namespace: flags.only, ReadsSecrets: flags.readsSecrets}
	if flags.rbac {
		return printRole(cmd, flags, kinds, options, c)
	}
	read, err := readCluster(cmd, options, kinds, !flags.output.quiet)
	if err != nil {
		return err
	}
	if flags.dump != "" {
		if err := dump(read, flags.dump); err != nil {
			return err
		}
	}
	if flags.diff != "" {
		return diff(cmd, c, read, flags.diff)
	}
	return c.report(cmd, c.afterRefused(slices.Values([]source.Found{{Source: read.Source()}})))
}

// needsSecrets reports whether a control judges Secrets, or looks them up.
func needsSecrets(c *control.Control) bool {
	return c.ReadsSecrets() || c.Names(artefact.Ref{Type: artefact.Kubernetes, APIVersion: "v1", Kind: "Secret"})
}

// printRole prints the role that an audit needs.
func printRole(cmd *cobra.Command, flags *clusterFlags, kinds cluster.Kinds, options cluster.Options, c *checking) error {
	var served *cluster.Served
	if flags.kubeconfig != "" || flags.context != "" {
		var err error
		if served, err = cluster.ServedBy(cmd.Context(), options, kinds); err != nil {
			return err
		}
	}
	profile := ""
	if p := c.engine.About().Profile; p != nil {
		profile = p.Name
	}
	_, err := io.WriteString(cmd.OutOrStdout(), kinds.Role(served, profile))
	return err
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

// dump writes what was read to a file that only its owner may read: a cluster tells much about itself.
func dump(read *cluster.Cluster, name string) error {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("writing the dump: %w", err)
	}
	_, err = read.WriteTo(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("writing the dump: %w", err)
	}
	return nil
}
