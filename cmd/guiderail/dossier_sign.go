package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness/attest"
	"github.com/guiderail/guiderail/harness/dossier"
	"github.com/guiderail/guiderail/internal/prose"
)

const signingUsage = "file with the private key, of SSH or in PEM; or a public key (.pub) whose private one the SSH\nagent has"

func newDossierSignCommand() *cobra.Command {
	var key string
	command := &cobra.Command{
		Use:   "sign FILE",
		Short: "Sign a dossier in JSON",
		Long: strings.TrimSpace(`
Sign a dossier in JSON: write FILE` + attest.SignatureSuffix + ` beside it. The signature is one of SSH, as
"ssh-keygen -Y sign -n ` + attest.DossierNamespace + `" writes it.`),
		Example: "  guiderail dossier sign --signing-key ~/.ssh/id_ed25519 dossier.json",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if key == "" {
				return usageError("no key; pass its file with --signing-key")
			}
			_, text, err := dossier.Read(args[0])
			if err != nil {
				return err
			}
			return signRecord(cmd, args[0], text, key, attest.DossierNamespace)
		},
	}
	command.Flags().StringVar(&key, "signing-key", "", signingUsage)
	return command
}

// signRecord writes the signature of a file beside it.
func signRecord(cmd *cobra.Command, file string, text []byte, key, namespace string) error {
	signature, about, err := attest.Sign(text, key, namespace)
	if err != nil {
		return fmt.Errorf("signing %s: %w", file, err)
	}
	if err := replaceFile(file+attest.SignatureSuffix, signature); err != nil {
		return fmt.Errorf("writing the signature: %w", err)
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s  signed: %s\n", file+attest.SignatureSuffix, about)
	return err
}

func newDossierVerifyCommand() *cobra.Command {
	var key, inputs string
	command := &cobra.Command{
		Use:   "verify FILE",
		Short: "Verify the signature of a dossier, and that its inputs are unchanged",
		Long: strings.TrimSpace(`
Verify a dossier in JSON with the signature beside it, FILE` + attest.SignatureSuffix + `. With --inputs, hold the
files that it speaks of against their digests too, and look for files that a run
would read now and did not read then. The exit code is 1 if it is not signed, was
signed with another key, was changed since, or an input differs.`),
		Example: strings.Trim(`
  guiderail dossier verify --verification-key ~/.ssh/id_ed25519.pub dossier.json
  guiderail dossier verify --verification-key auditor.pub --inputs . dossier.json`, "\n"),
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if key == "" {
				return usageError("no key; pass its file with --verification-key")
			}
			return verifyDossier(cmd, args[0], key, inputs)
		},
	}
	f := command.Flags()
	f.StringVar(&key, "verification-key", "", "file with the public key, of SSH or in PEM")
	f.StringVar(&inputs, "inputs", "", "directory from which the paths of the dossier's inputs lead to them")
	return command
}

func verifyDossier(cmd *cobra.Command, file, keyFile, inputs string) error {
	d, text, err := dossier.Read(file)
	if err != nil {
		return err
	}
	key, err := readPublicKey(keyFile)
	if err != nil {
		return err
	}
	signature, err := attest.ReadSignature(file)
	if err == nil {
		err = attest.VerifySignature(text, signature, key, attest.DossierNamespace)
	}
	if err != nil {
		return fmt.Errorf("%s %w", file, err)
	}
	if inputs != "" {
		changed, err := d.ChangedInputs(inputs, file)
		if err != nil {
			return fmt.Errorf("reading the inputs: %w", err)
		}
		if len(changed) > 0 {
			return fmt.Errorf("%s no longer speaks of what is there: %s", file, strings.Join(changed, "; "))
		}
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s  verified: %s, %s of %s by guiderail %s\n", file, key, prose.Count(len(d.Statements), "answer"), d.Now, d.Tool.Version)
	return err
}

// readPublicKey reads a public key of SSH or in PEM.
func readPublicKey(file string) (attest.PublicKey, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return attest.PublicKey{}, fmt.Errorf("reading the key: %s does not exist", filepath.Base(file))
		}
		return attest.PublicKey{}, fmt.Errorf("reading the key: %w", err)
	}
	key, err := attest.ParsePublicKey(string(text))
	if err != nil {
		return key, fmt.Errorf("%s %w", file, err)
	}
	return key, nil
}
