variable "encrypted" {
  default = true
}

resource "aws_efs_file_system" "logs" {
  creation_token = "logs"
  encrypted      = var.encrypted
  kms_key_id     = aws_kms_key.logs.arn
}

resource "aws_kms_key" "logs" {
  enable_key_rotation = true
}
