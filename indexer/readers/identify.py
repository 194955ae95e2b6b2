"""The language of a whole document.

By script first; where several languages share one, by letters that only one of them has and by the
commonest words; only what stays open goes to a trained identifier (half a second to load).
From: text as it reads. To: readers.read. Not here: hints from file names (readers.names).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_PART = 8_000  # characters from the start, the middle and the end of a long text
_ENOUGH = {"Latin": 40}  # letters; a title of three words says too little
_ENOUGH_ELSE = 12  # where the script says nearly all
_SURE = 0.95  # probability asked of the trained identifier
# Close kin of the six in which few documents are written; they would share the probability.
_KIN = frozenset({"an", "ary", "arz", "ext", "gcf", "gcr", "la", "lij", "oc", "pcm", "vec", "wa"})
_SCRIPTS = {
    "Arabic": re.compile(r"[\u0620-\u064a\u066e-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
    "Han": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]"),
    "Kana": re.compile(r"[\u3041-\u30ff]"),
    "Hangul": re.compile(r"[\uac00-\ud7a3]"),
    "Cyrillic": re.compile(r"[\u0400-\u052f]"),
    "Latin": re.compile(r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]"),
}
_OTHER_LETTER = re.compile(r"[\u0370-\u03ff\u0530-\u05ff\u0700-\u074f\u0780-\u1cff]")
_WEIGHTS = {"Han": 3}  # a Chinese character says as much as three letters
_NOT_ARABIC = re.compile(r"[\u0679-\u06d3]")  # letters of Persian, Urdu and others
_NOT_RUSSIAN = re.compile(r"[\u0400\u0402-\u040f\u0450\u0452-\u045f\u0460-\u052f]")
_ONLY_RUSSIAN = re.compile(r"[ыэ]", re.IGNORECASE)  # Bulgarian, Serbian, Ukrainian have neither
_WORD = re.compile(r"[^\W\d_]+")

# The commonest words of the three, and of the neighbours that could be taken for one of them.
_COMMON_WORDS = {
    lang: frozenset(words.split())
    for lang, words in {
        "en": "the of and to in that for on with by as is its be at from which are this or was an "
        "has have it their not all these been were",
        "fr": "le la les des et du en un une que dans pour sur par au aux est qui à de ses sa ce "
        "leur ou son avec ainsi cette être pas plus ont",
        "es": "el la los las del y en un una que para con por su sus al se lo como es más a de o "
        "entre sobre ha este esta no han",
        "de": "der die das und den von zu mit des im in für auf dem ist eine nicht sich ein auch",
        "nl": "de het een van en in te dat op voor met zijn is aan door niet worden die bij",
        "it": "il di e che la in per del della un una con dei non le gli si alla da nel i è delle",
        "pt": "o a os as do da dos das e em que para com um uma não por no na ao se mais sua de",
        "ca": "el la els les i de del amb en un una que per al als es seva seu o aquest no dels",
        "gl": "o a os as do da dos das e en que para con un unha non por no na ao se máis súa de",
        "ro": "și în de la a cu pe pentru din care nu este o un al sau prin ale lor cele",
    }.items()
}


def identify(text: str) -> str | None:
    """The ISO 639-1 code of the language of ``text``, which need not be one of the six.

    None where the text is too short, or too little of it is words, to be sure.

    >>> identify("大会决定继续审议这个问题，并请秘书长提出报告。" * 2)
    'zh'
    >>> identify("A/66/L.53") is None
    True
    """
    sample = _sample(text)
    letters = Counter(sample)
    counts = {name: _count(letters, pattern) for name, pattern in _SCRIPTS.items()}
    weights = {name: count * _WEIGHTS.get(name, 1) for name, count in counts.items()}
    script = max(weights, key=weights.__getitem__)
    others = _count(letters, _OTHER_LETTER)
    if max(weights[script], others) < _ENOUGH.get(script, _ENOUGH_ELSE):
        return None
    if others > weights[script]:
        return _trained(sample)
    if script in {"Han", "Kana", "Hangul"}:
        return _east_asian(counts)
    if script == "Arabic":
        arabic = _count(letters, _NOT_ARABIC) < 0.02 * counts[script]
        return "ar" if arabic else _trained(sample)
    if script == "Cyrillic":
        return "ru" if _russian(letters, counts[script]) else _trained(sample)
    return _by_words(sample) or _trained(sample)


def _sample(text: str) -> str:
    if len(text) <= 3 * _PART:
        return text
    middle = (len(text) - _PART) // 2
    return "\n".join((text[:_PART], text[middle : middle + _PART], text[-_PART:]))


def _east_asian(counts: dict[str, int]) -> str:
    if counts["Kana"] > 0.1 * counts["Han"]:
        return "ja"
    return "ko" if counts["Hangul"] > 0.1 * counts["Han"] else "zh"


def _count(letters: Counter[str], pattern: re.Pattern[str]) -> int:
    return sum(count for letter, count in letters.items() if pattern.match(letter))


def _russian(letters: Counter[str], cyrillic: int) -> bool:
    foreign, own = _count(letters, _NOT_RUSSIAN), _count(letters, _ONLY_RUSSIAN)
    return foreign < 0.005 * cyrillic < own


def _by_words(sample: str) -> str | None:
    """English, French or Spanish by share of their commonest words, if clearly ahead."""
    words = Counter(_WORD.findall(sample.lower()))
    found = sorted(
        (sum(words[word] for word in common), lang) for lang, common in _COMMON_WORDS.items()
    )
    (second, _), (first, lang) = found[-2:]
    total = words.total()
    clear = total >= 40 and first >= 0.2 * total and first >= 1.3 * second
    return lang if clear and lang in {"en", "fr", "es"} else None


def _trained(sample: str) -> str | None:
    lang, probability = _identifier().rank(sample)[0]
    return str(lang) if probability >= _SURE else None


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  (0.5 s, seldom)

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(set(identifier.labels) - _KIN))
    return identifier
