"""What the names of files say: language and symbol.

From: paths, lines of ``.ids`` files. To: readers.read, readers.lines, readers.tmx. Not here: what
the text itself says (readers.identify, structure.masthead), which goes first.
"""

from __future__ import annotations

import re
from pathlib import Path

from indexer.languages import language

# The letters that end the names of UN files: Arabic, Chinese, English, French, Russian, Spanish.
_UN_LETTERS = {"A": "ar", "C": "zh", "E": "en", "F": "fr", "R": "ru", "S": "es"}
_LAST_PARTS = (
    re.compile(r"(.+)([._-])([A-Za-z]{2}[_-][A-Za-z]{2,4})"),  # zh-Hans
    re.compile(r"(.+)([._-])([A-Za-z]{1,8})"),
)
# Bodies that a symbol may begin with, then parts as they occur in symbols; one holds a digit.
_BODY = (
    r"(?:[AEST]|AC|CAT|CCPR|CD|CEDAW|CERD|CRC|CRPD|DP|FCCC|HRI|HSP|ICCD|ISBA|NPT|SPLOS|ST|TD|UNEP)"
)
_PART = (
    r"(?:\d+[A-Z]?|(?:ADD|AC|C|CONF|CN|COP|CORR|CRP|ES|INF|L|PV|REV|SR|WG|WP)\.?-?\d*|DEC|HRC|MISC"
    r"|NGO|PRST|RES|SPC|\([A-Z0-9-]+\))"
)
_SYMBOL_STEM = re.compile(rf"{_BODY}([_-]){_PART}(?:\1{_PART})+", re.IGNORECASE)


def split_name(path: Path) -> tuple[str, str | None]:
    """The stem of a file's name without its language, and the language: of the name, else folder.

    >>> split_name(Path("treaty.fr.txt")), split_name(Path("A_RES_66_282_R.html"))
    (('treaty', 'fr'), ('A_RES_66_282', 'ru'))
    >>> split_name(Path("es/treaty.txt")), split_name(Path("plan_b.txt"))
    (('treaty', 'es'), ('plan_b', None))
    """
    for pattern in _LAST_PARTS:
        if found := pattern.fullmatch(path.stem):
            stem, mark, code = found.groups()
            lang = _language(code) or (_UN_LETTERS.get(code) if mark != "." else None)
            if lang:
                return stem, lang
    return path.stem, _language(path.parent.name)


def symbol_of_stem(stem: str) -> str:
    """The symbol that a file's stem stands for, or the stem itself.

    >>> symbol_of_stem("a_res_66_282"), symbol_of_stem("A-66-L.53"), symbol_of_stem("treaty_2")
    ('A/RES/66/282', 'A/66/L.53', 'treaty_2')
    """
    found = _SYMBOL_STEM.fullmatch(stem)
    if not found or not any(letter.isdigit() for letter in stem):
        return stem
    return stem.replace(found.group(1), "/").upper()


def symbol_of_id(identifier: str) -> tuple[str, int | None]:
    """Symbol and year of a document id of the UN Parallel Corpus.

    There ``_`` stands for whatever is no letter, digit or slash; which, the place tells.

    >>> symbol_of_id("2015/a/ac_182/l_139"), symbol_of_id("2015/cedaw/c/tuv/co/3_4")
    (('A/AC.182/L.139', 2015), ('CEDAW/C/TUV/CO/3-4', 2015))
    >>> symbol_of_id("2015/s/res/2202__2015_"), symbol_of_id("2015/iccd/cric_13_/2")
    (('S/RES/2202 (2015)', 2015), ('ICCD/CRIC(13)/2', 2015))
    """
    year, slash, rest = identifier.partition("/")
    if not (slash and re.fullmatch(r"\d{4}", year)):
        return identifier.upper(), None
    return "/".join(_part_of_id(part) for part in rest.upper().split("/")), int(year)


def _part_of_id(part: str) -> str:
    part = re.sub(r"__(.+)_$", lambda found: f" ({found[1].replace('_', ' ')})", part)
    part = re.sub(r"_([^_]+)_$", r"(\1)", part)
    part = re.sub(r"(?<=\d)_(?=\d)|^ES_(?=\d)", lambda found: found[0][:-1] + "-", part)
    return part.replace("_", ".")


def _language(code: str) -> str | None:
    try:
        return language(code.replace("_", "-"))
    except ValueError:
        return None
