# The database of the Security Servers. RDS makes the administrator's password, keeps it in Secrets Manager and changes it.
resource "aws_rds_cluster" "sidecar" {
  cluster_identifier                  = "sidecar"
  engine                              = "aurora-postgresql"
  engine_version                      = "16.9"
  database_name                       = "sidecar"
  master_username                     = "xroad"
  manage_master_user_password         = true
  master_user_secret_kms_key_id       = var.data_key_arn
  storage_encrypted                   = true
  kms_key_id                          = var.data_key_arn
  iam_database_authentication_enabled = true
  backup_retention_period             = 35
  deletion_protection                 = true
  db_subnet_group_name                = var.database_subnet_group
  vpc_security_group_ids              = [aws_security_group.database.id]
  enabled_cloudwatch_logs_exports     = ["postgresql"]
}

resource "aws_security_group" "database" {
  name        = "sidecar-database"
  description = "The database of the Security Servers"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  security_group_id = aws_security_group.database.id
  description       = "PostgreSQL from the subnets of the pods"
  cidr_ipv4         = "10.20.0.0/19"
  ip_protocol       = "tcp"
  from_port         = 5432
  to_port           = 5432
}
