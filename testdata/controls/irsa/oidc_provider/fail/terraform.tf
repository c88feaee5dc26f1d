resource "aws_eks_cluster" "main" { # want irsa.oidc_provider `aws_eks_cluster.main: no pod can have an IAM role of its own without an aws_iam_openid_connect_provider`
  name = "main"
}

resource "aws_iam_openid_connect_provider" "forge" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}
