import os

import boto3

store = boto3.client(
    "s3", aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"], aws_secret_access_key=os.environ["AWS_SECRET_ACCESS_KEY"]
)
store.upload_file("notes.txt", "index", "notes")
