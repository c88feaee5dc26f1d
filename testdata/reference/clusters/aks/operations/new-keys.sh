#!/bin/sh
# Makes a new key pair for the secondaries and puts it into the key vault. No value is printed.
set -eu
umask 077
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
ssh-keygen -q -t ed25519 -N '' -C security-server@xroad.example -f "$folder/key"
az keyvault secret set --vault-name sidecar-example --name sidecar-ssh-private-key --file "$folder/key" --output none
az keyvault secret set --vault-name sidecar-example --name sidecar-ssh-public-key --file "$folder/key.pub" --output none
