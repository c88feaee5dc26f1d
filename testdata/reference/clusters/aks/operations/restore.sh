#!/bin/sh
# Restores a backup that this server made: from our storage account alone, with its checksum compared, and with X-Road's
# own check of signature and origin left on. It takes the role that is given out when something is broken.
set -eu
name="$1"
primary="$(kubectl -n sidecar get pods -l role=primary -o name)"
azcopy copy "https://sidecararchiveexample.blob.core.windows.net/archive/backup/$name" "$name"
azcopy copy "https://sidecararchiveexample.blob.core.windows.net/archive/backup/$name.sha256" "$name.sha256"
sha256sum --check "$name.sha256"
kubectl -n sidecar cp "$name" "${primary#pod/}:/var/lib/xroad/backup/$name"
kubectl -n sidecar exec "$primary" -- \
  /usr/share/xroad/scripts/restore_xroad_proxy_configuration.sh -s EE/GOV/70000001/server1 -f "/var/lib/xroad/backup/$name"
