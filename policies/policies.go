// Package policies embeds the controls, their libraries and the guides that they answer.
package policies

import "embed"

// Version is the version of the policies as a whole. A change that lets a verdict differ raises it.
const Version = "0.1.0"

// FS holds this directory: lib/ and one folder per family of controls in Rego, guides/, profiles/ and
// mutations/ in YAML, and the bundle's .manifest.
//
//go:embed * .manifest
var FS embed.FS
