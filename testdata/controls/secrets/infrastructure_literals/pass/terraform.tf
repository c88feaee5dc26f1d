variable "password" {
  type      = string
  sensitive = true
}

resource "random_password" "db" {
  length = 32
}

resource "aws_db_instance" "main" {
  username = "shop"
  password = random_password.db.result
}

resource "aws_rds_cluster" "main" {
  master_password = var.password
}

resource "aws_docdb_cluster" "main" {
  master_password = jsondecode(data.aws_secretsmanager_secret_version.db.secret_string)["password"]
}

resource "aws_secretsmanager_secret_version" "db" {
  secret_id = aws_secretsmanager_secret.db.id
  secret_string = jsonencode({
    username = "shop"
    password = random_password.db.result
  })
}

resource "aws_ssm_parameter" "token" {
  name  = "token"
  type  = "SecureString"
  value = var.password
}

resource "kubernetes_secret" "shop" {
  metadata {
    name = "shop"
  }

  data = {
    host     = "db.example.org"
    password = random_password.db.result
  }
}

resource "helm_release" "shop" {
  name  = "shop"
  chart = "shop"

  set_sensitive {
    name  = "db.password"
    value = var.password
  }
}
