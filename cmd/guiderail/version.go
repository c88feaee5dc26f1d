package main

import (
	"fmt"
	"regexp"
	"runtime/debug"

	"github.com/spf13/cobra"

	build "github.com/guiderail/guiderail/internal/version"
)

// release is the version where the toolchain cannot know it, since no .git lies beside the source: as in an image.
// The linker sets it: -ldflags "-X main.release=v1.2.3".
var release string

func newVersionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of guiderail, of the program that renders charts and kustomizations, and of their libraries",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			info, ok := debug.ReadBuildInfo()
			if !ok {
				return fmt.Errorf("reading the build information: the binary contains none")
			}
			out := cmd.OutOrStdout()
			fmt.Fprintf(out, "guiderail  %s\n", longVersion())
			fmt.Fprintf(out, "go         %s\n", info.GoVersion)
			for _, dependency := range info.Deps {
				switch dependency.Path {
				case "github.com/open-policy-agent/opa":
					fmt.Fprintf(out, "opa        %s\n", dependency.Version)
				case "k8s.io/api":
					fmt.Fprintf(out, "k8s.io/api %s\n", dependency.Version)
				}
			}
			said, err := newProgram().About(cmd.Context())
			if err != nil {
				said = err.Error() + "\n"
			}
			fmt.Fprintf(out, "\n%s", said)
			return nil
		},
	}
}

// version is the module's version, or the commit it was built from, as the linker was told or the toolchain recorded it.
func version() string { return build.Of(release) }

// longVersion is the version with the commit and its date, as far as the toolchain recorded them.
func longVersion() string { return build.Long(release) }

// released matches the versions of releases.
var released = regexp.MustCompile(`^v\d+\.\d+\.\d+(-[a-z]+\.\d+)?$`)

// installable is the version that go install takes for another program of this module.
func installable() string {
	if v := version(); released.MatchString(v) {
		return v
	}
	return "latest"
}
