package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/cluster"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/oserror"
)

// clusterFlags say which cluster is audited, and what becomes of what is read.
type clusterFlags struct {
	checkFlags
	live               liveFlags
	dump, diff         string
	readsSecrets, rbac bool
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
	flags.live.register(f)
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
	if err := flags.live.check(); err != nil {
		return err
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
	options := flags.live.options()
	options.ReadsSecrets = flags.readsSecrets
	if flags.rbac {
		return printRole(cmd, flags, kinds, options, c)
	}
	read, err := readCluster(cmd, options, kinds, !flags.output.quiet)
	if err != nil {
		return err
	}
	if flags.dump != "" {
		if err := refuseOverwriting("--dump", flags.dump, c.settings, source.Search{Paths: c.inventory}); err != nil {
			return err
		}
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
	if flags.live.names() {
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

// dump writes what was read to a file that only its owner may read: a cluster tells much about itself.
func dump(read *cluster.Cluster, named string) error {
	name := named
	part := name
	if info, err := os.Stat(name); err != nil || info.Mode().IsRegular() { // an earlier dump stays until there is another
		name = target(name)
		part = name + ".part"
	}
	file, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("writing the dump %s: %w", named, oserror.WithoutPath(err))
	}
	_, err = read.WriteTo(file)
	err = errors.Join(err, file.Close())
	switch {
	case err == nil && part != name:
		err = os.Rename(part, name)
	case err != nil && part != name:
		err = errors.Join(err, os.Remove(part))
	}
	if err != nil {
		return fmt.Errorf("writing the dump %s: %w", named, oserror.WithoutPath(err))
	}
	return nil
}
