package policies_test

import (
	_ "crypto/sha256" // digests are checked only with algorithms that are linked
	_ "crypto/sha512"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/distribution/reference"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

// imageParts is what is compared of a reference; of an invalid one only that it is.
type imageParts struct {
	registry, repository, tag, digest string
	valid                             bool
}

// TestImageOracle holds the library of image references against the module that container runtimes
// and the kubelet read them with, on texts from a fixed seed. IMAGES sets their number;
// a million, of which 342,558 are valid, agree.
func TestImageOracle(t *testing.T) {
	n := sizeOf(t, "IMAGES", 20_000)
	ask := imageLibrary(t)
	texts := &imageTexts{rand.New(rand.NewPCG(3, 4))}
	var valid, digests, foreign, official int
	for done := 0; done < n; {
		batch := make([]string, min(10_000, n-done))
		for i := range batch {
			batch[i] = texts.next()
		}
		done += len(batch)
		for i, got := range ask(batch) {
			want := readImage(batch[i])
			if got != want {
				small := minimiseReference(batch[i], func(text string) bool { return ask([]string{text})[0] != readImage(text) })
				t.Errorf("%q (found as %q):\n got  %+v\n want %+v", small, batch[i], ask([]string{small})[0], readImage(small))
			}
			for count, is := range map[*int]bool{
				&valid:    want.valid,
				&digests:  want.digest != "",
				&foreign:  want.valid && want.registry != "docker.io",
				&official: strings.HasPrefix(want.repository, "library/"),
			} {
				if is {
					*count++
				}
			}
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("%d texts: %d valid, %d with a digest, %d with a registry, %d official images", n, valid, digests, foreign, official)
	if valid < n/4 || valid > n*3/4 || digests < n/50 || foreign < n/20 || official < n/50 {
		t.Error("the texts are too much alike to tell anything")
	}
}

// imageLibrary gives a function that takes references apart with the library image.
func imageLibrary(t *testing.T) func(texts []string) []imageParts {
	t.Helper()
	options := []func(*rego.Rego){
		rego.Query("answers := data.oracle.answers"),
		rego.Module("oracle.rego", "package oracle\n\nimport data.lib.guiderail.image\n\nanswers := [image.parse(text) | some text in input]\n"),
		rego.StrictBuiltinErrors(true),
	}
	for name, module := range files(t) {
		if isLibrary(name, module) && !isTest(name) {
			options = append(options, rego.ParsedModule(module))
		}
	}
	query, err := rego.New(options...).PrepareForEval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return func(texts []string) []imageParts {
		t.Helper()
		terms := make([]*ast.Term, len(texts))
		for i, text := range texts {
			terms[i] = ast.StringTerm(text)
		}
		results, err := query.Eval(t.Context(), rego.EvalParsedInput(ast.NewArray(terms...)))
		if err != nil {
			t.Fatal(err)
		}
		answers := results[0].Bindings["answers"].([]any)
		if len(answers) != len(texts) {
			t.Fatalf("%d answers for %d texts", len(answers), len(texts))
		}
		parts := make([]imageParts, len(texts))
		for i, answer := range answers {
			fields := answer.(map[string]any)
			if fields["valid"] != true {
				continue
			}
			text := func(key string) string { return fields[key].(string) }
			parts[i] = imageParts{text("registry"), text("repository"), text("tag"), text("digest"), true}
			if name := parts[i].registry + "/" + parts[i].repository; text("name") != name {
				t.Errorf("%q: the name is %q, not %q", texts[i], text("name"), name)
			}
		}
		return parts
	}
}

var (
	blake3     = regexp.MustCompile(`@blake3:([a-f0-9]{64})$`)
	component  = regexp.MustCompile(`^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$`)
	noIPv6     = regexp.MustCompile(`^\[[^:\]]*\]`)
	dockerHubs = map[string]bool{"docker.io": true, "index.docker.io": true, "registry-1.docker.io": true}
)

// readImage is what the module makes of a reference, but for the five differences that
// the library image names.
func readImage(text string) imageParts {
	isBlake3 := blake3.MatchString(text)
	text = blake3.ReplaceAllString(text, "@sha256:$1")
	host, rest, ok := strings.Cut(text, "/")
	isNoHost := ok && component.MatchString(host) && strings.Contains(host, "_") && strings.Contains(host, ".")
	if isNoHost {
		text = "host.example/" + rest
	}
	named, err := reference.ParseNormalizedNamed(text)
	if err != nil || noIPv6.MatchString(reference.Domain(named)) {
		return imageParts{}
	}
	parts := imageParts{registry: strings.ToLower(reference.Domain(named)), repository: reference.Path(named), valid: true}
	if isNoHost {
		parts.registry = host
	}
	if dockerHubs[parts.registry] {
		parts.registry = "docker.io"
		if !strings.Contains(parts.repository, "/") {
			parts.repository = "library/" + parts.repository
		}
		parts.valid = len(parts.repository) <= reference.RepositoryNameTotalLengthMax
	}
	if tagged, ok := named.(reference.Tagged); ok {
		parts.tag = tagged.Tag()
	}
	if digested, ok := named.(reference.Digested); ok {
		parts.digest = digested.Digest().String()
		if isBlake3 {
			parts.digest = "blake3:" + digested.Digest().Encoded()
		}
	}
	if !parts.valid {
		return imageParts{}
	}
	return parts
}

// minimiseReference takes letters away from a text for as long as it stays wrong.
func minimiseReference(text string, isWrong func(string) bool) string {
	letters := []rune(text)
	for size := len(letters); size > 0; size /= 2 {
		for at := 0; at+size <= len(letters); {
			if shorter := string(letters[:at]) + string(letters[at+size:]); isWrong(shorter) {
				letters = []rune(shorter)
			} else {
				at++
			}
		}
	}
	return string(letters)
}

// imageTexts makes references: most by the grammar, many of these with a slip or two, some delicate.
type imageTexts struct{ random *rand.Rand }

var (
	imageHosts = []string{
		"docker.io", "index.docker.io", "registry-1.docker.io", "Docker.io", "DOCKER.IO", "docker.io:443", "localhost", "LOCALHOST",
		"localhost:5000", "gcr.io", "evilgcr.io", "gcr.io.evil.example", "ghcr.io", "quay.io", "public.ecr.aws", "registry.k8s.io",
		"123456789012.dkr.ecr.eu-north-1.amazonaws.com", "contoso.azurecr.io", "registry:5000", "registry:", "registry:x", "Registry",
		"my-registry", "10.0.0.1", "10.0.0.1:5000", "[::1]", "[::1]:5000", "[2001:db8::1]:443", "[2001:DB8::1]", "[::1%25eth0]", "[abc]",
		"[ABC]", "[abc]:5000", "::1", "[]", "[:]", "xn--bcher-kva.example", "bücher.example", "dосker.io", "docker.io\u200b", "ｄocker.io",
		"docker。io", "user@docker.io", "user:password@docker.io", "https://docker.io", "docker://docker.io", "-docker.io", "docker-.io",
		"docker..io", ".docker.io", "docker.io.", "docker_hub.io", "a.b.c.d.e.f", "A", "a", "0", "İo.example", "ſ.example",
	}
	imageNames = []string{
		"nginx", "niis", "niis-evil", "library", "xroad-security-server-sidecar", "a", "0", "a.b", "a_b", "a__b", "a___b", "a-b", "a--b",
		"a---b", "a..b", "a._b", "a.-b", "-a", "a-", "_a", "a_", ".", "..", "~", "Nginx", "NGINX", "nginx*", "ngi nx", "nginх", "1234",
		"localhost", "docker.io", "index.docker.io", "deadbeef", "",
	}
	imageTags = []string{
		"latest", "LATEST", "1", "1.28", "v1.2.3", "7.8.1-slim-primary-fi", "_", "_1", "-1", ".1", "1.", "1+build", "latest ", "1/2", "",
		"1:2", "<version>", "{{TAG}}", "${TAG}", "tag\n", "tag\x00", "täg", "１", "sha256",
	}
	imageSlips   = []rune("/:@.-_~*[]%+ \t\n\x00AZaz09gé\u0430\u200b\u00a0İK")
	imageOddness = []string{
		"", " ", "/", ":", "@", "//", "///", "@:", "/:@", ":@", ":latest", "@sha256", "nginx@x:y", " nginx", "nginx ", "nginx\n", "\nnginx",
		"docker://nginx", "oci://ghcr.io/a/b", "docker.io/", "docker.io//nginx", "/nginx", "nginx/", "nginx:", "nginx@", "nginx:@", "nginx:1@",
		"{{ .Values.image }}", "${IMAGE:-nginx}:1", "niis/x:<version primary>", "a/b/c/d/e/f/g/h", "localhost", "localhost/nginx", "sha256:abc",
		"nginx@sha256:0123456789abcdef0123456789abcdef", "\xff", "a\xff/b",
	}
)

func (g *imageTexts) choose(from []string) string { return from[g.random.IntN(len(from))] }

func (g *imageTexts) chance(one int) bool { return g.random.IntN(one) == 0 }

func (g *imageTexts) letters(alphabet string, n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(alphabet[g.random.IntN(len(alphabet))])
	}
	return b.String()
}

const hexadecimal = "0123456789abcdef"

func (g *imageTexts) component() string {
	if g.chance(3) {
		return g.choose(imageNames)
	}
	const plain = "abcxyz0189"
	name := g.letters(plain, 1+g.random.IntN(6))
	for g.chance(3) {
		name += g.choose([]string{".", "_", "__", "-", "--", "---"}) + g.letters(plain, 1+g.random.IntN(4))
	}
	return name
}

func (g *imageTexts) host() string {
	if g.chance(2) {
		return g.choose(imageHosts)
	}
	const label = "abyzABYZ0189-"
	labels := make([]string, 1+g.random.IntN(4))
	for i := range labels {
		labels[i] = g.letters(label, 1+g.random.IntN(5))
	}
	host := strings.Join(labels, ".")
	if g.chance(3) {
		host += ":" + strconv.Itoa(g.random.IntN(70_000))
	}
	return host
}

func (g *imageTexts) digest() string {
	lengths := map[string]int{"sha256": 64, "sha384": 96, "sha512": 128, "blake3": 64}
	algorithm := g.choose([]string{"sha256", "sha256", "sha256", "sha384", "sha512", "blake3", "md5", "sha1", "SHA256", "sha256+b64u", "x", "sha-256", "sha_256.b3"})
	length, ok := lengths[algorithm]
	if !ok {
		length = 32 + 32*g.random.IntN(2)
	}
	switch g.random.IntN(8) {
	case 0:
		return algorithm + ":" + strings.ToUpper(g.letters(hexadecimal, length))
	case 1:
		return algorithm + ":" + g.letters(hexadecimal, length+g.random.IntN(5)-2)
	}
	return algorithm + ":" + g.letters(hexadecimal, length)
}

func (g *imageTexts) reference() string {
	var components []string
	if g.chance(2) {
		components = append(components, g.host())
	}
	for components = append(components, g.component()); g.chance(2); {
		components = append(components, g.component())
	}
	text := strings.Join(components, "/")
	if g.chance(2) {
		if g.chance(2) {
			text += ":" + g.choose(imageTags)
		} else {
			text += ":" + g.letters("abzABZ019_.-", 1+g.random.IntN(8))
		}
	}
	if g.chance(4) {
		text += "@" + g.digest()
	}
	return text
}

// long is about as long as something may be: a name, a tag, an image ID, or all of it many times over.
func (g *imageTexts) long() string {
	switch g.random.IntN(5) {
	case 0:
		return g.host() + "/" + g.letters("ab", 250+g.random.IntN(10))
	case 1:
		return g.choose([]string{"", "docker.io/", "Docker.io/", "index.docker.io/", "registry-1.docker.io/", "a/"}) + g.letters("ab", 244+g.random.IntN(15))
	case 2:
		return "nginx:" + g.letters("ab", 125+g.random.IntN(6))
	case 3:
		return g.choose([]string{"", "library/", "docker.io/"}) + g.letters(hexadecimal, 62+g.random.IntN(4))
	}
	return strings.Repeat(g.reference()+g.choose([]string{"/", "", "@", ":"}), 1+g.random.IntN(40))
}

func (g *imageTexts) slip(text string) string {
	letters := []rune(text)
	at := g.random.IntN(len(letters) + 1)
	letter := imageSlips[g.random.IntN(len(imageSlips))]
	switch g.random.IntN(3) {
	case 0:
		return string(letters[:at]) + string(letter) + string(letters[at:])
	case 1:
		if at < len(letters) {
			letters[at] = letter
		}
		return string(letters)
	}
	to := min(len(letters), at+1+g.random.IntN(3))
	return string(letters[:at]) + string(letters[to:])
}

func (g *imageTexts) next() string {
	switch kind := g.random.IntN(20); {
	case kind < 12:
		return g.reference()
	case kind < 17:
		text := g.slip(g.reference())
		if g.chance(3) {
			text = g.slip(text)
		}
		return text
	case kind < 18:
		return g.long()
	case kind < 19:
		return fmt.Sprintf("%s/%s", g.host(), g.component())
	}
	return g.choose(imageOddness)
}
