resource "aws_eks_cluster" "main" {
  version = "1.34"
}

# Without a version AWS takes a recent one.
resource "aws_eks_cluster" "recent" {
  name = "recent"
}
