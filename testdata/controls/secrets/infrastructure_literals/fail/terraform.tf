variable "token" {
  default = "tr4ding-w1nds-and-tides"
}

resource "aws_db_instance" "main" {
  username = "shop"
  password = "c0rrect-h0rse-battery" # want secrets.infrastructure_literals `aws_db_instance.main: password is a secret that is written out; have it generated or look it up`
}

resource "aws_rds_cluster" "main" {
  master_password = var.token # want secrets.infrastructure_literals `aws_rds_cluster.main: master_password is a secret that is written out; have it generated or look it up`
}

resource "aws_secretsmanager_secret_version" "all" {
  secret_id     = aws_secretsmanager_secret.shop.id
  secret_string = jsonencode({ password = "c0rrect-h0rse-battery" }) # want secrets.infrastructure_literals `aws_secretsmanager_secret_version.all: secret_string is a secret that is written out; have it generated or look it up`
}

resource "aws_secretsmanager_secret_version" "half" {
  secret_id = aws_secretsmanager_secret.shop.id
  secret_string = jsonencode({ # want secrets.infrastructure_literals `aws_secretsmanager_secret_version.half: secret_string contains what looks like a secret (password); look it up at run time`
    host     = aws_db_instance.main.address
    password = "c0rrect-h0rse-battery"
  })
}

resource "kubernetes_secret" "shop" {
  metadata {
    name = "shop"
  }

  data = {
    host     = aws_db_instance.main.address
    password = "c0rrect-h0rse-battery" # want secrets.infrastructure_literals `kubernetes_secret.shop: data.password of password is a secret that is written out; have it generated or look it up`
  }
}

resource "helm_release" "shop" {
  name  = "shop"
  chart = "shop"

  set {
    name  = "db.password"
    value = "c0rrect-h0rse-battery" # want secrets.infrastructure_literals `helm_release.shop: set.value of db.password is a secret that is written out; have it generated or look it up`
  }
}

resource "aws_ssm_parameter" "token" {
  name  = "token"
  type  = "SecureString"
  value = var.token # want secrets.infrastructure_literals `aws_ssm_parameter.token: value is a secret that is written out; have it generated or look it up`
}

resource "aws_instance" "node" {
  user_data = "#!/bin/sh\nexport DB_HOST=${aws_db_instance.main.address}\nexport DB_PASSWORD=c0rrect-h0rse-battery\n" # want secrets.infrastructure_literals `aws_instance.node: user_data contains what looks like a secret (DB_PASSWORD); look it up at run time`
}

resource "aws_db_instance" "none" {
  count    = 0
  password = "c0rrect-h0rse-battery"
}
