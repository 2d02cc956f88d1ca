# curl localhost:8080/v1/map/pdf_text.text --json '["/data/a.pdf","/data/b.pdf"]'
"""Text of PDF files.

A real project uses pypdf (pip install pypdf), and so does this file where it is installed. Else it reads simple PDFs
only: text that is drawn with Tj, ' or TJ in Latin letters, in streams that are plain or compressed by zlib.
"""
import re
import zlib

try:
    import pypdf
except ImportError:
    pypdf = None

STREAM = re.compile(rb"<<((?:[^<>]|<<[^<>]*>>|<[^<>]*>)*)>>\s*stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
STRING = rb"\(((?:\\.|[^\\()])*)\)"
SHOWN = re.compile(rb"\[((?:" + STRING + rb"|[^\]()])*)\]\s*TJ|" + STRING + rb"\s*(?:Tj|')", re.DOTALL)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}


def text(path: str):
    """The text of a PDF file on the worker's disk.

    >>> text("/data/a.pdf")
    'Hello'
    """
    if pypdf:
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    with open(path, "rb") as file:
        data = file.read()
    if not data.startswith(b"%PDF-"):
        raise ValueError("this is no PDF file")
    return "\n".join(line for stream in STREAM.finditer(data) for line in _lines(stream))


def _lines(stream):
    content = zlib.decompressobj().decompress(stream[2]) if b"/FlateDecode" in stream[1] else stream[2]
    for shown in SHOWN.finditer(content):
        strings = re.findall(STRING, shown[1]) if shown[1] is not None else [shown[3]]
        yield b"".join(map(_unescape, strings)).decode("cp1252", "replace")


def _unescape(string):
    return re.sub(rb"\\(.)", lambda escape: ESCAPES.get(escape[1], escape[1]), string)
