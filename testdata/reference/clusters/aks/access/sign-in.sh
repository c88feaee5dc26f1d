#!/bin/sh
# Signs an operator in with Entra ID, which asks for a second factor, and writes their kubeconfig.
set -eu
umask 077
az login --tenant 2c9d5f10-0000-4000-8000-5a7f0b6e9d22
az aks get-credentials --resource-group xroad --name xroad --context xroad
kubelogin convert-kubeconfig -l azurecli
kubectl config set-context xroad --namespace sidecar
kubectl auth whoami
