package layered_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/guiderail/guiderail/internal/layered"
)

// graph makes a graph with so many nodes and links, the same for the same seed.
func graph(nodes, groups, links int, seed uint64) layered.Graph {
	r := rand.New(rand.NewPCG(seed, 1))
	g := layered.Graph{Groups: make([]layered.Group, groups)}
	for i := range g.Groups {
		g.Groups[i].Width = r.IntN(200)
	}
	for range nodes {
		group := layered.None
		if groups > 0 && r.IntN(8) > 0 {
			group = r.IntN(groups)
		}
		g.Nodes = append(g.Nodes, layered.Node{Width: 60 + r.IntN(180), Height: 28 + 16*r.IntN(3), Group: group})
	}
	for range links {
		link := len(g.Nodes)
		g.Nodes = append(g.Nodes, layered.Node{Width: 50 + r.IntN(80), Height: 22, IsLink: true})
		// Some nodes have many connections.
		some := func() int { return min(r.IntN(nodes), r.IntN(nodes)) }
		seen := map[layered.Edge]bool{}
		for _, isSource := range []bool{true, false} {
			for range 1 + r.IntN(3)*r.IntN(2) {
				e := layered.Edge{From: link, To: some()}
				if isSource {
					e = layered.Edge{From: e.To, To: link}
				}
				if !seen[e] {
					g.Edges = append(g.Edges, e)
				}
				seen[e] = true
			}
		}
	}
	return g
}

// TestPlace holds that nothing overlaps, that a group's box has its nodes and no others, and that every edge has its
// line, in graphs of all sizes.
func TestPlace(t *testing.T) {
	for _, size := range []struct{ nodes, groups, links int }{
		{0, 0, 0}, {1, 0, 0}, {1, 1, 1}, {2, 3, 1}, {5, 0, 4}, {5, 2, 6}, {20, 4, 25}, {60, 0, 10}, {60, 1, 0}, {100, 12, 130}, {300, 25, 320}, {300, 300, 100},
	} {
		for seed := range uint64(2) {
			t.Run(fmt.Sprintf("%d nodes, %d groups, %d links, seed %d", size.nodes, size.groups, size.links, seed), func(t *testing.T) {
				g := graph(size.nodes, size.groups, size.links, seed)
				start := time.Now()
				l := layered.Place(g)
				if took := time.Since(start); took > 10*time.Second {
					t.Errorf("took %v", took)
				}
				holds(t, g, l)
				if again := layered.Place(g); !reflect.DeepEqual(l, again) {
					t.Error("the same graph is placed otherwise")
				}
			})
		}
	}
}

func holds(t *testing.T, g layered.Graph, l *layered.Layout) {
	t.Helper()
	whole := layered.Rect{Width: l.Width, Height: l.Height}
	used := map[int]bool{}
	for i, a := range l.Nodes {
		if a.Width != g.Nodes[i].Width || a.Height < g.Nodes[i].Height || !contains(whole, a) {
			t.Errorf("node %d is at %v in %v", i, a, whole)
		}
		for j, b := range l.Nodes[:i] {
			if overlap(a, b) {
				t.Errorf("nodes %d and %d overlap: %v, %v", j, i, b, a)
			}
		}
		if g.Nodes[i].IsLink {
			continue
		}
		for j, box := range l.Groups {
			switch isIn := g.Nodes[i].Group == j; {
			case isIn && !contains(box, a):
				t.Errorf("node %d, %v, is not in its group %v", i, a, box)
			case !isIn && overlap(box, a):
				t.Errorf("node %d, %v, is in group %d, %v", i, a, j, box)
			case isIn:
				used[j] = true
			}
		}
	}
	for i, a := range l.Groups {
		if !used[i] {
			continue
		}
		if !contains(whole, a) || a.Width < g.Groups[i].Width {
			t.Errorf("group %d is at %v in %v", i, a, whole)
		}
		for j, b := range l.Groups[:i] {
			if used[j] && overlap(a, b) {
				t.Errorf("groups %d and %d overlap: %v, %v", j, i, b, a)
			}
		}
	}
	// Every target has the head of an arrow of the link, and every line lies between what it joins.
	heads := map[[2]int]bool{}
	for _, line := range l.Lines {
		if line.Start.X > line.Bend.X || line.Bend.X >= line.Curved.X || line.Curved.X > line.End.X || line.Start.Y != line.Bend.Y || line.Curved.Y != line.End.Y {
			t.Errorf("a line goes astray: %v", line)
		}
		at := line.End
		if line.Head == layered.AtStart {
			at = line.Start
		}
		for i, n := range l.Nodes {
			if g.Nodes[i].IsLink {
				continue
			}
			if line.Head != layered.NoHead && (at.X == n.X || at.X == n.X+n.Width) && n.Y <= at.Y && at.Y <= n.Y+n.Height {
				heads[[2]int{line.Link, i}] = true
			}
			for _, part := range [][2]layered.Point{{line.Start, line.Bend}, {line.Curved, line.End}} {
				if overlap(n, layered.Rect{X: part[0].X, Y: part[0].Y, Width: part[1].X - part[0].X, Height: 1}) {
					t.Errorf("a line of link %d crosses node %d", line.Link, i)
				}
			}
		}
	}
	for _, e := range g.Edges {
		if g.Nodes[e.From].IsLink && !heads[[2]int{e.From, e.To}] {
			t.Errorf("no arrow from link %d to node %d", e.From, e.To)
		}
	}
}

func overlap(a, b layered.Rect) bool {
	return a.X < b.X+b.Width && b.X < a.X+a.Width && a.Y < b.Y+b.Height && b.Y < a.Y+a.Height
}

func contains(a, b layered.Rect) bool {
	return a.X <= b.X && b.X+b.Width <= a.X+a.Width && a.Y <= b.Y && b.Y+b.Height <= a.Y+a.Height
}

// TestCrossings holds that a graph that can be drawn without crossings is drawn so, whatever the order of its nodes.
func TestCrossings(t *testing.T) {
	for seed := range uint64(5) {
		r := rand.New(rand.NewPCG(seed, 2))
		// A tree of three levels: a root, four children, three grandchildren of each.
		names := r.Perm(17)
		var g layered.Graph
		for range names {
			g.Nodes = append(g.Nodes, layered.Node{Width: 80, Height: 30, Group: layered.None})
		}
		join := func(from, to int) {
			g.Nodes = append(g.Nodes, layered.Node{Width: 40, Height: 20, IsLink: true})
			link := len(g.Nodes) - 1
			g.Edges = append(g.Edges, layered.Edge{From: names[from], To: link}, layered.Edge{From: link, To: names[to]})
		}
		for child := 1; child <= 4; child++ {
			join(0, child)
			for i := range 3 {
				join(child, 5+3*(child-1)+i)
			}
		}
		lines := layered.Place(g).Lines
		for i, a := range lines {
			for _, b := range lines[:i] {
				if a.Bend.X == b.Bend.X && (a.Start.Y-b.Start.Y)*(a.End.Y-b.End.Y) < 0 {
					t.Errorf("seed %d: lines cross: %v, %v", seed, a, b)
				}
			}
		}
	}
}

// TestDirection holds that connections lead to the right where they can.
func TestDirection(t *testing.T) {
	// 0 → 1 → 2, and back from 2 to 1.
	g := layered.Graph{Nodes: []layered.Node{{80, 30, layered.None, false}, {80, 30, layered.None, false}, {80, 30, layered.None, false}}}
	for _, e := range [][2]int{{2, 1}, {1, 2}, {0, 1}} {
		g.Nodes = append(g.Nodes, layered.Node{Width: 40, Height: 20, IsLink: true})
		link := len(g.Nodes) - 1
		g.Edges = append(g.Edges, layered.Edge{From: e[0], To: link}, layered.Edge{From: link, To: e[1]})
	}
	l := layered.Place(g)
	if x := l.Nodes; x[0].X >= x[5].X || x[5].X >= x[1].X || x[1].X >= x[4].X || x[4].X >= x[2].X || x[3].X+x[3].Width/2 != x[4].X+x[4].Width/2 {
		t.Errorf("got %v", l.Nodes)
	}
}
