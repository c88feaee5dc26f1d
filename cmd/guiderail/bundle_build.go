package main

import (
	"crypto/sha256"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness/bundle"
	"github.com/guiderail/guiderail/internal/prose"
	"github.com/guiderail/guiderail/policies"
)

type bundleBuildFlags struct {
	revision, profile, commit, directory, output, date, waiverKey string

	waivers []string
	clock   bool
}

func newBundleBuildCommand() *cobra.Command {
	var flags bundleBuildFlags
	command := &cobra.Command{
		Use:   "build",
		Short: "Build a bundle of the policies",
		Long: strings.TrimSpace(`
Build an OPA bundle that contains the policies, guides and profiles. The build is
reproducible: the same sources give the same bytes on any machine.`),
		Example: strings.Trim(`
  guiderail bundle build --revision 1.4.0
  guiderail bundle build --revision 1.4.0 --profile mine.yaml -o mine.tar.gz`, "\n"),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return buildBundle(cmd, &flags) },
	}
	f := command.Flags()
	f.StringVar(&flags.revision, "revision", "", "revision of the policies (required). Use a semantic version, a whole number or a date,\nso that revisions can be compared")
	f.StringVar(&flags.profile, "profile", "", profileUsage)
	f.StringArrayVar(&flags.waivers, "waivers", nil, "file of waivers that decisions apply (repeatable)")
	registerWaiverKey(f, &flags.waiverKey)
	f.BoolVar(&flags.clock, "waivers-by-clock", false, "with --waivers: they count on the day of the server's clock. Otherwise they count on the day\nthat data.guiderail_settings.day gives, and not at all without one")
	registerDate(f, &flags.date)
	f.StringVar(&flags.commit, "commit", "", "commit of the policies (default: for the embedded ones, the commit of guiderail)")
	registerDirectory(f, &flags.directory)
	f.StringVarP(&flags.output, "output", "o", "bundle.tar.gz", "file to write")
	return command
}

func buildBundle(cmd *cobra.Command, flags *bundleBuildFlags) error {
	if flags.revision == "" {
		return usageError("--revision is required, for example 1.4.0")
	}
	all, err := openPolicies(flags.directory)
	if err != nil {
		return err
	}
	version, revised := policies.Version, commit()
	if flags.directory != "" {
		version, revised = "", ""
	}
	if flags.commit != "" {
		revised = flags.commit
	}
	chosen, err := loadProfile(cmd, all, flags.profile)
	if err != nil {
		return err
	}
	if flags.clock && len(flags.waivers) == 0 {
		return usageError("--waivers-by-clock requires --waivers")
	}
	waivers, err := loadWaivers(cmd, all, chosen, flags.waivers, flags.waiverKey, flags.date)
	if err != nil {
		return err
	}
	if err := refuseOverwriting("--output", flags.output, slices.Concat(signedFiles(flags.waivers, flags.waiverKey), profileFiles(chosen))); err != nil {
		return err
	}
	b, err := bundle.Build(cmd.Context(), bundle.Options{
		Catalogue: all, Profile: chosen, Revision: flags.revision, Version: version, Commit: revised, Waivers: waivers, Clock: flags.clock,
	})
	if err != nil {
		return err
	}
	data, err := writeBundle(b, flags.output)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s  revision %s, %s, not signed\nsha256:%x\n", flags.output, b.Revision, prose.Count(len(b.Metadata.Controls), "control"), sha256.Sum256(data))
	return err
}

// commit is the one that guiderail was built from, with +dirty where files differed from it; "" where the
// toolchain did not record it.
func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	revision, dirty := "", ""
	for _, setting := range info.Settings {
		switch {
		case setting.Key == "vcs.revision":
			revision = setting.Value
		case setting.Key == "vcs.modified" && setting.Value == "true":
			dirty = "+dirty"
		}
	}
	if revision == "" {
		return ""
	}
	return revision + dirty
}
