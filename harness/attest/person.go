package attest

import (
	"net/mail"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// isSamePrincipal compares the attester with a principal of the profile: without regard to case and surrounding spaces, and to
// nothing else, since whoever signs is named in the dossier as the profile names them.
func isSamePrincipal(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// isSamePerson reports whether two texts may name one person: whether they share a name or an e-mail address, however it is
// written. It is meant for refusing, and so rather takes two for one.
func isSamePerson(a, b string) bool {
	return slices.ContainsFunc(namesOf(a), func(name string) bool { return slices.Contains(namesOf(b), name) })
}

// namesOf returns the name and the address that a text such as "Ann Ops <ann@example.org>" has, in one spelling.
func namesOf(person string) []string {
	plain := spelling(person)
	names := []string{plain}
	if address, err := mail.ParseAddress(plain); err == nil {
		names = append(names, spelling(address.Name), spelling(address.Address))
	}
	for _, brackets := range []string{"<>", "()", "[]"} {
		if before, rest, found := strings.Cut(plain, brackets[:1]); found {
			inside, _, _ := strings.Cut(rest, brackets[1:])
			names = append(names, spelling(before), spelling(inside))
		}
	}
	for _, name := range slices.Clone(names) {
		names = append(names, strings.TrimPrefix(name, "mailto:"))
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}

// spelling is a text without what the eye does not see: case, compatibility forms, blanks, and characters without a shape.
func spelling(text string) string {
	shown := strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) {
			return -1
		}
		return r
	}, norm.NFKC.String(text))
	return strings.Trim(strings.Join(strings.Fields(cases.Fold().String(shown)), " "), ` ."',;`)
}
