aws ecr start-image-scan --repository-name my-repo --image-id imageTag=my-image:latest # want images.scan_reference `aws ecr start-image-scan names the image by imageTag=my-image:latest, which is no tag: a tag has no repository before it; name it by its digest`

aws ecr describe-image-scan-findings --repository-name my-repo --image-id imageTag=my-image:latest # want images.scan_reference `aws ecr describe-image-scan-findings names the image by imageTag=my-image:latest, which is no tag: a tag has no repository before it; name it by its digest`
