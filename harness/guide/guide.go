// Package guide provides the written guides that Guiderail enforces: every
// statement of a guide, the requirements that answer it, how far controls
// enforce it, and whether the guide's text has changed since it was read.
//
// The statements are our own paraphrases. What ties a statement to its guide
// is the hash of each sentence that it was taken from (see Hash), so that a
// new edition of a guide shows which statements need another look, and so that
// no guide's text has to be kept here.
package guide

import "slices"

// Guide is a source document and what it states, in its own order.
type Guide struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Version is empty for a guide that carries none.
	Version    string      `json:"version,omitempty"`
	Date       string      `json:"date"`
	Licence    string      `json:"licence"`
	Statements []Statement `json:"statements"`
}

// Statement is one thing that a guide says.
type Statement struct {
	ID string `json:"id"`
	// Section is the number of the guide's section, or its heading where the
	// guide numbers none.
	Section string `json:"section"`
	// Text paraphrases the statement in one plain sentence.
	Text string `json:"statement"`
	// Requirements are the IDs of the requirements that together answer it.
	Requirements []string `json:"requirements,omitempty"`
	// NotCheckable says why there is nothing to check; it is set exactly
	// where Requirements is empty.
	NotCheckable string `json:"not_checkable,omitempty"`
	// Errata are the catalogue's numbers for mistakes that the guide makes
	// in saying it.
	Errata []string `json:"erratum,omitempty"`
	// Contradicted says how what is the case contradicts the statement; "" where nothing does.
	Contradicted string `json:"contradicted,omitempty"`
	// Sources are the hashes of the sentences that say it, in the guide's
	// order. One that is listed twice stands in the guide twice.
	Sources []string `json:"sources"`
}

// Drift returns the statements that text, the guide as it reads now, no longer
// bears out: those with a source whose hash is not among the hashes of the
// text's sentences, as often as the statement names it.
//
// The text is read in three ways: with every line a paragraph, with the lines
// of a block joined up to the next bullet, list number or heading, and with
// all lines of a block joined. A sentence counts when one reading has it, so a
// guide whose paragraphs were wrapped at a column shows no drift.
func (g *Guide) Drift(text string) []Statement {
	readings := []map[string]int{
		occurrences(text),
		occurrences(unwrap(text, isMark)),
		occurrences(unwrap(text, func(string) bool { return false })),
	}

	var drifted []Statement
	for _, statement := range g.Statements {
		named := map[string]int{}
		for _, source := range statement.Sources {
			named[source]++
		}
		for source, times := range named {
			if !slices.ContainsFunc(readings, func(counts map[string]int) bool { return counts[source] >= times }) {
				drifted = append(drifted, statement)
				break
			}
		}
	}

	return drifted
}

// occurrences counts the hashes of the text's sentences.
func occurrences(text string) map[string]int {
	counts := map[string]int{}
	for _, sentence := range Sentences(text) {
		counts[Hash(sentence)]++
	}

	return counts
}

// IsAnsweredBy reports whether one of the requirements answers the statement.
func (s *Statement) IsAnsweredBy(requirements []string) bool {
	return slices.ContainsFunc(s.Requirements, func(id string) bool { return slices.Contains(requirements, id) })
}
