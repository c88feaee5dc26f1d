package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/internal/commandtest"
	"github.com/guiderail/guiderail/internal/shared"
)

// TestSharedDossierPage does what docs/dossier.md says, from top to bottom, beside a deployment and its infrastructure.
func TestSharedDossierPage(t *testing.T) {
	for _, tool := range []string{"ssh-keygen", "jq"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
	guide, err := os.ReadFile(shared.Path(t, "seeds/000_ac986c2f3e424241.txt"))
	if err != nil {
		t.Fatal(err)
	}
	page := map[string]string{"docs/dossier.md": documents(t)["docs/dossier.md"]}
	folder := deployment(t, true)
	if err := os.CopyFS(filepath.Join(folder, "infrastructure"), os.DirFS("testdata/reference/eks-terraform")); err != nil {
		t.Fatal(err)
	}
	// The page is about the cluster prod, and that of the reference has another name.
	if err := os.WriteFile(filepath.Join(folder, "infrastructure", "terraform.tfvars"), []byte("name = \"prod\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "guide-1.5.txt"), guide, 0o600); err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	blocks := fences(page, "sh")
	for _, block := range blocks {
		out, code := commandtest.Run(t, folder, []string{"HOME=" + folder}, "bash", "-ec", block.text)
		if code != 0 {
			t.Fatalf("%s:%d:\n%s\nends with %d:\n%s", block.file, block.line, block.text, code, out)
		}
		said[strings.SplitN(block.text, "\n", 2)[0]] = out
	}
	if len(blocks) < 12 {
		t.Errorf("only %d blocks were run", len(blocks))
	}
	for begins, want := range map[string]string{
		"guiderail attest sign":         "counts until",
		"guiderail dossier sign":        "dossier.json  verified: SHA256:",
		"cp dossier.json before.json":   "worse   prod  eks-essentials  B045: nothing was shown, was attested",
		"guiderail dossier clusters --": "cluster prod on EKS",
		"sed ":                          fences(page, "text")[0].text,
	} {
		found := false
		for command, out := range said {
			if strings.HasPrefix(command, begins) {
				found = true
				if !strings.Contains(out, want) {
					t.Errorf("%s prints\n%s\nwant %s", command, out, want)
				}
			}
		}
		if !found {
			t.Errorf("the page does not have %s", begins)
		}
	}
}
