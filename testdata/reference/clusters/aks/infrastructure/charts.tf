# What runs in the cluster beside the sidecar and what AKS installs itself, all of it from charts at fixed versions. The
# Dashboard is not among it.
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
