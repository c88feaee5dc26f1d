variable "chart" {
  default = "ingress-nginx"
}

resource "helm_release" "ingress" {
  name       = "ingress"
  chart      = var.chart
  repository = "https://kubernetes.github.io/ingress-nginx"
}

resource "helm_release" "local" {
  name  = "local"
  chart = "./charts/shop"
}
