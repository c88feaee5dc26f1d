package bundle

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"golang.org/x/mod/semver"
)

// CompareRevisions orders two revisions, -1 where the first is the older one, 0 or +1. Both must be
// semantic versions, with or without a v in front, or both whole numbers, or both days or times as RFC
// 3339 spells them.
func CompareRevisions(a, b string) (int, error) {
	for _, compare := range []func(a, b string) (int, bool){compareNumbers, compareVersions, compareTimes} {
		if order, ok := compare(a, b); ok {
			return order, nil
		}
	}
	return 0, fmt.Errorf("%q and %q cannot be compared; both must be semantic versions, whole numbers, or dates", a, b)
}

// compareNumbers goes before versions, which a number is too.
func compareNumbers(a, b string) (int, bool) {
	x, okA := number(a)
	y, okB := number(b)
	if !okA || !okB {
		return 0, false
	}
	return x.Cmp(y), true
}

func number(s string) (*big.Int, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return nil, false
	}
	return new(big.Int).SetString(s, 10)
}

func compareVersions(a, b string) (int, bool) {
	a, b = "v"+strings.TrimPrefix(a, "v"), "v"+strings.TrimPrefix(b, "v")
	if !semver.IsValid(a) || !semver.IsValid(b) {
		return 0, false
	}
	return semver.Compare(a, b), true
}

func compareTimes(a, b string) (int, bool) {
	x, okA := instant(a)
	y, okB := instant(b)
	if !okA || !okB {
		return 0, false
	}
	return x.Compare(y), true
}

func instant(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// checkRevision refuses a revision that is older than the oldest that is taken.
func checkRevision(revision, least string) error {
	if least == "" {
		return nil
	}
	order, err := CompareRevisions(revision, least)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRevision, err)
	}
	if order < 0 {
		return fmt.Errorf("%w: revision %s is older than the minimum, %s", ErrRevision, revision, least)
	}
	return nil
}
