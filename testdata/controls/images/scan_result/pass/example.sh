#!/bin/sh
aws ecr start-image-scan --repository-name my-repo --image-id imageTag=1.4.2
aws ecr wait image-scan-complete --repository-name my-repo --image-id imageTag=1.4.2
aws ecr describe-image-scan-findings --repository-name my-repo --image-id imageTag=1.4.2 > findings.json
trivy image --exit-code 1 --severity HIGH,CRITICAL my-repo:1.4.2
trivy image --format json -o report.json my-repo:1.4.2 || true
trivy image --download-db-only
grype my-repo:1.4.2 --fail-on high
grype -o json my-repo:1.4.2 | tee report.json
snyk container test my-repo:1.4.2
snyk monitor
