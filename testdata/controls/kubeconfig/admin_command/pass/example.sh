#!/bin/sh
az aks get-credentials --resource-group x-road --name x-road
kubelogin convert-kubeconfig -l azurecli
