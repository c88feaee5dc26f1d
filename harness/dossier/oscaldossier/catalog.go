package oscaldossier

import (
	"cmp"
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/guiderail/guiderail/harness/guide"
)

// catalog makes the catalogue of the guides: a group for each, with a group for each section, with a control for each
// statement.
func (s *source) catalog() *catalog {
	c := &catalog{Metadata: s.metadata("Statements of security guides for services on Kubernetes, paraphrased")}
	c.Metadata.Remarks = "The statements are paraphrases. The guides themselves belong to their authors."
	resources := []resource{}
	taken := map[string]bool{}
	for _, g := range s.library.Guides {
		document := guideResource(g, s.guideOf(g.ID).Sources)
		resources = append(resources, document)
		top := group{
			ID:    unused(taken, token(g.ID)),
			Class: "guide",
			Title: markup(g.Title),
			Props: edition(g),
			Links: []link{{Href: "#" + document.UUID, Rel: "source"}},
		}
		sections := map[string]int{}
		for _, statement := range g.Statements {
			i, isKnown := sections[statement.Section]
			if !isKnown {
				i = len(top.Groups)
				sections[statement.Section] = i
				top.Groups = append(top.Groups, group{
					ID:    unused(taken, token(g.ID+"_"+cmp.Or(slug(statement.Section), "section"))),
					Class: "section",
					Title: markup(sectionTitle(statement.Section)),
					Props: props(prop("section", statement.Section)),
				})
			}
			top.Groups[i].Controls = append(top.Groups[i].Controls, s.catalogControl(&statement))
		}
		c.Groups = append(c.Groups, top)
	}
	c.BackMatter = &backMatter{resources}
	return c
}

// sectionTitle returns the heading of a section, or its number as one.
func sectionTitle(section string) string {
	if first, _ := utf8.DecodeRuneInString(section); unicode.IsDigit(first) {
		return "Section " + section
	}
	return section
}

// catalogControl makes a control of a statement.
func (s *source) catalogControl(statement *guide.Statement) catalogControl {
	all := []property{{Name: "label", Value: line(statement.ID)}}
	for _, id := range statement.Requirements {
		p := prop("requirement", id)
		if r, isKnown := s.library.Requirement(id); isKnown {
			p.Class, p.Remarks = token(string(r.Severity)), markup(r.Name)
		}
		all = append(all, p)
	}
	all = append(all, each("erratum", statement.Errata)...)
	all = append(all, prop("not-checkable", statement.NotCheckable), prop("contradicted", statement.Contradicted))
	return catalogControl{
		ID:    token(statement.ID),
		Class: "statement",
		Title: markup(statement.Text),
		Props: props(all...),
		Parts: []part{{ID: statementPart(statement.ID), Name: "statement", Prose: prose(statement.Text)}},
	}
}

// edition is that of a guide.
func edition(g *guide.Guide) []property {
	return props(prop("version", g.Version), prop("date", g.Date))
}

// guideResource is a guide as it was read. What hashes there are, are those of its sentences, not of a file.
func guideResource(g *guide.Guide, sources string) resource {
	title := g.Title
	if g.Version != "" {
		title += ", version " + g.Version
	}
	return resource{
		UUID:        identify("resource", "guide", g.ID, g.Version, g.Date),
		Title:       markup(fmt.Sprintf("%s (%s)", title, g.Date)),
		Description: markup("Licence: " + g.Licence),
		Props:       append(edition(g), props(prop("sentences-digest", sources))...),
	}
}

// unused returns an ID that is not taken yet, and takes it.
func unused(taken map[string]bool, id string) string {
	free := id
	for n := 2; taken[free]; n++ {
		free = fmt.Sprintf("%s-%d", id, n)
	}
	taken[free] = true
	return free
}
