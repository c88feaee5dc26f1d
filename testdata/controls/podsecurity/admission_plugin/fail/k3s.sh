#!/bin/sh
sudo k3s server --disable traefik --kube-apiserver-arg 'feature-gates=PodSecurity=false' # want podsecurity.admission_plugin `k3s server: kube-apiserver: --feature-gates must not have PodSecurity=false`
