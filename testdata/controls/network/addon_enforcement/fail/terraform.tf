variable "values" {
  type = string
}

resource "aws_eks_addon" "plain" { # want network.addon_enforcement `aws_eks_addon.plain: configuration_values must set enableNetworkPolicy to "true"`
  addon_name = "vpc-cni"
}

resource "aws_eks_addon" "open" {
  addon_name           = "vpc-cni"
  configuration_values = var.values # unknown network.addon_enforcement `aws_eks_addon.open: whether configuration_values sets enableNetworkPolicy to "true" is not known`
}
