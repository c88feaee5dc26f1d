#!/bin/sh
aws eks create-cluster --name x-road --role-arn "$ROLE" --resources-vpc-config subnetIds=subnet-1 \
  --logging '{"clusterLogging":[{"types":["api","audit","authenticator"],"enabled":true}]}'
eksctl create cluster -f cluster.yaml
eksctl create cluster --name other
eksctl utils update-cluster-logging --cluster other --enable-types all --approve
az aks create -g x-road -n x-road
az monitor diagnostic-settings create --name audit --resource "$ID" --logs @logs.json --workspace "$WORKSPACE"
