#!/bin/sh
# Makes a new key pair for the secondaries and puts it into Secrets Manager. No value is printed.
set -eu
umask 077
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
ssh-keygen -q -t ed25519 -N '' -C security-server@xroad.example -f "$folder/key"
jq -n --rawfile private "$folder/key" --rawfile public "$folder/key.pub" \
  '{privateKey: $private, publicKey: $public}' > "$folder/pair.json"
aws secretsmanager put-secret-value --secret-id xroad/sidecar-ssh --secret-string "file://$folder/pair.json" > /dev/null
aws secretsmanager get-secret-value --secret-id xroad/sidecar-ssh --query VersionId --output text
