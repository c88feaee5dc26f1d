#!/bin/sh
aws ecr start-image-scan --repository-name my-repo --image-id imageTag=1.4.2 # want images.scan_result `aws ecr start-image-scan starts a scan whose findings are never fetched; describe-image-scan-findings does`
trivy image --exit-code 0 my-repo:1.4.2 # want images.scan_result `trivy is told to succeed whatever it finds; set --exit-code 1`
trivy image --exit-code 1 my-repo:1.4.2 || true # want images.scan_result `trivy fails no pipeline: whatever it finds is ignored; let it fail, or write a report`
grype my-repo:1.4.2 # want images.scan_result `grype succeeds whatever it finds, and writes no report; set --fail-on`
snyk container test my-repo:1.4.2 || echo vulnerable # want images.scan_result `snyk fails no pipeline: whatever it finds is ignored; let it fail, or write a report`
