aws eks create-cluster --name e
aws eks update-cluster-config --name e --logging "$LOGGING"
