package flows

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/netip"
	"path"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/internal/document"
	"github.com/guiderail/guiderail/internal/prose"
)

// Schema is the JSON Schema of a file of declared flows, for editors.
//
//go:embed schema.json
var Schema []byte

// Folder is where a policy directory keeps its tables of declared flows.
const Folder = "flows"

// Table is the connections that somebody declares.
type Table struct {
	Name  string
	Title string
	Flows []Declared

	document *document.Document
}

// Expectation is what is to be of a connection.
type Expectation string

// The expectations. Complete is that of an entry whose target nothing else may reach.
const (
	Required  Expectation = "required"
	Allowed   Expectation = "allowed"
	Forbidden Expectation = "forbidden"
	Complete  Expectation = "complete"
)

// Declared is one entry of a table.
type Declared struct {
	Name     string        `json:"name"`
	Source   string        `json:"source"`
	From     declaredPeers `json:"from"`
	To       declaredPeers `json:"to"`
	Ports    []any         `json:"ports"`
	Expect   Expectation   `json:"expect"`
	Complete bool          `json:"complete"`

	at    artefact.Position
	ports json.RawMessage
}

// declaredPeers are everyone, or some.
type declaredPeers struct {
	isEveryone bool
	list       []declaredPeer
}

type declaredPeer struct {
	Name  string `json:"name"`
	XRoad string `json:"xroad"`

	text json.RawMessage
}

func (p *declaredPeers) UnmarshalJSON(text []byte) error {
	var word string
	if json.Unmarshal(text, &word) == nil {
		p.isEveryone = true
		return nil
	}
	var list []json.RawMessage
	if err := json.Unmarshal(text, &list); err != nil {
		return err
	}
	for _, text := range list {
		var peer declaredPeer
		if err := json.Unmarshal(text, &peer); err != nil {
			return err
		}
		peer.text = text
		p.list = append(p.list, peer)
	}
	return nil
}

// LoadTable reads a table: one of the policy directory, by name, or a file of the user's, by a path that
// ends in .yaml, .yml or .json.
func LoadTable(policies fs.FS, name string) (*Table, error) {
	if slices.Contains([]string{".yaml", ".yml", ".json"}, path.Ext(name)) {
		text, err := document.ReadFile(name)
		if err != nil {
			return nil, err
		}
		return ReadTable(name, text)
	}
	files, err := fs.Glob(policies, Folder+"/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("listing the tables of flows: %w", err)
	}
	var known []string
	for _, file := range files {
		known = append(known, strings.TrimSuffix(path.Base(file), ".yaml"))
		if known[len(known)-1] == name {
			text, err := fs.ReadFile(policies, file)
			if err != nil {
				return nil, fmt.Errorf("reading %s: %w", file, err)
			}
			return ReadTable(file, text)
		}
	}
	return nil, &UnknownTableError{name, known}
}

// UnknownTableError says that there is no table of a name.
type UnknownTableError struct {
	Name  string
	Known []string
}

func (e *UnknownTableError) Error() string {
	return fmt.Sprintf("unknown table of flows %q; use %s, or the path of a .yaml file", e.Name, strings.Join(e.Known, ", "))
}

// ReadTable reads the text of a file of declared flows.
func ReadTable(file string, text []byte) (*Table, error) {
	d, err := document.Read(file, text, Schema, "table of flows")
	if err != nil {
		return nil, err
	}
	var whole struct {
		Metadata struct {
			Name string `json:"name"`
		} `json:"metadata"`
		Spec struct {
			Title string     `json:"title"`
			Flows []Declared `json:"flows"`
		} `json:"spec"`
	}
	if err := json.Unmarshal(d.Text, &whole); err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	t := &Table{Name: whole.Metadata.Name, Title: whole.Spec.Title, Flows: whole.Spec.Flows, document: d}
	named := map[string]int{}
	for i := range t.Flows {
		flow := &t.Flows[i]
		at := []any{"spec", "flows", i}
		flow.at = d.Position(append(slices.Clone(at), "name")...)
		if before, ok := named[flow.Name]; ok {
			return nil, d.Errorf(append(at, "name"), "is also the name of spec.flows[%d]", before)
		}
		named[flow.Name] = i
		if err := t.check(flow, at); err != nil {
			return nil, err
		}
		if flow.ports, err = json.Marshal(flow.Ports); err != nil {
			return nil, fmt.Errorf("reading %s: %w", file, err)
		}
		if flow.Ports == nil {
			flow.ports = json.RawMessage("[]")
		}
	}
	return t, nil
}

// check finds what a schema does not.
func (t *Table) check(flow *Declared, at []any) error {
	for field, peers := range map[string]declaredPeers{"from": flow.From, "to": flow.To} {
		for i, peer := range peers.list {
			path := append(slices.Clone(at), field, i)
			var fields map[string]json.RawMessage
			if err := json.Unmarshal(peer.text, &fields); err != nil {
				return fmt.Errorf("reading %s: %w", t.document.Position(path...), err)
			}
			for _, alone := range []string{"ipBlock", "name", "xroad"} {
				if _, ok := fields[alone]; ok && len(fields) > 1 {
					return t.document.Errorf(path, "cannot combine %s with other fields; make it a separate peer", alone)
				}
			}
			if err := t.checkPeer(peer.text, path); err != nil {
				return err
			}
		}
	}
	for i, value := range flow.Ports {
		port, _ := value.(map[string]any)
		first, isNumber := port["port"].(float64)
		last, isRange := port["endPort"].(float64)
		if isRange && (!isNumber || last < first) {
			return t.document.Errorf(append(slices.Clone(at), "ports", i, "endPort"), "must be at least port")
		}
	}
	return nil
}

func (t *Table) checkPeer(text json.RawMessage, path []any) error {
	w, ok := readPeer(text)
	if !ok {
		return t.document.Errorf(path, "cannot be read")
	}
	for field, s := range map[string]*metav1.LabelSelector{"podSelector": w.PodSelector, "namespaceSelector": w.NamespaceSelector} {
		if _, err := metav1.LabelSelectorAsSelector(s); err != nil {
			return t.document.Errorf(append(slices.Clone(path), field), "cannot be parsed: %v", err)
		}
	}
	if w.IPBlock == nil {
		return nil
	}
	outer, ok := parsePrefix(w.IPBlock.CIDR)
	if !ok {
		return t.document.Errorf(append(slices.Clone(path), "ipBlock", "cidr"), "is %q, which is not a CIDR block", w.IPBlock.CIDR)
	}
	for i, text := range w.IPBlock.Except {
		if inner, ok := parsePrefix(text); !ok || !outer.Overlaps(inner) || inner.Bits() <= outer.Bits() {
			return t.document.Errorf(append(slices.Clone(path), "ipBlock", "except", i), "is %q, which is not a CIDR block within %s", text, outer)
		}
	}
	return nil
}

// Blocks returns the addresses that the table asks about, for Options.
func (t *Table) Blocks() []netip.Prefix {
	var all []netip.Prefix
	for i := range t.Flows {
		for _, peers := range []declaredPeers{t.Flows[i].From, t.Flows[i].To} {
			for _, p := range peers.list {
				all = append(all, prefixesOf(p.text)...)
				if address, err := netip.ParseAddr(p.Name); err == nil {
					address = address.Unmap().WithZone("")
					all = append(all, netip.PrefixFrom(address, address.BitLen()))
				}
			}
		}
	}
	return all
}

// Status is what became of a declared flow.
type Status string

// The statuses. Unproven is what there was nothing to prove on.
const (
	Proven   Status = "proven"
	Refuted  Status = "refuted"
	Unproven Status = "unproven"
)

// Result is what became of one entry of a table.
type Result struct {
	Name     string            `json:"name"`
	Source   string            `json:"source,omitempty"`
	Position artefact.Position `json:"position"`
	Expect   Expectation       `json:"expect"`
	Status   Status            `json:"status"`
	// Message says it in a sentence.
	Message string `json:"message"`
	// Pairs is how many pairs of peers the entry is about, and Against how many of them refute it.
	Pairs   int `json:"pairs"`
	Against int `json:"against,omitempty"`
	// From and To say in few words whom the pairs are of that refute it.
	From []string `json:"from,omitempty"`
	To   []string `json:"to,omitempty"`
	// Witness is a pair that shows it; nil where there is none.
	Witness *Witness `json:"witness,omitempty"`
}

// Witness is one connection, and what decides it.
type Witness struct {
	From string `json:"from"`
	To   string `json:"to"`
	// Ports are those that pass and should not, do not pass and should, or pass as they should.
	Ports   Ports         `json:"ports"`
	Egress  WitnessOfSide `json:"egress"`
	Ingress WitnessOfSide `json:"ingress"`
}

// WitnessOfSide is what the policies of one end say.
type WitnessOfSide struct {
	IsOpen   bool      `json:"open"`
	Policies []Verdict `json:"policies"`
}

// resolved is a declared flow with whom and what it is about.
type resolved struct {
	*Declared
	from, to   []*Peer
	sameFrom   map[*Peer]bool // only those in the namespace of the destination
	isFrom     map[*Peer]bool
	isTo       map[*Peer]bool
	ports      func(destination *Peer) Ports
	unresolved string // why it is about nothing
}

// Hold holds the connections against a table.
func (f *Flows) Hold(ctx context.Context, t *Table) ([]Result, error) {
	var all []*resolved
	for i := range t.Flows {
		r, err := f.resolve(ctx, &t.Flows[i])
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	var results []Result
	for _, r := range all {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		results = append(results, f.prove(r))
		if r.Complete {
			results = append(results, f.proveComplete(r, all))
		}
	}
	return results, nil
}

func (f *Flows) resolve(ctx context.Context, d *Declared) (*resolved, error) {
	r := &resolved{Declared: d}
	var err error
	var sameNamespace map[*Peer]bool
	if r.to, _, err = f.selected(ctx, d.To, r); err != nil {
		return nil, err
	}
	if r.from, sameNamespace, err = f.selected(ctx, d.From, r); err != nil {
		return nil, err
	}
	r.sameFrom = sameNamespace
	r.isFrom, r.isTo = setOf(r.from), setOf(r.to)
	if r.unresolved == "" {
		isOfRun := func(p *Peer) bool { return p.Kind == Workload }
		switch {
		case len(r.from) == 0:
			r.unresolved = "from selects no pod"
		case len(r.to) == 0:
			r.unresolved = "to selects no pod"
		case !slices.ContainsFunc(r.from, isOfRun) && !slices.ContainsFunc(r.to, isOfRun):
			r.unresolved = "neither from nor to selects a pod in these files"
		}
	}
	// Its ports are those of a rule.
	of := &rule{Ports: d.ports}
	alone := &Flows{cluster: &Cluster{library: f.cluster.library, policies: []*policy{{rules: []*rule{of}}}}, peers: f.peers, ranges: map[*rule]*opened{}}
	if err := alone.open(ctx); err != nil {
		return nil, err
	}
	r.ports = alone.ranges[of].at
	return r, nil
}

func setOf(peers []*Peer) map[*Peer]bool {
	set := map[*Peer]bool{}
	for _, p := range peers {
		set[p] = true
	}
	return set
}

// selected returns whom one end of a declared flow is about, and which of them only where the other end is of
// the same namespace.
func (f *Flows) selected(ctx context.Context, end declaredPeers, r *resolved) ([]*Peer, map[*Peer]bool, error) {
	if end.isEveryone {
		return f.peers, nil, nil
	}
	same, free := map[*Peer]bool{}, map[*Peer]bool{}
	for _, d := range end.list {
		w, _ := readPeer(d.text)
		switch {
		case d.Name != "":
			found, err := f.Find(d.Name)
			if err != nil {
				r.unresolved = err.Error()
			}
			for _, p := range found {
				free[p] = true
			}
		case d.XRoad != "":
			for _, p := range f.peers {
				if slices.Contains(p.roles, d.XRoad) {
					same[p] = true
				}
			}
		default:
			text, into := d.text, free
			if w.IPBlock == nil && w.NamespaceSelector == nil {
				var err error
				if text, err = json.Marshal(map[string]any{"podSelector": w.PodSelector, "namespaceSelector": metav1.LabelSelector{}}); err != nil {
					return nil, nil, fmt.Errorf("encoding a peer: %w", err)
				}
				into = same
			}
			found, err := f.matching(ctx, []entry{{text, ""}}, f.peers)
			if err != nil {
				return nil, nil, err
			}
			for _, p := range found[0] {
				into[p] = true
			}
		}
	}
	var all []*Peer
	for _, p := range f.peers {
		if same[p] || free[p] {
			all = append(all, p)
		}
	}
	for p := range free {
		delete(same, p)
	}
	return all, same, nil
}

// isAbout reports whether a declared flow is about a pair.
func (r *resolved) isAbout(from, to *Peer) bool {
	if !r.isFrom[from] || !r.isTo[to] {
		return false
	}
	return !r.sameFrom[from] || to.Kind == Addresses || from.Namespace == to.Namespace
}

func (f *Flows) prove(r *resolved) Result {
	result := Result{Name: r.Name, Source: r.Source, Position: r.at, Expect: r.Expect, Status: Proven}
	if r.unresolved != "" {
		result.Status, result.Message = Unproven, r.unresolved
		return result
	}
	var shown, against, unclear witnesses
	lacksPort := ""
	for _, from := range r.from {
		for _, to := range r.to {
			// Nobody needs a policy to reach itself.
			if !r.isAbout(from, to) || r.Expect == Required && from == to {
				continue
			}
			result.Pairs++
			wanted := r.ports(to)
			if wanted.IsEmpty() {
				lacksPort = to.Name
				continue
			}
			passing, may := f.between(from, to).Ports.Intersect(wanted), f.mayPass(from, to).Intersect(wanted)
			wrong := Ports{}
			switch r.Expect {
			case Required:
				wrong = wanted.Without(passing).Without(may)
			case Forbidden:
				wrong = passing
			}
			if !may.IsEmpty() && r.Expect != Allowed {
				unclear.add(from, to, may, may)
			}
			if !wrong.IsEmpty() {
				result.Against++
				against.add(from, to, wrong, wrong)
			}
			if passing.IsEmpty() {
				shown.add(from, to, passing, wanted)
			} else {
				shown.add(from, to, passing, passing)
			}
		}
	}
	if against.best != nil {
		result.Status, result.Witness = Refuted, f.witness(against.best)
		result.From, result.To = f.Describe(against.from()), f.Describe(against.to())
		verb := "reaches"
		if r.Expect == Required {
			verb = "does not reach"
		}
		result.Message = fmt.Sprintf("%s %s %s on %s", result.Witness.From, verb, result.Witness.To, words(result.Witness.Ports))
		return result
	}
	if unclear.best != nil {
		f.leaveUnclear(&result, &unclear)
		return result
	}
	if shown.best != nil {
		result.Witness = f.witness(shown.best)
	}
	switch w := result.Witness; {
	case result.Pairs == 0:
		result.Status, result.Message = Unproven, "from and to select the same pods; nothing to compare"
	case lacksPort != "" && (r.Expect == Required || w == nil):
		result.Status, result.Message = Unproven, lacksPort+" has no port with that name"
	case r.Expect == Forbidden:
		result.Message = fmt.Sprintf("%s checked; none connects", prose.Count(result.Pairs, "pair"))
	case r.Expect == Required:
		result.Message = fmt.Sprintf("%s reaches %s on %s", w.From, w.To, words(w.Ports))
		if result.Pairs > 1 {
			result.Message += fmt.Sprintf(", as in all %s", prose.Count(result.Pairs, "pair"))
		}
	case w.Ports.IsEmpty():
		result.Message = "allowed; nothing connects"
	default:
		result.Message = fmt.Sprintf("allowed; %s reaches %s on %s", w.From, w.To, words(w.Ports))
	}
	return result
}

// words says the ports in a sentence.
func words(p Ports) string {
	if p.IsAll() {
		return "any port"
	}
	return p.String()
}

// proveComplete checks that nothing reaches the target of an entry but what entries require or allow.
func (f *Flows) proveComplete(r *resolved, all []*resolved) Result {
	result := Result{Name: r.Name + ": nothing else", Source: r.Source, Position: r.at, Expect: Complete, Status: Proven}
	if len(r.to) == 0 {
		result.Status, result.Message = Unproven, "to selects no pod"
		return result
	}
	var against, unclear witnesses
	for _, to := range r.to {
		for _, from := range f.peers {
			result.Pairs++
			rest, may := f.between(from, to).Ports, f.mayPass(from, to)
			for _, other := range all {
				if other.Expect != Forbidden && other.isAbout(from, to) {
					rest, may = rest.Without(other.ports(to)), may.Without(other.ports(to))
				}
			}
			if !may.IsEmpty() {
				unclear.add(from, to, may, may)
			}
			if !rest.IsEmpty() {
				result.Against++
				against.add(from, to, rest, rest)
			}
		}
	}
	if against.best == nil && unclear.best != nil {
		f.leaveUnclear(&result, &unclear)
		return result
	}
	if against.best == nil {
		result.Message = fmt.Sprintf("%s checked; none connects except as declared", prose.Count(result.Pairs, "pair"))
		return result
	}
	w := f.witness(against.best)
	result.Status, result.Witness = Refuted, w
	result.From, result.To = f.Describe(against.from()), f.Describe(against.to())
	result.Message = fmt.Sprintf("%s reaches %s on %s", w.From, w.To, words(w.Ports))
	return result
}

// leaveUnclear says that it depends on the address of a pod.
func (f *Flows) leaveUnclear(result *Result, unclear *witnesses) {
	w := f.witness(unclear.best)
	result.Status, result.Witness = Unproven, w
	result.From, result.To = f.Describe(unclear.from()), f.Describe(unclear.to())
	result.Message = fmt.Sprintf("%s may reach %s on %s: rules name addresses, and no file gives those of the pods", w.From, w.To, words(w.Ports))
}

// witnesses collects pairs, and keeps the one that shows most.
type witnesses struct {
	sources, destinations map[*Peer]bool

	best *shownPair
}

type shownPair struct {
	from, to     *Peer
	shown, asked Ports
	rank         int
}

// add takes a pair with the ports that are shown of it, and those that the policies were asked about. Pods
// and addresses that nobody thought of come first, and what passes before what does not.
func (w *witnesses) add(from, to *Peer, shown, asked Ports) {
	if w.best == nil {
		w.sources, w.destinations = map[*Peer]bool{}, map[*Peer]bool{}
	}
	w.sources[from], w.destinations[to] = true, true
	rank := 0
	if !shown.IsEmpty() {
		rank += 8
	}
	if from != to {
		rank += 4
	}
	switch {
	case from.Namespace == otherNamespace:
		rank += 2
	case from.Kind == Addresses && strings.HasPrefix(from.Name, Internet), to.Kind == Addresses && strings.HasPrefix(to.Name, Internet):
		rank++
	}
	if w.best == nil || rank > w.best.rank {
		w.best = &shownPair{from, to, shown, asked, rank}
	}
}

func (w *witnesses) from() []*Peer { return slices.SortedFunc(maps.Keys(w.sources), comparePeers) }

func (w *witnesses) to() []*Peer { return slices.SortedFunc(maps.Keys(w.destinations), comparePeers) }

// witness returns what the policies say of a pair.
func (f *Flows) witness(p *shownPair) *Witness {
	c := f.between(p.from, p.to)
	return &Witness{
		From: p.from.Name, To: p.to.Name, Ports: p.shown,
		Egress:  WitnessOfSide{c.Egress.IsOpen, f.Decides(p.from, p.to, Egress, p.asked)},
		Ingress: WitnessOfSide{c.Ingress.IsOpen, f.Decides(p.to, p.from, Ingress, p.asked)},
	}
}

// between is Between, once for all that policies do not tell apart.
func (f *Flows) between(from, to *Peer) *Connection {
	key := [2]int{from.group, to.group}
	c, ok := f.known[key]
	if !ok {
		one := f.Between(from, to)
		c = &one
		f.known[key] = c
	}
	return c
}

// mayPass is MayPass, once for all that policies do not tell apart.
func (f *Flows) mayPass(from, to *Peer) Ports {
	key := [2]int{from.group, to.group}
	ports, ok := f.possible[key]
	if !ok {
		ports = f.MayPass(from, to)
		f.possible[key] = ports
	}
	return ports
}
