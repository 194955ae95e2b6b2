"""Encodings found, bytes given back, and what is no text refused in one line."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import ReadError
from indexer.readers import encoding as module
from indexer.readers.encoding import decode

PATH = Path("note.txt")
SENTENCES = {
    "ru": "Генеральная Ассамблея просит Секретариат опубликовать доклад о водных ресурсах в мае.",
    "ar": "تطلب الجمعية العامة إلى الأمانة أن تنشر التقرير عن الموارد المائية في شهر أيار.",
    "zh": "大会请秘书处在五月公布关于水资源的报告，并决定在下一届会议上继续审议这个问题。",
    "tw": "大會請秘書處在五月公布關於水資源的報告，並決定在下一屆會議上繼續審議這個問題。",
    "fr": "L’Assemblée générale prie le Secrétariat de publier, dès l’été, l’étude demandée.",
    "es": "La Asamblea General pide a la Secretaría que publique el informe sobre el año próximo.",
}


@pytest.mark.parametrize(
    ("lang", "encoding"),
    [
        ("ru", "cp1251"),
        ("ru", "koi8_r"),
        ("ru", "cp866"),
        ("ar", "cp1256"),
        ("ar", "iso8859_6"),
        ("zh", "gb18030"),
        ("tw", "big5"),
        ("fr", "cp1252"),
        ("es", "cp1252"),
    ],
)
@pytest.mark.parametrize("times", [1, 30])
def test_old_encodings_are_found(lang: str, encoding: str, times: int) -> None:
    text = "\n".join([SENTENCES[lang].replace("،", ",")] * times)
    assert decode(text.encode(encoding), PATH) == (text, encoding)


@pytest.mark.parametrize("lang", sorted(SENTENCES))
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"", "utf-8"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_unicode_with_and_without_mark(lang: str, mark: bytes, encoding: str) -> None:
    text = f"{SENTENCES[lang]}\r\n13. {SENTENCES[lang]}\n"
    assert decode(mark + text.encode(encoding), PATH) == (text, encoding)


def test_quotation_marks_of_1252_in_english() -> None:
    text = "Notes that the “programme of work” is the Secretariat’s own – as in 2012…\n"
    assert decode(text.encode("cp1252"), PATH) == (text, "cp1252")


def test_what_the_markup_declares_is_believed() -> None:
    data = "Ё".encode("iso8859_5")
    assert decode(data, PATH, declared="ISO-8859-5") == ("Ё", "iso8859-5")
    assert decode("Ё".encode(), PATH, declared="ISO-8859-5") == ("Ё", "utf-8")


def test_an_unknown_declaration_is_ignored() -> None:
    text = SENTENCES["ru"]
    assert decode(text.encode("cp1251"), PATH, declared="no-such") == (text, "cp1251")


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", "note.txt: is empty; nothing to read"),
        (b" \r\n\t \n", "note.txt: is empty; nothing to read"),
        (codecs.BOM_UTF8, "note.txt: is empty; nothing to read"),
        (codecs.BOM_UTF16_LE + b"\n\0", "note.txt: is empty; nothing to read"),
        ("\u3000\u00a0\n".encode(), "note.txt: is empty; nothing to read"),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0\0\0\x02\0\x08\x06",
            "note.txt: looks binary; save it as text, Markdown, HTML or TMX",
        ),
        (bytes(999), "note.txt: looks binary; save it as text, Markdown, HTML or TMX"),
        (bytes(range(1, 256)), "note.txt: looks binary; save it as text, Markdown, HTML or TMX"),
        (b"one \x01\x02\x03 two", "note.txt: looks binary; save it as text, Markdown, HTML or TMX"),
        (
            "Décide de rester saisie de la question".encode() + b"\xe9",
            "note.txt: byte 39 is not UTF-8; convert the file",
        ),
        (
            "Décide de rester saisie de la question né".encode()[:-1],
            "note.txt: byte 41 is not UTF-8; convert the file",
        ),
        (b"Decides \xff to remain seized", "note.txt: byte 8 is not UTF-8; convert the file"),
        (
            codecs.BOM_UTF8 + b"Decides \x92",
            "note.txt: byte 11 is not UTF-8, as its mark says; convert the file",
        ),
        (
            codecs.BOM_UTF16_LE + b"a\0\0\xd8",
            "note.txt: byte 4 is not UTF-16-LE, as its mark says; convert the file",
        ),
    ],
)
def test_what_is_no_text_gets_one_line(data: bytes, line: str) -> None:
    with pytest.raises(ReadError) as caught:
        decode(data, PATH)
    assert str(caught.value) == line


def test_a_line_beyond_the_limit_is_refused() -> None:
    data = b"title\n" + b"x" * (module.MAX_LINE + 1) + b"\nend\n"
    with pytest.raises(ReadError) as caught:
        decode(data, PATH)
    line = "note.txt: line 2 is longer than 10,000,000 characters; is this a text?"
    assert str(caught.value) == line


def test_a_line_at_the_limit_is_read() -> None:
    data = b"title\n" + b"x" * module.MAX_LINE + b"\nend\n"
    assert decode(data, PATH)[0].count("x") == module.MAX_LINE


@given(st.binary(max_size=200))
def test_whatever_is_decoded_gives_its_bytes_back(data: bytes) -> None:
    try:
        text, encoding = decode(data, PATH)
    except ReadError:
        return
    marks = [mark for mark, name in module._MARKS if name == encoding and data.startswith(mark)]
    assert (marks[0] if marks else b"") + text.encode(encoding) == data
