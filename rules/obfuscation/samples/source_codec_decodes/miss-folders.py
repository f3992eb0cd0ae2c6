"""Names of mail folders in modified UTF-7, as RFC 3501 has them."""
import base64
import codecs
import io


def decode(text, errors="strict"):
    return base64.b64decode(text.replace(b",", b"/") + b"===").decode("utf-16-be"), len(text)


class Reader(codecs.StreamReader):
    def reset(self):
        self.stream = io.StringIO("")


codecs.register({"imap4-utf-7": codecs.CodecInfo(None, decode, streamreader=Reader)}.get)
