aws ecr start-image-scan --repository-name my-repo --image-id imageTag=1.4.2
aws ecr wait image-scan-complete --repository-name my-repo --image-id imageTag=1.4.2
aws ecr describe-image-scan-findings --repository-name my-repo --image-id imageTag=1.4.2 > findings.json
