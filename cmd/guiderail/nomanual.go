//go:build !manual

package main

import "github.com/spf13/cobra"

// more returns the commands of special builds.
func more() []*cobra.Command { return nil }
