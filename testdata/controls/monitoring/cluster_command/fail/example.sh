#!/bin/sh
aws eks create-cluster --name x-road --role-arn "$ROLE" # want monitoring.cluster_command `aws eks create-cluster creates a cluster without logs of its control plane (api, audit, authenticator); set --logging`
eksctl create cluster --name other --nodes 3 # want monitoring.cluster_command `eksctl create cluster creates a cluster without logs of its control plane; use a configuration file`
az aks create -g x-road -n x-road # want monitoring.cluster_command `az aks create creates no diagnostic settings; create them with az monitor diagnostic-settings create`
