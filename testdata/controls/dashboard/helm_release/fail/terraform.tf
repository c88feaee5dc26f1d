variable "chart" {
  type = string
}

variable "repository" {
  default = "https://kubernetes.github.io/dashboard/"
}

resource "helm_release" "dashboard" {
  name  = "dashboard"
  chart = "kubernetes-dashboard" # want dashboard.helm_release `helm_release.dashboard: the chart is the Kubernetes Dashboard; remove the release`
}

resource "helm_release" "repository" {
  name       = "repository"
  chart      = "board" # want dashboard.helm_release `helm_release.repository: the chart is the Kubernetes Dashboard; remove the release`
  repository = var.repository
}

resource "helm_release" "open" {
  name  = "open"
  chart = var.chart # unknown dashboard.helm_release `helm_release.open: which chart is installed is not known`
}

resource "helm_release" "none" {
  count = 0
  name  = "none"
  chart = "kubernetes-dashboard"
}
