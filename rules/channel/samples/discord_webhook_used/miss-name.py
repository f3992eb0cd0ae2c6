DOC = "Webhooks are an easy way to post messages"
