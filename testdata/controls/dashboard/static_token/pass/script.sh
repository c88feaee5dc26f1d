#!/bin/sh
kubectl -n kubernetes-dashboard create token viewer
kubectl -n kubernetes-dashboard create token viewer --duration=1h
