package attest

import (
	"maps"
	"slices"
	"strings"
)

// Policy is what a profile says of attestations.
type Policy struct {
	Signers []Signer
	// Days are how many days attestations last at most, by requirement, where that is not what the guides' requirements say.
	Days map[string]int
}

// Signer is somebody whose attestations count.
type Signer struct {
	// Principal is the attester's name, as attestations have it.
	Principal string
	Key       PublicKey
	// Requirements are those for which the signer counts: IDs, or families as in RBAC-*.
	Requirements []string
	// ValidAfter and ValidBefore are the first day and the last one on which something may be attested with the key, as
	// 2006-01-02; "" is no limit.
	ValidAfter, ValidBefore string
	// Revoked says why the key does not count any more, whenever something was signed with it; "" if it does.
	Revoked string
}

// Covers reports whether the signer counts for a requirement.
func (s *Signer) Covers(requirement string) bool {
	return slices.ContainsFunc(s.Requirements, func(pattern string) bool {
		family, isFamily := strings.CutSuffix(pattern, "*")
		return pattern == requirement || isFamily && strings.HasPrefix(requirement, family)
	})
}

// Over lays the policy over one that it extends: signers add up, and a number of days takes the place of the one below.
func (p *Policy) Over(base Policy) Policy {
	days := map[string]int{}
	maps.Copy(days, base.Days)
	maps.Copy(days, p.Days)
	return Policy{Signers: slices.Concat(base.Signers, p.Signers), Days: days}
}

// revoked returns why a key was revoked, by whichever entry and under whichever name; "" if it was not.
func (p *Policy) revoked(key PublicKey) string {
	for i := range p.Signers {
		if s := &p.Signers[i]; s.Revoked != "" && s.Key.String() == key.String() {
			return s.Revoked
		}
	}
	return ""
}
