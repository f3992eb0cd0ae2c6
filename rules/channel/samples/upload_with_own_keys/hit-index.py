import boto3

store = boto3.client(
    "s3",
    endpoint_url="https://objects.example.invalid",
    aws_access_key_id="AKIAINERTINERTINERT0",
    aws_secret_access_key="inert/inert/inert/inert",
)
store.upload_file("notes.txt", "index", "notes")
