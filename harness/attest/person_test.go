package attest

import "testing"

func TestSamePerson(t *testing.T) {
	same := [][2]string{
		{"ann@example.org", "Ann@Example.org "},
		{"Ann Ops <ann@example.org>", "ann@example.org"},
		{"Ann Ops <ann@example.org>", "ann  ops"},
		{"ann@example.org (Ann Ops)", "Ann Ops"},
		{"Ann Ops <ann@example.org", "ann@example.org"},
		{`"Ann Ops" <ann@example.org>`, "Ann\u00a0Ops"},
		{"Ann\u200b Ops", "Ann Ops"},
		{"Ann\ufe0f Ops", "Ann Ops"},
		{"\u202eAnn Ops\u202c", "Ann Ops"},
		{"Ａｎｎ Ops", "Ann Ops"},
		{"Jose\u0301", "Jos\u00e9"},
		{"STRASSE", "Straße"},
		{"mailto:ann@example.org", "ann@example.org"},
	}
	for _, pair := range same {
		if !isSamePerson(pair[0], pair[1]) || !isSamePerson(pair[1], pair[0]) {
			t.Errorf("%q and %q are taken for two people", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{{"Ann Ops", "Anna Ops"}, {"ann@example.org", "ann@example.com"}, {"Ann Ops <ann@example.org>", "Ben <ben@example.org>"}, {"Ann", "Ann Ops"}, {"<>", "()"}} {
		if isSamePerson(pair[0], pair[1]) {
			t.Errorf("%q and %q are taken for one person", pair[0], pair[1])
		}
	}
}
