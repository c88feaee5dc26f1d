variable "office" {
  type = list(string)
}

variable "everyone" {
  default = ["192.0.2.0/24", "0.0.0.0/0"]
}

resource "aws_eks_cluster" "absent" {
  vpc_config { # want cluster.endpoint_access `aws_eks_cluster.absent: vpc_config.public_access_cidrs lists no network, so everyone can reach the API server; list the networks that need access, or set vpc_config.endpoint_public_access to false`
    endpoint_private_access = true
    subnet_ids              = ["subnet-a", "subnet-b"]
  }
}

resource "aws_eks_cluster" "everyone" {
  vpc_config {
    public_access_cidrs = var.everyone # want cluster.endpoint_access `aws_eks_cluster.everyone: vpc_config.public_access_cidrs has 0.0.0.0/0, so everyone can reach the API server; list the networks that need access, or set vpc_config.endpoint_public_access to false`
    subnet_ids          = ["subnet-a", "subnet-b"]
  }
}

resource "aws_eks_cluster" "open" {
  vpc_config {
    public_access_cidrs = var.office # unknown cluster.endpoint_access `aws_eks_cluster.open: whether vpc_config.public_access_cidrs lets everyone reach the API server is not known`
    subnet_ids          = ["subnet-a", "subnet-b"]
  }
}
