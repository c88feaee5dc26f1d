// Package htmlpage has what the pages that Guiderail writes have in common: how they look, and the policy under which a
// browser takes nothing but what is part of them.
package htmlpage

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"strings"
)

//go:embed base.css
var base string

// Style returns the style of a page: what is common to all, and after it the page's own.
func Style(own string) string { return base + own }

// Policy returns the Content-Security-Policy of a page that has one style and one script; "" where it has none. It allows
// nothing else.
func Policy(style, script string) string {
	policy := "default-src 'none'; style-src " + hash(style)
	if script != "" {
		policy += "; script-src " + hash(script)
	}
	return policy + "; img-src data:; base-uri 'none'; form-action 'none'"
}

// hash returns what a Content-Security-Policy allows a text by.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// Paragraphs returns the paragraphs of a text, which empty lines separate.
func Paragraphs(text string) []string {
	var all []string
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}
