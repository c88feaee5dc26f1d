#!/bin/sh
# Runs at the first start of a jump host, before Ansible gets to it: only the VPN gets in.
set -eu
ufw default deny incoming
ufw default allow outgoing
ufw limit from 10.20.60.0/24 to any port 22 proto tcp
ufw --force enable
