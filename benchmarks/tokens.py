"""The analysis of text: speed, start-up, and whether Chinese comes out as it should.

    python -m benchmarks.tokens [RUNS]

- clauses a second of CPU time, a language, each run in a process of its own: the first time
  (dictionary and all) and again (what running text repeats is remembered);
- the first Chinese query of a process, from before the import to the terms;
- runs of Chinese characters that are cut otherwise than by jieba with its dictionary in memory;
- random substrings of Chinese clauses that stand in the bigram stream of their own clause;
- words that a beginning of them finds, and words found that do begin so.
"""

from __future__ import annotations

import json
import logging
import random
import re
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from importlib.resources import files

from benchmarks.record import data_folder, keep, of, run
from indexer.analysis import chinese
from indexer.analysis.folding import fold
from indexer.analysis.stems import stem_beginning, stemmer
from indexer.analysis.tokens import BigramPhrase, bigram_phrase, bigram_terms, terms
from indexer.languages import LANGUAGES

ROWS = 4000
SUBSTRINGS = 1000
BEGINNINGS = 300
COLD_QUERY = """
import time
start = time.perf_counter()
from indexer.analysis.tokens import bigram_phrase, terms
terms("联合国大会关于反恐的决议", "zh"), bigram_phrase("联合国大会关于反恐的决议")
print(time.perf_counter() - start)
"""
HAN = re.compile("[\u3400-\u9fff]+")


def clauses(lang: str) -> list[str]:
    """The rows of the UN development set in a language."""
    path = data_folder() / "unv1_dev" / f"UNv1.0.devset.{lang}"
    return path.read_text(encoding="utf-8").split("\n")[:ROWS]


def seconds(analyse: Callable[[str], object], texts: Sequence[str]) -> float:
    """CPU seconds that this process takes for all the texts."""
    start = time.process_time()
    for text in texts:
        analyse(text)
    return time.process_time() - start


def speed() -> dict[str, float]:
    """Seconds for each language, first and again, and for the bigram stream, in this process."""
    figures = {}
    for lang in LANGUAGES:
        texts = clauses(lang)
        figures[lang] = seconds(partial(terms, lang=lang), texts)
        figures[f"{lang} again"] = seconds(partial(terms, lang=lang), texts)
    figures["zh_bigrams"] = seconds(bigram_terms, clauses("zh"))
    return figures


def otherwise_than_jieba() -> tuple[int, int]:
    """Runs of Chinese characters in the development set, and how many are cut otherwise."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415 (it is loud)
    jieba.setLogLevel(logging.CRITICAL)
    own = files("indexer").joinpath("data/un_words.txt").read_text(encoding="utf-8")
    tokenizer = jieba.Tokenizer()
    with tempfile.TemporaryDirectory() as tokenizer.tmp_dir:
        tokenizer.initialize()
    for word, least in chinese.read_words(own.splitlines()).items():
        tokenizer.add_word(word, max(least, tokenizer.FREQ.get(word, 0)))
    tokenizer.total = chinese.TOTAL
    runs = [run for text in clauses("zh") for run in HAN.findall(text)]
    return len(runs), sum(chinese.words(run) != tokenizer.lcut_for_search(run) for run in runs)


def stands_in(phrase: BigramPhrase, stream: list[str]) -> bool:
    """Whether the terms follow each other in the stream and the prefix begins the next."""
    size = len(phrase.terms)
    return any(
        tuple(stream[at : at + size]) == phrase.terms
        and "".join(stream[at + size : at + size + 1]).startswith(phrase.prefix or "")
        for at in range(len(stream))
    )


def substring_recall(seed: int) -> float:
    """Share of random 2-4 character substrings, marks and all, that their own clause holds."""
    choose = random.Random(seed)
    texts = [text for text in clauses("zh") if len(text) >= 4]
    found = 0
    for _ in range(SUBSTRINGS):
        text, size = choose.choice(texts), choose.randint(2, 4)
        start = choose.randrange(len(text) - size + 1)
        phrase = bigram_phrase(text[start : start + size])
        found += phrase != BigramPhrase((), None) and stands_in(phrase, bigram_terms(text))
    return found / SUBSTRINGS


def beginnings(lang: str, seed: int) -> dict[str, float]:
    """Random beginnings of words: recall and precision over the running words of the rows."""
    words = re.findall(r"[^\W\d_]+", fold("\n".join(clauses(lang))).text)
    stem = stemmer(lang)
    stems = {word: stem(word) for word in set(words)}
    choose = random.Random(seed)
    long = sorted(word for word in stems if len(word) >= 6)
    right = wanted = found = 0
    for word in choose.sample(long, BEGINNINGS):
        beginning = word[: choose.randint(4, len(word))]
        start = stem_beginning(beginning, lang)
        begin = {word for word in stems if word.startswith(beginning)}
        hits = {word for word, of_it in stems.items() if of_it.startswith(start)}
        right, wanted, found = right + len(begin & hits), wanted + len(begin), found + len(hits)
    return {"recall": round(right / wanted, 4), "precision": round(right / found, 4)}


def main(runs: int = 5) -> None:
    """Measure everything; speeds and start-up are medians of ``runs`` processes."""
    timed = [run([sys.executable, "-m", "benchmarks.tokens", "speed"]) for _ in range(runs)]
    each: list[dict[str, float]] = [json.loads(one.output) for one in timed]
    cold = [
        float(subprocess.check_output([sys.executable, "-c", COLD_QUERY], text=True))
        for _ in range(runs)
    ]
    total, otherwise = otherwise_than_jieba()
    keep(
        "tokens",
        {
            "clauses_per_second": {
                name: of([round(ROWS / figures[name]) for figures in each]) for name in each[0]
            },
            "clauses_per_second_six_languages_first": of(
                [
                    round(ROWS * len(LANGUAGES) / sum(figures[lang] for lang in LANGUAGES))
                    for figures in each
                ]
            ),
            "peak_mib": of([one.peak_mib for one in timed]),
            "first_chinese_query_seconds": of(cold),
            "chinese_runs": total,
            "cut_otherwise_than_by_jieba": otherwise,
            "substrings_found": [substring_recall(seed) for seed in range(runs)],
            "beginnings": {lang: beginnings(lang, 1) for lang in LANGUAGES if lang != "zh"},
        },
    )


if __name__ == "__main__":
    if sys.argv[1:] == ["speed"]:
        print(json.dumps(speed()))
    else:
        main(*map(int, sys.argv[1:]))
