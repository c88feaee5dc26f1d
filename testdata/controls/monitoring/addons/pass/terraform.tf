resource "aws_eks_cluster" "main" {
  name = "main"

  compute_config {
    enabled = true
  }
}

resource "aws_eks_addon" "insights" {
  cluster_name = aws_eks_cluster.main.name
  addon_name   = "amazon-cloudwatch-observability"
}
