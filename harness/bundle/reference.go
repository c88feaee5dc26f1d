package bundle

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// reference is where a bundle is, taken apart.
type reference struct {
	// scheme is oci, http, https, or "" for a file.
	scheme string
	// location is the reference without its digest.
	location string
	// digest pins the bundle: sha256: and 64 hexadecimal digits. It is "" where nothing is pinned.
	digest string
}

var pin = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

func parseReference(ref string) (reference, error) {
	if strings.ContainsAny(ref, "\r\n") {
		// Somebody may have given a key here.
		return reference{}, fmt.Errorf("a bundle reference must be a single line: a file, an http(s) URL, or oci://registry/repository:tag")
	}
	r := reference{location: ref}
	if i := strings.LastIndex(ref, "@sha256:"); i >= 0 {
		r.location, r.digest = ref[:i], ref[i+1:]
		if !pin.MatchString(r.digest) {
			return reference{}, fmt.Errorf("%s is not a digest; write sha256: and 64 lowercase hexadecimal digits", r.digest)
		}
	}
	scheme, _, found := strings.Cut(r.location, "://")
	if !found {
		return r, nil
	}
	switch scheme {
	case "oci", "http", "https":
		if scheme == "oci" && strings.Contains(r.location, "@") {
			return reference{}, fmt.Errorf("a registry reference must not contain a user name or password; log in instead, for example with docker login")
		}
		if scheme == "oci" && strings.ContainsAny(r.location, "?#") {
			return reference{}, fmt.Errorf("a registry reference must not have parameters; write oci://registry/repository:tag")
		}
		r.scheme = scheme
		return r, nil
	}
	return reference{}, fmt.Errorf("unsupported scheme %s; use a file, http, https or oci", scheme)
}

// printable returns the reference without what may be secret in it: a password, or the parameters of a
// signed URL.
func (r reference) printable() string {
	text := r.location
	if user, path, found := strings.Cut(text, "@"); found && r.scheme == "" && strings.Contains(user, ":") {
		text = "…@" + path // a reference of a registry that lacks oci://
	}
	if r.scheme == "http" || r.scheme == "https" {
		u, err := url.Parse(r.location)
		if err != nil {
			return r.scheme + "://…"
		}
		if u.RawQuery != "" {
			u.RawQuery = "…"
		}
		if _, isNamed := u.User.Password(); u.User != nil && !isNamed {
			u.User = url.User("xxxxx") // of a lone user that may be a token
		}
		text = u.Redacted()
	}
	if r.digest != "" {
		text += "@" + r.digest
	}
	return text
}

// artefact returns the reference of an artefact as registries know it.
func (r reference) artefact() string {
	text := strings.TrimPrefix(r.location, "oci://")
	if r.digest != "" {
		text += "@" + r.digest
	}
	return text
}
