package main

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/bundle"
	"github.com/guiderail/guiderail/harness/waiver"
	"github.com/guiderail/guiderail/internal/document"
)

// signatureSuffix is what the name of a signature has after that of its file.
const signatureSuffix = ".sig"

func registerWaiverKey(f *pflag.FlagSet, key *string) {
	f.StringVar(key, "waiver-key", "", "file with the public key (PEM) that every file of waivers must be signed by: see\n\"guiderail waiver sign\"")
}

// readWaivers reads files of waivers. Where a key is given, a file that is not signed by it is not among them, but is
// refused.
func readWaivers(names []string, key string) (files []waiver.File, refused []*artefact.Error, err error) {
	files, err = waiver.ReadFiles(names)
	if key == "" || err != nil {
		return files, nil, err
	}
	public, err := readKey("waiver-key", key, "")
	if err != nil {
		return nil, nil, err
	}
	var signed []waiver.File
	for _, file := range files {
		switch _, err := verifyWaivers(file, public); {
		case isRefusal(err):
			refused = append(refused, refusal(file.Name, why(err)))
		case err != nil: // it is the key
			return nil, nil, fmt.Errorf("--waiver-key: %w", err)
		default:
			signed = append(signed, file)
		}
	}
	return signed, refused, nil
}

// signedFiles lists files of waivers, and where there is a key, it and the signatures beside them.
func signedFiles(waivers []string, key string) []string {
	files := slices.Clone(waivers)
	if key == "" {
		return files
	}
	for _, file := range waivers {
		files = append(files, file+signatureSuffix)
	}
	return append(files, key)
}

// refusal says that a file of waivers is not used.
func refusal(file, reason string) *artefact.Error {
	return &artefact.Error{Position: artefact.Position{File: file}, Message: "its waivers do not count: " + reason}
}

// verifyWaivers holds a file of waivers against the signature beside it, and that against a key.
func verifyWaivers(file waiver.File, key bundle.Key) (*bundle.Signature, error) {
	name := file.Name + signatureSuffix
	signature, err := document.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w: %s is missing", bundle.ErrUnsigned, name)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", bundle.ErrUnsigned, err)
	}
	return bundle.VerifyFile(file.Text, signature, key)
}

// isRefusal reports whether it is the file or its signature that is wrong, not the key.
func isRefusal(err error) bool {
	for _, reason := range []error{bundle.ErrUnsigned, bundle.ErrMalformed, bundle.ErrSignature, bundle.ErrTampered} {
		if errors.Is(err, reason) {
			return true
		}
	}
	return false
}

// why says why a file is refused.
func why(err error) string {
	switch {
	case errors.Is(err, bundle.ErrTampered):
		return "the file was changed after it was signed; review it, and sign it with: guiderail waiver sign"
	case errors.Is(err, bundle.ErrSignature):
		return "it was signed with another key"
	case errors.Is(err, bundle.ErrMalformed):
		return "its signature cannot be read; sign it with: guiderail waiver sign"
	}
	return "it is " + err.Error() + "; sign it with: guiderail waiver sign"
}

func newWaiverSignCommand() *cobra.Command {
	var key string
	command := &cobra.Command{
		Use:   "sign FILE",
		Short: "Sign a file of waivers",
		Long: strings.TrimSpace(`
Sign a file of waivers: write FILE` + signatureSuffix + ` beside it. Whoever passes --waiver-key then
uses only what was signed with the key. The key is an RSA or elliptic curve key, as
for bundles.`),
		Example: strings.Trim(`
  openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out private.pem
  openssl pkey -in private.pem -pubout -out public.pem
  guiderail waiver sign --signing-key private.pem waivers.yaml
  guiderail check --waivers waivers.yaml --waiver-key public.pem deploy/`, "\n"),
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			private, err := readKey("signing-key", key, signingKeyVariable)
			if err != nil {
				return err
			}
			files, err := waiver.ReadFiles(args)
			if err != nil {
				return err
			}
			// What is no file of waivers is not signed as one.
			d, err := document.Open(args[0], files[0].Text, "file of waivers")
			if err == nil {
				err = d.Hold(waiver.Schema)
			}
			if err != nil {
				return err
			}
			text, signature, err := bundle.SignFile(files[0].Text, private)
			if err != nil {
				return fmt.Errorf("signing %s: %w", args[0], err)
			}
			if err := replaceFile(args[0]+signatureSuffix, text); err != nil {
				return fmt.Errorf("writing the signature: %w", err)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s  signed: %s\n", args[0]+signatureSuffix, signature.Algorithm)
			return err
		},
	}
	command.Flags().StringVar(&key, "signing-key", "", "file with the private key (PEM) (default: the text in "+signingKeyVariable+")")
	return command
}

func newWaiverVerifyCommand() *cobra.Command {
	var key string
	command := &cobra.Command{
		Use:   "verify FILE",
		Short: "Verify the signature of a file of waivers",
		Long: strings.TrimSpace(`
Verify a file of waivers with the signature beside it, FILE` + signatureSuffix + `. The exit code is 1
if it is not signed, was signed with another key, or was changed since.`),
		Example: "  guiderail waiver verify --verification-key public.pem waivers.yaml",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			public, err := readKey("verification-key", key, verificationKeyVariable)
			if err != nil {
				return err
			}
			files, err := waiver.ReadFiles(args)
			if err != nil {
				return err
			}
			signature, err := verifyWaivers(files[0], public)
			switch {
			case isRefusal(err):
				return fmt.Errorf("%s: %s", args[0], why(err))
			case err != nil:
				return fmt.Errorf("verifying %s: %w", args[0], err)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s  verified: %s\n", args[0], signature.Algorithm)
			return err
		},
	}
	command.Flags().StringVar(&key, "verification-key", "", "file with the public key (PEM) (default: the text in "+verificationKeyVariable+")")
	return command
}
