"""Reduce folded words to stems, and beginnings of words to beginnings of stems.

From: analysis.tokens (folded words). To: the same. Not here: folding, cutting into words, Chinese.

Words are folded first and stemmed then, so that ``Assemblee`` and ``Assemblée`` cannot differ:
Snowball for English, French, Russian and Spanish, our own light stemmer for Arabic. Snowball's
French stemmer goes by accents that folding took away; :func:`_accented` puts back those of five
endings, and with them it joins again 99 % of the pairs of words that it joins in accented text
(counted over 4,000 UN sentences; 88 % without). The Spanish one lacks 7 %, nearly all of them verb
forms in ``-ía`` and ``-ió``, which cost nothing when terms are searched.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from os.path import commonprefix

from Stemmer import Stemmer

from indexer.analysis.arabic import light_stem, without_article, without_endings

Stem = Callable[[str], str]

SHORTEST = 4  # letters of the beginning of a stem, where as many were typed

_SNOWBALL = {"en": "english", "fr": "french", "ru": "russian", "es": "spanish"}

_ACCENTS = str.maketrans("àâçèéêëîïôùûü", "aaceeeeiiouuu")

# What may follow the beginning of a word, up to its end: the endings that the stemmers take off.
_ENDINGS = {
    "en": "s es ed ing e y er ers or al ally ation ations ational ion ions ive ively ity ities"
    " ment ments ism ist ists istic ize ized izing ization ise ised ising isation able ably ible"
    " ability ibility ance ancy ence ency ant ent ly ful ness ous less ic ical ied ies iness",
    "fr": "s e es ee ees er ez ent ant ants ait aient era eront ation ations ateur ateurs atrice"
    " ion ions if ifs ive ives ite ites ement ements ment issement isme ismes iste istes able"
    " ables al ale aux eur euse eux ence ences ance ances ique iques iser isation ir it issant"
    " ier iere iers ieres y",
    "es": "s es a o as os ar er ir ado ada ados adas ido ida idos idas ando iendo acion aciones"
    " ador adora ancia encia ion iones mente amente amiento imiento amientos imientos idad idades"
    " ivo iva ivos ivas ismo ismos ista istas able ables ible al ales ico ica icos icas izar"
    " izacion oso osa ia ias io ios ara era ira aron ieron an en",
    "ru": "а я о е ы и у ю ой ей ом ем ам ям ами ями ах ях ов ев ый ий ая яя ое ее ые ие ого его"
    " ому ему ым им ыми ими ую юю ся ть ать ять еть ить ал ала али ил ила или ет ют ут ат ят ает"
    " яет ают яют ен ена ены ный ная ное ные ного ность ности остью ение ения ению ением ениях"
    " ание ания анию анием ский ская ское ские ского ация ации ацию изм изма ист исты ующий"
    " ующая ующие ивший ивших ующего анный ия ию ией иями иях ь ьный",
    "ar": "ها ه هم هما نا ات ان ون ين يه ي ا ت تها ته اته اتها ين يين يها يته",
}


@cache
def stemmer(lang: str) -> Stem:
    """What makes a folded word its stem, folded too; Chinese words are left as they are.

    >>> stemmer("en")("resolutions"), stemmer("fr")("adoptees"), stemmer("ru")("резолюций")
    ('resolut', 'adopt', 'резолюц')
    """
    if lang == "zh":
        return str
    if lang == "ar":
        return light_stem
    snowball = Stemmer(_SNOWBALL[lang])
    snowball.maxCacheSize = 0  # whoever asks remembers
    stem: Stem = snowball.stemWord
    if lang == "fr":
        return lambda word: stem(_accented(word)).translate(_ACCENTS) or word
    return lambda word: stem(word) or word


def stem_beginning(beginning: str, lang: str) -> str:
    """What the stems of the words that begin so have in common.

    A stem may be shorter than what was typed: ``terroris*`` has to find ``terrorism``, whose stem
    is ``terror``. So the beginning is completed by everything that can stand between it and the
    end of a word, and the common beginning of all the stems is returned, at least four letters of
    it. Words that share only that (``terror``) are found too.

    Of the words in 4,000 UN sentences that begin so, this finds 99 % in English, French, Spanish
    and Russian, and of those found 65 to 81 % do begin so. In Arabic 98 % are found, but with
    ten times as many others: the article and what is written before it are left out, and a first
    ``ب``, ``ف``, ``ل`` or ``و``, which may belong to the word or not, from four letters on.

    beginning: folded, one word.

    >>> stem_beginning("terroris", "en"), stem_beginning("reso", "fr")
    ('terror', 'reso')
    """
    if lang == "zh":
        return beginning
    if lang == "ar":
        return _arabic_beginning(beginning)
    stem = stemmer(lang)
    stems = [stem(beginning + rest) for rest in _rests(lang)]
    common = commonprefix([found for found in stems if len(found) >= SHORTEST])  # noqa: RUF071
    return common if len(common) >= SHORTEST else beginning[:SHORTEST]


def _arabic_beginning(beginning: str) -> str:
    word = without_article(beginning, least=1)
    if len(word) > 3:
        word = light_stem(word + "ددد")[:-3]  # as in a long word: no ending starts so
    common = commonprefix([without_endings(word + rest) for rest in _rests("ar")])  # noqa: RUF071
    return common or word


@cache
def _rests(lang: str) -> tuple[str, ...]:
    """All ends of all endings of a language, the empty one too."""
    endings = _ENDINGS[lang].split()
    return tuple(sorted({ending[at:] for ending in endings for at in range(len(ending) + 1)}))


def _accented(word: str) -> str:
    """The French word with the accents that endings must have.

    >>> _accented("securite"), _accented("premieres"), _accented("adoptee")
    ('securité', 'premières', 'adoptée')
    """
    if word.endswith(("ite", "ites", "ee", "ees")):
        kept = len(word.removesuffix("s").removesuffix("e")) - word.endswith(("ee", "ees"))
        return f"{word[:kept]}é{word[kept + 1 :]}"
    if word.endswith(("iere", "ieres", "ierement")):
        kept = word.rindex("ere")
        return f"{word[:kept]}è{word[kept + 1 :]}"
    return word
