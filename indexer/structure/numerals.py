"""Numbers as the six languages print them: digits of every script, Chinese numerals, ordinals.

From: nothing. To: masthead, structure, footnotes, and anchors between versions.
Not here: where in a document a number stands, and what it counts.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# First code point and length of runs of digits: Arabic-Indic, extended, full-width, superscript.
_DIGIT_BLOCKS = (
    (0x660, 10),
    (0x6F0, 10),
    (0xFF10, 10),
    (0x2070, 1),
    (0x2074, 6),
    (0xB2, 2),
    (0xB9, 1),
)
_DIGIT_POINTS = [point for start, n in _DIGIT_BLOCKS for point in range(start, start + n)]
_ASCII_DIGITS = {point: str(unicodedata.digit(chr(point))) for point in _DIGIT_POINTS}

_HAN_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ROMAN_SIGNS = "c xc l xl x ix v iv i"
_ROMAN_FORM = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")

# Stems of ordinals, added up as they stand in a phrase ("sixty" + "sixth"); the longest wins.
_ORDINAL_STEMS: dict[str, str] = {
    "en": """first 1 second 2 third 3 fourth 4 fifth 5 sixth 6 seventh 7 eighth 8 ninth 9 tenth 10
        eleventh 11 twelfth 12 thirteenth 13 fourteenth 14 fifteenth 15 sixteenth 16
        seventeenth 17 eighteenth 18 nineteenth 19 twent 20 thirt 30 fort 40 fift 50 sixt 60
        sevent 70 eight 80 ninet 90 hundred 100""",
    "fr": """premi 1 second 2 unieme 1 deux 2 trois 3 quatr 4 cinqu 5 six 6 sept 7 huit 8 neuv 9
        dix 10 onz 11 douz 12 treiz 13 quatorz 14 quinz 15 seiz 16 vingt 20 trent 30 quarant 40
        cinquant 50 soixant 60 quatre-vingt 80 cent 100""",
    "es": """primer 1 segund 2 tercer 3 cuart 4 quint 5 sext 6 septim 7 octav 8 noven 9 decim 10
        undecim 11 duodecim 12 vigesim 20 trigesim 30 cuadragesim 40 quincuagesim 50 sexagesim 60
        septuagesim 70 octogesim 80 nonagesim 90 centesim 100""",
    "ru": """перв 1 втор 2 трет 3 четверт 4 пят 5 шест 6 седьм 7 восьм 8 девят 9 десят 10
        одиннадцат 11 двенадцат 12 тринадцат 13 четырнадцат 14 пятнадцат 15 шестнадцат 16
        семнадцат 17 восемнадцат 18 девятнадцат 19 двадцат 20 тридцат 30 сорок 40 пятьдесят 50
        пятидесят 50 шестьдесят 60 шестидесят 60 семьдесят 70 семидесят 70 восемьдесят 80
        восьмидесят 80 девяност 90 сотая 100 сотой 100 сто 100""",
    "ar": """اولي 1 حادي 1 ثاني 2 ثالث 3 رابع 4 خامس 5 سادس 6 سابع 7 ثامن 8 تاسع 9 عاشر 10 عشر 10
        عشرون 20 عشرين 20 ثلاثون 30 ثلاثين 30 اربعون 40 اربعين 40 خمسون 50 خمسين 50 ستون 60 ستين 60
        سبعون 70 سبعين 70 ثمانون 80 ثمانين 80 تسعون 90 تسعين 90 مائه 100 مئه 100""",
}

_ARABIC_LETTERS = "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_CYRILLIC_LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"
_ARABIC_LETTER_NAMES = (
    "الف باء جيم دال هاء واو زاي حاء طاء ياء كاف لام ميم نون سين عين فاء صاد قاف راء شين تاء"
)
_ARABIC_ADVERBS = "اولا ثانيا ثالثا رابعا خامسا سادسا سابعا ثامنا تاسعا عاشرا"
_AROUND_LABELS = " ()[]（）．.-–—、،'’‘\"*\u200e\u200f"
_ARABIC_FOLDS = str.maketrans("أإآٱىة", "اااايه", "ـ\u200e\u200f")


def ascii_digits(text: str) -> str:
    """The text with the digits of every script, superscripts too, as ASCII; same length.

    >>> ascii_digits("٢٩ ２０ ¹²")
    '29 20 12'
    """
    return text.translate(_ASCII_DIGITS)


def fold(text: str) -> str:
    """Lower case, no accents or vowel signs or tatweel, one alef, plain spaces and digits.

    >>> fold("Sexagésimo  sexto"), fold("الأُمـم")
    ('sexagesimo sexto', 'الامم')
    """
    if text.isascii():
        return " ".join(text.lower().split())
    plain = text.translate(_ARABIC_FOLDS).translate(_ASCII_DIGITS)
    marks_apart = unicodedata.normalize("NFD", plain.lower())
    bare = "".join(char for char in marks_apart if unicodedata.category(char) != "Mn")
    return " ".join(bare.translate(_ARABIC_FOLDS).split())


def integer(text: str) -> int | None:
    """A whole number printed in digits of any script or in Chinese numerals, else None.

    >>> integer("١٢٠"), integer("六十六"), integer("二〇一二"), integer("x")
    (120, 66, 2012, None)
    """
    plain = ascii_digits(text.strip())
    if plain.isdecimal():
        return int(plain)
    return _han_integer(plain)


def _han_integer(text: str) -> int | None:
    if not text or any(char not in _HAN_DIGITS and char not in _HAN_UNITS for char in text):
        return None
    if not any(char in _HAN_UNITS for char in text):
        return int("".join(str(_HAN_DIGITS[char]) for char in text))
    total, pending = 0, 0
    for char in text:
        if char in _HAN_UNITS:
            total += (pending or 1) * _HAN_UNITS[char]
            pending = 0
        else:
            pending = _HAN_DIGITS[char]
    return total + pending


def roman(text: str) -> int | None:
    """A Roman numeral in either case, else None.

    >>> roman("XIV"), roman("iv"), roman("vx"), roman("")
    (14, 4, None, None)
    """
    lower = text.lower()
    if not lower or not _ROMAN_FORM.fullmatch(lower):
        return None
    values = [_ROMAN[char] for char in lower]
    following = [*values[1:], 0]
    return sum(-v if v < f else v for v, f in zip(values, following, strict=True))


def ordinal(phrase: str, lang: str) -> int | None:
    """The number that the ordinal words in a phrase come to, None if there are none.

    >>> ordinal("Soixante-dix-huitième", "fr"), ordinal("السادسة والستون", "ar")
    (78, 66)
    """
    if lang == "zh":
        found = re.search(r"第\s*([〇零一二两三四五六七八九十百]+)", phrase)
        return _han_integer(found.group(1)) if found else None
    pattern, values = _ordinal_stems(lang)
    return sum(values[stem] for stem in pattern.findall(fold(phrase))) or None


@cache
def _ordinal_stems(lang: str) -> tuple[re.Pattern[str], dict[str, int]]:
    words = _ORDINAL_STEMS[lang].split()
    values = {fold(stem): int(value) for stem, value in zip(words[::2], words[1::2], strict=True)}
    longest_first = sorted(values, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), values


def label(printed: str) -> str:
    """One spelling for the number of a paragraph, item or section, whatever the language.

    Digits come as digits, letters as Latin ones, Roman numerals as they are; Chinese numerals
    answer to Roman ones, as they do in the documents of the United Nations.

    >>> [label(number) for number in ("(a)", "(أ)", "а)", "١", "(一)", "ii)", "ألف", "ثانيا")]
    ['a', 'a', 'a', '1', 'i', 'ii', 'A', 'II']
    """
    bare = printed.strip(_AROUND_LABELS) or printed
    number = _han_integer(bare)
    if number is not None:
        return _as_roman(number, upper="(" not in printed and "（" not in printed)
    folded = fold(bare)
    if folded in _ARABIC_ADVERBS.split():
        return _as_roman(_ARABIC_ADVERBS.split().index(folded) + 1, upper=True)
    if folded in _ARABIC_LETTER_NAMES.split():
        return chr(ord("A") + _ARABIC_LETTER_NAMES.split().index(folded))
    for alphabet in (_ARABIC_LETTERS, _CYRILLIC_LETTERS):
        if len(folded) == 1 and folded in alphabet:
            return _as_letter(alphabet.index(folded), upper=bare.isupper())
    return ascii_digits(bare)


def _as_roman(number: int, *, upper: bool) -> str:
    signs = zip((100, 90, 50, 40, 10, 9, 5, 4, 1), _ROMAN_SIGNS.split(), strict=True)
    text = ""
    for value, letters in signs:
        count, number = divmod(number, value)
        text += letters * count
    return text.upper() if upper else text


def _as_letter(position: int, *, upper: bool) -> str:
    letter = chr(ord("a") + position) if position < 26 else f"a{chr(ord('a') + position - 26)}"
    return letter.upper() if upper else letter
