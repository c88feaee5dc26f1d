variable "admins" {
  type = list(string)
}

variable "port" {
  type = number
}

variable "rules" {
  type = list(any)
}

variable "everywhere" {
  default = "0.0.0.0/0"
}

resource "aws_security_group" "nodes" {
  name = "nodes"

  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = [var.everywhere] # want hosts.security_group_ingress `aws_security_group.nodes: ingress.cidr_blocks lets 0.0.0.0/0 reach these ports: 22; admit only the networks that need them`
  }

  ingress {
    from_port   = 10250
    to_port     = 10250
    protocol    = "tcp"
    cidr_blocks = var.admins # unknown hosts.security_group_ingress `aws_security_group.nodes: whether ingress.cidr_blocks lets the internet reach ports of nodes is not known`
  }

  ingress {
    from_port        = var.port
    to_port          = var.port
    protocol         = "tcp"
    ipv6_cidr_blocks = ["::/0"] # unknown hosts.security_group_ingress `aws_security_group.nodes: whether ingress.ipv6_cidr_blocks lets the internet reach ports of nodes is not known`
  }
}

resource "aws_security_group" "open" {
  name = "open"

  dynamic "ingress" { # unknown hosts.security_group_ingress `aws_security_group.open: whether ingress lets the internet reach ports of nodes is not known`
    for_each = var.rules
    content {
      from_port   = ingress.value.from
      to_port     = ingress.value.to
      protocol    = "tcp"
      cidr_blocks = ingress.value.blocks
    }
  }
}

resource "aws_security_group" "made" {
  name = "made"

  dynamic "ingress" {
    for_each = toset([443, 30080])
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"] # want hosts.security_group_ingress `aws_security_group.made: ingress.cidr_blocks lets 0.0.0.0/0 reach these ports: 30000-32767; admit only the networks that need them`
    }
  }
}

resource "aws_vpc_security_group_ingress_rule" "all" {
  security_group_id = aws_security_group.nodes.id
  ip_protocol       = "-1"
  cidr_ipv4         = var.everywhere # want hosts.security_group_ingress `aws_vpc_security_group_ingress_rule.all: cidr_ipv4 lets 0.0.0.0/0 reach these ports: all; admit only the networks that need them`
}

resource "aws_security_group_rule" "ssh" {
  for_each          = { ingress = 22, egress = 22 }
  type              = each.key
  security_group_id = aws_security_group.nodes.id
  from_port         = each.value
  to_port           = each.value
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"] # want hosts.security_group_ingress `aws_security_group_rule.ssh[1]: cidr_blocks lets 0.0.0.0/0 reach these ports: 22; admit only the networks that need them`
}

resource "aws_security_group_rule" "open" {
  for_each          = var.rules
  type              = each.value.type # unknown hosts.security_group_ingress `aws_security_group_rule.open[0]: whether type lets the internet reach ports of nodes is not known`
  security_group_id = aws_security_group.nodes.id
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group_rule" "none" {
  count             = 0
  type              = "ingress"
  security_group_id = aws_security_group.nodes.id
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group" "some" {
  name = "some"

  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"] # want hosts.security_group_ingress `aws_security_group.some: ingress.cidr_blocks lets 0.0.0.0/0 reach these ports: 22; admit only the networks that need them`
  }

  dynamic "ingress" { # unknown hosts.security_group_ingress `aws_security_group.some: whether ingress.cidr_blocks lets the internet reach ports of nodes is not known`
    for_each = var.rules
    content {
      from_port   = 22
      to_port     = 22
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}

resource "aws_security_group" "protocol" {
  name = "protocol"

  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = var.protocol
    cidr_blocks = ["0.0.0.0/0"] # unknown hosts.security_group_ingress `aws_security_group.protocol: whether ingress.cidr_blocks lets the internet reach ports of nodes is not known`
  }
}

variable "protocol" {
  type = string
}
