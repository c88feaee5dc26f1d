variable "encrypted" {
  type = bool
}

resource "aws_efs_file_system" "absent" { # want messagelog.efs_at_rest `aws_efs_file_system.absent: encrypted must be true, so that files are encrypted where they are stored`
  creation_token = "absent"
}

resource "aws_efs_file_system" "plain" {
  creation_token = "plain"
  encrypted      = false # want messagelog.efs_at_rest `aws_efs_file_system.plain: encrypted must be true, so that files are encrypted where they are stored`
}

resource "aws_efs_file_system" "open" {
  creation_token = "open"
  encrypted      = var.encrypted # unknown messagelog.efs_at_rest `aws_efs_file_system.open: whether encrypted is true is not known`
}

resource "aws_efs_file_system" "none" {
  count          = 0
  creation_token = "none"
}
