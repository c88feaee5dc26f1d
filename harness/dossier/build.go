package dossier

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/guiderail/guiderail/harness/attest"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/report"
)

// About is what is common to the scopes of a dossier.
type About struct {
	Now     time.Time
	Version string
	// Digest is the SHA-256 of the program; "" where it is not known.
	Digest string
	// Catalogue has the policies, and Policy names them; nil for the built-in ones.
	Catalogue *catalogue.Catalogue
	Policy    *report.Policy
	Library   *guide.Library
	// Texts are the editions to hold the guides against, by the guide's ID.
	Texts map[string]Text
}

// Text is the text of a guide.
type Text struct {
	File string
	Text []byte
}

// New makes a dossier without scopes.
func New(about *About) (*Dossier, error) {
	d := &Dossier{
		APIVersion: APIVersion, Kind: Kind, Now: about.Now.UTC().Format(time.RFC3339),
		Tool:     Tool{Name: "guiderail", Version: about.Version, Digest: about.Digest},
		Policies: Policies{Reference: "built-in", Controls: len(about.Catalogue.Controls)},
		Scopes:   []Scope{}, Statements: []Statement{},
	}
	if p := about.Policy; p != nil {
		d.Policies.Reference, d.Policies.Digest, d.Policies.Revision, d.Policies.Verified = p.Reference, p.Digest, p.Revision, p.Verified
	}
	if d.Policies.Digest == "" {
		var err error
		if d.Policies.Digest, err = digestPolicies(about.Catalogue.Files); err != nil {
			return nil, err
		}
	}
	for _, g := range about.Library.Guides {
		d.Guides = append(d.Guides, describeGuide(g, about.Texts))
	}
	return d, nil
}

// Changed returns the statements, by guide, whose sentences the texts no longer have.
func (d *Dossier) Changed() map[string][]string {
	changed := map[string][]string{}
	for _, g := range d.Guides {
		if g.Compared != nil {
			changed[g.ID] = g.Compared.Changed
		}
	}
	return changed
}

// Add adds a scope and its statements.
func (d *Dossier) Add(scope *Scope, statements []Statement) {
	d.Scopes = append(d.Scopes, *scope)
	d.Statements = append(d.Statements, statements...)
}

func describeGuide(g *guide.Guide, texts map[string]Text) Guide {
	var sources strings.Builder
	for _, s := range g.Statements {
		sources.WriteString(s.ID + " " + strings.Join(s.Sources, " ") + "\n")
	}
	described := Guide{ID: g.ID, Title: g.Title, Version: g.Version, Date: g.Date, Sources: attest.Digest([]byte(sources.String()))}
	if text, ok := texts[g.ID]; ok {
		compared := &Compared{File: slash(text.File), Digest: attest.Digest(text.Text), Changed: []string{}}
		for _, s := range g.Drift(string(text.Text)) {
			compared.Changed = append(compared.Changed, s.ID)
		}
		described.Compared = compared
	}
	return described
}

// digestPolicies returns a digest of all files of a policy directory: of a line for each, as sha256sum writes it.
func digestPolicies(files fs.FS) (string, error) {
	digest, err := digestFolder(files)
	if err != nil {
		return "", fmt.Errorf("reading the policies: %w", err)
	}
	return digest, nil
}

// Platforms returns what the built-in profiles say of the platforms, each by the platform's ID: the controls that are about
// others, which its profile leaves out and that of another platform does not, and the namespaces of the provider.
func Platforms(all *catalogue.Catalogue, library *guide.Library, now time.Time) (foreign, provided map[string][]string, err error) {
	excluded := map[string]map[string]string{}
	names, err := profile.Names(all.Files)
	if err != nil {
		return nil, nil, fmt.Errorf("listing the profiles: %w", err)
	}
	foreign, provided = map[string][]string{}, map[string][]string{}
	for _, p := range library.Platforms {
		if !slices.Contains(names, p.Profile) { // it has none, or not among these policies
			excluded[p.ID] = map[string]string{}
			continue
		}
		read, err := profile.LoadAt(all.Files, all.Controls, p.Profile, now)
		if err != nil {
			return nil, nil, fmt.Errorf("reading the profile of %s: %w", p.Title, err)
		}
		excluded[p.ID] = read.Excluded
		for _, x := range read.Waived {
			provided[p.ID] = append(provided[p.ID], x.Namespaces...)
		}
	}
	for id, own := range excluded {
		for control := range own {
			for other, others := range excluded {
				if _, left := others[control]; other != id && !left && !slices.Contains(foreign[id], control) {
					foreign[id] = append(foreign[id], control)
				}
			}
		}
	}
	return foreign, provided, nil
}

// WriteJSON writes the dossier in JSON.
func (d *Dossier) WriteJSON(w io.Writer) error {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(d); err != nil {
		return err
	}
	_, err := w.Write(withoutReordering(out.Bytes()))
	return err
}

// withoutReordering escapes the characters of JSON that would reorder what people see of it.
func withoutReordering(text []byte) []byte {
	isReordering := func(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }
	if !bytes.ContainsFunc(text, isReordering) {
		return text
	}
	var out bytes.Buffer
	for _, r := range string(text) {
		if isReordering(r) {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.Bytes()
}
