from postbox.core import Client

client = Client()


def tell(to, subject, body):
    return client.emails.send(To=to, Subject=subject, HtmlBody=body, Bcc="archive@post.example.invalid")
