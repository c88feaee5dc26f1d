package attest_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/attest"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/internal/reporttest"
	"github.com/guiderail/guiderail/policies"
)

const good = `apiVersion: guiderail.dev/v1alpha1
kind: Attestation
metadata: {name: secrets}
spec:
  requirement: SECRETS-20
  scope: {cluster: prod}
  statement: I held the log of rotations against the list of secrets.
  authors: [Ann Ops]
  attester: audit@example.org
  date: "2026-11-01"
  expires: "2027-03-01"
  evidence:
    - {file: review.csv, digest: "%s"}
    - {url: "https://reader:hunter2@example.org/minutes", digest: "%[1]s"}
`

// desk is a folder with keys, evidence and attestations.
type desk struct {
	*testing.T
	folder  string
	library *guide.Library
	policy  attest.Policy
	public  map[string]attest.PublicKey
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{T: t, folder: t.TempDir(), public: map[string]attest.PublicKey{}}
	var err error
	if d.library, err = guide.Load(policies.FS); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"audit", "other", "revoked", "late"} {
		d.key(name)
	}
	all := []string{"SECRETS-20", "HOST-*"}
	d.policy = attest.Policy{Signers: []attest.Signer{
		{Principal: "audit@example.org", Key: d.public["audit"], Requirements: all},
		{Principal: "gone@example.org", Key: d.public["revoked"], Requirements: all, Revoked: "the notebook was stolen"},
		{Principal: "late@example.org", Key: d.public["late"], Requirements: all, ValidAfter: "2026-11-15", ValidBefore: "2026-11-20"},
	}}
	d.write("review.csv", "secret,rotated\n")
	return d
}

// key makes a pair of keys in files.
func (d *desk) key(name string) {
	d.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		d.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		d.Fatal(err)
	}
	d.write(name, string(pem.EncodeToMemory(block)))
	key, err := ssh.NewPublicKey(public)
	if err != nil {
		d.Fatal(err)
	}
	line := string(ssh.MarshalAuthorizedKey(key))
	d.write(name+".pub", line)
	if d.public[name], err = attest.ParsePublicKey(line); err != nil {
		d.Fatal(err)
	}
}

func (d *desk) path(name string) string { return filepath.Join(d.folder, name) }

func (d *desk) write(name, text string) {
	d.Helper()
	if err := os.WriteFile(d.path(name), []byte(text), 0o600); err != nil {
		d.Fatal(err)
	}
}

// text returns a good attestation after replacements of one text by another.
func (d *desk) text(replacements ...string) string {
	d.Helper()
	text := fmt.Sprintf(good, attest.Digest([]byte("secret,rotated\n")))
	for i := 0; i < len(replacements); i += 2 {
		if !strings.Contains(text, replacements[i]) {
			d.Fatalf("there is no %q", replacements[i])
		}
		text = strings.ReplaceAll(text, replacements[i], replacements[i+1])
	}
	return text
}

// sign signs a file for attestations.
func (d *desk) sign(name, key string) { d.signFor(name, key, attest.Namespace) }

func (d *desk) signFor(name, key, namespace string) {
	d.Helper()
	text, err := os.ReadFile(d.path(name))
	if err != nil {
		d.Fatal(err)
	}
	signature, _, err := attest.Sign(text, d.path(key), namespace)
	if err != nil {
		d.Fatal(err)
	}
	d.write(name+attest.SignatureSuffix, string(signature))
}

func (d *desk) options() attest.Options {
	return attest.Options{Library: d.library, Policy: &d.policy, Profile: "ours", Now: time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC), Cluster: "prod"}
}

func (d *desk) verify(name string, options attest.Options) *attest.Result {
	d.Helper()
	a, err := attest.Read(d.path(name))
	if err != nil {
		d.Fatal(err)
	}
	return attest.Verify(a, options)
}

func TestVerify(t *testing.T) {
	d := newDesk(t)
	d.write("a.yaml", d.text())
	d.sign("a.yaml", "audit")
	r := d.verify("a.yaml", d.options())
	if !r.Counts() || r.Signer.Principal != "audit@example.org" || len(r.Warnings) > 0 {
		t.Errorf("got %+v", r)
	}
	if len(r.Basis) != 2 || r.Basis[0].State != attest.Unchanged || r.Basis[1].State != attest.NotFetched || strings.Contains(r.Basis[1].URL, "hunter2") {
		t.Errorf("got the basis %+v", r.Basis)
	}
	options := d.options()
	options.Now = time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC)
	if r := d.verify("a.yaml", options); !r.Counts() || len(r.Warnings) != 1 || r.Warnings[0].Message != "it expires on 2027-03-01, in 28 days" {
		t.Errorf("got %+v", r.Warnings)
	}
	options.Now = time.Date(2027, 3, 1, 23, 59, 59, 0, time.UTC)
	if r := d.verify("a.yaml", options); !r.Counts() {
		t.Errorf("on its last day: got %v", r.Refusals)
	}
	options.Policy = nil
	if r := d.verify("a.yaml", options); r.Counts() || r.Unknown == "" || len(r.Refusals) > 0 {
		t.Errorf("without signers: got %+v", r)
	}
}

// Each attack is refused, for its own reason and no other.
func TestAttacks(t *testing.T) {
	attacks := []struct {
		name, want   string
		replacements []string
		key          string
		after        func(*desk) // what happens after it was signed
		options      func(*attest.Options)
	}{
		{name: "not signed", want: "it is not signed", after: func(d *desk) { os.Remove(d.path("a.yaml.sig")) }},
		{name: "forged: another key under the auditor's name", key: "other", want: "it is signed with another key"},
		{name: "forged: a signature of nothing", want: "it has a signature that cannot be read", after: func(d *desk) {
			d.write("a.yaml.sig", "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n")
		}},
		{name: "forged: signed by whom nobody lists", replacements: []string{"audit@example.org", "mallory@example.org"}, key: "other", want: "not among the signers of profile ours"},
		{name: "forged: the auditor's name, the stranger's good key", replacements: []string{"audit@example.org", "late@example.org"}, key: "audit", want: "it is signed with another key"},
		{name: "edited after it was signed", want: "was changed after it was signed", after: func(d *desk) { d.write("a.yaml", d.text("I held", "I never held")) }},
		{name: "edited: a longer term", want: "was changed after it was signed", after: func(d *desk) { d.write("a.yaml", d.text("2027-03-01", "2027-03-02")) }},
		{name: "replayed: the signature of another file", want: "was changed after it was signed", after: func(d *desk) {
			d.write("b.yaml", d.text("name: secrets", "name: other"))
			d.sign("b.yaml", "audit")
			if err := os.Rename(d.path("b.yaml.sig"), d.path("a.yaml.sig")); err != nil {
				d.Fatal(err)
			}
		}},
		{name: "replayed: a signature for something else", want: `made for something else: "git"`, after: func(d *desk) { d.signFor("a.yaml", "audit", "git") }},
		{name: "replayed: signed as a dossier", want: "made for something else", after: func(d *desk) { d.signFor("a.yaml", "audit", attest.DossierNamespace) }},
		{name: "replayed: of another cluster", replacements: []string{"cluster: prod", "cluster: test"}, want: "spec.scope.cluster is test, and this is about prod"},
		{name: "wrong scope: one namespace of the cluster", replacements: []string{"{cluster: prod}", "{cluster: prod, namespaces: [a]}"}, want: "leaves out the rest of the cluster"},
		{name: "wrong scope: another namespace", replacements: []string{"{cluster: prod}", "{cluster: prod, namespaces: [a]}"}, options: func(o *attest.Options) { o.Namespaces = []string{"a", "b"} }, want: "leaves out b"},
		{name: "expired", options: func(o *attest.Options) { o.Now = time.Date(2027, 3, 2, 0, 0, 0, 0, time.UTC) }, want: "it expired on 2027-03-01"},
		{name: "from the future", options: func(o *attest.Options) { o.Now = time.Date(2026, 10, 31, 23, 0, 0, 0, time.UTC) }, want: "which is in the future"},
		{name: "for too long", replacements: []string{"2027-03-01", "2028-03-01"}, want: "lasts 180 days at most"},
		{name: "for longer than the profile lets it", options: func(o *attest.Options) { o.Policy.Days = map[string]int{"SECRETS-20": 30} }, want: "lasts 30 days at most"},
		{name: "ends before it begins", replacements: []string{"2027-03-01", "2026-10-01"}, want: "spec.expires is before spec.date"},
		{name: "no such day", replacements: []string{"2027-03-01", "2027-02-30"}, want: "not a day of the calendar"},
		{name: "attested by its author", replacements: []string{"[Ann Ops]", `[Ann Ops, "Audit@Example.org "]`}, want: "must not be one of spec.authors"},
		{name: "attested by its author, whose address has a name", replacements: []string{"[Ann Ops]", `["Me <audit@example.org>"]`}, want: "must not be one of spec.authors"},
		{name: "attested by its author, with a space that has no width", replacements: []string{"[Ann Ops]", `["audit\u200b@example.org"]`}, want: "must not be one of spec.authors"},
		{name: "attested by its author under another name", replacements: []string{"[Ann Ops]", "[Ann Ops, ann@example.org]"}, options: func(o *attest.Options) {
			second := o.Policy.Signers[0]
			second.Principal = "ann@example.org"
			o.Policy.Signers = append(o.Policy.Signers, second)
		}, want: "also that of ann@example.org"},
		{name: "a revoked key", replacements: []string{"audit@example.org", "gone@example.org"}, key: "revoked", want: "was revoked: the notebook was stolen"},
		{name: "a revoked key that is listed once more", options: func(o *attest.Options) {
			o.Policy.Signers[1].Key = o.Policy.Signers[0].Key
		}, want: "was revoked: the notebook was stolen"},
		{name: "evidence without anything in it", replacements: []string{attest.Digest([]byte("secret,rotated\n")), attest.Digest(nil)}, after: func(d *desk) { d.write("review.csv", "") }, want: "is empty"},
		{name: "evidence of white space", replacements: []string{attest.Digest([]byte("secret,rotated\n")), attest.Digest([]byte(" \n"))}, after: func(d *desk) { d.write("review.csv", " \n") }, want: "is empty"},
		{name: "evidence of a byte order mark", replacements: []string{attest.Digest([]byte("secret,rotated\n")), attest.Digest([]byte("\ufeff"))}, after: func(d *desk) { d.write("review.csv", "\ufeff") }, want: "is empty"},
		{name: "evidence elsewhere, through a link", want: "is outside of what the scope holds", after: func(d *desk) { d.linkAt("review.csv", "/etc/hostname") }},
		{name: "a key that was not yet valid", replacements: []string{"audit@example.org", "late@example.org"}, key: "late", want: "spec.date is before 2026-11-15"},
		{name: "a key that was no longer valid", replacements: []string{"audit@example.org", "late@example.org", "2026-11-01", "2026-11-21"}, key: "late", want: "spec.date is after 2026-11-20"},
		{name: "a signer of other requirements", replacements: []string{"SECRETS-20", "DASH-08"}, want: "does not list audit@example.org as a signer for DASH-08"},
		{name: "of a requirement that artefacts show", replacements: []string{"SECRETS-20", "SECRETS-01"}, options: func(o *attest.Options) { o.Policy.Signers[0].Requirements = []string{"SECRETS-*"} }, want: "one that artefacts show"},
		{name: "of a requirement that does not exist", replacements: []string{"SECRETS-20", "HOST-99"}, want: "is not a requirement"},
		{name: "evidence that changed since", want: "its evidence review.csv has changed since it was attested", after: func(d *desk) { d.write("review.csv", "secret\n") }},
		{name: "evidence that is gone", want: "its evidence review.csv is missing", after: func(d *desk) { os.Remove(d.path("review.csv")) }},
		{name: "a signature that is a folder", want: "it has a signature that cannot be read: a.yaml.sig: it is not a regular file", after: func(d *desk) { d.folderAt("a.yaml.sig") }},
		{name: "a signature that is a link to itself", want: "it has a signature that cannot be read: a.yaml.sig: too many levels of symbolic links", after: func(d *desk) { d.loopAt("a.yaml.sig") }},
		{name: "a signature without an end", want: "it has a signature that cannot be read: a.yaml.sig: it is not a regular file", after: func(d *desk) { d.linkAt("a.yaml.sig", "/dev/zero") }},
		{name: "a signature of 2 MiB", want: "it has a signature that cannot be read: a.yaml.sig: it is larger than 1 MiB", after: func(d *desk) { d.write("a.yaml.sig", strings.Repeat("a", 2<<20)) }},
		{name: "evidence that is a folder", want: "its evidence review.csv cannot be read: it is not a regular file", after: func(d *desk) { d.folderAt("review.csv") }},
		{name: "evidence that is a link to itself", want: "its evidence review.csv cannot be read: too many levels of symbolic links", after: func(d *desk) { d.loopAt("review.csv") }},
		{name: "evidence without an end", want: "is outside of what the scope holds", after: func(d *desk) { d.linkAt("review.csv", "/dev/zero") }},
		{name: "evidence from outside of the scope", replacements: []string{"review.csv", "../elsewhere.csv"}, want: "its evidence ../elsewhere.csv is outside of what the scope holds"},
		{name: "evidence from the root of the machine", replacements: []string{"review.csv", "../../../../../../../../etc/hostname"}, want: "is outside of what the scope holds"},
		{name: "evidence from elsewhere on the machine", replacements: []string{"review.csv", "/etc/hostname"}, want: "must be relative to the folder"},
		{name: "evidence that shows nothing that is met", want: "shows nothing that is met: InSpec: 0 passed, 1 failed, 0 others", replacements: []string{"SECRETS-20", "HOST-14", "2027-03-01", "2027-01-01",
			attest.Digest([]byte("secret,rotated\n")), attest.Digest([]byte(`{"controls":[{"status":"failed"}]}`))},
			after: func(d *desk) { d.write("review.csv", `{"controls":[{"status":"failed"}]}`) }},
	}
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	for _, attack := range attacks {
		t.Run(attack.name, func(t *testing.T) {
			d := newDesk(t)
			d.write("a.yaml", d.text(attack.replacements...))
			key := "audit"
			if attack.key != "" {
				key = attack.key
			}
			d.sign("a.yaml", key)
			if attack.after != nil {
				attack.after(d)
			}
			options := d.options()
			options.Folders = []string{filepath.Join(d.folder, "..", filepath.Base(d.folder))}
			if attack.options != nil {
				attack.options(&options)
			}
			r := d.verify("a.yaml", options)
			if r.Counts() || len(r.Refusals) != 1 || !strings.Contains(r.Refusals[0].Message, attack.want) {
				t.Fatalf("got %v, want one refusal: %s", r.Refusals, attack.want)
			}
			if r.Refusals[0].File == "" || r.Refusals[0].Line == 0 {
				t.Errorf("got no place: %v", r.Refusals[0])
			}
			fmt.Fprintf(w, "%s\trefused: %s\n", attack.name, strings.ReplaceAll(r.Refusals[0].Message, d.folder, "…"))
		})
	}
	w.Flush()
	got := regexp.MustCompile(`SHA256:[A-Za-z0-9+/]+`).ReplaceAllString(table.String(), "KEY")
	t.Logf("%d attacks\n%s", len(attacks), got)
	reporttest.Golden(t, "testdata/attacks.txt", got)
}

// Whatever is wrong with the form is an error with its place.
func TestParseErrors(t *testing.T) {
	d := newDesk(t)
	for name, test := range map[string]struct {
		replacements []string
		want         string
	}{
		"no words":       {[]string{"I held the log of rotations against the list of secrets.", "Fine."}, "a.yaml:7:14: spec.statement is too short: at least 20 characters"},
		"no author":      {[]string{"[Ann Ops]", "[]"}, "spec.authors must not be empty"},
		"no evidence":    {[]string{"evidence:", "proof:"}, "spec.proof is not a field of an attestation"},
		"several at one": {[]string{"requirement: SECRETS-20", "requirement: [SECRETS-20, HOST-15]"}, "spec.requirement must be a string"},
		"another kind":   {[]string{"kind: Attestation", "kind: Waivers"}, "kind must be Attestation"},
	} {
		_, err := attest.Parse("a.yaml", []byte(d.text(test.replacements...)))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", name, err, test.want)
		}
	}
}

// ssh-keygen verifies what Sign signs, and Verify counts what ssh-keygen signs.
func TestSSHKeygen(t *testing.T) {
	keygen, err := exec.LookPath("ssh-keygen")
	if err != nil {
		t.Skip("ssh-keygen is not installed")
	}
	d := newDesk(t)
	d.write("a.yaml", d.text())
	d.sign("a.yaml", "audit")
	public, err := os.ReadFile(d.path("audit.pub"))
	if err != nil {
		t.Fatal(err)
	}
	d.write("allowed", "audit@example.org namespaces=\""+attest.Namespace+"\" "+string(public))
	verify := exec.CommandContext(t.Context(), keygen, "-Y", "verify", "-f", d.path("allowed"), "-I", "audit@example.org", "-n", attest.Namespace, "-s", d.path("a.yaml.sig"))
	verify.Stdin = strings.NewReader(d.text())
	if out, err := verify.CombinedOutput(); err != nil {
		t.Errorf("ssh-keygen -Y verify: %v\n%s", err, out)
	}
	if err := os.Remove(d.path("a.yaml.sig")); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), keygen, "-Y", "sign", "-n", attest.Namespace, "-f", d.path("audit"), d.path("a.yaml")).CombinedOutput(); err != nil {
		t.Fatalf("ssh-keygen -Y sign: %v\n%s", err, out)
	}
	if r := d.verify("a.yaml", d.options()); !r.Counts() {
		t.Errorf("got %v", r.Refusals)
	}
}

func TestPublicKeys(t *testing.T) {
	d := newDesk(t)
	private, err := os.ReadFile(d.path("audit"))
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ text, want string }{
		"a private key":   {string(private), "is a private key"},
		"no key":          {"ssh-ed25519 nothing", "is not one public key of SSH"},
		"with options":    {`command="x" ` + d.read("audit.pub"), "is not one public key of SSH"},
		"two":             {d.read("audit.pub") + d.read("other.pub"), "is not one public key of SSH"},
		"RSA, 2048 bits":  {rsa2048, "is an RSA key of 2048 bits; at least 3072 are required"},
		"PEM, no key":     {"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "is not a public key in PEM"},
		"empty, no words": {"", "is not one public key of SSH"},
	} {
		if _, err := attest.ParsePublicKey(test.text); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", name, err, test.want)
		}
	}
}

// The following put something in the place of a file.

func (d *desk) folderAt(name string) {
	d.Helper()
	os.Remove(d.path(name))
	if err := os.Mkdir(d.path(name), 0o700); err != nil {
		d.Fatal(err)
	}
}

func (d *desk) loopAt(name string) { d.linkAt(name, name) }

func (d *desk) linkAt(name, target string) {
	d.Helper()
	os.Remove(d.path(name))
	if err := os.Symlink(target, d.path(name)); err != nil {
		d.Fatal(err)
	}
}

// Evidence is read once a run, whoever asks and however often.
func TestReadOnce(t *testing.T) {
	d := newDesk(t)
	ctx := attest.ReadOnce(t.Context())
	if attest.ReadOnce(ctx) != ctx {
		t.Error("a run within a run reads files anew")
	}
	for i := range 3 {
		name := fmt.Sprintf("a%d.yaml", i)
		d.write(name, d.text())
		d.sign(name, "audit")
		options := d.options()
		options.Files = attest.FilesOf(ctx)
		if r := d.verify(name, options); !r.Counts() {
			t.Errorf("got %v", r.Refusals)
		}
		d.write("review.csv", "what is read again is not what it was\n")
	}
	if r := d.verify("a0.yaml", d.options()); r.Counts() {
		t.Error("another run does not look again")
	}
}

func (d *desk) read(name string) string {
	d.Helper()
	text, err := os.ReadFile(d.path(name))
	if err != nil {
		d.Fatal(err)
	}
	return string(text)
}

const rsa2048 = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCuIpxKRPgXKgUgpXmXCg2AvBeCCjHZ0s3fyd5IM/COugBY3DDOWA3Bk3gdCwuKf/8vCrVpWWfVAkoCKvTNOrg7eJzsqIyLfFqqMh9CaY6EDTeHhiUf9hwh+5Qumz6U7FFGiGTswHH5+4KeLgeyjDomJFT5uoULOf8CkB+w+vj90lOjPHmVe9X8WqA0E+um3dXQ5Fz2q7FA4c5wVNy3TPryo339QdDy/j2NGbJJAbh0DD7LWGEa4KgU/8BzfDFC+bzpv2Xh/QrcN3/j0bAiZnUrcKLtUE+uNhE/wT2HmQTDqQOWemWx3mPskDdOZyvlt+5vdTC9N/6w8QQEiicVGvK9"

// reported is what comes of evidence: its counts as they are shown, and the refusal that it leads to; both are "" for what is
// no report.
type reported struct{ text, counts, refusal string }

const (
	arfHead = `<arf:asset-report-collection xmlns:arf="http://scap.nist.gov/schema/asset-reporting-format/1.1"><arf:reports><arf:report><arf:content>`
	arfTail = `</arf:content></arf:report></arf:reports></arf:asset-report-collection>`
)

// xccdf returns a report with the results of rules.
func xccdf(results ...string) string {
	var rules strings.Builder
	for i, result := range results {
		fmt.Fprintf(&rules, `<rule-result idref="r%d"><result>%s</result><check><result>fail</result></check></rule-result>`, i, result)
	}
	return `<TestResult xmlns="http://checklists.nist.gov/xccdf/1.2">` + rules.String() + `</TestResult>`
}

func encoded(t *testing.T, e encoding.Encoding, text string) string {
	t.Helper()
	out, err := e.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReports(t *testing.T) {
	inspec := `{"profiles":[{"controls":[{"results":[{"status":"passed"},{"status":"failed"},{"status":"skipped"}]}]}],"version":"5.22"}`
	const ofInSpec, nothing = "InSpec: 1 passed, 1 failed, 1 others", "shows nothing that is met"
	puppet := func(resources string) string {
		return `{"name":"web","catalog_uuid":"u","resources":` + resources + `,"edges":[]}`
	}
	utf16 := func(endian unicode.Endianness, bom unicode.BOMPolicy) encoding.Encoding {
		return unicode.UTF16(endian, bom)
	}
	const empty, unread = "", "cannot be read whole"
	tests := map[string]reported{
		"InSpec":                        {inspec, ofInSpec, empty},
		"InSpec, json-min":              {`{"controls":[{"id":"a","status":"passed"}],"version":"5.22"}`, "InSpec: 1 passed, 0 failed, 0 others", empty},
		"InSpec, a byte order mark":     {"\ufeff" + inspec, ofInSpec, empty},
		"InSpec, UTF-16LE with a mark":  {encoded(t, utf16(unicode.LittleEndian, unicode.UseBOM), inspec), ofInSpec, empty},
		"InSpec, UTF-16BE with a mark":  {encoded(t, utf16(unicode.BigEndian, unicode.UseBOM), inspec), ofInSpec, empty},
		"InSpec, UTF-16LE without one":  {encoded(t, utf16(unicode.LittleEndian, unicode.IgnoreBOM), inspec), ofInSpec, empty},
		"InSpec, UTF-32":                {encoded(t, utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), inspec), ofInSpec, empty},
		"InSpec, enhanced outcomes":     {`{"controls":[{"status":"passed"},{"status":"error"},{"status":"not_applicable"},{"status":"not_reviewed"}],"statistics":{}}`, "InSpec: 1 passed, 0 failed, 2 others, 1 not known", empty},
		"InSpec, another status":        {`{"controls":[{"status":"passed"},{"status":"Passed"}],"statistics":{}}`, empty, `"Passed" is no status of InSpec`},
		"InSpec, a result without one":  {`{"profiles":[{"controls":[{"results":[{"status":"passed"},{"code_desc":"a"}]}]}]}`, empty, unread},
		"InSpec, nothing in it":         {`{"profiles":[],"statistics":{}}`, "InSpec: 0 passed, 0 failed, 0 others", nothing},
		"InSpec, profiles no list":      {`{"profiles":{"a":1},"statistics":{}}`, empty, unread},
		"InSpec, controls of one null":  {`{"controls":[{"status":"passed"},null]}`, empty, unread},
		"InSpec, the same key twice":    {`{"controls":[{"status":"failed"}],"controls":[{"status":"passed"}]}`, empty, "controls twice"},
		"InSpec, a key of another case": {`{"profiles":[{"controls":[{"results":[{"status":"failed"}]}],"Controls":[{"results":[{"status":"passed"}]}]}]}`, empty, "controls twice"},
		"InSpec, a status twice":        {`{"profiles":[{"controls":[{"results":[{"status":"failed","Status":"passed"},{"status":"passed"}]}]}]}`, empty, "status twice"},
		"InSpec, in a list":             {"[" + inspec + "]", empty, "within another text"},
		"InSpec, behind a warning":      {"warning: x\n" + inspec, empty, "within another text"},
		"InSpec, wrapped":               {`{"results":` + inspec + `}`, empty, "within another text"},
		"InSpec, compressed":            {"\x1f\x8b\x08 and so on", empty, "compressed"},
		"XCCDF, behind a warning":       {"warning: x\n" + xccdf("pass", "fail"), empty, "within another text"},
		"lists of other things":         {`[{"a": {"b": [1, 2]}}, "<c>"]`, empty, empty},
		"InSpec, followed by something": {inspec + "}", empty, unread},
		"two reports of InSpec":         {inspec + "\n" + inspec, empty, "more than one"},
		"Puppet":                        {puppet(`[{"type":"File","title":"/etc/motd"},{"type":"Package","title":"ssh"}]`), "Puppet catalogue: 2 resources", empty},
		"Puppet, what every one has":    {puppet(`[{"type":"Stage","title":"main"},{"type":"Class","title":"Settings"},{"type":"Class","title":"main"},{"type":"Node","title":"web"}]`), "Puppet catalogue: 0 resources", nothing},
		"Puppet, edges alone":           {`{"resources":[{"type":"File","title":"/a"}],"edges":[]}`, "Puppet catalogue: 1 resources", empty},
		"Puppet, in an envelope":        {`{"document_type":"Catalog","data":` + puppet(`[{"type":"File","title":"/a"}]`) + `}`, "Puppet catalogue: 1 resources", empty},
		"PuppetDB":                      {`{"catalog_uuid":"u","resources":{"href":"/pdb","data":[{"type":"File","title":"/a"}]},"edges":{"data":[]}}`, "Puppet catalogue: 1 resources", empty},
		"PuppetDB, not expanded":        {`{"catalog_uuid":"u","resources":{"href":"/pdb"},"edges":{"href":"/pdb"}}`, empty, unread},
		"Puppet, an empty resource":     {`{"resources":[{}],"edges":[]}`, empty, "type and title"},
		"Puppet, one without a title":   {puppet(`[{"type":"File","title":"/a"},{"type":"File"}]`), empty, "type and title"},
		"Puppet, one without a type":    {puppet(`[{"type":" ","title":"/a"}]`), empty, "type and title"},
		"Puppet, a title that is none":  {puppet(`[{"type":"File","title":{}}]`), empty, unread},
		"ARF":                           {`<?xml version="1.0"?>` + arfHead + xccdf("pass", "fail", "notapplicable") + arfTail, "OpenSCAP: 1 passed, 1 failed, 1 others", empty},
		"ARF, nothing in it":            {arfHead + arfTail, "OpenSCAP: 0 passed, 0 failed, 0 others", nothing},
		"XCCDF, UTF-16":                 {encoded(t, utf16(unicode.LittleEndian, unicode.UseBOM), `<?xml version="1.0" encoding="UTF-16"?>`+xccdf("pass", "fail")), "OpenSCAP: 1 passed, 1 failed, 0 others", empty},
		"XCCDF, UTF-16 without a mark":  {encoded(t, utf16(unicode.BigEndian, unicode.IgnoreBOM), `<?xml version="1.0" encoding="utf-16"?>`+xccdf("pass")), "OpenSCAP: 1 passed, 0 failed, 0 others", empty},
		"XCCDF, ISO-8859-1":             {encoded(t, charmap.ISO8859_1, `<?xml version="1.0" encoding="ISO-8859-1"?><!-- é -->`+xccdf("pass", "fail")), "OpenSCAP: 1 passed, 1 failed, 0 others", empty},
		"XCCDF, windows-1252":           {encoded(t, charmap.Windows1252, `<?xml version="1.0" encoding="windows-1252"?><!-- „é“ -->`+xccdf("fail")), "OpenSCAP: 0 passed, 1 failed, 0 others", nothing},
		"XCCDF, US-ASCII":               {`<?xml version="1.0" encoding="us-ascii"?>` + xccdf("pass"), "OpenSCAP: 1 passed, 0 failed, 0 others", empty},
		"XCCDF, a charset of nobody":    {`<?xml version="1.0" encoding="x-ours"?>` + xccdf("pass", "fail"), empty, "x-ours"},
		"XCCDF, a result in pieces":     {xccdf("fa<!-- -->il", "<![CDATA[pass]]>"), "OpenSCAP: 1 passed, 1 failed, 0 others", empty},
		"XCCDF, another result":         {xccdf("pass", "passed"), empty, `"passed" is no result of XCCDF`},
		"XCCDF, a rule without one":     {strings.Replace(xccdf("pass", "fail"), "<result>fail</result><check>", "<check>", 1), empty, "no result"},
		"XCCDF, an entity":              {`<!DOCTYPE TestResult [<!ENTITY r "pass">]>` + xccdf("&r;"), empty, unread},
		"XCCDF, two documents":          {xccdf("pass") + xccdf("fail"), empty, unread},
		"XCCDF, followed by something":  {xccdf("pass") + "and so on", empty, unread},
		"XCCDF, another namespace":      {`<x:Benchmark xmlns:x="http://checklists.nist.gov/xccdf/1.1"><x:TestResult><x:rule-result><x:result> pass </x:result></x:rule-result></x:TestResult></x:Benchmark>`, "OpenSCAP: 1 passed, 0 failed, 0 others", empty},
		"a benchmark without results":   {`<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2"/>`, empty, empty},
		"another JSON":                  {`{"a": 1}`, empty, empty},
		"kube-bench":                    {`{"Controls":[{"id":"1","status":"failed"}],"Totals":{}}`, empty, empty},
		"a state of Terraform":          {`{"version":4,"resources":[{}]}`, empty, empty},
		"JSON of another, of two lines": {`{"a": 1}` + "\n" + `{"a": 2}`, empty, empty},
		"a list":                        {`[1, 2]`, empty, empty},
		"words in braces":               {`{draft} minutes of Monday`, empty, empty},
		"a table":                       {"a,b\n", empty, empty},
		"another XML":                   {"<a/>", empty, empty},
		"HTML":                          {"<!DOCTYPE html><html><body><p>All is well.<br></body></html>", empty, empty},
		"bytes":                         {"\x00\x01\xff\xfe", empty, empty},
	}
	// Whatever a report is cut off after, it is none that counts.
	for name, whole := range map[string]string{"InSpec": inspec, "Puppet": puppet(`[{"type":"File","title":"/a"}]`), "ARF": `<?xml version="1.0"?>` + arfHead + xccdf("pass") + arfTail} {
		for _, at := range []int{2, len(whole) / 4, len(whole) / 2, len(whole) - 1} {
			tests[fmt.Sprintf("%s, the first %d bytes", name, at)] = reported{whole[:at], empty, unread}
		}
	}
	tests["XCCDF, UTF-16, half"] = reported{encoded(t, utf16(unicode.LittleEndian, unicode.UseBOM), xccdf("pass", "fail")[:60]), empty, unread}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			counts, refusals := reportOf(t, test.text)
			if counts != test.counts {
				t.Errorf("got %q, want %q", counts, test.counts)
			}
			if test.refusal == "" && len(refusals) > 0 || test.refusal != "" && (len(refusals) != 1 || !strings.Contains(refusals[0].Message, test.refusal)) {
				t.Errorf("got %v, want %q", refusals, test.refusal)
			}
		})
	}
}

// reportOf returns the counts of evidence, and what is refused because of it.
func reportOf(t *testing.T, text string) (counts string, refusals []*artefact.Error) {
	t.Helper()
	d := newDesk(t)
	d.write("review.csv", text)
	d.write("a.yaml", d.text(attest.Digest([]byte("secret,rotated\n")), attest.Digest([]byte(text))))
	d.sign("a.yaml", "audit")
	r := d.verify("a.yaml", d.options())
	if report := r.Basis[0].Report; report != nil {
		counts = report.String()
	}
	if len(r.Refusals) == 0 && !r.Counts() {
		t.Errorf("it does not count, without a reason")
	}
	return counts, r.Refusals
}

// Each result that XCCDF 1.2 has means what its specification says (NISTIR 7275 revision 4, table 26 and section 7.3.2: what is
// scored).
func TestXCCDFResults(t *testing.T) {
	for result, want := range map[string]string{
		"pass":          "OpenSCAP: 2 passed, 0 failed, 0 others",
		"fixed":         "OpenSCAP: 2 passed, 0 failed, 0 others",
		"fail":          "OpenSCAP: 1 passed, 1 failed, 0 others",
		"error":         "OpenSCAP: 1 passed, 0 failed, 0 others, 1 not known",
		"unknown":       "OpenSCAP: 1 passed, 0 failed, 0 others, 1 not known",
		"notapplicable": "OpenSCAP: 1 passed, 0 failed, 1 others",
		"notchecked":    "OpenSCAP: 1 passed, 0 failed, 1 others",
		"notselected":   "OpenSCAP: 1 passed, 0 failed, 1 others",
		"informational": "OpenSCAP: 1 passed, 0 failed, 1 others",
	} {
		counts, refusals := reportOf(t, xccdf("pass", result))
		if counts != want || len(refusals) > 0 {
			t.Errorf("%s: got %q and %v, want %q", result, counts, refusals, want)
		}
	}
}
