#!/bin/sh
aws ecr start-image-scan --repository-name my-repo --image-id imageTag=1.4.2
aws ecr describe-image-scan-findings --repository-name my-repo --image-id imageDigest=sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
aws ecr describe-image-scan-findings --repository-name my-repo --image-id "imageTag=$TAG"
