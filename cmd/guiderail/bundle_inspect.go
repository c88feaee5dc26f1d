package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness/bundle"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/internal/prose"
)

func newBundleInspectCommand() *cobra.Command {
	var flags verificationFlags
	var output string
	command := &cobra.Command{
		Use:   "inspect BUNDLE",
		Short: "Show the metadata of a bundle",
		Long: strings.TrimSpace(`
Show the metadata of a bundle. The signature is verified only if a key is given.

` + referenceUsage),
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if output != "text" && output != "json" {
				return usageError("--output: unknown format %q; use one of text, json", output)
			}
			verification, err := flags.ifKey()
			if err != nil {
				return err
			}
			fetched, b, err := flags.fetch(cmd.Context(), args[0], verification)
			if err != nil {
				return err
			}
			entry := inspection{
				Reference: fetched.Reference, Digest: fetched.Digest, Revision: b.Revision, Signature: b.Signature, Verified: b.Verified,
				Roots: b.Roots, Metadata: b.Metadata,
			}
			for _, f := range b.Rego() {
				entry.Rego = append(entry.Rego, f.Path)
			}
			if output == "json" {
				return writeJSON(cmd.OutOrStdout(), entry)
			}
			return entry.write(cmd.OutOrStdout())
		},
	}
	flags.register(command.Flags())
	registerRegistry(command.Flags(), &flags.registry)
	command.Flags().StringVarP(&output, "output", "o", "text", "output format: text, json")
	return command
}

// inspection is a bundle as inspect -o json writes it.
type inspection struct {
	Reference string `json:"reference"`
	Digest    string `json:"digest"`
	Revision  string `json:"revision"`
	// Signature is what the signature says of itself, null where there is none.
	Signature *bundle.Signature `json:"signature"`
	Verified  bool              `json:"verified"`
	Roots     []string          `json:"roots"`
	bundle.Metadata
	// Rego are the paths of the policies.
	Rego []string `json:"rego"`
}

func (i *inspection) write(out io.Writer) error {
	var b strings.Builder
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-10s %s\n", name, report.Printable(value))
		}
	}
	line("reference", i.Reference)
	line("digest", i.Digest)
	line("revision", i.Revision)
	switch {
	case i.Signature == nil:
		line("signature", "none")
	case i.Verified:
		line("signature", i.Signature.String()+"; verified")
	default:
		line("signature", i.Signature.String()+"; NOT VERIFIED, pass the key with --verification-key")
	}
	line("version", i.Version)
	line("commit", i.Commit)
	line("profile", i.Profile)
	line("roots", strings.Join(i.Roots, ", "))
	var guides []string
	for _, id := range slices.Sorted(maps.Keys(i.Guides)) {
		guides = append(guides, id+" "+i.Guides[id])
	}
	line("guides", strings.Join(guides, ", "))
	line("rego", prose.Count(len(i.Rego), "file"))
	line("controls", fmt.Sprint(len(i.Controls)))
	for _, id := range i.Controls {
		line("", id)
	}
	_, err := io.WriteString(out, b.String())
	return err
}
