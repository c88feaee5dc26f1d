// Guiderail-render renders Helm charts and kustomizations for guiderail, which starts it: it is not for people, but for
// guiderail-render --version.
package main

import "github.com/guiderail/guiderail/internal/rendering/program"

// release is the version where the toolchain cannot know it, as in guiderail: the linker sets it.
var release string

func main() { program.Main(release) }
