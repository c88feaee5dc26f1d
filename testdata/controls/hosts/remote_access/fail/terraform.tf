variable "key" {
  type = string
}

resource "aws_eks_node_group" "everyone" {
  remote_access {
    ec2_ssh_key = "admins" # want hosts.remote_access `aws_eks_node_group.everyone: remote_access.ec2_ssh_key opens port 22 of the nodes to everyone; remove it, or list security groups in remote_access.source_security_group_ids`
  }
}

resource "aws_eks_node_group" "open" {
  remote_access {
    ec2_ssh_key               = var.key # unknown hosts.remote_access `aws_eks_node_group.open: whether remote_access.ec2_ssh_key opens port 22 of the nodes to everyone is not known; remove it, or list security groups in remote_access.source_security_group_ids`
    source_security_group_ids = []
  }
}
