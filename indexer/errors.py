"""What can go wrong, as classes that a caller may want to catch.

The text of each is one line: what, where, what to do. The command line prints it as it is; a wrong
argument is a plain ValueError instead.
"""


class HexaplaError(Exception):
    """Any error of ours; its text is one line for a person to read."""


class ReadError(HexaplaError):
    """A file cannot be read: empty, binary, damaged, of a wrong encoding, or not permitted."""


class CorpusError(HexaplaError):
    """A corpus is missing, damaged, made with another encoder, or its disk is full."""


class CorpusBusyError(CorpusError):
    """Another process is writing to the corpus."""


class EncoderError(HexaplaError):
    """An encoder cannot be loaded, or what it makes does not fit."""


class QueryError(HexaplaError):
    """A query cannot be understood."""


class KeywordUnavailableError(HexaplaError):
    """The keyword engine cannot answer now; nothing is lost, and it may come back by itself.

    passing: whether waiting alone may help; False where somebody has to change something.
    """

    def __init__(self, why: str, *, passing: bool = False) -> None:
        super().__init__(why)
        self.passing = passing
