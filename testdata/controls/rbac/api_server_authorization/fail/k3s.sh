#!/bin/sh
k3s server --kube-apiserver-arg=authorization-mode=AlwaysAllow # want rbac.api_server_authorization `k3s server: kube-apiserver: --authorization-mode must not have AlwaysAllow, which allows everything`
