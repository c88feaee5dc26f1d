package layered

import (
	"cmp"
	"slices"
)

// scale is what positions are multiplied by, so that their means need no fractions.
const scale = 1 << 10

// setOrder orders the vertices of each layer, so that few lines cross.
func (p *placing) setOrder() {
	count := 0
	p.spans = make([][2]int, len(p.Groups))
	for g := range p.spans {
		p.spans[g] = [2]int{-1, -1}
		p.groups = append(p.groups, g)
	}
	for _, v := range p.vertices {
		count = max(count, v.layer+1)
	}
	p.layers, p.members = make([][]int, count), make([][][]int, count)
	for l := range p.members {
		p.members[l] = make([][]int, len(p.Groups))
	}
	for i, v := range p.vertices {
		if v.group == None {
			continue
		}
		p.members[v.layer][v.group] = append(p.members[v.layer][v.group], i)
		span := &p.spans[v.group]
		if span[0] < 0 || v.layer < span[0] {
			span[0] = v.layer
		}
		span[1] = max(span[1], v.layer)
	}
	p.position = make([]int, len(p.vertices))
	for l := range p.layers {
		for g, span := range p.spans {
			if span[0] >= 0 && span[0] <= l && l <= span[1] {
				p.layers[l] = append(p.layers[l], ^g)
			}
		}
	}
	for i, v := range p.vertices {
		if v.group == None {
			p.layers[v.layer] = append(p.layers[v.layer], i)
		}
	}
	for l := range p.layers {
		p.number(l)
	}
	best := p.crossings()
	saved := p.save()
	for range 12 {
		for l := 1; l < count; l++ {
			p.sortLayer(l, func(v *vertex) []int { return v.left })
		}
		for l := count - 2; l >= 0; l-- {
			p.sortLayer(l, func(v *vertex) []int { return v.right })
		}
		p.swapNeighbours()
		p.swapGroups()
		if n := p.crossings(); n < best {
			best, saved = n, p.save()
		}
		p.sortGroups()
	}
	p.restore(saved)
	p.swapNeighbours()
}

// number sets the positions of the vertices of a layer.
func (p *placing) number(l int) {
	n := 0
	for _, item := range p.layers[l] {
		for _, v := range p.vertexes(l, item) {
			p.position[v] = n
			n++
		}
	}
}

// vertexes returns the vertices of an item of a layer.
func (p *placing) vertexes(l, item int) []int {
	if item >= 0 {
		return []int{item}
	}
	return p.members[l][^item]
}

type saved struct {
	layers  [][]int
	members [][][]int
	groups  []int
}

func (p *placing) save() saved {
	s := saved{groups: slices.Clone(p.groups)}
	for l := range p.layers {
		s.layers = append(s.layers, slices.Clone(p.layers[l]))
		var members [][]int
		for _, m := range p.members[l] {
			members = append(members, slices.Clone(m))
		}
		s.members = append(s.members, members)
	}
	return s
}

func (p *placing) restore(s saved) {
	p.layers, p.members, p.groups = s.layers, s.members, s.groups
	for l := range p.layers {
		p.number(l)
	}
}

// mean returns the mean position of some vertices; has is false where there are none.
func (p *placing) mean(vertices []int) (mean int, has bool) {
	if len(vertices) == 0 {
		return 0, false
	}
	sum := 0
	for _, v := range vertices {
		sum += p.position[v]
	}
	return sum * scale / len(vertices), true
}

// sortLayer orders a layer by the means of the neighbours on one side. Groups keep their order.
func (p *placing) sortLayer(l int, neighbours func(*vertex) []int) {
	means := map[int]int{} // of items and of members
	var groups, singles []int
	for i, item := range p.layers[l] {
		sum, n := 0, 0
		for j, v := range p.vertexes(l, item) {
			mean, has := p.mean(neighbours(&p.vertices[v]))
			if !has {
				mean = p.position[v] * scale
			}
			means[v] = mean
			sum += mean
			n = j + 1
		}
		if item >= 0 {
			singles = append(singles, item)
			continue
		}
		means[item] = i * scale
		if n > 0 {
			means[item] = sum / n
		}
		slices.SortStableFunc(p.members[l][^item], func(a, b int) int { return cmp.Compare(means[a], means[b]) })
		groups = append(groups, item)
	}
	slices.SortStableFunc(singles, func(a, b int) int { return cmp.Compare(means[a], means[b]) })
	// Each of the others goes to the place among the groups where the fewest are on the wrong side.
	slots := make([][]int, len(groups)+1)
	for _, v := range singles {
		wrong := 0
		for _, g := range groups {
			if means[g] < means[v] {
				wrong++
			}
		}
		slot, least := 0, wrong
		for i, g := range groups {
			if means[g] < means[v] {
				wrong--
			} else {
				wrong++
			}
			if wrong < least {
				slot, least = i+1, wrong
			}
		}
		slots[slot] = append(slots[slot], v)
	}
	items := p.layers[l][:0]
	for i, slot := range slots {
		items = append(items, slot...)
		if i < len(groups) {
			items = append(items, groups[i])
		}
	}
	p.layers[l] = items
	p.number(l)
}

// sortGroups orders the groups by the means of the neighbours outside, relative to the sizes of the layers.
func (p *placing) sortGroups() {
	sums, counts := make([]int, len(p.Groups)), make([]int, len(p.Groups))
	size := make([]int, len(p.layers))
	for _, v := range p.vertices {
		size[v.layer]++
	}
	for _, v := range p.vertices {
		if v.group == None {
			continue
		}
		for _, u := range slices.Concat(v.left, v.right) {
			if p.vertices[u].group != v.group {
				sums[v.group] += (2*p.position[u] + 1) * scale / (2 * size[p.vertices[u].layer])
				counts[v.group]++
			}
		}
	}
	mean := func(g int) int { return sums[g] / max(counts[g], 1) }
	slices.SortStableFunc(p.groups, func(a, b int) int {
		if counts[a] == 0 || counts[b] == 0 {
			return cmp.Compare(min(counts[b], 1), min(counts[a], 1))
		}
		return cmp.Compare(mean(a), mean(b))
	})
	p.arrangeGroups()
}

// arrangeGroups brings the groups of every layer into their order.
func (p *placing) arrangeGroups() {
	rank := make([]int, len(p.Groups))
	for i, g := range p.groups {
		rank[g] = i
	}
	for l, items := range p.layers {
		var present []int
		for _, item := range items {
			if item < 0 {
				present = append(present, item)
			}
		}
		slices.SortFunc(present, func(a, b int) int { return cmp.Compare(rank[^a], rank[^b]) })
		next := 0
		for i, item := range items {
			if item < 0 {
				items[i] = present[next]
				next++
			}
		}
		p.number(l)
	}
}

// swapGroups exchanges neighbouring groups where that saves crossings.
func (p *placing) swapGroups() {
	least := p.crossings()
	for range 4 {
		before := least
		for i := range max(len(p.groups)-1, 0) {
			p.groups[i], p.groups[i+1] = p.groups[i+1], p.groups[i]
			p.arrangeGroups()
			if n := p.crossings(); n < least {
				least = n
				continue
			}
			p.groups[i], p.groups[i+1] = p.groups[i+1], p.groups[i]
			p.arrangeGroups()
		}
		if least == before {
			return
		}
	}
}

// swapNeighbours exchanges neighbours in a layer where that saves crossings.
func (p *placing) swapNeighbours() {
	for range 6 {
		swapped := false
		for l, items := range p.layers {
			for i := range len(items) - 1 {
				if a, b := items[i], items[i+1]; a >= 0 || b >= 0 {
					if p.saves(p.vertexes(l, a), p.vertexes(l, b)) {
						items[i], items[i+1] = b, a
						p.number(l)
						swapped = true
					}
				}
			}
			for _, members := range p.members[l] {
				for i := range max(len(members)-1, 0) {
					if p.saves(members[i:i+1], members[i+1:i+2]) {
						members[i], members[i+1] = members[i+1], members[i]
						p.number(l)
						swapped = true
					}
				}
			}
		}
		if !swapped {
			return
		}
	}
}

// saves reports whether fewer lines cross if the first vertices come after the second ones.
func (p *placing) saves(first, second []int) bool {
	now, then := 0, 0
	for _, a := range first {
		for _, b := range second {
			for _, side := range [][2][]int{{p.vertices[a].left, p.vertices[b].left}, {p.vertices[a].right, p.vertices[b].right}} {
				for _, u := range side[0] {
					for _, v := range side[1] {
						switch cmp.Compare(p.position[u], p.position[v]) {
						case 1:
							now++
						case -1:
							then++
						}
					}
				}
			}
		}
	}
	return then < now
}

// crossings counts the crossings of lines.
func (p *placing) crossings() int {
	byLayer := make([][][2]int, len(p.layers))
	for _, l := range p.lines {
		layer := p.vertices[l.left].layer
		byLayer[layer] = append(byLayer[layer], [2]int{p.position[l.left], p.position[l.right]})
	}
	total := 0
	for _, lines := range byLayer {
		slices.SortFunc(lines, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
		// seen counts, as a Fenwick tree does, the lines before that end at a position.
		size := 0
		for _, l := range lines {
			size = max(size, l[1]+1)
		}
		seen := make([]int, size+1)
		for i, l := range lines {
			notBelow := 0
			for at := l[1] + 1; at > 0; at &= at - 1 {
				notBelow += seen[at]
			}
			total += i - notBelow
			for at := l[1] + 1; at <= size; at += at & -at {
				seen[at]++
			}
		}
	}
	return total
}
