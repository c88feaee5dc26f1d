#!/bin/sh
exec rke2 server --kube-controller-manager-arg=horizontal-pod-autoscaler-downscale-stabilization=10s # want autoscaling.downscale_flag `rke2 server: kube-controller-manager: --horizontal-pod-autoscaler-downscale-stabilization must be 5m or more`
