package policytest

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/guide"
)

var sentence = regexp.MustCompile(`(?s)^[A-Z].*\.$`)

// Annotation returns the case that checks that a control says all that users are shown.
func Annotation(ctx context.Context, all *catalogue.Catalogue, c *control.Control, library *guide.Library) *Case {
	result := &Case{Check: CheckAnnotation, File: c.File, Line: 1}
	if len(c.Title) < 10 || len(c.Title) > 80 || strings.HasSuffix(c.Title, ".") {
		result.fail("title must have 10 to 80 characters and no period: %q", c.Title)
	}
	if !sentence.MatchString(c.Description) || len(c.Description) < 80 {
		result.fail("description must be two or three whole sentences: %q", c.Description)
	}
	if !sentence.MatchString(c.Remediation) {
		result.fail("remediation must be a whole sentence: %q", c.Remediation)
	}
	if len(c.References) == 0 {
		result.fail("related_resources must name at least one address")
	}
	if len(c.Match) == 0 {
		result.fail("match is empty")
	}
	for _, id := range c.Requirements {
		if _, ok := library.Requirement(id); !ok {
			result.fail("unknown requirement %s", id)
		}
	}
	for channel, limit := range c.Limits {
		if !sentence.MatchString(limit) {
			result.fail("limits: what the control cannot do in %s must be a whole sentence: %q", channel, limit)
		}
	}
	for name, schema := range c.Parameters {
		fields, _ := schema.(map[string]any)
		if text, _ := fields["description"].(string); !sentence.MatchString(text) || fields["type"] == nil {
			result.fail("parameter %s must have a type, and a description that is a sentence", name)
		}
	}
	defaults, err := all.Rego.Defaults(ctx, c)
	if err != nil {
		result.fail("%v", err)
	} else if got, want := slices.Sorted(maps.Keys(defaults)), slices.Sorted(maps.Keys(c.Parameters)); !slices.Equal(got, want) {
		result.fail("the rule defaults has %q, but the annotation describes %q", got, want)
	}
	return result
}
