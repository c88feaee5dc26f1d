package guide_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/guiderail/guiderail/harness/guide"
)

const framework = `
id: other
title: Another text
edition: v1
sections:
  - section: "1.1"
    subject: Roles
    relation: equal
    controls: [rbac.wildcards, rbac.verbs]
  - section: "1.2"
    subject: Images
    relation: part of it
    controls: [images.digest]
    note: Not all of it.
`

func frameworkFS(text string) fstest.MapFS {
	return fstest.MapFS{"guides/frameworks/other.yaml": {Data: []byte(text)}}
}

func TestLoadFrameworks(t *testing.T) {
	loaded, err := guide.LoadFrameworks(frameworkFS(framework), []string{"images.digest", "rbac.verbs", "rbac.wildcards"})
	if err != nil {
		t.Fatal(err)
	}
	if len(loaded) != 1 || loaded[0].Edition != "v1" || len(loaded[0].Sections) != 2 || loaded[0].Sections[1].Relation != guide.PartOf || loaded[0].Sections[1].Note == "" {
		t.Errorf("got %+v", loaded)
	}
	if none, err := guide.LoadFrameworks(fstest.MapFS{"guides/short.yaml": {}}, nil); err != nil || len(none) != 0 {
		t.Errorf("without frameworks: got %v, %v", none, err)
	}
	if _, err := guide.LoadFrameworks(frameworkFS(framework), nil); err != nil {
		t.Errorf("without controls to compare with: %v", err)
	}
}

func TestLoadFrameworksErrors(t *testing.T) {
	const file = "reading guides/frameworks/other.yaml: "
	for _, test := range []struct{ old, new, want string }{
		{"id: other", "id: another", `id is "another", want the file's name, "other"`},
		{"title: Another text\n", "", "title is missing"},
		{"edition: v1\n", "", "edition is missing"},
		{"edition: v1", "editions: v1", `unknown field "editions"`},
		{"    note: ", "    notes: ", `unknown field "notes"`},
		{framework[strings.Index(framework, "sections:"):], "", "no sections found"},
		{`"1.2"`, `"1.1"`, "section 1.1: listed twice"},
		{`"1.1"`, `""`, "section 1 of the list has no section"},
		{"subject: Roles", "subject:", "section 1.1: subject is missing"},
		{"relation: equal", "relation: same", `section 1.1: relation is "same", want one of ["equal" "part of it" "related"]`},
		{"[images.digest]", "[]", "section 1.2: controls is empty"},
		{"[images.digest]", "[images.digests]", `section 1.2: unknown control "images.digests"`},
		{"[images.digest]", "[images]", `section 1.2: control "images" is not an ID such as rbac.wildcards`},
		{"rbac.verbs", "rbac.wildcards", "section 1.1: control rbac.wildcards listed twice"},
	} {
		text := strings.Replace(framework, test.old, test.new, 1)
		_, err := guide.LoadFrameworks(frameworkFS(text), []string{"images.digest", "rbac.verbs", "rbac.wildcards"})
		if err == nil || !strings.HasPrefix(err.Error(), file) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: got %v, want %s%s", test.new, err, file, test.want)
		}
	}
}

func TestRelatedTo(t *testing.T) {
	loaded, err := guide.LoadFrameworks(frameworkFS(framework), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := loaded[0].RelatedTo("rbac.verbs"); len(got) != 1 || got[0].Section != "1.1" {
		t.Errorf("got %v", got)
	}
	if got := loaded[0].RelatedTo("rbac"); got != nil {
		t.Errorf("got %v for a family", got)
	}
}
