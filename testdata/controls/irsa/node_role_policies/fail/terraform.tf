variable "policy" {}

variable "role" {}

data "aws_partition" "current" {}

resource "aws_iam_role" "nodes" {
  name = "nodes"

  inline_policy { # want irsa.node_role_policies `aws_iam_role.nodes: inline_policy gives more than nodes need to every pod that gets at the node's credentials`
    name   = "data"
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*" }] })
  }
}

resource "aws_eks_node_group" "main" {
  node_role_arn = aws_iam_role.nodes.arn
}

resource "aws_iam_role_policy_attachment" "nodes" {
  for_each   = toset(["AmazonEKSWorkerNodePolicy", "AmazonDynamoDBReadOnlyAccess"])
  role       = aws_iam_role.nodes.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.value}" # want irsa.node_role_policies `aws_iam_role_policy_attachment.nodes[0]: policy_arn gives AmazonDynamoDBReadOnlyAccess to every pod that gets at the node's credentials`
}

resource "aws_iam_policy" "own" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*" }] })
}

resource "aws_iam_role_policy_attachment" "own" {
  role       = "nodes"
  policy_arn = aws_iam_policy.own.arn # want irsa.node_role_policies `aws_iam_role_policy_attachment.own: policy_arn gives more than nodes need to every pod that gets at the node's credentials`
}

resource "aws_iam_role_policy_attachment" "given" {
  role       = aws_iam_role.nodes.name
  policy_arn = var.policy # unknown irsa.node_role_policies `aws_iam_role_policy_attachment.given: which policy policy_arn gives the nodes is not known`
}

resource "aws_iam_role_policy" "inline" {
  role   = aws_iam_role.nodes.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*" }] }) # want irsa.node_role_policies `aws_iam_role_policy.inline: policy gives more than nodes need to every pod that gets at the node's credentials`
}

resource "aws_eks_node_group" "given" {
  node_role_arn = var.role # unknown irsa.node_role_policies `aws_eks_node_group.given: what the role in node_role_arn may do is not known`
}

resource "aws_eks_node_group" "elsewhere" {
  node_role_arn = "arn:aws:iam::111122223333:role/others" # unknown irsa.node_role_policies `aws_eks_node_group.elsewhere: what the role in node_role_arn may do is not known`
}

resource "aws_iam_policy_attachment" "several" {
  name       = "several"
  roles      = [aws_iam_role.nodes.name, "ci"]
  policy_arn = "arn:aws:iam::aws:policy/AmazonSQSFullAccess" # want irsa.node_role_policies `aws_iam_policy_attachment.several: policy_arn gives AmazonSQSFullAccess to every pod that gets at the node's credentials`
}

resource "aws_iam_role_policy_attachments_exclusive" "karpenter" {
  role_name = aws_iam_role.karpenter.name
  policy_arns = [
    "arn:aws:iam::aws:policy/AmazonEC2FullAccess", # want irsa.node_role_policies `aws_iam_role_policy_attachments_exclusive.karpenter: policy_arns gives AmazonEC2FullAccess to every pod that gets at the node's credentials`
  ]
}

resource "aws_iam_role" "karpenter" {
  name = "karpenter"
}

resource "aws_eks_access_entry" "karpenter" {
  type          = "EC2_LINUX"
  principal_arn = aws_iam_role.karpenter.arn
}
