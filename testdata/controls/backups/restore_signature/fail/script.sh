#!/bin/sh
kubectl exec sidecar-0 -- sh -c '/usr/share/xroad/scripts/restore_xroad_proxy_configuration.sh -NF -f b' # want backups.restore_signature `a command restores a backup with -N and -F; remove the options that skip the signature and origin checks`
sudo -u xroad bash /usr/share/xroad/scripts/restore_xroad_proxy_configuration.sh –P -f b # want backups.restore_signature `a command restores a backup with -P; remove the options that skip the signature and origin checks`
restore_xroad_proxy_configuration.sh $OPTIONS -f b # unknown backups.restore_signature `a command restores a backup with the options $OPTIONS, whose values are not known`
