package textreport

import (
	"slices"
	"strconv"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
)

// place is a file, or what was rendered where only the file is known that leads to it.
type place struct {
	file       string
	isRendered bool
}

func placeOf(p artefact.Position) place {
	return place{p.File, p.Line == 0 && p.RenderedLine > 0}
}

// with writes a place with the numbers of lines: a.yaml:17,19, or a.yaml (rendered lines 17,19).
func (p place) with(numbers []string) string {
	switch {
	case p.isRendered:
		return p.file + " (" + rendered(numbers) + ")"
	case len(numbers) > 0:
		return p.file + ":" + joined(numbers)
	}
	return p.file
}

func rendered(numbers []string) string {
	if len(numbers) == 1 {
		return "rendered line " + numbers[0]
	}
	return "rendered lines " + joined(numbers)
}

// joined writes numbers as far as people read them: 17,19.
func joined(numbers []string) string {
	if len(numbers) > maxRows {
		numbers = append(slices.Clone(numbers[:maxRows]), "…")
	}
	return strings.Join(numbers, ",")
}

// places are lines, by place, in the order in which they were added.
type places struct {
	order   []place
	numbers map[place][]string
	known   map[lineAt]bool
}

// lineAt is a line of a place.
type lineAt struct {
	place
	line int
}

// add adds the line of a position, and returns its number. It returns false if the line is not known or not new.
func (p *places) add(at artefact.Position) (number string, added bool) {
	if p.numbers == nil {
		p.numbers, p.known = map[place][]string{}, map[lineAt]bool{}
	}
	of := placeOf(at)
	if _, isKnown := p.numbers[of]; !isKnown {
		p.order = append(p.order, of)
		p.numbers[of] = nil
	}
	line := at.Line
	if of.isRendered {
		line = at.RenderedLine
	}
	number = strconv.Itoa(line)
	if line == 0 || p.known[lineAt{of, line}] {
		return number, false
	}
	p.known[lineAt{of, line}] = true
	p.numbers[of] = append(p.numbers[of], number)
	return number, true
}

// String writes all places: a.yaml:17,19, b.yaml (rendered line 3).
func (p *places) String() string {
	all := make([]string, len(p.order))
	for i, at := range p.order {
		all[i] = at.with(p.numbers[at])
	}
	return strings.Join(all, ", ")
}
