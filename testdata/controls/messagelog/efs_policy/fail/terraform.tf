variable "policy" {
  type = string
}

variable "principals" {
  type = list(string)
}

resource "aws_efs_file_system" "bare" { # want messagelog.efs_policy `aws_efs_file_system.bare: its policy must deny everyone all actions where aws:SecureTransport is false`
  creation_token = "bare"
}

resource "aws_efs_file_system" "lenient" { # want messagelog.efs_policy `aws_efs_file_system.lenient: its policy must deny everyone all actions where aws:SecureTransport is false`
  creation_token = "lenient"
}

resource "aws_efs_file_system_policy" "lenient" {
  file_system_id = aws_efs_file_system.lenient.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = var.principals }
      Action    = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
      Condition = { Bool = { "aws:SecureTransport" = "true" } }
    }]
  })
}

resource "aws_efs_file_system" "open" { # unknown messagelog.efs_policy `aws_efs_file_system.open: whether its policy refuses connections without TLS is not known`
  creation_token = "open"
}

resource "aws_efs_file_system_policy" "open" {
  file_system_id = aws_efs_file_system.open.id
  policy         = var.policy
}

resource "aws_efs_file_system" "statements" { # unknown messagelog.efs_policy `aws_efs_file_system.statements: whether its policy refuses connections without TLS is not known`
  creation_token = "statements"
}

resource "aws_efs_file_system_policy" "statements" {
  file_system_id = aws_efs_file_system.statements.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [for principal in var.principals : { Effect = "Deny", Action = "*", Principal = { AWS = principal } }]
  })
}

resource "aws_efs_file_system" "none" {
  count          = 0
  creation_token = "none"
}
