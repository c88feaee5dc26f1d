data "aws_iam_policy_document" "operators" {
  statement {
    actions   = ["eks:DescribeCluster", "eks:AccessKubernetesApi"]
    resources = ["*"]

    condition {
      test     = "Bool"
      variable = "aws:MultiFactorAuthPresent"
      values   = ["true"]
    }
  }
}

resource "aws_iam_group_policy" "operators" {
  group  = "operators"
  policy = data.aws_iam_policy_document.operators.json
}

# Who may assume the role is in its trust policy.
resource "aws_iam_role_policy" "console" {
  role   = "console"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "eks:*", Resource = "*" }] })
}

# What programs do as well.
resource "aws_iam_policy" "nodes" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "eks:DescribeCluster", Resource = "*" }] })
}
