"""Faults that people and scanners make, one in a text, by chance but the same for the same seed.

A slip of the finger (two letters swapped, one left out, doubled or another), accents or marks that
are missing or added, Traditional Chinese for Simplified, letters that a scanner takes for others.

From: benchmarks.retrieval_sets.fragments. To: the same. Not here: which text.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

from opencc import OpenCC

TATWEEL = "\u0640"
LETTERS = {
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
}
LATIN = "abcdefghijklmnopqrstuvwxyz"
# What scanners take for each other.
LOOKALIKES = {
    "en": {"l": "1", "o": "0", "m": "rn", "e": "c", "i": "l", "h": "b"},
    "ar": {"ب": "ت", "ت": "ث", "ن": "ب", "ح": "خ", "ر": "ز", "ف": "ق", "ي": "ى", "ة": "ه"},
    "ru": {"и": "н", "ш": "щ", "п": "л", "н": "и", "о": "0", "в": "б", "ь": "ъ"},
    "zh": {"未": "末", "己": "已", "日": "曰", "人": "入", "土": "士", "大": "太", "的": "旳"},
}
Fault = Callable[[str, str, random.Random], str]


def noisy(text: str, lang: str, chance: random.Random) -> str:
    """The text with one fault; as it is where none of them fits."""
    faults = [*FAULTS.get(lang, FAULTS["en"])]
    chance.shuffle(faults)
    for fault in faults:
        spoiled = fault(text, lang, chance)
        if spoiled != text:
            return spoiled
    return text


def slip(text: str, lang: str, chance: random.Random) -> str:
    """One word of four letters or more: two letters swapped, one lost, doubled or another."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    if not long:
        return text
    at = chance.choice(long)
    word = words[at]
    place = chance.randrange(1, len(word) - 1)
    head, letter, tail = word[:place], word[place], word[place + 1 :]
    words[at] = chance.choice(
        [
            head + tail[0] + letter + tail[1:],
            head + tail,
            head + letter + letter + tail,
            head + chance.choice(LETTERS.get(lang, LATIN)) + tail,
        ]
    )
    return " ".join(words)


def slip_zh(text: str, _: str, chance: random.Random) -> str:
    """Two neighbouring characters swapped, or one lost."""
    place = chance.randrange(len(text) - 1)
    pair = text[place : place + 2]
    return text[:place] + chance.choice([pair[::-1], pair[0]]) + text[place + 2 :]


def without_accents(text: str, *_: object) -> str:
    """Letters without their accents (also ё as е, alef without hamza).

    >>> without_accents("Décide également")
    'Decide egalement'
    """
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))


def stretched(text: str, _: str, chance: random.Random) -> str:
    """A tatweel inside of an Arabic word, or those that were there left out."""
    if TATWEEL in text:
        return text.replace(TATWEEL, "")
    places = [at for at in range(1, len(text)) if text[at - 1 : at + 1].isalpha()]
    at = chance.choice(places) if places else 0
    return text[:at] + TATWEEL + text[at:] if at else text


def traditional(text: str, *_: object) -> str:
    """Chinese in Traditional characters."""
    converted: str = OpenCC("s2t").convert(text)
    return converted


def scanned(text: str, lang: str, chance: random.Random) -> str:
    """One letter as a scanner may take it."""
    taken = LOOKALIKES.get(lang, LOOKALIKES["en"])
    places = [at for at, letter in enumerate(text) if letter in taken]
    if not places:
        return text
    at = chance.choice(places)
    return text[:at] + taken[text[at]] + text[at + 1 :]


FAULTS: dict[str, tuple[Fault, ...]] = {
    "en": (slip, scanned),
    "fr": (slip, scanned, without_accents),
    "es": (slip, scanned, without_accents),
    "ru": (slip, scanned, without_accents),
    "ar": (slip, scanned, without_accents, stretched),
    "zh": (slip_zh, scanned, traditional),
}
