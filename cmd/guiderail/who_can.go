package main

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/guiderail/guiderail/harness/access"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/cluster"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/prose"
)

type whoCanFlags struct {
	namespace     string
	allNamespaces bool
	name          string
	subject       string
	aws           string
	resource      string
	live          liveFlags
	output        string
	render        renderFlags
	limits        limitFlag
}

func newWhoCanCommand() *cobra.Command {
	var flags whoCanFlags
	command := &cobra.Command{
		Use:   "who-can VERB RESOURCE [PATH...] | --aws ACTION [PATH...]",
		Short: "Show who can do something, and which bindings and roles allow it",
		Long: strings.TrimSpace(`
Read all Roles, ClusterRoles, RoleBindings and ClusterRoleBindings in files and
directories (- is standard input), and show every subject that they allow to do
this, with each chain of permissions: the subject, the binding, the role, the
roles that it aggregates, and the rule.

RESOURCE is RESOURCE[/SUBRESOURCE][.GROUP], in the plural; the group of built-in
Kubernetes resources may be omitted. It can also be a path of the API server, such
as /metrics. Without --namespace, the question covers every namespace and the
whole cluster.

The default roles of every cluster, such as view, are known. The default bindings
are ignored: permissions of the group system:masters and of the cluster's own
components are not shown, unless the files add permissions to a role with a default
binding, such as system:basic-user for the group system:authenticated. Service
accounts belong to the groups system:serviceaccounts,
system:serviceaccounts:NAMESPACE and system:authenticated; no file shows which
other groups a subject belongs to.

With --context or --kubeconfig, or without a PATH with -n or -A, the objects of a
cluster are read, which is only read. -n and -A still say what the question covers: the
roles of the whole cluster are read. What stands in files besides takes the place of
what the cluster has.

With --aws, show which pods can do something in AWS, and through which service account
and IAM role. The roles are those that Terraform, CloudFormation, eksctl and the AWS
CLI show in the same files; an account has one by its annotation, an association of
EKS Pod Identity, or eksctl. What is not known is shown as unknown: roles that are not
in the files, managed policies other than AdministratorAccess and PowerUserAccess,
conditions, permissions boundaries, and values that Terraform or CloudFormation do not
tell. Without --resource, the question is whether the action is allowed on anything.`),
		Example: strings.Trim(`
  guiderail who-can get secrets -n shop deploy/
  guiderail who-can create pods/exec deploy/
  guiderail who-can patch deployments.apps -n shop --name till deploy/
  guiderail who-can get /metrics deploy/
  guiderail who-can get secrets -n shop --context prod
  guiderail who-can delete nodes --subject "ServiceAccount shop/app" deploy/
  guiderail who-can --aws s3:GetObject --resource arn:aws:s3:::receipts/a.pdf infrastructure/ deploy/`, "\n"),
		Args: func(_ *cobra.Command, args []string) error {
			if flags.aws != "" {
				if len(args) == 0 && !flags.reads(args) {
					return fmt.Errorf("nothing to read; pass files or directories, or - for standard input; or for a cluster, --context")
				}
				return nil
			}
			if len(args) < 2 || len(args) == 2 && !flags.reads(args[2:]) {
				return fmt.Errorf("pass a verb, a resource, and files or directories, or - for standard input; or for a cluster, --context, -n or -A")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("aws") {
				return whoCanInAWS(cmd, &flags, args)
			}
			if flags.resource != "" {
				return usageError("--resource requires --aws")
			}
			return whoCan(cmd, &flags, args)
		},
	}
	f := command.Flags()
	registerNamespace(f, &flags.namespace, "ask only about this namespace")
	f.BoolVarP(&flags.allNamespaces, "all-namespaces", "A", false, "ask about all namespaces at once, as for a list across namespaces")
	f.StringVar(&flags.name, "name", "", "ask only about the object with this name")
	f.StringVar(&flags.subject, "subject", "", "ask only about this subject: User NAME, Group NAME or ServiceAccount NAMESPACE/NAME")
	f.StringVar(&flags.aws, "aws", "", "ask which pods can do this in AWS: an action, such as s3:GetObject")
	f.StringVar(&flags.resource, "resource", "", "with --aws: ask only about the resource with this ARN")
	f.StringVarP(&flags.output, "output", "o", "text", "output format: text, json")
	flags.live.registerCluster(f)
	flags.render.register(f)
	flags.limits.register(f)
	return command
}

// access.Request and Grant are part of this, so that their fields do not change without its version.
type whoCanDocument struct {
	Version int            `json:"version"`
	Request access.Request `json:"request"`
	// Subject is the one that was asked about, if it was one.
	Subject  *access.Subject  `json:"subject,omitempty"`
	Grants   []access.Grant   `json:"grants"`
	Problems []access.Problem `json:"problems"`
}

func whoCan(cmd *cobra.Command, flags *whoCanFlags, args []string) error {
	request, err := flags.request(args[0], args[1])
	if err != nil {
		return err
	}
	if flags.output != "text" && flags.output != "json" {
		return usageError("--output: unknown format %q; use one of text, json", flags.output)
	}
	var subject *access.Subject
	if flags.subject != "" {
		parsed, err := access.ParseSubject(flags.subject)
		if err != nil {
			return usageError("--subject: %v", err)
		}
		subject = &parsed
	}
	sources, err := flags.sources(cmd, args[2:], access.Kinds())
	if err != nil {
		return err
	}
	policy, err := access.Read(cmd.Context(), sources, source.Options{Limits: flags.limits.Limits})
	if err != nil {
		return err
	}
	document := whoCanDocument{Version: 1, Request: request, Subject: subject, Grants: []access.Grant{}, Problems: []access.Problem{}}
	if subject == nil {
		document.Grants = append(document.Grants, policy.WhoCan(request)...)
	} else {
		document.Grants = append(document.Grants, policy.How(*subject, request)...)
	}
	document.Problems = append(document.Problems, policy.Problems()...)

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

// reads reports whether a cluster is read. The flags about namespaces are those of the question, and do not narrow what is.
func (f *whoCanFlags) reads(paths []string) bool {
	return f.live.names() || len(paths) == 0 && (f.namespace != "" || f.allNamespaces)
}

// sources returns what is read: the cluster, if one is, and files.
func (f *whoCanFlags) sources(cmd *cobra.Command, paths []string, kinds []schema.GroupKind) (iter.Seq[source.Found], error) {
	files := f.render.apply(source.Search{Paths: paths, Stdin: cmd.InOrStdin()}, "").Find()
	if !f.reads(paths) {
		return files, nil
	}
	read, err := readCluster(cmd, f.live.options(), cluster.Named(kinds...), true)
	if err != nil {
		return nil, err
	}
	return after(read, files), nil
}

// unreadable returns the error of an answer for which something could not be read.
func unreadable(problems []access.Problem) error {
	unread := 0
	for _, problem := range problems {
		if problem.IsUnreadable {
			unread++
		}
	}
	if unread > 0 {
		return &exitError{1, fmt.Sprintf("the answer is incomplete: %s could not be read", prose.Count(unread, "file or object", "files or objects"))}
	}
	return nil
}

// request makes the question of the arguments and flags.
func (f *whoCanFlags) request(verb, resource string) (access.Request, error) {
	request, err := access.ParseResource(resource)
	if err != nil {
		return request, usageError("%v", err)
	}
	request.Verb, request.Name, request.Namespace = verb, f.name, f.namespace
	request.Anywhere = f.namespace == "" && !f.allNamespaces
	switch {
	case f.namespace != "" && f.allNamespaces:
		return request, usageError("--namespace and --all-namespaces cannot be used together")
	case request.URL != "" && (f.namespace != "" || f.allNamespaces || f.name != ""):
		return request, usageError("%s is a path; it has no name and no namespace", request.URL)
	case f.namespace != "" && access.IsClusterWide(request.Group, request.Resource):
		return request, usageError("%s are cluster-scoped; omit --namespace", request.Resource)
	}
	return request, nil
}

func (d *whoCanDocument) text(out io.Writer) error {
	shown := func(value any) string { return report.Printable(fmt.Sprint(value)) }
	for _, grant := range d.Grants {
		fmt.Fprintln(out, shown(grant.Subject)+missing(&grant))
		w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		for i, chain := range grant.Chains {
			if i > 0 {
				fmt.Fprintln(w, "\t")
			}
			fmt.Fprintf(w, "  %s, %s\t%s\n", shown(chain.Binding), shown(where(chain.Namespace)), shown(place(chain.Binding.Position)))
			fmt.Fprintf(w, "    names %s\t%s\n", shown(chain.Subject), shown(place(chain.SubjectAt)))
			for j, role := range chain.Roles {
				word := "binds"
				if j > 0 {
					word = "which aggregates"
				}
				fmt.Fprintf(w, "    %s %s\t%s\n", word, shown(role), shown(place(role.Position)))
			}
			fmt.Fprintf(w, "    rules[%d]: %s\t%s\n", chain.Rule.Index, shown(ruleText(&chain)), shown(place(chain.Rule.Position)))
		}
		if err := w.Flush(); err != nil {
			return err
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

func (d *whoCanDocument) summary() string {
	partly := 0
	for _, grant := range d.Grants {
		if !slices.ContainsFunc(grant.Chains, func(c access.Chain) bool { return c.OnlyNames == nil }) {
			partly++
		}
	}
	text := prose.Count(len(d.Grants), "subject")
	switch {
	case d.Subject != nil && len(d.Grants) == 0:
		return fmt.Sprintf("%s cannot %s", d.Subject, d.Request)
	case d.Subject != nil:
		text = d.Subject.String()
	case len(d.Grants) == 0:
		return fmt.Sprintf("nobody can %s", d.Request)
	}
	text += " can " + d.Request.String()
	switch {
	case partly == 0:
		return text
	case partly == len(d.Grants):
		return text + ", but only by name"
	}
	return fmt.Sprintf("%s, %d of them only by name", text, partly)
}

func missing(grant *access.Grant) string {
	if grant.IsMissing {
		return " (not in these files)"
	}
	return ""
}

func where(namespace string) string {
	if namespace == "" {
		return "in the whole cluster"
	}
	return "in namespace " + namespace
}

func place(at artefact.Position) string {
	if at.File == "" {
		return "(in every cluster)"
	}
	return at.String()
}

func ruleText(chain *access.Chain) string {
	rule := &chain.Rule
	objects := rule.NonResourceURLs
	if len(rule.Resources) > 0 {
		objects = rule.Resources
	}
	text := strings.Join(rule.Verbs, ", ") + " on " + strings.Join(objects, ", ")
	if len(rule.ResourceNames) > 0 && len(rule.Resources) > 0 {
		text += ", only for " + strings.Join(rule.ResourceNames, ", ")
	}
	return text
}
