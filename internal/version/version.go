// Package version tells which version of its module a program was built from.
package version

import (
	"fmt"
	"runtime/debug"
)

// Of returns the version of the running program: release, which the linker may have set, else the version of the module or
// the commit as the toolchain recorded it, else "(devel)".
func Of(release string) string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

// Long returns the version with the commit and its date, as far as the toolchain recorded them.
func Long(release string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return Of(release)
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	revision, date := settings["vcs.revision"], settings["vcs.time"]
	if revision == "" {
		return Of(release)
	}
	modified := ""
	if settings["vcs.modified"] == "true" {
		modified = ", modified"
	}
	return fmt.Sprintf("%s (commit %.12s of %s%s)", Of(release), revision, date, modified)
}
