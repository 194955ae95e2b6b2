"""Bytes to text, without guessing where the file can be asked, and never with loss.

Order: byte order mark, UTF-8, what the file declares, UTF-16 without a mark, then the old 8-bit and
double-byte encodings of the six languages. What is found must give the bytes back when encoded.
From: readers.read. To: readers. Not here: what language the text is in.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from indexer.errors import ReadError

MAX_LINE = 10_000_000  # code points; a longer line is a data dump, and would stall every pattern

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes(sorted({*range(1, 9), *range(0x0E, 0x20), 0x7F} - {0x1A, 0x1B}))
_OLD = ["cp1251", "cp1252", "cp1256", "iso8859_6", "koi8_r", "cp866", "gb18030", "big5"]
_SAMPLE = 1 << 18  # bytes shown to the detector: enough to be sure, and a bound on its time
_FEW = 0.1  # a smaller share of bytes beyond ASCII means Latin script
_LATIN = re.compile(
    r"[A-Za-zÀ-ÏÑ-ÖØ-Üß-ïñ-öø-üŒœŸŠšŽž\s\x21-\x7e“”‘’–—…«»‹›„‚•·°ºª§©®™€£¿¡²³¹½¼¾\xa0\xad]*"
)
_SIX_SCRIPTS = re.compile(
    r"[\t\n\r\x0c\x20-\x7e\xa0-\u024f\u0400-\u045f\u0600-\u06ff\u2000-\u206f\u3000-\u303f"
    r"\u4e00-\u9fff\uff00-\uff65]"
)


def decode(data: bytes, path: Path, *, declared: str | None = None) -> tuple[str, str]:
    """The text of a file, without byte order mark, and the name of its encoding.

    declared: what the markup says its encoding is; believed unless the bytes contradict it.
    ``text.encode(encoding)`` gives ``data`` back, after the mark, byte for byte.
    Raises ReadError, naming ``path``, for what is empty, binary or damaged, or has a line
    of more than ``MAX_LINE`` characters.

    >>> decode("Résolution".encode(), Path("a.txt"))
    ('Résolution', 'utf-8')
    """
    if not data.strip():
        raise ReadError(f"{path}: is empty; nothing to read")
    text, encoding = _decode(data, path, declared)
    if not text.strip():
        raise ReadError(f"{path}: is empty; nothing to read")
    _check_lines(text, path)
    return text, encoding


def _decode(data: bytes, path: Path, declared: str | None) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, path, skipped=len(mark)), encoding
    if b"\0" in data:
        return _without_mark(data) or _refuse_binary(path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _looks_binary(data):
            return _without_mark(data) or _refuse_binary(path)
        return _not_utf8(data, path, declared, error.start)
    if _looks_binary(data):
        _refuse_binary(path)
    return text, "utf-8"


def _not_utf8(data: bytes, path: Path, declared: str | None, offset: int) -> tuple[str, str]:
    """Another encoding, if the whole is convincingly in it."""
    if not _mostly_utf8(data[max(0, offset - _SAMPLE) : offset + _SAMPLE]):
        for encoding in (_known(declared), _old_encoding(data)):
            text = _round_trip(data, encoding) if encoding else None
            if encoding and text is not None:
                return text, encoding
        wide = _without_mark(data)
        if wide:
            return wide
    raise ReadError(f"{path}: byte {offset} is not UTF-8; convert the file")


def _strict(data: bytes, encoding: str, path: Path, *, skipped: int) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        where = skipped + error.start
        raise ReadError(
            f"{path}: byte {where} is not {encoding.upper()}, as its mark says; convert the file"
        ) from None


def _mostly_utf8(data: bytes) -> bool:
    """As many characters beyond ASCII are whole as are broken: UTF-8 that was damaged."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond = len(text) - sum(len(run) for run in re.findall(r"[\x00-\x7f]+", text))
    return beyond - broken >= broken


def _looks_binary(data: bytes) -> bool:
    """One byte in 200 is a control character that no text holds."""
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return controls * 200 > len(data)


def _refuse_binary(path: Path) -> tuple[str, str]:
    raise ReadError(f"{path}: looks binary; save it as text, Markdown, HTML or TMX")


def _known(declared: str | None) -> str | None:
    """The codec of a declared encoding; UTF-8 has been tried, and 8-bit Latin means cp1252."""
    try:
        name = codecs.lookup(declared or "").name
    except LookupError:
        return None
    widened = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
    return widened.get(name, name) if name != "utf-8" else None


def _old_encoding(data: bytes) -> str | None:
    """One of the encodings from before Unicode, or None if none convinces."""
    high = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    if high < _FEW * len(data):
        text = _round_trip(data, "cp1252")
        return "cp1252" if text is not None and _LATIN.fullmatch(text) else None
    from charset_normalizer import from_bytes  # noqa: PLC0415  (30 ms that few files need)

    sample = data[:_SAMPLE]
    if len(data) > _SAMPLE:  # cut where no encoding has a character across
        sample = sample[: max(sample.rfind(b"\n"), sample.rfind(b" ")) + 1] or sample
    best = from_bytes(sample, cp_isolation=_OLD).best()
    return best.encoding if best else None


def _round_trip(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
        return text if text.encode(encoding) == data else None
    except (UnicodeError, LookupError):
        return None


def _without_mark(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark: all of it decodes, and 19 characters in 20 are of the six scripts."""
    best, best_share = None, 0.95
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _round_trip(data, encoding)
        if text is None:
            continue
        sample = text[:_SAMPLE]
        share = len(_SIX_SCRIPTS.findall(sample)) / max(1, len(sample))
        if share > best_share:
            best, best_share = (text, encoding), share
    return best


def _check_lines(text: str, path: Path) -> None:
    """Jump from line end to line end, a limit's length at a time."""
    start = 0
    while len(text) - start > MAX_LINE:
        end = text.rfind("\n", start, start + MAX_LINE + 1)
        if end < 0:
            line = text.count("\n", 0, start) + 1
            raise ReadError(
                f"{path}: line {line} is longer than {MAX_LINE:,} characters; is this a text?"
            )
        start = end + 1
