package waiver

import (
	"slices"
)

// Use says what a waiver was good for in a run.
type Use struct {
	Waiver *Waiver
	// Objects counts the objects that it names, and Unjudged those of them about which a control that it names could not
	// say anything.
	Objects, Unjudged int
	// IsPartial reports that something could not be read, which may have more of its objects.
	IsPartial bool
	// Findings counts the findings that it covers, whether or not it counts.
	Findings int
	// Overlaps are waivers that count in its place, as they are narrower or end later.
	Overlaps []*Waiver
}

// Behind notes that another waiver counts in its place.
func (u *Use) Behind(other *Waiver) {
	if !slices.Contains(u.Overlaps, other) {
		u.Overlaps = append(u.Overlaps, other)
	}
}

// Status says whether a waiver is still needed.
type Status string

// The statuses. Where several are true, the first in this order is told.
const (
	NotWaivable    Status = "not waivable"
	Expired        Status = "expired"
	NotJudged      Status = "not judged"
	MatchesNothing Status = "matches nothing"
	NotNeeded      Status = "no longer needed"
	ExpiresSoon    Status = "expires soon"
	Needed         Status = "still needed"
)

// Statuses lists all statuses, those that ask for something to be done first.
func Statuses() []Status {
	return []Status{NotWaivable, Expired, NotJudged, MatchesNothing, NotNeeded, ExpiresSoon, Needed}
}

// Status returns the status of the waiver on a day, as 2006-01-02.
func (u *Use) Status(day string) Status {
	switch w := u.Waiver; {
	case w.NotWaivable != "":
		return NotWaivable
	case w.IsExpired(day):
		return Expired
	case u.Findings == 0 && (u.IsPartial || u.Unjudged > 0):
		return NotJudged
	case u.Objects == 0:
		return MatchesNothing
	case u.Findings == 0:
		return NotNeeded
	case w.ExpiresSoon(day):
		return ExpiresSoon
	}
	return Needed
}
