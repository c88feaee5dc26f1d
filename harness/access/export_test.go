package access

import "slices"

// Allowed tells whether a subject may do what is asked, wholly.
func (p *Policy) Allowed(subject Subject, request Request) bool {
	for chain := range p.chains(request, subject.names()) {
		if chain.OnlyNames == nil {
			return true
		}
	}
	return false
}

// Subjects gives everybody who is named in a binding, and the service accounts of the files.
func (p *Policy) Subjects() []Subject {
	seen := map[Subject]bool{}
	for account := range p.accounts {
		seen[account] = true
	}
	for _, b := range p.bindings {
		for _, s := range b.subjects {
			seen[s.who] = true
		}
	}
	subjects := make([]Subject, 0, len(seen))
	for s := range seen {
		subjects = append(subjects, s)
	}
	slices.SortFunc(subjects, compareSubjects)
	return subjects
}

// UserName gives the name by which the API server knows a user or a service account.
func (s Subject) UserName() string {
	if s.Kind == ServiceAccount {
		return accountPrefix + s.Namespace + ":" + s.Name
	}
	return s.Name
}
