// Package layered places the nodes of a directed graph in layers from left to right, those of a group in a box of
// their own, and the lines between them so that they cross neither nodes nor, where it can be helped, each other.
//
// The steps are those of Sugiyama's method: an order of the nodes by which few edges point to the left, layers,
// orders within the layers that reduce crossings, positions. A group keeps its nodes together in every layer, and
// the groups come in the same order in all of them, so that their boxes do not overlap. All numbers are integers, so
// that the same graph gives the same picture on every machine.
package layered

import (
	"cmp"
	"slices"
)

// None is the group of a node that is in none.
const None = -1

// Node is a node to place.
type Node struct {
	Width, Height int
	// Group is the number of the node's group, or None.
	Group int
	// IsLink reports that the node stands for a connection: edges lead from and to other nodes only, and the node
	// belongs between these. Its group is that of its targets, if they have the same one.
	IsLink bool
}

// Edge leads from a node to another one, by their indexes. One of the two is a link.
type Edge struct{ From, To int }

// Graph is a graph to place.
type Graph struct {
	Nodes  []Node
	Edges  []Edge
	Groups []Group
}

// Group is a group of nodes.
type Group struct {
	// Width is the least width of its box.
	Width int
}

// Point is a place in the picture.
type Point struct{ X, Y int }

// Rect is a rectangle; a group without nodes has an empty one.
type Rect struct{ X, Y, Width, Height int }

// Line is a part of the edges of a link, which share what they have in common.
type Line struct {
	// Link is the node that it belongs to.
	Link int
	// The line is straight from Start to Bend, curved from there to Curved, and straight to End, from left to right.
	Start, Bend, Curved, End Point
	// Head is where an arrow has its head.
	Head Head
}

// Head is an end of a line.
type Head int

// The ends of lines.
const (
	NoHead Head = iota
	AtStart
	AtEnd
)

// Layout is a graph with places.
type Layout struct {
	Width, Height int
	// Nodes are the places of the nodes, Groups those of the boxes around groups.
	Nodes  []Rect
	Groups []Rect
	Lines  []Line
}

// Distances between what is placed.
const (
	margin     = 16 // around the picture
	groupHead  = 30 // above the nodes of a group, for its title
	groupPad   = 12 // around them
	groupGap   = 20 // around groups
	nodeGap    = 12
	lineGap    = 7
	lineRoom   = 6   // of each line at a node
	mostRoom   = 160 // of all of them
	columnGap  = 2*groupPad + 36
	linesInGap = 36 // lines that widen a gap
)

// vertex is a node, or a place where a line passes a layer.
type vertex struct {
	node          int // or None
	layer, group  int
	width, height int
	left, right   []int // neighbours in the layers beside it
}

type placing struct {
	*Graph
	inner    []bool // links whose sources are in the same group as they
	vertices []vertex
	lines    []line
	spans    [][2]int  // of groups: first and last layer
	layers   [][]int   // items: vertices without a group, and ^group
	members  [][][]int // vertices by layer and group
	groups   []int     // in order
	position []int     // of each vertex in its layer
	y        []int     // of vertices, then tops of groups, then bottoms
}

// line joins vertices of neighbouring layers.
type line struct {
	link, left, right int
	head              Head
}

// Place places a graph.
func Place(g Graph) *Layout {
	p := &placing{Graph: &g}
	p.Nodes = slices.Clone(g.Nodes)
	for i := range p.Nodes {
		if p.Nodes[i].IsLink {
			p.Nodes[i].Group = None
		}
	}
	p.setGroups()
	p.setLayers()
	p.connect()
	p.grow()
	p.setOrder()
	p.setHeights()
	return p.layout()
}

// setGroups puts a link into the group of its targets, if they have the same one.
func (p *placing) setGroups() {
	p.inner = make([]bool, len(p.Nodes))
	for _, isSource := range []bool{false, true} {
		seen := make([]bool, len(p.Nodes))
		for _, e := range p.Edges {
			link, end := p.ends(e)
			if isSource != (end == e.From) {
				continue
			}
			group := p.Nodes[end].Group
			if isSource {
				p.inner[link] = group == p.Nodes[link].Group && (p.inner[link] || !seen[link])
			} else if !seen[link] {
				p.Nodes[link].Group = group
			} else if p.Nodes[link].Group != group {
				p.Nodes[link].Group = None
			}
			seen[link] = true
		}
	}
}

func (p *placing) ends(e Edge) (link, end int) {
	if p.Nodes[e.From].IsLink {
		return e.From, e.To
	}
	return e.To, e.From
}

// keys returns numbers that rise from left to right, so that few edges lead to smaller ones.
func (p *placing) keys() []int {
	sources, targets := make([][]int, len(p.Nodes)), make([][]int, len(p.Nodes)) // of links
	for _, e := range p.Edges {
		if p.Nodes[e.From].IsLink {
			targets[e.From] = append(targets[e.From], e.To)
		} else {
			sources[e.To] = append(sources[e.To], e.From)
		}
	}
	keys := make([]int, len(p.Nodes))
	for i, v := range p.sequence(sources, targets) {
		keys[v] = 2 * i
	}
	for v := range p.Nodes {
		if p.Nodes[v].IsLink {
			keys[v] = between(keys, sources[v], targets[v])
		}
	}
	return keys
}

// sequence orders the nodes that are no links, by the heuristic of Eades, Lin and Smyth.
func (p *placing) sequence(sources, targets [][]int) []int {
	n := len(p.Nodes)
	weight := make([]map[int]int, n) // of connections, in both directions
	out, in := make([]int, n), make([]int, n)
	for v := range weight {
		weight[v] = map[int]int{}
	}
	for link := range p.Nodes {
		for _, from := range sources[link] {
			for _, to := range targets[link] {
				if from != to {
					weight[from][to]++
					out[from]++
					in[to]++
				}
			}
		}
	}
	var left []int
	for v := range p.Nodes {
		if !p.Nodes[v].IsLink {
			left = append(left, v)
		}
	}
	var first, last []int
	for len(left) > 0 {
		best := 0
		rank := func(v int) int {
			switch {
			case out[v] == 0:
				return 2 * n * n * n // a sink goes to the end
			case in[v] == 0:
				return n * n * n
			}
			return out[v] - in[v]
		}
		for i, v := range left {
			if rank(v) > rank(left[best]) {
				best = i
			}
		}
		v := left[best]
		left = slices.Delete(left, best, best+1)
		if out[v] == 0 && in[v] > 0 {
			last = append(last, v)
		} else {
			first = append(first, v)
		}
		for _, u := range left {
			out[u] -= weight[u][v]
			in[u] -= weight[v][u]
		}
	}
	slices.Reverse(last)
	return append(first, last...)
}

// between returns a key for a link, so that it has an end on each side if it can, and few edges lead to the left.
func between(keys, sources, targets []int) int {
	var candidates []int
	for _, v := range slices.Concat(sources, targets) {
		candidates = append(candidates, keys[v]+1, keys[v]-1)
	}
	slices.Sort(candidates)
	best, least := 0, -1
	for _, key := range candidates {
		cost, before := 0, 0
		for _, v := range sources {
			if keys[v] > key {
				cost++
			} else {
				before++
			}
		}
		for _, v := range targets {
			if keys[v] < key {
				cost++
				before++
			}
		}
		switch before {
		case len(sources) + len(targets):
			cost += len(keys)
		case 0:
			cost += 2 * len(keys)
		}
		if least < 0 || cost < least {
			best, least = key, cost
		}
	}
	return best
}

// setLayers makes a vertex of each node.
func (p *placing) setLayers() {
	keys := p.keys()
	left, right := make([][]int, len(p.Nodes)), make([][]int, len(p.Nodes))
	for _, e := range p.Edges {
		a, b := e.From, e.To
		if keys[a] > keys[b] {
			a, b = b, a
		}
		left[b] = append(left[b], a)
		right[a] = append(right[a], b)
	}
	order := make([]int, len(p.Nodes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
	target := make([]int, len(p.Nodes)) // of links, one of them
	for _, e := range p.Edges {
		if p.Nodes[e.From].IsLink {
			target[e.From] = e.To
		}
	}
	layer := make([]int, len(p.Nodes))
	for _, v := range order {
		for _, u := range left[v] {
			layer[v] = max(layer[v], layer[u]+1)
		}
	}
	// Edges become shorter, links come next to their targets, and nodes and links stay in layers of their own.
	for range 8 {
		for _, v := range slices.Backward(order) {
			if p.Nodes[v].IsLink && keys[v] > keys[target[v]] || !p.Nodes[v].IsLink && len(right[v]) <= len(left[v]) {
				continue
			}
			if len(right[v]) == 0 {
				continue
			}
			to := layer[right[v][0]]
			for _, u := range right[v] {
				to = min(to, layer[u])
			}
			layer[v] += (to - 1 - layer[v]) / 2 * 2
		}
		for _, v := range order {
			if p.Nodes[v].IsLink && keys[v] < keys[target[v]] || !p.Nodes[v].IsLink && len(left[v]) <= len(right[v]) {
				continue
			}
			if len(left[v]) == 0 {
				continue
			}
			from := 0
			for _, u := range left[v] {
				from = max(from, layer[u])
			}
			layer[v] -= (layer[v] - from - 1) / 2 * 2
		}
	}
	p.spread(layer, left, right)
	for v, n := range p.Nodes {
		p.vertices = append(p.vertices, vertex{node: v, layer: layer[v], group: n.Group, width: n.Width, height: n.Height})
	}
}

// spread puts nodes without edges where their group has the fewest nodes.
func (p *placing) spread(layer []int, left, right [][]int) {
	last, alone := 0, 0
	isAlone := func(v int) bool { return len(left[v])+len(right[v]) == 0 }
	for v := range p.Nodes {
		if isAlone(v) {
			alone++
		} else {
			last = max(last, layer[v])
		}
	}
	// Twice as high as wide, as a single node is four times as wide as high.
	columns := last/2 + 1
	for columns*columns*6 < alone {
		columns++
	}
	height := make(map[[2]int]int) // by group and layer
	for v, n := range p.Nodes {
		if !isAlone(v) {
			height[[2]int{n.Group, layer[v]}] += n.Height
		}
	}
	for v, n := range p.Nodes {
		if !isAlone(v) {
			continue
		}
		for i := range columns {
			if height[[2]int{n.Group, 2 * i}] < height[[2]int{n.Group, layer[v]}] {
				layer[v] = 2 * i
			}
		}
		height[[2]int{n.Group, layer[v]}] += n.Height
	}
}

// connect makes the lines, with a vertex in each layer that they pass. What the edges of a link have in common is
// one line.
func (p *placing) connect() {
	type passage struct {
		link, layer int
		isSource    bool
	}
	passages := map[passage]int{}
	lines := map[line]bool{}
	add := func(l line) {
		if lines[l] {
			return
		}
		lines[l] = true
		p.lines = append(p.lines, l)
		p.vertices[l.left].right = append(p.vertices[l.left].right, l.right)
		p.vertices[l.right].left = append(p.vertices[l.right].left, l.left)
	}
	for _, e := range p.Edges {
		link, end := p.ends(e)
		isSource := end == e.From
		step := 1
		if p.vertices[end].layer < p.vertices[link].layer {
			step = -1
		}
		join := func(a, b int, head Head) {
			if step > 0 {
				add(line{link, a, b, head})
				return
			}
			if head != NoHead {
				head = AtStart
			}
			add(line{link, b, a, head})
		}
		at := link
		for l := p.vertices[link].layer + step; l != p.vertices[end].layer; l += step {
			key := passage{link, l, isSource}
			next, known := passages[key]
			if !known {
				next = len(p.vertices)
				passages[key] = next
				group := p.Nodes[link].Group
				if isSource && !p.inner[link] {
					group = None
				}
				p.vertices = append(p.vertices, vertex{node: None, layer: l, group: group})
			}
			join(at, next, NoHead)
			at = next
		}
		head := AtEnd
		if isSource {
			head = NoHead
		}
		join(at, end, head)
	}
}

// grow makes room for the lines at a node.
func (p *placing) grow() {
	for i := range p.vertices {
		v := &p.vertices[i]
		if v.node == None {
			continue
		}
		lines := max(len(v.left), len(v.right))
		v.height = max(v.height, min(lines*lineRoom, mostRoom))
	}
}
