resource "aws_eks_cluster" "main" { # want monitoring.addons `aws_eks_cluster.main: there is no add-on eks-node-monitoring-agent`
  name = "main"
}

resource "aws_eks_addon" "insights" {
  cluster_name = aws_eks_cluster.main.name
  addon_name   = "amazon-cloudwatch-observability"
}
