"""The fixed wordings of United Nations documents in six languages, as patterns.

How each language names a body, a session, a meeting, an agenda item, an annex, and writes a date.
All patterns are matched against :func:`structure.numerals.fold`-ed text, and are folded themselves,
so that case, accents, vowel signs, tatweel and the script of digits make no difference.
From: nothing. To: masthead and structure. Not here: where in a document a formula may stand.
"""

from __future__ import annotations

import re
from datetime import date

from indexer.languages import LANGUAGES
from indexer.structure.numerals import fold, integer

SYMBOL = re.compile(
    r"[A-Z]{1,8}(?:/[A-Z0-9](?:[A-Za-z0-9.()\-]{0,20}[A-Za-z0-9)])?)+(?: \((?:19|20)\d\d\))?"
)

# "66/282. Title", "2022/903. Title", "71/901 - Title"
NUMBERED_TITLE = re.compile(r"(\d{1,4}/\d{1,4}(?: ?[A-Z])?)\s*(?:[.．。、]|[-–—])\s*(?=\S)")

_MONTHS = {
    "en": """january february march april may june july august september october november
        december""",
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "es": """enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre
        diciembre""",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ar": "يناير فبراير مارس ابريل مايو يونيه يوليه اغسطس سبتمبر اكتوبر نوفمبر ديسمبر",
}
_OTHER_MONTHS = {
    "يونيو": 6, "يوليو": 7, "حزيران": 6, "تموز": 7, "آب": 8, "ايلول": 9, "شباط": 2, "آذار": 3,
    "نيسان": 4, "ايار": 5, "كانون الثاني": 1, "كانون الاول": 12, "تشرين الاول": 10,
    "تشرين الثاني": 11, "setiembre": 9,
}  # fmt: skip

_MONTH_NUMBERS = {
    fold(name): number
    for names in _MONTHS.values()
    for number, name in enumerate(names.split(), start=1)
} | {fold(name): number for name, number in _OTHER_MONTHS.items()}
_MONTH = "|".join(sorted(map(re.escape, _MONTH_NUMBERS), key=len, reverse=True))

_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:er)? (?:de )?(?P<month>{_MONTH})(?:/(?:{_MONTH}))?,?"
    r" (?:del? )?(?P<year>\d{4})(?: года| г\.)?"
    r"|(?P<year_zh>\d{4}|[〇零一二三四五六七八九]{4}) ?年 ?"
    r"(?P<month_zh>\d{1,2}|[一二三四五六七八九十]{1,2}) ?月 ?"
    r"(?P<day_zh>\d{1,2}|[一二三四五六七八九十]{1,3}) ?日"
)

# The bodies whose resolutions carry a number of their own, and the symbols these make.
BODY_PREFIXES = {"assembly": "A", "council": "E", "security": "S", "rights": "A/HRC"}
_BODIES = {
    "en": {
        "assembly": "general assembly",
        "council": "economic and social council",
        "security": "security council",
        "rights": "human rights council",
    },
    "fr": {
        "assembly": "(?:l'|l’)?assemblée générale",
        "council": "(?:le )?conseil économique et social",
        "security": "(?:le )?conseil de sécurité",
        "rights": "(?:le )?conseil des droits de l['’]homme",
    },
    "es": {
        "assembly": "(?:la )?asamblea general",
        "council": "(?:el )?consejo económico y social",
        "security": "(?:el )?consejo de seguridad",
        "rights": "(?:el )?consejo de derechos humanos",
    },
    "ru": {
        "assembly": "генеральн(?:ая|ой) ассамбле[яи]",
        "council": "экономически[йм] и социальны[йм] совет(?:ом)?",
        "security": "совет(?:ом)? безопасности",
        "rights": "совет(?:ом)? по правам человека",
    },
    "ar": {
        "assembly": "(?:إن )?الجمعية العامة",
        "council": "(?:إن )?المجلس الاقتصادي والاجتماعي",
        "security": "(?:إن )?مجلس الأمن",
        "rights": "(?:إن )?مجلس حقوق الإنسان",
    },
    "zh": {
        "assembly": "(?:联合国)?大会",
        "council": "经济及社会理事会",
        "security": "安全理事会",
        "rights": "人权理事会",
    },
}

# Other bodies open their resolutions alike: "The Conference of the Parties,".
_OPENING = {
    "en": r"the [^,.;:]{5,120}",
    "fr": r"(?:l['’]|la |le |les )[^,.;:]{5,120}",
    "es": r"(?:la |el |los |las )[^,.;:]{5,120}",
    "ru": r"[а-я][^,.;:]{5,120}",
    "ar": r"إن [^،.؛:]{5,120}",
    "zh": r"[^，。；：,]{2,40}",
}

_ORGANISATION = {
    "en": "united nations",
    "fr": "(?:organisation des )?nations unies",
    "es": "(?:organización de las )?naciones unidas",
    "ru": "организация объединенных наций",
    "ar": "الأمم المتحدة",
    "zh": "联合国",
}

_SESSION = {
    "en": r"session\b",
    "fr": r"session\b",
    "es": r"per[ií]odo (?:extraordinario |ordinario |sustantivo )*de sesiones",
    "ru": r"сесси[яи]",
    "ar": r"دورة",
    "zh": r"届.{0,6}会|年.{0,4}会议|届会",
}

_MEETING = {
    "en": r"\b(\d{1,5})(?:st|nd|rd|th)? (?:\([a-z ]+\) )?(?:plenary |closed |formal )?meeting\b",
    "fr": r"\b(\d{1,5})(?:e|re|eme|ᵉ)? (?:séance|réunion)\b",
    "es": r"\b(\d{1,5})(?:[aª.]{0,2}) (?:sesión|reunión)\b",
    "ru": r"\b(\d{1,5})-?(?:е|м|ем|ом)? (?:пленарно[ем] )?заседани[еи]",
    "ar": r"جلس(?:ة|تها) (?:العامة )?(\d{1,5})",
    "zh": r"第 ?(\d{1,5}|[一二三四五六七八九十百]+) ?次 ?(?:全体)?会议",
}

_LETTER = r"(?: ?\(?[a-zа-яء-ي]\))?"
_AGENDA_ITEM = {
    "en": rf"^(?:agenda )?items? (\d{{1,3}}{_LETTER})",
    "fr": rf"^points? (\d{{1,3}}{_LETTER}) de (?:l['’]ordre du jour|la liste)",
    "es": rf"^temas? (\d{{1,3}}{_LETTER}) (?:del programa|de la lista)",
    "ru": rf"^пункты? (\d{{1,3}}{_LETTER}) (?:[а-я]+ )?(?:повестки|перечня)",
    "ar": rf"^البندا?ن? (\d{{1,3}}{_LETTER}) من (?:جدول|القائمة)",
    "zh": rf"^(?:临时议程|议程|暂定项目表)项目 ?(\d{{1,3}}{_LETTER})",
}

_ACT = {
    "en": r"\b(?:resolution|decision)s? adopted\b",
    "fr": r"\b(?:résolution|décision)s? adoptée",
    "es": r"\b(?:resolución|decisión|resoluciones|decisiones) (?:aprobada|adoptada)",
    "ru": r"\b(?:резолюция|решение), принят",
    "ar": r"\b(?:قرار|مقرر) (?:اتخذ|اعتمد)",
    "zh": r"(?:大会|理事会|会议).{0,6}(?:决议|决定)$|(?:通过的|日)(?:决议|决定)$",
}
_DECISION = {
    "en": r"\bdecision",
    "fr": r"\bdécision",
    "es": r"\bdecisi",
    "ru": r"\bрешени",
    "ar": r"\bمقرر",
    "zh": r"决定",
}

_ANNEX = {
    "en": r"(?:annex|appendix|enclosure)(?: ([ivxl]+|\d+|[a-z]))?",
    "fr": r"(?:annexe|appendice|pièce jointe)(?: ([ivxl]+|\d+|[a-z]))?",
    "es": r"(?:anexo|apéndice)(?: ([ivxl]+|\d+|[a-z]))?",
    "ru": r"(?:приложение|добавление)(?: ([ivxl]+|\d+|[a-zа-я]))?",
    "ar": r"(?:ال)?(?:مرفق|تذييل|ضميمة)(?: (?:ال)?(\d+|[ء-ي]+))?",
    "zh": r"附(?:件|录|文) ?([一二三四五六七八九十]+|\d+|[a-z])?",
}

# "Distr.: General", "Original: English", "Chinese", "GE.12-34567", in folded text.
_DISTRIBUTION = re.compile(
    r"(?:distr\b|distribu|original\b|оригинал|язык оригинала|الاصل|原件|原文|ge\.\d|\d\d-\d{5})"
    r".{0,60}|(?:arabic|chinese|english|french|russian|spanish)(?: only)?"
)


def _compiled(patterns: dict[str, str]) -> dict[str, re.Pattern[str]]:
    """Patterns by language, folded: they hold no escapes in capitals, so folding is safe."""
    return {lang: re.compile(fold(patterns[lang])) for lang in LANGUAGES}


SESSION = _compiled(_SESSION)
MEETING = _compiled(_MEETING)
AGENDA_ITEM = _compiled({lang: p.replace(" ?", "[ ]?") for lang, p in _AGENDA_ITEM.items()})
ACT = _compiled(_ACT)
DECISION = _compiled(_DECISION)
ANNEX = _compiled(_ANNEX)
OPENING = _compiled(_OPENING)
ORGANISATION = _compiled(_ORGANISATION)
BODIES = {
    lang: {body: re.compile(fold(pattern)) for body, pattern in patterns.items()}
    for lang, patterns in _BODIES.items()
}


def is_distribution(folded: str) -> bool:
    """Whether a folded line says how the document is distributed ("Distr.: General").

    >>> is_distribution("distr.: general"), is_distribution("original: english")
    (True, True)
    """
    return _DISTRIBUTION.fullmatch(folded) is not None


def find_date(folded: str) -> date | None:
    """The first date in a folded text, in any of the six languages; an impossible one is skipped.

    >>> find_date(fold("٢٩ حزيران/يونيه ٢٠١٢"))
    datetime.date(2012, 6, 29)
    """
    for found in _DATE.finditer(folded):
        parts = [part for part in found.group("year", "year_zh") if part]
        months = [part for part in found.group("month", "month_zh") if part]
        days = [part for part in found.group("day", "day_zh") if part]
        month = _MONTH_NUMBERS.get(months[0]) or integer(months[0])
        year, day = integer(parts[0]), integer(days[0])
        try:
            return date(year or 0, month or 0, day or 0)
        except ValueError:
            continue
    return None


def is_date(folded: str) -> bool:
    """Whether a folded line is nothing but a date.

    >>> is_date(fold("29 juin 2012")), is_date(fold("Le 29 juin 2012, au soir"))
    (True, False)
    """
    return _DATE.fullmatch(folded.strip(" ,.")) is not None


def body(folded: str, lang: str) -> str | None:
    """The body that a folded line is the name of, with or without a final comma, or None.

    >>> body(fold("L’Assemblée générale,"), "fr")
    'assembly'
    """
    bare = folded.rstrip(" ,،，")
    bare = bare.removeprefix("the ") if lang == "en" else bare
    for name, pattern in BODIES[lang].items():
        if pattern.fullmatch(bare):
            return name
    return None
