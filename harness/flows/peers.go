package flows

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/guiderail/guiderail/harness/judge/rego"
)

// entry is one entry of a rule's peers, or of a declared flow's, in a policy of a namespace.
type entry struct {
	peer      json.RawMessage
	namespace string
}

func (e entry) key() string {
	var compact bytes.Buffer
	if json.Compact(&compact, e.peer) != nil {
		return e.namespace + string(e.peer)
	}
	return e.namespace + compact.String()
}

// writtenPeer is a peer as policies name it.
type writtenPeer struct {
	PodSelector       *metav1.LabelSelector `json:"podSelector"`
	NamespaceSelector *metav1.LabelSelector `json:"namespaceSelector"`
	IPBlock           *struct {
		CIDR   string   `json:"cidr"`
		Except []string `json:"except"`
	} `json:"ipBlock"`
}

func readPeer(text json.RawMessage) (writtenPeer, bool) {
	var w writtenPeer
	return w, json.Unmarshal(text, &w) == nil
}

// prefixesOf returns the blocks of addresses that an entry names.
func prefixesOf(text json.RawMessage) []netip.Prefix {
	w, ok := readPeer(text)
	if !ok || w.IPBlock == nil {
		return nil
	}
	var all []netip.Prefix
	for _, text := range append([]string{w.IPBlock.CIDR}, w.IPBlock.Except...) {
		if p, ok := parsePrefix(text); ok {
			all = append(all, p)
		}
	}
	return all
}

// namespaceLabels returns the labels of namespaces that a rule asks for.
func (r *rule) namespaceLabels() []string {
	var keys []string
	for _, text := range r.Peers {
		if w, ok := readPeer(text); ok && w.NamespaceSelector != nil {
			keys = append(keys, slices.Sorted(maps.Keys(w.NamespaceSelector.MatchLabels))...)
			for _, e := range w.NamespaceSelector.MatchExpressions {
				keys = append(keys, e.Key)
			}
		}
	}
	return keys
}

func (p *Peer) isNamedBy(r *rule) bool {
	if r.IsAboutEveryone {
		return true
	}
	return p.named.has(r)
}

// ruleSet is a set of rules by their numbers, one bit for each.
type ruleSet []uint64

func (s *ruleSet) add(r *rule) {
	for len(*s) <= r.number/64 {
		*s = append(*s, 0)
	}
	(*s)[r.number/64] |= 1 << (r.number % 64)
}

func (s ruleSet) has(r *rule) bool {
	return r.number/64 < len(s) && s[r.number/64]&(1<<(r.number%64)) != 0
}

// key is the same for equal sets of rules, and for these only.
func (s ruleSet) key() string {
	end := len(s)
	for end > 0 && s[end-1] == 0 {
		end--
	}
	var b []byte
	for _, bits := range s[:end] {
		b = binary.LittleEndian.AppendUint64(b, bits)
	}
	return string(b)
}

// gather makes the peers: those of the files, the others, and whom policies name besides.
func (f *Flows) gather(ctx context.Context, blocks []netip.Prefix) error {
	n := 0
	for _, p := range f.cluster.policies {
		for _, r := range p.rules {
			r.number = n
			n++
		}
	}
	names := map[string]int{}
	for _, w := range f.cluster.workloads {
		if w.part <= 1 {
			names[w.Object.Namespace+"/"+w.Name]++
			names[w.Object.Namespace+"/"+w.Kind+"/"+w.Name]++
		}
	}
	for _, w := range f.cluster.workloads {
		name, withKind := w.Object.Namespace+"/"+w.Name, w.Object.Namespace+"/"+w.Kind+"/"+w.Name
		switch {
		case w.isGenerated && names[name] > 1:
			name = fmt.Sprintf("%s/%s/%s", w.Object.Namespace, w.Kind, w.Position)
		case names[withKind] > 1 && w.group != "":
			name = fmt.Sprintf("%s/%s.%s/%s", w.Object.Namespace, w.Kind, w.group, w.Name)
		case names[name] > 1:
			name = withKind
		}
		if w.part > 0 {
			name = fmt.Sprintf("%s#%d", name, w.part)
		}
		f.peers = append(f.peers, &Peer{
			Name: name, Kind: Workload, Object: &w.Object, Namespace: w.pod.Namespace, Labels: w.pod.Labels,
			HostNetwork: w.pod.HostNetwork, Ports: w.pod.Ports, Addresses: w.pod.IPs, roles: w.roles, pod: w.pod,
		})
	}
	for _, name := range f.knownNamespaces() {
		f.peers = append(f.peers, f.stranger(name, nil, f.cluster.namespaces[name], true))
	}
	f.peers = append(f.peers, f.stranger("*", nil, nil, false))
	f.addBlocks(slices.Concat(f.cluster.prefixes(), blocks))

	entries := f.entries()
	if err := f.match(ctx, entries, f.peers); err != nil {
		return err
	}
	isolating, err := f.isolate(ctx, f.peers)
	if err != nil {
		return err
	}
	if err := f.addNamed(ctx, entries, isolating); err != nil {
		return err
	}
	slices.SortFunc(f.peers, comparePeers)
	isKnown := map[string]bool{}
	for _, name := range f.knownNamespaces() {
		isKnown[name] = true
	}
	for _, p := range f.peers {
		if p.Kind != Addresses && !isKnown[p.Namespace] {
			f.isOther[p.Namespace] = true
		}
	}
	return nil
}

// knownNamespaces are those that a file declares or puts something into.
func (f *Flows) knownNamespaces() []string {
	known := map[string]bool{}
	for name := range f.cluster.namespaces {
		known[name] = true
	}
	for _, w := range f.cluster.workloads {
		known[w.pod.Namespace] = true
	}
	for _, p := range f.cluster.policies {
		known[p.Namespace] = true
	}
	return slices.Sorted(maps.Keys(known))
}

// otherNamespace is one that no file declares. No namespace can be called so.
const otherNamespace = "*"

// stranger makes pods that no file holds.
func (f *Flows) stranger(namespace string, labels, namespaceLabels map[string]string, isSubject bool) *Peer {
	name := namespace + "/" + cmp.Or(shortText(labels), "*")
	if labels == nil {
		labels = map[string]string{}
	}
	return &Peer{
		Name: name, Kind: Pods, Namespace: namespace, Labels: labels, subject: isSubject,
		pod: pod{Namespace: namespace, NamespaceLabels: namespaceLabels, Labels: labels, IPs: []string{}, Ports: []NamedPort{}},
	}
}

func labelText(labels map[string]string) string {
	var pairs []string
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		pairs = append(pairs, key+"="+labels[key])
	}
	return strings.Join(pairs, ",")
}

// shortText leaves out to whom the labels belong.
func shortText(labels map[string]string) string {
	var pairs []string
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		pairs = append(pairs, key[strings.LastIndexByte(key, '/')+1:]+"="+labels[key])
	}
	return strings.Join(pairs, ",")
}

// Internet is the name of the addresses that no policy names.
const Internet = "internet"

func (f *Flows) addBlocks(named []netip.Prefix) {
	for _, b := range blocks(named) {
		p := &Peer{Kind: Addresses, Name: b.prefix.String(), Block: b.prefix.String(), pod: pod{IPs: []string{b.sample.String()}}}
		switch {
		case b.prefix == everyIPv4:
			p.Name = Internet
		case b.prefix == everyIPv6:
			p.Name = Internet + "-ipv6"
		case b.prefix.IsSingleIP():
			p.Name = b.prefix.Addr().String()
		}
		for _, inner := range b.except {
			p.Except = append(p.Except, inner.String())
		}
		f.peers = append(f.peers, p)
	}
}

// entries returns the entries of all rules, those that are written the same once.
func (f *Flows) entries() map[string]*named {
	all := map[string]*named{}
	for _, p := range f.cluster.policies {
		for _, r := range p.rules {
			for _, text := range r.Peers {
				e := entry{text, p.Namespace}
				key := e.key()
				if all[key] == nil {
					all[key] = &named{entry: e, rules: map[*rule]bool{}}
				}
				all[key].rules[r] = true
			}
		}
	}
	return all
}

// named is an entry of rules' peers with the rules that have it.
type named struct {
	entry
	rules map[*rule]bool
	finds bool // somebody, among all that is there
}

// match notes at each peer which entries are about it.
func (f *Flows) match(ctx context.Context, entries map[string]*named, peers []*Peer) error {
	keys := slices.Sorted(maps.Keys(entries))
	var list []entry
	for _, key := range keys {
		list = append(list, entries[key].entry)
	}
	addressed := addresseesOf(peers)
	answers, err := f.holders(ctx, list, peers, addressed)
	if err != nil {
		return err
	}
	// Blocks of one rule may overlap as they like: each address is gone through once.
	spans := map[*rule][]span{}
	for i, found := range answers {
		e := entries[keys[i]]
		e.finds = e.finds || len(found.peers)+len(found.spans) > 0
		for r := range e.rules {
			for _, p := range found.peers {
				p.named.add(r)
			}
			spans[r] = append(spans[r], found.spans...)
		}
	}
	for r := range spans {
		for p := range addressed.each(spans[r]) {
			p.named.add(r)
		}
	}
	return nil
}

// index is keys by the names and values of labels.
type index map[string]map[string][]string

func (x index) add(key string, labels map[string]string) {
	for name, value := range labels {
		if x[name] == nil {
			x[name] = map[string][]string{}
		}
		x[name][value] = append(x[name][value], key)
	}
}

// matching returns whom each entry is about.
func (f *Flows) matching(ctx context.Context, entries []entry, peers []*Peer) ([][]*Peer, error) {
	addressed := addresseesOf(peers)
	answers, err := f.holders(ctx, entries, peers, addressed)
	if err != nil {
		return nil, err
	}
	found := make([][]*Peer, len(entries))
	for i, h := range answers {
		found[i] = h.peers
		seen := map[*Peer]bool{} // a pod may have two addresses
		for _, p := range h.peers {
			seen[p] = true
		}
		for p := range addressed.each(h.spans) {
			if !seen[p] {
				seen[p] = true
				found[i] = append(found[i], p)
			}
		}
	}
	return found, nil
}

// holders asks whom each entry is about.
func (f *Flows) holders(ctx context.Context, entries []entry, peers []*Peer, known *addressees) ([]holders, error) {
	type group struct {
		Namespace       string            `json:"namespace"`
		NamespaceLabels map[string]string `json:"namespace_labels"`
		Labels          map[string]string `json:"labels"`
		Pods            map[string]*pod   `json:"pods"`
		ByLabel         index             `json:"by_label"`
	}
	namespaces := map[string]*group{}
	byLabel := index{}
	addressed := map[string]*pod{}
	classes, members := classesOf(peers)
	for i, p := range classes {
		key := strconv.Itoa(i)
		if len(p.IPs) > 0 {
			addressed[key] = p
		}
		if p.Namespace == "" {
			continue
		}
		// Those that only policies know of may share a name, and have other labels.
		of := p.Namespace + " " + labelText(p.NamespaceLabels)
		if namespaces[of] == nil {
			g := &group{p.Namespace, map[string]string{}, map[string]string{}, map[string]*pod{}, index{}}
			maps.Copy(g.NamespaceLabels, p.NamespaceLabels)
			namespaces[of] = g
			byLabel.add(of, p.NamespaceLabels)
			byLabel.add(of, map[string]string{nameLabel: p.Namespace})
		}
		namespaces[of].Pods[key] = p
		namespaces[of].ByLabel.add(key, p.Labels)
	}
	cluster, err := rego.Encode(map[string]any{"namespaces": namespaces, "by_label": byLabel, "addressed": addressed})
	if err != nil {
		return nil, err
	}
	found := make([]holders, len(entries))
	blocks := map[int]*writtenBlock{}
	var others []entry
	var at []int
	for i, e := range entries {
		if b, ok := readBlock(e); ok {
			blocks[i] = b
		} else {
			others, at = append(others, e), append(at, i)
		}
	}
	if err := known.holding(ctx, f.cluster.library, blocks, found); err != nil {
		return nil, err
	}
	answers, err := askEach[entry, []string](ctx, f.cluster.library, "matching", others, func(some []entry) (rego.Input, error) {
		type written struct {
			Peer      json.RawMessage `json:"peer"`
			Namespace string          `json:"namespace"`
		}
		list := []written{}
		for _, e := range some {
			list = append(list, written{e.peer, e.namespace})
		}
		encoded, err := rego.Encode(list)
		return rego.Object(map[string]rego.Input{"entries": encoded, "cluster": cluster}), err
	})
	if err != nil {
		return nil, err
	}
	for i, keys := range answers {
		for _, key := range keys {
			class, err := strconv.Atoi(key)
			if err != nil {
				return nil, fmt.Errorf("asking for matching: %w", err)
			}
			found[at[i]].peers = append(found[at[i]].peers, members[class]...)
		}
	}
	return found, nil
}

// classesOf groups what no selector and no block tells apart.
func classesOf(peers []*Peer) (classes []*pod, members [][]*Peer) {
	at := map[string]int{}
	for _, p := range peers {
		key := fmt.Sprintf("%q %q %q %v %q", p.pod.Namespace, labelText(p.pod.NamespaceLabels), labelText(p.pod.Labels), p.pod.HostNetwork, p.pod.IPs)
		i, ok := at[key]
		if !ok {
			i = len(classes)
			at[key] = i
			bare := p.pod
			bare.Ports = []NamedPort{}
			classes, members = append(classes, &bare), append(members, nil)
		}
		members[i] = append(members[i], p)
	}
	return classes, members
}

// isolate notes at each pod which policies are about it, and returns which policies are about any.
func (f *Flows) isolate(ctx context.Context, peers []*Peer) (map[*policy]bool, error) {
	byNamespace := map[string][]*Peer{}
	for _, p := range peers {
		if p.pod.Namespace != "" {
			byNamespace[p.pod.Namespace] = append(byNamespace[p.pod.Namespace], p)
		}
	}
	policies := map[string][]*policy{}
	for _, p := range f.cluster.policies {
		policies[p.Namespace] = append(policies[p.Namespace], p)
	}
	isAboutSome := map[*policy]bool{}
	for _, namespace := range slices.Sorted(maps.Keys(policies)) {
		classes, members := classesOf(byNamespace[namespace])
		if len(classes) == 0 {
			continue
		}
		pods, err := rego.Encode(classes)
		if err != nil {
			return nil, err
		}
		answers, err := askEach[*policy, []int](ctx, f.cluster.library, "selected", policies[namespace], func(some []*policy) (rego.Input, error) {
			var list []rego.Input
			for _, p := range some {
				list = append(list, rego.InputOf(p.value))
			}
			return rego.Object(map[string]rego.Input{"policies": rego.List(list), "pods": pods}), nil
		})
		if err != nil {
			return nil, err
		}
		for i, found := range answers {
			policy := policies[namespace][i]
			for _, class := range found {
				isAboutSome[policy] = true
				for _, p := range members[class] {
					p.add(policy)
				}
			}
		}
	}
	return isAboutSome, nil
}

func (p *Peer) add(by *policy) {
	if p.isolating == nil {
		p.isolating = map[Direction][]*policy{}
	}
	for _, direction := range by.directions {
		p.isolating[direction] = append(p.isolating[direction], by)
		if direction == Ingress {
			p.Isolation.Ingress = append(p.Isolation.Ingress, by.Object)
		} else {
			p.Isolation.Egress = append(p.Isolation.Egress, by.Object)
		}
	}
}

// addNamed adds the least pods that policies name where nobody is whom they name. Whether they are what
// is named, the library has to say.
func (f *Flows) addNamed(ctx context.Context, entries map[string]*named, isAboutSome map[*policy]bool) error {
	// Those that policies select may be those that rules name.
	subjects := &additions{f: f, peers: map[string]*Peer{}}
	for _, p := range f.cluster.policies {
		var selector metav1.LabelSelector
		if !isAboutSome[p] && p.selector != nil && json.Unmarshal(p.selector, &selector) == nil {
			subjects.add(p.Namespace, least(&selector), f.cluster.namespaces[p.Namespace], true)
			f.tell(p.Object, Problem{Position: p.source.Position([]any{"spec", "podSelector"})}, "selects no pod in these files")
		}
	}
	if err := subjects.join(ctx, entries); err != nil {
		return err
	}
	var missing []*named
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		if w, ok := readPeer(entries[key].peer); ok && w.IPBlock == nil && !entries[key].finds {
			missing = append(missing, entries[key])
		}
	}
	namespaces, err := f.namespacesOf(ctx, missing)
	if err != nil {
		return err
	}
	others := &additions{f: f, peers: map[string]*Peer{}}
	for i, e := range missing {
		w, _ := readPeer(e.peer)
		namespace, labels := namespaces[i], f.cluster.namespaces[namespaces[i]]
		if namespace == "" {
			labels = least(w.NamespaceSelector)
			namespace = labels[nameLabel]
			delete(labels, nameLabel)
			namespace = cmp.Or(namespace, "("+shortText(labels)+")")
		}
		others.add(namespace, least(w.PodSelector), labels, false)
	}
	return others.join(ctx, entries)
}

// additions are pods that no file holds.
type additions struct {
	f     *Flows
	peers map[string]*Peer // by all that tells them apart
}

func (a *additions) add(namespace string, labels, namespaceLabels map[string]string, isSubject bool) {
	key := namespace + "/" + labelText(labels)
	if a.peers[key] == nil {
		a.peers[key] = a.f.stranger(namespace, labels, namespaceLabels, isSubject)
	}
}

// join makes peers of those that policies are about, if they are not there yet.
func (a *additions) join(ctx context.Context, entries map[string]*named) error {
	names, all := map[string]bool{}, map[string]bool{}
	for _, p := range a.f.peers {
		names[p.Name] = true
		if p.Kind == Pods {
			all[p.Namespace+"/"+labelText(p.Labels)] = true
		}
	}
	var more []*Peer
	for _, key := range slices.Sorted(maps.Keys(a.peers)) {
		if !all[key] {
			more = append(more, a.peers[key])
		}
	}
	if len(more) == 0 {
		return nil
	}
	if err := a.f.match(ctx, entries, more); err != nil {
		return err
	}
	if _, err := a.f.isolate(ctx, more); err != nil {
		return err
	}
	for _, p := range more {
		if p.named.key() == "" && !(p.subject && len(p.isolating) > 0) {
			continue
		}
		if names[p.Name] {
			p.Name = p.Namespace + "/" + labelText(p.Labels)
		}
		names[p.Name] = true
		a.f.peers = append(a.f.peers, p)
	}
	return nil
}

// namespacesOf returns for each entry the first namespace that it is about, "" where it is about none that the
// files know of.
func (f *Flows) namespacesOf(ctx context.Context, entries []*named) ([]string, error) {
	var strangers []*Peer
	for _, p := range f.peers {
		if p.Kind == Pods {
			strangers = append(strangers, p)
		}
	}
	var anyPod []entry
	for _, e := range entries {
		w, _ := readPeer(e.peer)
		if w.NamespaceSelector == nil {
			w.NamespaceSelector = &metav1.LabelSelector{MatchLabels: map[string]string{nameLabel: e.namespace}}
		}
		text, err := json.Marshal(map[string]any{"namespaceSelector": w.NamespaceSelector})
		if err != nil {
			return nil, fmt.Errorf("encoding a peer: %w", err)
		}
		anyPod = append(anyPod, entry{text, e.namespace})
	}
	answers, err := f.matching(ctx, anyPod, strangers)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(entries))
	for i, found := range answers {
		if len(found) > 0 {
			names[i] = slices.MinFunc(found, comparePeers).Namespace
		}
	}
	return names, nil
}

// least returns the labels that a selector wants, and no more.
func least(s *metav1.LabelSelector) map[string]string {
	labels := map[string]string{}
	if s == nil {
		return labels
	}
	maps.Copy(labels, s.MatchLabels)
	for _, e := range s.MatchExpressions {
		if _, ok := labels[e.Key]; ok {
			continue
		}
		switch {
		case e.Operator == metav1.LabelSelectorOpIn && len(e.Values) > 0:
			labels[e.Key] = e.Values[0]
		case e.Operator == metav1.LabelSelectorOpExists:
			labels[e.Key] = "any"
		}
	}
	return labels
}

func comparePeers(a, b *Peer) int {
	order := func(p *Peer) int { return slices.Index([]Kind{Workload, Pods, Addresses}, p.Kind) }
	isOther := func(p *Peer) int {
		if p.Kind != Addresses && strings.HasPrefix(p.Namespace, otherNamespace) {
			return 1
		}
		return 0
	}
	inCluster := func(p *Peer) int {
		if p.Kind == Addresses {
			return 1
		}
		return 0
	}
	return cmp.Or(
		cmp.Compare(inCluster(a), inCluster(b)),
		cmp.Compare(isOther(a), isOther(b)),
		cmp.Compare(a.Namespace, b.Namespace),
		cmp.Compare(order(a), order(b)),
		cmp.Compare(a.Name, b.Name),
	)
}

func (f *Flows) tell(o Object, p Problem, format string, args ...any) {
	p.Object, p.Message = o.String(), fmt.Sprintf(format, args...)
	p.Position = cmp.Or(p.Position, o.Position)
	f.problems = append(f.problems, p)
}

// UnknownPeerError says that nothing goes by a name, or more than one thing.
type UnknownPeerError struct {
	Name string
	// Near are the names of what was meant, perhaps.
	Near        []string
	IsAmbiguous bool
}

func (e *UnknownPeerError) Error() string {
	switch {
	case e.IsAmbiguous:
		return fmt.Sprintf("%q is ambiguous; it can be any of %s", e.Name, strings.Join(e.Near, ", "))
	case len(e.Near) == 0:
		return fmt.Sprintf("there is no %q in these files", e.Name)
	}
	return fmt.Sprintf("there is no %q in these files; did you mean %s?", e.Name, strings.Join(e.Near, ", "))
}

// Find returns the peers that go by a name: that of a Peer, NAMESPACE/KIND/NAME, the bare name of a workload
// in the namespace default or that only one workload has, an address, or internet. A workload whose pods
// differ is all of them.
func (f *Flows) Find(name string) ([]*Peer, error) {
	if name == Internet {
		return f.internet(), nil
	}
	if address, err := netip.ParseAddr(name); err == nil {
		return f.at(address)
	}
	var exact, byName, inDefault []*Peer
	for _, p := range f.peers {
		if p.Name == name {
			return []*Peer{p}, nil
		}
		if p.Object == nil {
			continue
		}
		o := p.Object
		switch {
		case name == o.Namespace+"/"+o.Name, strings.EqualFold(name, o.Namespace+"/"+o.Kind+"/"+o.Name):
			exact = append(exact, p)
		case name == o.Name && o.Namespace == "default":
			inDefault = append(inDefault, p)
		case name == o.Name:
			byName = append(byName, p)
		}
	}
	for _, found := range [][]*Peer{exact, inDefault, byName} {
		areOne := !slices.ContainsFunc(found, func(p *Peer) bool { return *p.Object != *found[0].Object })
		switch {
		case len(found) == 0:
		case areOne:
			return found, nil
		default:
			e := &UnknownPeerError{Name: name, IsAmbiguous: true}
			for _, p := range found {
				if name := fmt.Sprintf("%s/%s/%s", p.Object.Namespace, p.Object.Kind, p.Object.Name); !slices.Contains(e.Near, name) {
					e.Near = append(e.Near, name)
				}
			}
			return nil, e
		}
	}
	return nil, &UnknownPeerError{Name: name, Near: f.near(name)}
}

// internet returns the addresses that no policy names, or where every one is named the widest blocks.
func (f *Flows) internet() []*Peer {
	var found []*Peer
	for _, family := range []netip.Prefix{everyIPv4, everyIPv6} {
		var widest []*Peer
		for _, p := range f.peers {
			if p.Kind != Addresses {
				continue
			}
			prefix := netip.MustParsePrefix(p.Block)
			if prefix.Addr().BitLen() != family.Addr().BitLen() {
				continue
			}
			switch {
			case len(widest) == 0 || prefix.Bits() < netip.MustParsePrefix(widest[0].Block).Bits():
				widest = []*Peer{p}
			case prefix.Bits() == netip.MustParsePrefix(widest[0].Block).Bits():
				widest = append(widest, p)
			}
		}
		found = append(found, widest...)
	}
	return found
}

// at returns whose an address is: pods', or else that of a block.
func (f *Flows) at(address netip.Addr) ([]*Peer, error) {
	var pods []*Peer
	var block *Peer
	address = address.Unmap()
	for _, p := range f.peers {
		for _, text := range p.Addresses {
			if other, err := netip.ParseAddr(text); err == nil && other.Unmap() == address {
				pods = append(pods, p)
			}
		}
		if p.Kind != Addresses {
			continue
		}
		prefix := netip.MustParsePrefix(p.Block)
		if prefix.Contains(address) && (block == nil || prefix.Bits() > netip.MustParsePrefix(block.Block).Bits()) {
			block = p
		}
	}
	switch {
	case len(pods) > 0:
		return pods, nil
	case block == nil:
		return nil, errors.New("no block holds the address " + address.String())
	}
	return []*Peer{block}, nil
}

// near returns the names that look most like one that nothing has.
func (f *Flows) near(name string) []string {
	const shown = 5
	type candidate struct {
		name     string
		distance int
	}
	var all []candidate
	for _, p := range f.peers {
		distance := levenshtein.ComputeDistance(name, p.Name)
		if p.Object != nil {
			distance = min(distance, levenshtein.ComputeDistance(name, p.Object.Name))
		}
		all = append(all, candidate{p.Name, distance})
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	var names []string
	for _, c := range all[:min(shown, len(all))] {
		names = append(names, c.name)
	}
	return names
}
