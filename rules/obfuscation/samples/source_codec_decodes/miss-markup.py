"""Lets modules hold markup, which becomes calls."""
import codecs
import encodings
import io
import re

utf_8 = encodings.search_function("utf8")


class Reader(utf_8.streamreader):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stream = io.StringIO(re.sub(r"<(\w+)>", r"tag('\1')", self.stream.read()))


codecs.register({"markup": codecs.CodecInfo(utf_8.encode, utf_8.decode, streamreader=Reader)}.get)
