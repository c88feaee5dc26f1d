// Package multiset compares lists in which an entry may stand several times and the order means nothing.
package multiset

import "slices"

// Without returns the entries of a list that are not among the others, each as often as there are more of it, in their
// order. It returns an empty list rather than nil.
func Without[T comparable](list, others []T) []T {
	rest := []T{}
	others = slices.Clone(others)
	for _, entry := range list {
		if i := slices.Index(others, entry); i >= 0 {
			others = slices.Delete(others, i, i+1)
		} else {
			rest = append(rest, entry)
		}
	}
	return rest
}
