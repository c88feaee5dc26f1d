variable "actions" {
  type = list(string)
}

variable "trust" {
  type = string
}

data "aws_iam_policy_document" "untagged" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "untagged" {
  name               = "untagged"
  assume_role_policy = data.aws_iam_policy_document.untagged.json # want irsa.pod_identity_trust `aws_iam_role.untagged: assume_role_policy: no pod gets the role; allow sts:TagSession beside sts:AssumeRole`
}

resource "aws_iam_role" "half" {
  name = "half"
  assume_role_policy = jsonencode({ # unknown irsa.pod_identity_trust `aws_iam_role.half: assume_role_policy: whether pods get the role is not known`
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = "pods.eks.amazonaws.com" }
      },
      {
        Effect    = "Allow"
        Action    = var.actions
        Principal = { Service = "pods.eks.amazonaws.com" }
      },
    ]
  })
}

resource "aws_iam_role" "open" {
  name               = "open"
  assume_role_policy = var.trust # unknown irsa.pod_identity_trust `aws_iam_role.open: assume_role_policy is not known, so that nobody can tell whether pods get the role`
}

resource "aws_iam_role" "none" {
  count              = 0
  name               = "none"
  assume_role_policy = data.aws_iam_policy_document.untagged.json
}
