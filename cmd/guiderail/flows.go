package main

import (
	"fmt"
	"io"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness/cluster"
	"github.com/guiderail/guiderail/harness/flows"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/prose"
)

type flowsFlags struct {
	from     string
	to       string
	port     string
	declared string
	live     liveFlags
	output   string
	render   renderFlags
	limits   limitFlag
	policy   policyFlags
}

func newFlowsCommand() *cobra.Command {
	var flags flowsFlags
	command := &cobra.Command{
		Use:   "flows PATH... | --context CONTEXT [PATH...]",
		Short: "Show allowed connections, and the network policies that allow them",
		Long: strings.TrimSpace(`
Read all NetworkPolicies, pods, workloads and namespaces in files and directories
(- is standard input), and show the connections that the policies allow together:
source, destination, ports, and the rules that allow them. A connection must be
allowed by the egress of its source and by the ingress of its destination. If no
policy isolates a pod in a direction, all connections in that direction are allowed.

In addition to the pods in the files, there are these peers:
  NAMESPACE/*          any other pod in the namespace, without labels
  */*                  a pod in any namespace that is not in the files, without labels
  NAMESPACE/KEY=VALUE  pods that a policy selects and that are not in the files
  10.0.0.0/8           each CIDR block that a policy names
  internet             the addresses that no policy names

Use --from, --to and --port to narrow the result. --from and --to together ask
whether one peer can reach another; the answer names the policies that decide. A
peer is NAMESPACE/NAME, NAMESPACE/KIND/NAME, the name of a workload (in the namespace
default, or if the name is unique), an address, or one of the above.

With --context or --kubeconfig, or with -n or -A and no PATH, the objects of a cluster
are read, which is only read. What stands in files besides takes the place of what the
cluster has.

With --declared, compare the connections with a table of required, allowed and
forbidden ones: a file, or xroad for the ports of X-Road's user guide. Each entry is
proven, or refuted with a witness; an entry that selects no pod is unproven.

The exit code is 0 whatever the answer, and 1 if something could not be read. With
--declared, it is 3 if an entry is refuted, and 1 if one is unproven or uncertain.

Policies of other API groups (Calico, Cilium, AdminNetworkPolicy) are listed but not
taken into account. A pod can always reach itself, and can always be reached from its
own node. If a rule names addresses and the address of a pod is not in the files, the
answer is based on labels alone, and shows what else may be allowed.`),
		Example: strings.Trim(`
  guiderail flows deploy/
  guiderail flows --to shop/till deploy/
  guiderail flows --from internet --to till --port 443 deploy/
  guiderail flows -o html deploy/ > flows.html
  guiderail flows --declared xroad deploy/
  guiderail flows --context prod -n shop
  guiderail flows --declared flows.yaml -o json deploy/`, "\n"),
		Args: func(_ *cobra.Command, args []string) error { return flags.live.verify(args) },
		RunE: func(cmd *cobra.Command, args []string) error {
			if flags.declared != "" {
				return declaredFlows(cmd, &flags, args)
			}
			return showFlows(cmd, &flags, args)
		},
	}
	f := command.Flags()
	f.StringVar(&flags.from, "from", "", "show only connections from this peer")
	f.StringVar(&flags.to, "to", "", "show only connections to this peer")
	f.StringVar(&flags.port, "port", "", "show only this port: [PROTOCOL/]NUMBER, or with --to [PROTOCOL/]NAME (default protocol: TCP)")
	f.StringVar(&flags.declared, "declared", "", "compare the connections with this table: a .yaml file, or xroad")
	f.StringVarP(&flags.output, "output", "o", "text", "output format: text, json, dot, mermaid, svg, html; with --declared: text, json")
	flags.live.register(f)
	flags.render.register(f)
	flags.limits.register(f)
	flags.policy.register(f)
	return command
}

// flows.Peer, Side and Problem are part of this, so that their fields do not change without its version.
type flowsDocument struct {
	Version int `json:"version"`
	// Question is what the flags narrow it to, if they do.
	Question *flowsQuestion `json:"question,omitempty"`
	// Answers are given where both ends are named; there is one for each pair that the names stand for.
	Answers []flowsAnswer `json:"answers,omitempty"`
	Peers   []*flows.Peer `json:"peers"`
	// Connections name their ends as Peers does: from each of these to each of those.
	Connections []flowsConnection `json:"connections"`
	Problems    []flows.Problem   `json:"problems"`

	flows *flows.Flows
}

type flowsQuestion struct {
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
	Port string `json:"port,omitempty"`
}

type flowsConnection struct {
	From    []string    `json:"from"`
	To      []string    `json:"to"`
	Ports   flows.Ports `json:"ports"`
	Egress  flows.Side  `json:"egress"`
	Ingress flows.Side  `json:"ingress"`

	whole *flows.Connection
}

type flowsAnswer struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Allowed bool   `json:"allowed"`
	// Ports are those that pass, of the one that was asked about if one was.
	Ports flows.Ports `json:"ports"`
	// MayPass are further ones that pass if the address of a pod, which is in no file, is in a block that
	// a rule names.
	MayPass flows.Ports       `json:"mayPass"`
	Egress  flowsAnswerOfSide `json:"egress"`
	Ingress flowsAnswerOfSide `json:"ingress"`
}

// flowsAnswerOfSide is what the policies of one end say.
type flowsAnswerOfSide struct {
	IsOpen bool `json:"open"`
	// Policies are all that isolate the end; those without rules do not admit what was asked about.
	Policies []flows.Verdict `json:"policies"`
}

var flowsFormats = []string{"text", "json", "dot", "mermaid", "svg", "html"}

func showFlows(cmd *cobra.Command, flags *flowsFlags, args []string) error {
	if !slices.Contains(flowsFormats, flags.output) {
		return usageError("--output: unknown format %q; use one of %s", flags.output, strings.Join(flowsFormats, ", "))
	}
	var options flows.Options
	for _, name := range []string{flags.from, flags.to} {
		if address, err := netip.ParseAddr(name); err == nil {
			options.Blocks = append(options.Blocks, netip.PrefixFrom(address.Unmap().WithZone(""), address.Unmap().BitLen()))
		}
	}
	policy, err := flags.policy.load(cmd)
	if err != nil {
		return err
	}
	read, err := flags.read(cmd, policy, args)
	if err != nil {
		return err
	}
	f, err := read.Analyse(cmd.Context(), options)
	if err != nil {
		return err
	}
	document, err := newFlowsDocument(f, flags)
	if err != nil {
		return err
	}
	if err := document.write(cmd.OutOrStdout(), flags.output); err != nil {
		return err
	}
	if flags.output == "dot" || flags.output == "mermaid" || flags.output == "svg" {
		for _, problem := range document.Problems {
			fmt.Fprintln(cmd.ErrOrStderr(), report.Printable(problem.String()))
		}
	}
	if err := incomplete(document.Problems); err != nil {
		return err
	}
	if f.Workloads()+f.Policies() == 0 {
		return &exitError{1, "no pods or network policies " + flags.live.readFrom(args)}
	}
	return nil
}

// read reads what the flags and arguments name.
func (flags *flowsFlags) read(cmd *cobra.Command, policy *policySource, paths []string) (*flows.Cluster, error) {
	files := flags.render.apply(source.Search{Paths: paths, Stdin: cmd.InOrStdin()}, "").Find()
	sources, err := flags.live.sources(cmd, paths, cluster.Named(flows.Kinds()...), files)
	if err != nil {
		return nil, err
	}
	return flows.Read(cmd.Context(), policy.catalogue.Rego, sources, source.Options{Limits: flags.limits.Limits})
}

// incomplete is an error where something is missing from the answer.
func incomplete(problems []flows.Problem) error {
	unread := map[[2]string]bool{}
	for _, problem := range problems {
		if problem.IsUnreadable {
			unread[[2]string{problem.Position.File, problem.Object}] = true
		}
	}
	if len(unread) > 0 {
		return &exitError{1, fmt.Sprintf("the answer is incomplete: %s could not be read, or would be rejected by an API server", prose.Count(len(unread), "file or object", "files or objects"))}
	}
	return nil
}

func newFlowsDocument(f *flows.Flows, flags *flowsFlags) (*flowsDocument, error) {
	d := &flowsDocument{Version: 1, Peers: f.Peers(), Connections: []flowsConnection{}, Problems: []flows.Problem{}, flows: f}
	d.Problems = append(d.Problems, f.Problems()...)
	find := func(flag, name string) ([]*flows.Peer, error) {
		if name == "" {
			return nil, nil
		}
		found, err := f.Find(name)
		if err != nil {
			return nil, usageError("--%s: %s", flag, report.Printable(err.Error()))
		}
		return found, nil
	}
	from, err := find("from", flags.from)
	if err != nil {
		return nil, err
	}
	to, err := find("to", flags.to)
	if err != nil {
		return nil, err
	}
	ports, err := parsePort(flags.port, to)
	if err != nil {
		return nil, err
	}
	if flags.from+flags.to+flags.port != "" {
		d.Question = &flowsQuestion{flags.from, flags.to, flags.port}
	}
	for _, c := range f.Narrowed(from, to, ports) {
		d.Connections = append(d.Connections, flowsConnection{names(c.From), names(c.To), c.Ports, c.Egress, c.Ingress, &c})
	}
	for _, source := range from {
		for _, destination := range to {
			c := f.Between(source, destination)
			passing := c.Ports.Intersect(ports)
			d.Answers = append(d.Answers, flowsAnswer{
				From: source.Name, To: destination.Name, Allowed: !passing.IsEmpty(), Ports: passing, MayPass: f.MayPass(source, destination).Intersect(ports),
				Egress:  flowsAnswerOfSide{c.Egress.IsOpen, f.Decides(source, destination, flows.Egress, ports)},
				Ingress: flowsAnswerOfSide{c.Ingress.IsOpen, f.Decides(destination, source, flows.Ingress, ports)},
			})
		}
	}
	return d, nil
}

func names(peers []*flows.Peer) []string {
	all := make([]string, len(peers))
	for i, p := range peers {
		all[i] = p.Name
	}
	return all
}

// parsePort reads [PROTOCOL/]NUMBER or [PROTOCOL/]NAME, where only the destinations know which number a
// name is.
func parsePort(text string, destinations []*flows.Peer) (flows.Ports, error) {
	if text == "" {
		return flows.AllPorts(), nil
	}
	protocol, port, hasProtocol := strings.Cut(text, "/")
	if !hasProtocol {
		protocol, port = "TCP", text
	}
	protocol = strings.ToUpper(protocol)
	if !slices.Contains(flows.Protocols, protocol) {
		return flows.Ports{}, usageError("--port: unknown protocol %q; use one of %s", protocol, strings.Join(flows.Protocols, ", "))
	}
	if number, err := strconv.Atoi(port); err == nil {
		ports := flows.PortRange(protocol, number, number)
		if ports.IsEmpty() {
			return ports, usageError("--port: %s is not a port; must be between 1 and 65535", port)
		}
		return ports, nil
	}
	if len(destinations) == 0 {
		return flows.Ports{}, usageError("--port: the port name %q requires a destination; pass it with --to", port)
	}
	var ports flows.Ports
	var known []string
	for _, destination := range destinations {
		for _, named := range destination.Ports {
			known = append(known, named.Protocol+"/"+named.Name)
			if named.Name == port && named.Protocol == protocol {
				ports = ports.Union(flows.PortRange(protocol, int(named.Number), int(named.Number)))
			}
		}
	}
	if ports.IsEmpty() {
		if len(known) == 0 {
			return ports, usageError("--port: %s has no named ports", report.Printable(destinations[0].Name))
		}
		return ports, usageError("--port: %s has no port %s/%s; it has %s", report.Printable(destinations[0].Name), protocol, port, report.Printable(strings.Join(known, ", ")))
	}
	return ports, nil
}

func (d *flowsDocument) write(out io.Writer, format string) error {
	switch format {
	case "json":
		return writeJSON(out, d)
	case "dot":
		return d.dot(out)
	case "mermaid":
		return d.mermaid(out)
	case "svg":
		return d.drawn().SVG(out)
	case "html":
		return d.drawn().HTML(out, d.Problems)
	}
	return d.text(out)
}
