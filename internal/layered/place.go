package layered

import (
	"cmp"
	"slices"
)

const (
	unit   = 16      // parts of a pixel, while everything is moved
	rounds = 150     // of moving everything to where it is wanted
	far    = 1 << 30 // further than any place
)

// apart says that one thing is at least so far below another.
type apart struct{ above, below, distance int }

// setHeights sets how far down everything is: near what it is connected with, in the order of its layer, and the
// groups apart. A vertex is known by its middle, a group by its top and its bottom.
func (p *placing) setHeights() {
	n := len(p.vertices)
	top := func(g int) int { return n + g }
	bottom := func(g int) int { return n + len(p.Groups) + g }
	var rules []apart
	for l, items := range p.layers {
		for i, item := range items {
			if item < 0 {
				at, room := top(^item), groupHead
				for j, v := range p.members[l][^item] {
					if j > 0 {
						room = p.gap(at, v) + p.half(at)
					}
					rules = append(rules, apart{at, v, room + p.half(v)})
					at, room = v, groupPad+p.half(v)
				}
				if len(p.members[l][^item]) > 0 {
					rules = append(rules, apart{at, bottom(^item), room})
				}
				rules = append(rules, apart{top(^item), bottom(^item), groupHead + groupPad})
			}
			if i == 0 {
				continue
			}
			above, below, distance := items[i-1], item, groupGap
			if above >= 0 && below >= 0 {
				distance = p.gap(above, below)
			} else if above >= 0 && p.vertices[above].node == None || below >= 0 && p.vertices[below].node == None {
				distance = nodeGap
			}
			if above < 0 {
				above = bottom(^above)
			} else {
				distance += p.half(above)
			}
			if below < 0 {
				below = top(^below)
			} else {
				distance += p.half(below)
			}
			rules = append(rules, apart{above, below, distance})
		}
	}
	for i := range rules {
		rules[i].distance *= unit
	}
	around := make([][]apart, len(p.Groups))
	for _, r := range rules {
		if a, b := p.groupOf(r.above), p.groupOf(r.below); a != b {
			for _, g := range []int{a, b} {
				if g != None {
					around[g] = append(around[g], r)
				}
			}
		}
	}
	s := newSolver(n+2*len(p.Groups), rules)
	p.y = s.down(make([]int, n+2*len(p.Groups))) // as high up as it can be
	for range rounds {
		for g, span := range p.spans {
			if span[0] >= 0 {
				p.shift(g, top(g), bottom(g), around[g])
			}
		}
		// Nothing pushes a group, or it would run away from what wants to be in it.
		least, most := p.limits(s)
		wanted := slices.Clone(p.y)
		for i := range n {
			half := (p.y[i] + p.wanted(i)) / 2 // the whole way, neighbours would change places for ever
			wanted[i] = min(max(half, least[i]), most[i])
		}
		// Both are allowed, and so is what lies half-way.
		down, up := s.down(wanted), s.up(wanted)
		for i := range n {
			p.y[i] = (down[i] + up[i]) >> 1
		}
	}
	for i := range n {
		p.y[i] /= unit
	}
}

// groupOf returns the group of a vertex, or of the top or the bottom of a group.
func (p *placing) groupOf(i int) int {
	if n := len(p.vertices); i >= n {
		return (i - n) % len(p.Groups)
	}
	return p.vertices[i].group
}

// limits returns how far up and down each vertex could be, if the groups stay where they are.
func (p *placing) limits(s *solver) (least, most []int) {
	least, most = slices.Clone(p.y), slices.Clone(p.y)
	for i := range p.vertices {
		least[i], most[i] = -far, far
	}
	return s.down(least), s.up(most)
}

// shift moves a group with all that is in it towards what it is connected with, as far as nothing is in
// the way.
func (p *placing) shift(g, top, bottom int, around []apart) {
	sum, lines := 0, 0
	for i := range p.vertices {
		v := &p.vertices[i]
		if v.group != g {
			continue
		}
		for _, u := range slices.Concat(v.left, v.right) {
			if p.vertices[u].group != g {
				sum += p.y[u] - p.y[i]
				lines++
			}
		}
	}
	if lines == 0 {
		return
	}
	by := sum / lines
	for _, r := range around {
		room := p.y[r.below] - p.y[r.above] - r.distance
		if p.groupOf(r.above) == g {
			by = min(by, room)
		} else {
			by = max(by, -room)
		}
	}
	p.y[top] += by
	p.y[bottom] += by
	for i, v := range p.vertices {
		if v.group == g {
			p.y[i] += by
		}
	}
}

// half returns half of the height of a vertex.
func (p *placing) half(v int) int { return (p.vertices[v].height + 1) / 2 }

func (p *placing) gap(a, b int) int {
	switch {
	case p.vertices[a].node == None && p.vertices[b].node == None:
		return lineGap
	case p.vertices[a].group != p.vertices[b].group:
		return groupGap
	}
	return nodeGap
}

// wanted returns where a vertex would be best: lines that pass layers are straight first.
func (p *placing) wanted(i int) int {
	v := &p.vertices[i]
	sum, weights := 0, 0
	for _, u := range slices.Concat(v.left, v.right) {
		weight := 1
		if v.node == None || p.vertices[u].node == None {
			weight = 3
		}
		if v.node == None && p.vertices[u].node == None {
			weight = 8
		}
		sum += weight * p.y[u]
		weights += weight
	}
	if weights == 0 {
		return p.y[i]
	}
	return sum / weights
}

// extent returns how far up and down the box of a group reaches.
func (p *placing) extent(g int) (top, bottom int) {
	isFirst := true
	for i := range p.vertices {
		v := &p.vertices[i]
		if v.group != g {
			continue
		}
		half := (v.height + 1) / 2
		if from := p.y[i] - half - groupHead; isFirst || from < top {
			top = from
		}
		if to := p.y[i] + p.half(i) + groupPad; isFirst || to > bottom {
			bottom = to
		}
		isFirst = false
	}
	return top, bottom
}

// solver finds numbers that follow rules.
type solver struct {
	order        []int     // everything after what is above it
	above, below [][]apart // by what is below, and above
}

func newSolver(n int, rules []apart) *solver {
	s := &solver{above: make([][]apart, n), below: make([][]apart, n)}
	open := make([]int, n)
	for _, r := range rules {
		s.above[r.below] = append(s.above[r.below], r)
		s.below[r.above] = append(s.below[r.above], r)
		open[r.below]++
	}
	for i := range n {
		if open[i] == 0 {
			s.order = append(s.order, i)
		}
	}
	for i := 0; i < len(s.order); i++ {
		for _, r := range s.below[s.order[i]] {
			if open[r.below]--; open[r.below] == 0 {
				s.order = append(s.order, r.below)
			}
		}
	}
	return s
}

// down returns what is nearest to what is wanted, or further down.
func (s *solver) down(wanted []int) []int {
	y := slices.Clone(wanted)
	for _, i := range s.order {
		for _, r := range s.above[i] {
			y[i] = max(y[i], y[r.above]+r.distance)
		}
	}
	return y
}

// up returns what is nearest to what is wanted, or further up.
func (s *solver) up(wanted []int) []int {
	y := slices.Clone(wanted)
	for _, i := range slices.Backward(s.order) {
		for _, r := range s.below[i] {
			y[i] = min(y[i], y[r.below]-r.distance)
		}
	}
	return y
}

// layout returns the places, with the upper left corner at 0, 0.
func (p *placing) layout() *Layout {
	columns := p.columns()
	out := &Layout{Nodes: make([]Rect, len(p.Nodes)), Groups: make([]Rect, len(p.Groups))}
	if len(columns) == 0 {
		return out
	}
	least, most := p.y[0], p.y[0]
	for i := range p.vertices {
		least, most = min(least, p.y[i]-p.half(i)), max(most, p.y[i]+p.half(i))
	}
	for g, span := range p.spans {
		if span[0] < 0 {
			continue
		}
		top, bottom := p.extent(g)
		least, most = min(least, top), max(most, bottom)
	}
	shift := margin - least
	for i := range p.y {
		p.y[i] += shift
	}
	last := columns[len(columns)-1]
	out.Width, out.Height = last.X+last.Width+groupPad+margin, most+shift+margin
	for i, v := range p.vertices {
		if v.node != None {
			column := columns[v.layer]
			out.Nodes[v.node] = Rect{column.X + (column.Width-v.width)/2, p.y[i] - p.half(i), v.width, v.height}
		}
	}
	for g, span := range p.spans {
		if span[0] < 0 {
			continue
		}
		top, bottom := p.extent(g)
		first, last := columns[span[0]], columns[span[1]]
		out.Groups[g] = Rect{first.X - groupPad, top, last.X + last.Width - first.X + 2*groupPad, bottom - top}
	}
	p.draw(out, columns)
	return out
}

// columns returns the places of the layers; only X and Width are set.
func (p *placing) columns() []Rect {
	columns := make([]Rect, len(p.layers))
	crowd := make([]int, len(p.layers))
	for _, v := range p.vertices {
		columns[v.layer].Width = max(columns[v.layer].Width, v.width)
	}
	for _, l := range p.lines {
		crowd[p.vertices[l.left].layer]++
	}
	for g, span := range p.spans {
		if span[0] < 0 {
			continue
		}
		width := (span[1]-span[0])*columnGap + 2*groupPad
		for _, c := range columns[span[0] : span[1]+1] {
			width += c.Width
		}
		columns[span[0]].Width += max(p.Groups[g].Width-width, 0)
	}
	x := margin + groupPad
	for l := range columns {
		columns[l].X = x
		x += columns[l].Width + columnGap + min(crowd[l], linesInGap)
	}
	return columns
}

// draw adds the lines. They meet a node one below the other.
func (p *placing) draw(out *Layout, columns []Rect) {
	type side struct {
		vertex  int
		isRight bool
	}
	at := map[side][]int{}
	for i, l := range p.lines {
		at[side{l.left, true}] = append(at[side{l.left, true}], i)
		at[side{l.right, false}] = append(at[side{l.right, false}], i)
	}
	starts, ends := make([]Point, len(p.lines)), make([]Point, len(p.lines))
	for v := range p.vertices {
		of := &p.vertices[v]
		column := columns[of.layer]
		for _, isRight := range []bool{false, true} {
			lines := at[side{v, isRight}]
			other := func(i int) int {
				if isRight {
					return p.y[p.lines[i].right]
				}
				return p.y[p.lines[i].left]
			}
			slices.SortStableFunc(lines, func(a, b int) int { return cmp.Compare(other(a), other(b)) })
			step := min(8, max(of.height-10, 0)/max(len(lines)-1, 1))
			for n, i := range lines {
				y := p.y[v] + (2*n-(len(lines)-1))*step/2
				if isRight {
					starts[i] = Point{column.X + (column.Width+of.width)/2, y}
				} else {
					ends[i] = Point{column.X + (column.Width-of.width)/2, y}
				}
			}
		}
	}
	for i, l := range p.lines {
		from, to := columns[p.vertices[l.left].layer], columns[p.vertices[l.right].layer]
		out.Lines = append(out.Lines, Line{
			Link: l.link, Head: l.head, Start: starts[i], End: ends[i],
			Bend:   Point{from.X + from.Width, starts[i].Y},
			Curved: Point{to.X, ends[i].Y},
		})
		if line := &out.Lines[i]; p.vertices[l.right].node == None {
			line.End.X = to.X
		}
		// A line that passes a layer goes through all of its width, once.
		if line := &out.Lines[i]; p.vertices[l.left].node == None {
			line.Start.X = line.Bend.X
			if at[side{l.left, true}][0] == i {
				line.Start.X = from.X
			}
		}
	}
}
