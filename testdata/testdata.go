// Package testdata embeds the fixtures of the controls: explain shows one of each verdict as an
// example.
package testdata

import "embed"

// Controls holds controls/<family>/<control>/{pass,fail}/<case>.yaml.
//
//go:embed controls
var Controls embed.FS
