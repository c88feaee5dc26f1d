package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func newVersionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of guiderail and of its libraries",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			info, ok := debug.ReadBuildInfo()
			if !ok {
				return fmt.Errorf("reading the build information: the binary contains none")
			}
			out := cmd.OutOrStdout()
			fmt.Fprintf(out, "guiderail  %s\n", version())
			fmt.Fprintf(out, "go         %s\n", info.GoVersion)
			for _, dependency := range info.Deps {
				switch dependency.Path {
				case "github.com/open-policy-agent/opa":
					fmt.Fprintf(out, "opa        %s\n", dependency.Version)
				case "k8s.io/api":
					fmt.Fprintf(out, "k8s.io/api %s\n", dependency.Version)
				}
			}
			return nil
		},
	}
}

// version is the module's version, or the commit it was built from, as the toolchain recorded it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
