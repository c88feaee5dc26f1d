variable "policy" {
  type = string
}

variable "policies" {
  type = list(string)
}

locals {
  prefix = "arn:${data.aws_partition.current.partition}:iam::aws:policy"
}

resource "aws_iam_role_policy_attachment" "admin" {
  role       = aws_iam_role.reader.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/AdministratorAccess" # want irsa.broad_policies `aws_iam_role_policy_attachment.admin: policy_arn: AdministratorAccess allows far more than a role needs; attach a policy of your own`
}

resource "aws_iam_role_policy_attachment" "each" {
  for_each   = toset(["AmazonS3FullAccess", "AmazonEKSWorkerNodePolicy"])
  role       = aws_iam_role.reader.name
  policy_arn = "arn:aws:iam::aws:policy/${each.value}" # want irsa.broad_policies `aws_iam_role_policy_attachment.each[1]: policy_arn: AmazonS3FullAccess allows far more than a role needs; attach a policy of your own`
}

resource "aws_iam_role_policy_attachment" "prefix" {
  role       = aws_iam_role.reader.name
  policy_arn = "${local.prefix}/AdministratorAccess" # unknown irsa.broad_policies `aws_iam_role_policy_attachment.prefix: policy_arn: which policy is attached is not known`
}

resource "aws_iam_role_policy_attachment" "open" {
  role       = aws_iam_role.reader.name
  policy_arn = var.policy # unknown irsa.broad_policies `aws_iam_role_policy_attachment.open: policy_arn: which policy is attached is not known`
}

resource "aws_iam_role_policy_attachment" "looked_up" {
  role       = aws_iam_role.reader.name
  policy_arn = data.aws_iam_policy.reader.arn # unknown irsa.broad_policies `aws_iam_role_policy_attachment.looked_up: policy_arn: which policy is attached is not known`
}

resource "aws_iam_role_policy_attachment" "none" {
  count      = 0
  role       = aws_iam_role.reader.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_role" "reader" {
  name                = "reader"
  managed_policy_arns = var.policies # unknown irsa.broad_policies `aws_iam_role.reader: managed_policy_arns: which policy is attached is not known`
}

resource "aws_iam_role" "writer" {
  name = "writer"
  managed_policy_arns = [
    "arn:aws:iam::aws:policy/PowerUserAccess", # want irsa.broad_policies `aws_iam_role.writer: managed_policy_arns: PowerUserAccess allows far more than a role needs; attach a policy of your own`
    aws_iam_policy.own.arn,
  ]
}

resource "aws_iam_policy" "own" {
  name = "own"
}

data "aws_partition" "current" {}

data "aws_iam_policy" "reader" {
  name = "reader"
}
