package record

import (
	"bytes"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/source"
)

// Scope is the kind of a scope, which says what a dossier speaks of.
const Scope = "Scope"

// group is that of all records.
const group = "guiderail.dev"

// Settings are the kinds of what Guiderail reads about itself, which is not judged.
func Settings() []string { return []string{"Configuration", "Dossier", "Flows", "Profile", Scope} }

// IsSettings reports whether an artefact is one of those.
func IsSettings(a *artefact.Artefact) bool {
	return a.Group() == group && slices.Contains(Settings(), a.Kind)
}

// MeansScope reports whether a file is written as a scope, be it with a slip: a misspelt kind, another apiVersion, or nothing
// at all under the name that scopes have. Whoever reads it as one says what is wrong.
func MeansScope(name string, text []byte) bool {
	name = strings.ToLower(filepath.Base(name))
	isNamed := strings.TrimSuffix(name, filepath.Ext(name)) == "scope"
	if !isNamed && !bytes.Contains(text, []byte(group)) && !saysScope().Match(text) {
		return false // as hardly any file does
	}
	isEmpty := true
	for d := range source.Bytes(name, text).Documents(source.Limits{}) {
		isEmpty = false
		if d != nil && meansScope(d.Text, isNamed) {
			return true
		}
	}
	return isEmpty && isNamed
}

var saysScope = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?mi)^[\s{]*["']?kind["']?[ \t]*:[ \t]*["']?scope`)
})

func meansScope(text []byte, isNamed bool) bool {
	var fields map[string]any
	if yaml.Unmarshal(text, &fields) != nil {
		return isNamed || bytes.Contains(text, []byte(group)) && saysScope().Match(text)
	}
	word := func(name string) string { // of a field, however it is spelt
		for key, value := range fields {
			if strings.EqualFold(key, name) {
				text, _ := value.(string)
				return text
			}
		}
		return ""
	}
	kind, version := word("kind"), word("apiVersion")
	if fields["kind"] == kind && strings.HasPrefix(version, group+"/") && slices.Contains(append(Settings(), "Attestation", "Waivers"), kind) {
		return kind == Scope
	}
	spec, _ := fields["spec"].(map[string]any)
	_, saysCluster := spec["cluster"]
	isOurs := isNear(version, group, 2)
	of, _, hasGroup := strings.Cut(version, "/")
	switch {
	case hasGroup && strings.Contains(of, ".") && !isOurs: // somebody else's
		return false
	case strings.EqualFold(kind, Scope):
		return version != "" || saysCluster || isNamed
	case isOurs && isNear(kind, Scope, 2):
		return true
	case kind != "":
		return false
	case isOurs && saysCluster:
		return true
	}
	// Another program's settings may be in a file of the name as well.
	return isNamed && (len(fields) == 0 || version != "" || fields["spec"] != nil || fields["metadata"] != nil || fields["cluster"] != nil)
}

// isNear reports whether a word, up to a slash, is another one but for so many letters, whatever their case.
func isNear(word, wanted string, most int) bool {
	word, _, _ = strings.Cut(strings.ToLower(word), "/")
	wanted = strings.ToLower(wanted)
	if word == "" {
		return false
	}
	row := make([]int, len(wanted)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(word) {
		before := row[0]
		row[0] = i + 1
		for j := range len(wanted) {
			cost := before
			if word[i] != wanted[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(wanted)] <= most
}
