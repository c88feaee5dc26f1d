// Package policies embeds the controls, their libraries and the guides that they answer.
package policies

import "embed"

// FS holds this directory: lib/ and one folder per family of controls in Rego, guides/ and profiles/
// in YAML, and the bundle's .manifest.
//
//go:embed * .manifest
var FS embed.FS
