package dossier

import (
	"fmt"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/guide"
)

// Apply answers the sections of a framework, in each scope, by what the controls said that relate to them.
//
// A section fails if one of its controls does, is waived if one is, and holds if all pass that were not left out. It only
// ever holds if the controls ask for all that it asks for; of a part, or of something related, it holds partly.
func Apply(framework *guide.Framework, scopes []Scope) *Framework {
	applied := &Framework{ID: framework.ID, Title: framework.Title, Edition: framework.Edition, URL: framework.URL, Note: framework.Note, Entries: []Mapping{}}
	for _, scope := range scopes {
		said := map[string]ControlResult{}
		for _, result := range scope.Controls {
			said[result.ID] = result
		}
		for _, section := range framework.Sections {
			verdict, missing := answer(&section, said)
			applied.Entries = append(applied.Entries, Mapping{
				Scope:    scope.Name,
				Section:  section.Section,
				Subject:  section.Subject,
				Relation: string(section.Relation),
				Controls: slices.Clone(section.Controls),
				Verdict:  verdict,
				Note:     strings.Join(slices.DeleteFunc(append([]string{section.Note}, missing...), func(s string) bool { return s == "" }), " "),
			})
		}
	}

	return applied
}

// answer says whether a section is met, and which controls could not tell.
func answer(section *guide.FrameworkSection, said map[string]ControlResult) (verdict Verdict, missing []string) {
	count := map[string]int{}
	var silent, unknown, excluded []string
	for _, id := range section.Controls {
		result := said[id]
		n := result.Verdicts
		for _, verdict := range []string{"pass", "fail", "waived"} {
			count[verdict] += n[verdict]
		}
		switch {
		case n["unknown"]+n["error"] > 0:
			unknown = append(unknown, id)
		case n["pass"]+n["fail"]+n["waived"] > 0:
		case result.Excluded != "":
			excluded = append(excluded, fmt.Sprintf("%s (%s)", id, result.Excluded))
		default:
			silent = append(silent, id)
		}
	}
	missing = []string{
		sentence("Nothing was judged by", silent),
		sentence("Not known by", unknown),
		sentence("Left out:", excluded),
	}
	switch {
	case count["fail"] > 0:
		return Fails, missing
	case count["waived"] > 0:
		return Waived, missing
	case count["pass"] == 0:
		return NothingShown, missing
	case len(silent)+len(unknown) > 0 || section.Relation != guide.Equal:
		return Partly, missing
	}

	return Holds, missing
}

// sentence names controls; "" if there are none.
func sentence(what string, ids []string) string {
	if len(ids) == 0 {
		return ""
	}

	return what + " " + strings.Join(ids, ", ") + "."
}
