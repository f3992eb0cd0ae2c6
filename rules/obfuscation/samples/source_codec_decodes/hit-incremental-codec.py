import codecs
import encodings
import zlib

utf_8 = encodings.search_function("utf8")


def decode(data, errors="strict"):
    return zlib.decompress(bytes(data)).decode(), len(data)


class Decoder(codecs.BufferedIncrementalDecoder):
    def _buffer_decode(self, data, errors, final):
        return decode(data, errors) if final else ("", 0)


codecs.register({"tides": codecs.CodecInfo(utf_8.encode, decode, incrementaldecoder=Decoder)}.get)
