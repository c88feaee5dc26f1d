#!/bin/sh
k3s server --kube-apiserver-arg=authorization-mode=AlwaysAllow # want rbac.api_server_authorization `k3s server: kube-apiserver: --authorization-mode must not have AlwaysAllow, which allows everything`
curl -sfL https://get.k3s.io | INSTALL_K3S_EXEC="server --kube-apiserver-arg=authorization-mode=AlwaysAllow" sh - # want rbac.api_server_authorization `INSTALL_K3S_EXEC: kube-apiserver: --authorization-mode must not have AlwaysAllow, which allows everything`
curl -sfL https://get.k3s.io | sh -s - server --kube-apiserver-arg=authorization-mode=AlwaysAllow # want rbac.api_server_authorization `sh server: kube-apiserver: --authorization-mode must not have AlwaysAllow, which allows everything`
