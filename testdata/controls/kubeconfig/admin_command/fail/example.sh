#!/bin/sh
az aks get-credentials --resource-group x-road --name x-road --admin # want kubeconfig.admin_command `az aks get-credentials --admin fetches a certificate of the cluster's administrator; leave out --admin`
