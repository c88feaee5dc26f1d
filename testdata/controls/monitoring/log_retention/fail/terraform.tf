variable "key" {
  type = string
}

resource "aws_cloudwatch_log_group" "short" { # want monitoring.log_retention `aws_cloudwatch_log_group.short: kms_key_id must name a KMS key that encrypts the logs`
  name              = "/aws/eks/main/cluster"
  retention_in_days = 7 # want monitoring.log_retention `aws_cloudwatch_log_group.short: retention_in_days must keep the logs for 90 days or more`
}

resource "aws_cloudwatch_log_group" "open" {
  name       = "/aws/eks/open/cluster"
  kms_key_id = var.key # unknown monitoring.log_retention `aws_cloudwatch_log_group.open: kms_key_id must name a KMS key that encrypts the logs, but its value is not known`
}
