package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/access"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/prose"
)

// access.AWSRequest and AWSGrant are part of this, so that their fields do not change without its version.
type whoCanInAWSDocument struct {
	Version  int               `json:"version"`
	Request  access.AWSRequest `json:"request"`
	Subject  *access.Subject   `json:"subject,omitempty"`
	Grants   []access.AWSGrant `json:"grants"`
	Problems []access.Problem  `json:"problems"`
}

func whoCanInAWS(cmd *cobra.Command, flags *whoCanFlags, args []string) error {
	request, err := access.ParseAWS(flags.aws, flags.resource)
	if err != nil {
		return usageError("%v", err)
	}
	if flags.output != "text" && flags.output != "json" {
		return usageError("--output: unknown format %q; use one of text, json", flags.output)
	}
	for _, name := range []string{"all-namespaces", "name"} {
		if cmd.Flags().Changed(name) {
			return usageError("--%s and --aws cannot be used together", name)
		}
	}
	document := whoCanInAWSDocument{Version: 1, Request: request, Grants: []access.AWSGrant{}, Problems: []access.Problem{}}
	if flags.subject != "" {
		subject, err := access.ParseSubject(flags.subject)
		if err != nil {
			return usageError("--subject: %v", err)
		}
		if subject.Kind != access.ServiceAccount {
			return usageError("--subject: with --aws, write ServiceAccount NAMESPACE/NAME")
		}
		document.Subject = &subject
	}
	policies, err := openPolicies("")
	if err != nil {
		return err
	}
	sources, err := flags.sources(cmd, args, access.AWSKinds())
	if err != nil {
		return err
	}
	known, err := access.ReadAWS(cmd.Context(), policies.Rego, harness.Formats(), sources, source.Options{Limits: flags.limits.Limits})
	if err != nil {
		return err
	}
	grants, err := known.WhoCan(cmd.Context(), request)
	if err != nil {
		return err
	}
	for i := range grants {
		account := grants[i].Account
		if (flags.namespace == "" || account.Namespace == flags.namespace) && (document.Subject == nil || account == *document.Subject) {
			document.Grants = append(document.Grants, grants[i])
		}
	}
	document.Problems = append(document.Problems, known.Problems()...)
	if flags.output == "json" {
		err = writeJSON(cmd.OutOrStdout(), document)
	} else {
		err = document.text(cmd.OutOrStdout())
	}
	if err != nil {
		return err
	}
	return unreadable(document.Problems)
}

func (d *whoCanInAWSDocument) text(out io.Writer) error {
	shown := func(value any) string { return report.Printable(fmt.Sprint(value)) }
	for i := range d.Grants {
		grant := &d.Grants[i]
		fmt.Fprintln(out, shown(grant.Account)+unlessCertain(grant.Answer))
		var lines strings.Builder
		w := tabwriter.NewWriter(&lines, 0, 0, 2, ' ', 0)
		for _, pod := range grant.Pods {
			fmt.Fprintf(w, "  used by %s\t%s\n", shown(pod), shown(pod.Position))
		}
		if len(grant.Pods) == 0 {
			fmt.Fprintln(w, "  used by no pod in these files\t")
		}
		for j := range grant.Roles {
			role := &grant.Roles[j]
			fmt.Fprintf(w, "  has %s\t%s\n", shown(role.Title)+shown(by(role.By))+unlessCertain(role.Answer), shown(position(role)))
			for k := range role.Policies {
				if policy := &role.Policies[k]; len(policy.Actions) > 0 {
					fmt.Fprintf(w, "    %s\t%s\n", shown(policyText(policy))+unlessCertain(policy.Answer), shown(cmp.Or(policy.Position.String(), "(of AWS)")))
				}
			}
			for _, doubt := range role.Doubts {
				fmt.Fprintf(w, "    %s\t\n", shown(doubt))
			}
		}
		if err := w.Flush(); err != nil {
			return err
		}
		for line := range strings.Lines(lines.String()) {
			fmt.Fprintln(out, strings.TrimRight(line, " \n"))
		}
		fmt.Fprintln(out)
	}
	if len(d.Problems) > 0 {
		for _, problem := range d.Problems {
			fmt.Fprintln(out, shown(problem))
		}
		fmt.Fprintln(out)
	}
	_, err := fmt.Fprintln(out, shown(d.summary()))
	return err
}

func unlessCertain(answer access.Answer) string {
	if answer == access.Yes {
		return ""
	}
	return " (unknown)"
}

func by(giver string) string {
	if giver == "" {
		return ""
	}
	return " by " + giver
}

func position(role *access.AWSRole) string {
	if role.Position.File == "" {
		return ""
	}
	return role.Position.String()
}

func policyText(policy *access.AWSPolicy) string {
	text := fmt.Sprintf("%s: %s on %s", policy.Title, strings.Join(policy.Actions, ", "), strings.Join(policy.Resources, ", "))
	if len(policy.Conditions) > 0 {
		text += ", if " + strings.Join(policy.Conditions, " and ")
	}
	return text
}

func (d *whoCanInAWSDocument) summary() string {
	unknown := 0
	for i := range d.Grants {
		if d.Grants[i].Answer != access.Yes {
			unknown++
		}
	}
	certain := len(d.Grants) - unknown
	text := fmt.Sprintf("%s can %s", prose.Count(certain, "service account"), d.Request)
	if certain == 0 {
		text = fmt.Sprintf("no service account is known to be able to %s", d.Request)
	}
	if len(d.Grants) == 0 {
		return fmt.Sprintf("no service account in these files can %s", d.Request)
	}
	if unknown > 0 {
		text += fmt.Sprintf("; of %d it is unknown", unknown)
	}
	return text
}
