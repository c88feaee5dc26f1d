// Package bundletest makes what a thief of the distribution channel, but not of the key, could serve in
// place of a signed bundle, for tests of whatever reads bundles.
package bundletest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"

	opabundle "github.com/open-policy-agent/opa/v1/bundle"

	"github.com/guiderail/guiderail/harness/bundle"
)

// Attack is something to serve in place of a bundle.
type Attack struct {
	Name string
	Data []byte
	// Err is the error that bundle.Read wraps, and Says what it says of it.
	Err  error
	Says string
	// Inert reports that an OPA server may take it, since all that it loads of it is what was signed: the
	// attack is on what a server does not read, or, as an old revision, on what it does not know.
	Inert bool
}

// Flips is how many of the attacks flip a byte.
const Flips = 200

// evil is a policy that nobody signed.
const evil = "package guiderail.evil\n\nviolation contains {\"msg\": \"evil\", \"details\": {\"path\": []}}\n"

// Attacks makes the attacks on a bundle, signed with the keys by bundle.DefaultAlgorithm and without a
// scope. Its revision must be a semantic version above 0.0.0, the MinRevision of who reads them. The same
// bundle and keys give the same attacks.
func Attacks(signed []byte, keys Keys) ([]Attack, error) {
	m := &maker{signed: signed, keys: keys}
	if err := m.make(); err != nil {
		return nil, fmt.Errorf("making attacks: %w", err)
	}
	return m.attacks, nil
}

type maker struct {
	signed  []byte
	keys    Keys
	attacks []Attack
}

// add notes an attack, whose making may have failed.
func (m *maker) add(name string, kind error, says string) func([]byte, error) error {
	return func(data []byte, err error) error {
		m.attacks = append(m.attacks, Attack{Name: name, Data: data, Err: kind, Says: says})
		return err
	}
}

func (m *maker) make() error {
	entries, err := unpack(m.signed)
	if err != nil {
		return err
	}
	// The first control is the victim.
	victim := slices.IndexFunc(entries, func(e entry) bool {
		return !strings.HasPrefix(e.name, "/lib/") && bytes.Contains(e.text, []byte(rule))
	})
	if victim < 0 {
		return errors.New("the bundle has no control")
	}
	name := strings.TrimPrefix(entries[victim].name, "/")
	// edit packs the archive again with something else in it; the signature stays.
	edit := func(change func([]entry) []entry) ([]byte, error) { return pack(change(slices.Clone(entries))) }
	replace := func(name string, text []byte) ([]byte, error) {
		return edit(func(all []entry) []entry {
			for i := range all {
				if all[i].name == name {
					all[i].text = text
				}
			}
			return all
		})
	}
	extra := func(name string, text []byte) ([]byte, error) {
		return edit(func(all []entry) []entry { return append(all, entry{name, tar.TypeReg, "", text}) })
	}
	without := func(name string) ([]byte, error) {
		return edit(func(all []entry) []entry { return slices.DeleteFunc(all, func(e entry) bool { return e.name == name }) })
	}
	link := func(kind byte, target string) ([]byte, error) {
		return edit(func(all []entry) []entry {
			all[victim] = entry{all[victim].name, kind, target, nil}
			return all
		})
	}
	old, err := m.sign(setRevision("0.0.0"), m.keys.Private, bundle.DefaultAlgorithm)
	if err != nil {
		return err
	}
	oldEntries, err := unpack(old)
	if err != nil {
		return err
	}
	for _, err := range []error{
		m.add("changed rule", bundle.ErrTampered, name+" was changed")(replace(entries[victim].name, silenced(entries[victim].text))),
		m.add("edited manifest", bundle.ErrTampered, ".manifest was changed")(replace("/.manifest", bytes.Replace(text(entries, "/.manifest"), []byte(`"revision":"`), []byte(`"revision":"9`), 1))),
		m.add("edited data", bundle.ErrTampered, "data.json was changed")(replace("/data.json", []byte("{}"))),
		m.add("missing signature", bundle.ErrUnsigned, ".signatures.json is missing")(without("/.signatures.json")),
		m.add("empty signature", bundle.ErrUnsigned, "must hold one signature, not 0")(replace("/.signatures.json", []byte(`{"signatures":[]}`))),
		m.add("signature of another revision", bundle.ErrTampered, ".manifest was changed")(replace("/.signatures.json", text(oldEntries, "/.signatures.json"))),
		m.add("extra file", bundle.ErrTampered, "evil.rego was added")(extra("/evil.rego", []byte(evil))),
		m.add("missing file", bundle.ErrTampered, name+" is missing")(without(entries[victim].name)),
		m.add("other key", bundle.ErrSignature, "it was not made with this key")(m.sign(silence, m.keys.OtherPrivate, bundle.DefaultAlgorithm)),
		m.add("algorithm none", bundle.ErrSignature, `its algorithm is "none", but RS256 is required`)(m.unsecured()),
		m.add("HS256 with the public key", bundle.ErrSignature, `its algorithm is "HS256", but RS256 is required`)(m.sign(silence, m.keys.Public, "HS256")),
		m.add("unsigned delta", bundle.ErrUnsigned, "it is a delta bundle (patch.json), which cannot be signed")(pack([]entry{
			{"/patch.json", tar.TypeReg, "", []byte(`{"data":[{"op":"upsert","path":"/lib/guiderail/documents","value":{}}]}`)},
			{"/.manifest", tar.TypeReg, "", text(entries, "/.manifest")},
		})),
		m.add("delta in a signed bundle", bundle.ErrUnsigned, "it is a delta bundle (patch.json), which cannot be signed")(extra("/patch.json", []byte(`{"data":[{"op":"upsert","path":"/lib/guiderail/documents","value":{}}]}`))),
		m.add("symbolic link", bundle.ErrMalformed, name+`" is not a regular file (type '2')`)(link(tar.TypeSymlink, "/etc/passwd")),
		m.add("hard link", bundle.ErrMalformed, name+`" is not a regular file (type '1')`)(link(tar.TypeLink, "/etc/passwd")),
		m.add("device", bundle.ErrMalformed, name+`" is not a regular file (type '3')`)(link(tar.TypeChar, "")),
		m.add("path that leads out", bundle.ErrMalformed, `"../../evil.rego" is not a clean path below the bundle's root`)(extra("../../evil.rego", []byte(evil))),
		m.add("path that leads out below", bundle.ErrMalformed, `"/lib/../../evil.rego" is not a clean path below the bundle's root`)(extra("/lib/../../evil.rego", []byte(evil))),
		m.add("absolute path", bundle.ErrMalformed, `"//etc/evil.rego" is not a clean path below the bundle's root`)(extra("//etc/evil.rego", []byte(evil))),
		m.add("duplicate entry", bundle.ErrMalformed, "it holds "+name+" twice")(extra(entries[victim].name, silenced(entries[victim].text))),
		m.add("same file by another path", bundle.ErrMalformed, "it holds "+name+" twice")(extra(name, silenced(entries[victim].text))),
		m.add("gzip bomb", bundle.ErrMalformed, "it unpacks to more than 64 MiB")(bomb()),
		m.add("other scope", bundle.ErrSignature, `its scope is "elsewhere", not ""`)(m.scoped("elsewhere")),
		m.add("truncated", bundle.ErrMalformed, "the archive is truncated")(m.signed[:len(m.signed)/2], nil),
		m.add("empty", bundle.ErrMalformed, "not a gzip archive")(nil, nil),
	} {
		if err != nil {
			return err
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for flips := 0; flips < Flips; {
		at := random.IntN(len(m.signed))
		data := slices.Clone(m.signed)
		data[at] ^= 0xff
		// One in thousands is of the checksum, or of what fills a file up in the archive, and an OPA server
		// reads the same files as before.
		if flipped, err := unpack(data); err == nil && slices.EqualFunc(flipped, entries, entry.equal) {
			continue
		}
		m.attacks = append(m.attacks, Attack{Name: fmt.Sprintf("flipped byte %d", at), Data: data, Err: bundle.ErrMalformed})
		flips++
	}
	checksum := slices.Clone(m.signed)
	checksum[len(checksum)-8] ^= 0xff
	fat, err := swollen(m.signed)
	m.attacks = append(m.attacks,
		Attack{"swollen archive", fat, bundle.ErrMalformed, "it unpacks to more than 64 MiB", true},
		Attack{"flipped byte of the checksum", checksum, bundle.ErrMalformed, "the archive is damaged: gzip: invalid checksum", true},
		Attack{"cut off by a byte", m.signed[:len(m.signed)-1], bundle.ErrMalformed, "the archive is truncated", true},
		Attack{"trailing data", append(slices.Clone(m.signed), "more"...), bundle.ErrMalformed, "4 bytes follow the end of the archive", true},
		Attack{"trailing archive", append(slices.Clone(m.signed), old...), bundle.ErrMalformed, "bytes follow the end of the archive", true},
		Attack{"old revision", old, bundle.ErrRevision, "revision 0.0.0 is older than the minimum, ", true},
	)
	return err
}

// rule begins what a control finds.
const rule = "violation contains"

// silenced takes from a control what it says.
func silenced(control []byte) []byte {
	return bytes.ReplaceAll(control, []byte(rule), []byte("never contains"))
}

// silence does so to the first control of a bundle.
func silence(b *opabundle.Bundle) {
	i := slices.IndexFunc(b.Modules, func(f opabundle.ModuleFile) bool {
		return !strings.HasPrefix(f.Path, "/lib/") && bytes.Contains(f.Raw, []byte(rule))
	})
	b.Modules[i].Raw = silenced(b.Modules[i].Raw)
}

func setRevision(revision string) func(*opabundle.Bundle) {
	return func(b *opabundle.Bundle) { b.Manifest.Revision = revision }
}

// sign changes the bundle and signs it anew.
func (m *maker) sign(change func(*opabundle.Bundle), key, algorithm string) ([]byte, error) {
	loader := opabundle.NewTarballLoaderWithBaseURL(bytes.NewReader(m.signed), "")
	b, err := opabundle.NewCustomReader(loader).WithSkipBundleVerification(true).Read()
	if err != nil {
		return nil, err
	}
	change(&b)
	if err := b.GenerateSignature(opabundle.NewSigningConfig(key, algorithm, ""), bundle.DefaultKeyID, true); err != nil {
		return nil, err
	}
	var buffer bytes.Buffer
	err = opabundle.NewWriter(&buffer).UseModulePath(true).DisableFormat(true).Write(b)
	return buffer.Bytes(), err
}

// unsecured has a signature that says it needs none.
func (m *maker) unsecured() ([]byte, error) {
	forged, err := m.sign(silence, m.keys.OtherPrivate, bundle.DefaultAlgorithm)
	if err != nil {
		return nil, err
	}
	entries, err := unpack(forged)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(entries, func(e entry) bool { return e.name == "/.signatures.json" })
	var signatures opabundle.SignaturesConfig
	if err := json.Unmarshal(entries[i].text, &signatures); err != nil {
		return nil, err
	}
	claims := strings.Split(signatures.Signatures[0], ".")[1]
	header := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","kid":"` + bundle.DefaultKeyID + `"}`))
	signatures.Signatures[0] = header + "." + claims + "."
	if entries[i].text, err = json.Marshal(signatures); err != nil {
		return nil, err
	}
	return pack(entries)
}

// scoped is signed with the right key for another use.
func (m *maker) scoped(scope string) ([]byte, error) {
	b, err := bundle.Read(bytes.NewReader(m.signed), bundle.Verification{Skip: true})
	if err != nil {
		return nil, err
	}
	if err := b.Sign(bundle.Signing{Key: bundle.NewKey(m.keys.Private), Scope: scope}); err != nil {
		return nil, err
	}
	return b.Bytes()
}

// entry is a file of an archive, with the name that it has there.
type entry struct {
	name string
	kind byte
	link string
	text []byte
}

func (e entry) equal(other entry) bool {
	return e.name == other.name && e.kind == other.kind && bytes.Equal(e.text, other.text)
}

func text(entries []entry, name string) []byte {
	for _, e := range entries {
		if e.name == name {
			return e.text
		}
	}
	return nil
}

func unpack(archive []byte) ([]entry, error) {
	unpacked, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return nil, err
	}
	var entries []entry
	for reader := tar.NewReader(unpacked); ; {
		header, err := reader.Next()
		if err == io.EOF {
			return entries, nil
		}
		if err != nil {
			return nil, err
		}
		text, err := io.ReadAll(reader)
		if err != nil {
			return nil, err
		}
		entries = append(entries, entry{header.Name, header.Typeflag, header.Linkname, text})
	}
}

func pack(entries []entry) ([]byte, error) {
	var buffer bytes.Buffer
	packed := gzip.NewWriter(&buffer)
	writer := tar.NewWriter(packed)
	for _, e := range entries {
		header := &tar.Header{Name: e.name, Typeflag: e.kind, Linkname: e.link, Mode: 0o600, Size: int64(len(e.text))}
		if err := writer.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := writer.Write(e.text); err != nil {
			return nil, err
		}
	}
	err := errors.Join(writer.Close(), packed.Close())
	return buffer.Bytes(), err
}

// bomb is small and unpacks to more than OPA and guiderail take.
func bomb() ([]byte, error) {
	const size = opabundle.DefaultSizeLimitBytes + 1<<20
	var header bytes.Buffer
	if err := tar.NewWriter(&header).WriteHeader(&tar.Header{Name: "/data.json", Typeflag: tar.TypeReg, Mode: 0o600, Size: size}); err != nil {
		return nil, err
	}
	return blowUp(header.Bytes(), size)
}

// swollen is an archive with much behind its end, where OPA does not look.
func swollen(archive []byte) ([]byte, error) {
	unpacked, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(unpacked)
	if err != nil {
		return nil, err
	}
	return blowUp(text, 128<<20)
}

// blowUp packs a text and so many zeros behind it.
func blowUp(text []byte, size int64) ([]byte, error) {
	var buffer bytes.Buffer
	packed, err := gzip.NewWriterLevel(&buffer, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(packed, io.MultiReader(bytes.NewReader(text), io.LimitReader(zeros{}, size)))
	if err := errors.Join(err, packed.Close()); err != nil {
		return nil, err
	}
	data := buffer.Bytes()
	data[8] = 0 // where the header tells the speed
	return data, nil
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
