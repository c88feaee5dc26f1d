variable "is_public" {
  default = false
}

resource "aws_eks_cluster" "closed" {
  vpc_config {
    endpoint_private_access = true
    endpoint_public_access  = var.is_public
    subnet_ids              = ["subnet-a", "subnet-b"]
  }
}

resource "aws_eks_cluster" "narrow" {
  vpc_config {
    public_access_cidrs = ["192.0.2.0/24"]
    subnet_ids          = ["subnet-a", "subnet-b"]
  }
}
