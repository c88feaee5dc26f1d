#!/bin/sh
# Signs an operator in, with a second factor, and writes their kubeconfig.
set -eu
umask 077
aws sso login --profile xroad-operator
aws eks update-kubeconfig --profile xroad-operator --region eu-north-1 --name xroad --alias xroad
kubectl config set-context xroad --namespace sidecar
kubectl auth whoami
