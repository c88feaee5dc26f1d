#!/bin/sh
kubectl exec sidecar-0 -- /usr/share/xroad/scripts/restore_xroad_proxy_configuration.sh -s FI/GOV/1/s1 -f /var/lib/xroad/backup/b.gpg
# restore_xroad_proxy_configuration.sh -N -f x
