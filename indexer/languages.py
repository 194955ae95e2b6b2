"""The six languages of the project, and how their codes are written.

From: nothing. To: everything. Not here: finding out the language of a text (readers.identify).
"""

from __future__ import annotations

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")

NAMES = {
    "ar": "Arabic",
    "zh": "Chinese",
    "en": "English",
    "fr": "French",
    "ru": "Russian",
    "es": "Spanish",
}

RIGHT_TO_LEFT = frozenset({"ar"})

_OTHER_CODES = {
    "ara": "ar",
    "chi": "zh",
    "zho": "zh",
    "cmn": "zh",
    "cn": "zh",
    "eng": "en",
    "fra": "fr",
    "fre": "fr",
    "rus": "ru",
    "spa": "es",
}


def language(code: str) -> str:
    """The two-letter code for a code as people and files write it.

    >>> language("zh-Hans"), language("EN_us"), language("fra"), language("Spanish")
    ('zh', 'en', 'fr', 'es')

    Raises ValueError for a language that is not one of the six.
    """
    primary = code.strip().lower().replace("_", "-").split("-")[0]
    by_name = {name.lower(): known for known, name in NAMES.items()}
    found = _OTHER_CODES.get(primary) or by_name.get(primary) or primary
    if found not in LANGUAGES:
        raise ValueError(f"unknown language {code!r}; known: {', '.join(sorted(LANGUAGES))}")
    return found
