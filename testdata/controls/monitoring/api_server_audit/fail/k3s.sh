#!/bin/sh
# The configuration file of the host may have the rest.
k3s server --kube-apiserver-arg audit-log-maxage=1 # want monitoring.api_server_audit `k3s server: kube-apiserver: --audit-log-maxage must be 30 days or more`
