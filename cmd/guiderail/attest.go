package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness/attest"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/internal/prose"
	"github.com/guiderail/guiderail/policies"
)

func newAttestCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "attest",
		Short: "Write, sign and verify attestations: what people state and no file shows",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmd.Help(); err != nil {
				return err
			}
			return &exitError{code: 2}
		},
	}
	command.AddCommand(newAttestListCommand(), newAttestNewCommand(), newAttestSignCommand(), newAttestVerifyCommand())
	return command
}

// attestable is one requirement that people attest, in JSON.
type attestable struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Days       int      `json:"days"`
	About      string   `json:"about"`
	Statements []string `json:"statements,omitempty"`
}

func newAttestListCommand() *cobra.Command {
	var output string
	command := &cobra.Command{
		Use:   "list",
		Short: "List the requirements that people attest",
		Args:  usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			library, err := guide.Load(policies.FS)
			if err != nil {
				return err
			}
			list := []attestable{}
			for _, r := range library.Requirements {
				if r.Attestation == nil {
					continue
				}
				one := attestable{ID: r.ID, Name: r.Name, Days: r.Attestation.Days, About: r.Attestation.About}
				for _, g := range library.Guides {
					for _, s := range g.Statements {
						if slices.Contains(s.Requirements, r.ID) {
							one.Statements = append(one.Statements, s.ID)
						}
					}
				}
				list = append(list, one)
			}
			return writeAttestable(cmd.OutOrStdout(), output, list)
		},
	}
	command.Flags().StringVarP(&output, "output", "o", "text", "output format: text, json")
	return command
}

func writeAttestable(w io.Writer, output string, list []attestable) error {
	switch output {
	case "json":
		return writeJSON(w, list)
	case "text":
		for _, r := range list {
			_, err := fmt.Fprintf(w, "%s  %s, %d days at most, for %s\n%s\n", r.ID, r.Name, r.Days, strings.Join(r.Statements, ", "), fill(r.About, "    "))
			if err != nil {
				return err
			}
		}
		return nil
	}
	return usageError("--output: unknown format %q; use one of text, json", output)
}

type attestNewFlags struct {
	cluster, statement, attester, output, date, name string
	namespaces, authors, evidence                    []string
	days                                             int
}

func newAttestNewCommand() *cobra.Command {
	var flags attestNewFlags
	command := &cobra.Command{
		Use:   "new REQUIREMENT",
		Short: "Write an attestation, which is still to be signed",
		Long: strings.TrimSpace(`
Write an attestation for a requirement of "guiderail attest list". What it rests on is
named with its digest, so that a later change is seen. Somebody other than those who
did what is attested then signs it.`),
		Example: strings.Trim(`
  guiderail attest new SECRETS-20 --cluster prod --author "Ann Ops" --attester audit@example.org \
    --statement "I held the rotation log of October against the list of secrets." \
    --evidence reviews/2026-10-secrets.csv -o attestations/secrets-2026-10.yaml`, "\n"),
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return newAttestation(cmd, &flags, args[0]) },
	}
	f := command.Flags()
	f.StringVar(&flags.name, "name", "", "name of the attestation (default: the requirement's with the day)")
	f.StringVar(&flags.cluster, "cluster", "", "cluster that it speaks of, as its Scope names it (required)")
	f.StringSliceVarP(&flags.namespaces, "namespace", "n", nil, "namespace that it speaks of (repeatable; default: the whole cluster)")
	f.StringVar(&flags.statement, "statement", "", "what is attested, in the attester's own words, at least 20 characters (required)")
	f.StringArrayVar(&flags.authors, "author", nil, "who did what is attested (required, repeatable)")
	f.StringVar(&flags.attester, "attester", "", "who attests it, as the profile names the signer (required)")
	f.StringArrayVar(&flags.evidence, "evidence", nil, "what it rests on: a file, or URL=sha256:DIGEST (required, repeatable)")
	f.IntVar(&flags.days, "days", 0, "for how many days it counts (default: as long as the requirement allows)")
	f.StringVar(&flags.date, "date", "", "day, as YYYY-MM-DD (default: today, in UTC)")
	f.StringVarP(&flags.output, "output", "o", "", "file to write (default: standard output, for an attestation in the current directory)")
	return command
}

// digested is an address with the digest of what is there.
func digested() *regexp.Regexp {
	return regexp.MustCompile(`^(https?://.+)=(sha256:[0-9a-f]{64})$`)
}

func newAttestation(cmd *cobra.Command, flags *attestNewFlags, id string) error {
	library, err := guide.Load(policies.FS)
	if err != nil {
		return err
	}
	r, ok := library.Requirement(id)
	if !ok || r.Attestation == nil {
		return usageError("%q is not a requirement that people attest; see: guiderail attest list", id)
	}
	for _, required := range []struct {
		flag  string
		given bool
	}{
		{"cluster", flags.cluster != ""},
		{"statement", flags.statement != ""},
		{"author", len(flags.authors) > 0},
		{"attester", flags.attester != ""},
		{"evidence", len(flags.evidence) > 0},
	} {
		if !required.given {
			return usageError("--%s is missing. %s is about this: %s", required.flag, id, r.Attestation.About)
		}
	}
	date, err := dateOf(flags.date)
	if err != nil {
		return err
	}
	if flags.days < 0 || flags.days > 3660 {
		return usageError("--days: at most 3660 days, and not fewer than one")
	}
	date = date.UTC()
	a := &attest.Attestation{APIVersion: attest.APIVersion, Kind: attest.Kind, Spec: attest.Spec{
		Requirement: id, Scope: attest.Scope{Cluster: flags.cluster, Namespaces: flags.namespaces},
		Statement: flags.statement, Authors: flags.authors, Attester: flags.attester,
		Date: date.Format(time.DateOnly), Expires: date.AddDate(0, 0, cmp.Or(flags.days, r.Attestation.Days)).Format(time.DateOnly),
	}}
	a.Metadata.Name = cmp.Or(flags.name, strings.ToLower(id)+"-"+a.Spec.Date)
	for _, e := range flags.evidence {
		if found := digested().FindStringSubmatch(e); found != nil {
			a.Spec.Evidence = append(a.Spec.Evidence, attest.Evidence{URL: found[1], Digest: found[2]})
			continue
		}
		if strings.HasPrefix(e, "https://") || strings.HasPrefix(e, "http://") {
			return usageError("--evidence: write the digest of what is at the address behind it: URL=sha256:DIGEST")
		}
		named, err := relativeTo(flags.output, e)
		if err != nil {
			return err
		}
		evidence, err := attest.NewEvidence(e, named)
		if err != nil {
			return fmt.Errorf("--evidence: %w", err)
		}
		a.Spec.Evidence = append(a.Spec.Evidence, evidence)
	}
	text, err := a.MarshalYAML()
	if err != nil {
		return fmt.Errorf("writing the attestation: %w", err)
	}
	if _, err := attest.Parse(cmp.Or(flags.output, "attestation.yaml"), text); err != nil {
		return usageError("%v", err)
	}
	if flags.output == "" {
		_, err = cmd.OutOrStdout().Write(text)
		return err
	}
	if _, err := os.Lstat(flags.output); err == nil {
		return usageError("-o: %s is there already; an attestation is not changed but written anew", flags.output)
	}
	if err := replaceFile(flags.output, text); err != nil {
		return fmt.Errorf("writing the attestation: %w", err)
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s  written, until %s; next: guiderail attest sign --signing-key KEY %s\n", flags.output, a.Spec.Expires, flags.output)
	return err
}

// relativeTo returns a path as it leads from the folder of an output.
func relativeTo(output, name string) (string, error) {
	folder, err := filepath.Abs(filepath.Dir(output))
	if err != nil {
		return "", err
	}
	absolute, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	relative, err := filepath.Rel(folder, absolute)
	return filepath.ToSlash(relative), err
}

func newAttestSignCommand() *cobra.Command {
	var key string
	command := &cobra.Command{
		Use:   "sign FILE...",
		Short: "Sign attestations",
		Long: strings.TrimSpace(`
Sign attestations: write FILE` + attest.SignatureSuffix + ` beside each. The signature is one of SSH, as
"ssh-keygen -Y sign -n ` + attest.Namespace + `" writes it; either may sign. It counts
where the profile lists the key for the requirement (spec.attestations.signers).`),
		Example: strings.Trim(`
  guiderail attest sign --signing-key ~/.ssh/id_ed25519 attestations/secrets-2026-10.yaml
  ssh-keygen -Y sign -n guiderail.dev/attestation -f ~/.ssh/id_ed25519 attestations/secrets-2026-10.yaml`, "\n"),
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if key == "" {
				return usageError("no key; pass its file with --signing-key")
			}
			for _, file := range args {
				a, err := attest.Read(file) // what is no attestation is not signed as one
				if err != nil {
					return err
				}
				if err := signRecord(cmd, file, a.Text, key, attest.Namespace); err != nil {
					return err
				}
			}
			return nil
		},
	}
	command.Flags().StringVar(&key, "signing-key", "", signingUsage)
	return command
}

type attestVerifyFlags struct {
	profile, cluster, date, output string
	namespaces                     []string
}

// verified is what came of verifying an attestation, in JSON.
type verified struct {
	File        string   `json:"file"`
	Name        string   `json:"name"`
	Requirement string   `json:"requirement"`
	Counts      bool     `json:"counts"`
	Signer      string   `json:"signer,omitempty"`
	Key         string   `json:"key,omitempty"`
	Date        string   `json:"date"`
	Expires     string   `json:"expires"`
	Refusals    []string `json:"refusals"`
	Warnings    []string `json:"warnings"`
	Evidence    []string `json:"evidence"`
}

func newAttestVerifyCommand() *cobra.Command {
	var flags attestVerifyFlags
	command := &cobra.Command{
		Use:   "verify FILE...",
		Short: "Say whether attestations count, and why not",
		Long: strings.TrimSpace(`
Hold attestations against the signers of a profile, the calendar and their evidence.
With --cluster, one of another cluster is refused as well. The exit code is 1 if one
does not count.`),
		Example: "  guiderail attest verify --profile profile.yaml --cluster prod attestations/*.yaml",
		Args:    usageArgs(cobra.MinimumNArgs(1)),
		RunE:    func(cmd *cobra.Command, args []string) error { return verifyAttestations(cmd, &flags, args) },
	}
	f := command.Flags()
	f.StringVar(&flags.profile, "profile", "", "profile that lists the signers: a name, or the path of a .yaml file (required)")
	f.StringVar(&flags.cluster, "cluster", "", "cluster that they have to speak of (default: any)")
	f.StringSliceVarP(&flags.namespaces, "namespace", "n", nil, "namespace that they have to speak of (repeatable; default: the whole cluster)")
	f.StringVar(&flags.date, "date", "", "day, as YYYY-MM-DD (default: today, in UTC)")
	f.StringVarP(&flags.output, "output", "o", "text", "output format: text, json")
	return command
}

func verifyAttestations(cmd *cobra.Command, flags *attestVerifyFlags, files []string) error {
	if flags.output != "text" && flags.output != "json" {
		return usageError("--output: unknown format %q; use one of text, json", flags.output)
	}
	if flags.profile == "" {
		return usageError("--profile is missing; it lists those whose attestations count (spec.attestations.signers)")
	}
	now, err := dateOf(flags.date)
	if err != nil {
		return err
	}
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		return err
	}
	library, err := all.Guides()
	if err != nil {
		return err
	}
	chosen, err := profile.LoadAt(all.Files, all.Controls, flags.profile, now)
	if err != nil {
		return selectionError(err)
	}
	options := attest.Options{Library: library, Policy: &chosen.Attestations, Profile: chosen.Name, Now: now, Cluster: flags.cluster, Namespaces: flags.namespaces, Files: &attest.Files{}}
	if flags.cluster == "" && len(flags.namespaces) > 0 {
		return usageError("--namespace: pass --cluster as well; namespaces of different clusters have the same names")
	}
	list := []verified{}
	refused := 0
	for _, file := range files {
		a, err := attest.Read(file)
		if err != nil {
			return err
		}
		r := attest.Verify(a, options)
		if !r.Counts() {
			refused++
		}
		list = append(list, describeVerified(r))
	}
	if flags.output == "json" {
		err = writeJSON(cmd.OutOrStdout(), list)
	} else {
		err = writeVerified(cmd.OutOrStdout(), list)
	}
	if err == nil && refused > 0 {
		return &exitError{code: 1}
	}
	return err
}

func describeVerified(r *attest.Result) verified {
	v := verified{
		File: r.File, Name: r.Metadata.Name, Requirement: r.Spec.Requirement, Counts: r.Counts(), Date: r.Spec.Date, Expires: r.Spec.Expires,
		Refusals: []string{}, Warnings: []string{}, Evidence: []string{},
	}
	if r.Signer != nil {
		v.Signer, v.Key = r.Signer.Principal, r.Signer.Key.String()
	}
	for _, refusal := range r.Refusals {
		v.Refusals = append(v.Refusals, refusal.Error())
	}
	if r.Unknown != "" {
		v.Refusals = append(v.Refusals, r.Unknown)
	}
	for _, w := range r.Warnings {
		v.Warnings = append(v.Warnings, w.Error())
	}
	for _, b := range r.Basis {
		text := cmp.Or(b.File, b.URL) + ": " + b.State
		if b.Report != nil {
			text += ", " + b.Report.String()
		}
		v.Evidence = append(v.Evidence, text)
	}
	return v
}

func writeVerified(w io.Writer, list []verified) error {
	counting := 0
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, v := range list {
		word := "does not count"
		if v.Counts {
			word = "counts until " + v.Expires
			counting++
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", report.Printable(v.File), v.Requirement, word)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, v := range list {
		for _, text := range slices.Concat(v.Refusals, v.Warnings) {
			fmt.Fprintln(w, "  "+report.Printable(text))
		}
		for _, text := range v.Evidence {
			if strings.Contains(text, ", ") || !strings.HasSuffix(text, ": "+attest.Unchanged) {
				fmt.Fprintln(w, "  evidence "+report.Printable(text))
			}
		}
	}
	_, err := fmt.Fprintf(w, "%s, %d of them counting\n", prose.Count(len(list), "attestation"), counting)
	return err
}
