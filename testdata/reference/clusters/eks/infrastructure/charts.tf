# What runs in the cluster beside the sidecar, all of it from charts at fixed versions. The Dashboard is not among it.
resource "helm_release" "gatekeeper" {
  name             = "gatekeeper"
  namespace        = "gatekeeper-system"
  create_namespace = true
  repository       = "https://open-policy-agent.github.io/gatekeeper/charts"
  chart            = "gatekeeper"
  version          = "3.23.1"

  values = [yamlencode({
    replicas                       = 3
    validatingWebhookFailurePolicy = "Fail"
    enableDeleteOperations         = true
    enableConnectOperations        = true
  })]
}

resource "helm_release" "external_secrets" {
  name             = "external-secrets"
  namespace        = "external-secrets"
  create_namespace = true
  repository       = "https://charts.external-secrets.io"
  chart            = "external-secrets"
  version          = "1.1.0"
}

resource "helm_release" "trivy_operator" {
  name             = "trivy-operator"
  namespace        = "trivy-system"
  create_namespace = true
  repository       = "https://aquasecurity.github.io/helm-charts"
  chart            = "trivy-operator"
  version          = "0.31.0"

  values = [yamlencode({
    targetNamespaces = "sidecar"
    operator = {
      scannerReportTTL            = "24h"
      exposedSecretScannerEnabled = true
    }
  })]
}

resource "helm_release" "metrics_server" {
  name       = "metrics-server"
  namespace  = "kube-system"
  repository = "https://kubernetes-sigs.github.io/metrics-server"
  chart      = "metrics-server"
  version    = "3.13.0"

  values = [yamlencode({
    replicas = 2
    tls = {
      type = "cert-manager"
    }
  })]
}

resource "helm_release" "cert_manager" {
  name             = "cert-manager"
  namespace        = "cert-manager"
  create_namespace = true
  repository       = "https://charts.jetstack.io"
  chart            = "cert-manager"
  version          = "v1.19.1"

  values = [yamlencode({
    crds = {
      enabled = true
    }
  })]
}

resource "helm_release" "load_balancers" {
  name       = "aws-load-balancer-controller"
  namespace  = "kube-system"
  repository = "https://aws.github.io/eks-charts"
  chart      = "aws-load-balancer-controller"
  version    = "1.14.1"

  values = [yamlencode({
    clusterName = "xroad"
    region      = "eu-north-1"
  })]
}
