"""Golden files of look-ups: cases that a linguist can edit."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def cases(name: str) -> list[tuple[str, str, list[str]]]:
    """``(language, rule, further lines)`` of each case; cases have a blank line between."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    kept = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    blocks = [block.strip().splitlines() for block in kept.split("\n\n") if block.strip()]
    return [
        (head.partition(":")[0], head.partition(":")[2].strip(), lines) for head, *lines in blocks
    ]
