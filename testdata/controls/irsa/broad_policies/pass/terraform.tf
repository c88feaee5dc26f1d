variable "policies" {
  default = ["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy"]
}

resource "aws_iam_role_policy_attachment" "node" {
  for_each   = toset(var.policies)
  role       = aws_iam_role.node.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.value}"
}

resource "aws_iam_role_policy_attachment" "own" {
  role       = aws_iam_role.node.name
  policy_arn = aws_iam_policy.own[0].arn
}

resource "aws_iam_role_policy_attachment" "of_account" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:policy/of-account"
}

resource "aws_iam_role" "node" {
  name = "node"
}

resource "aws_iam_policy" "own" {
  count = 1
  name  = "own"
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}
