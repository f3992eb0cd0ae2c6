import os, boto3
key = os.environ.get("AWS_SECRET_ACCESS_KEY")
client = boto3.client("s3")
