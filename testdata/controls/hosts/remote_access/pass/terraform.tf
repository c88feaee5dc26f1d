resource "aws_security_group" "bastion" {
  vpc_id = "vpc-1"
}

resource "aws_eks_node_group" "none" {
  cluster_name = "main"
}

resource "aws_eks_node_group" "limited" {
  remote_access {
    ec2_ssh_key               = "admins"
    source_security_group_ids = [aws_security_group.bastion.id]
  }
}
