"""The structure of a version: what it says of itself, its paragraphs, footnotes, sentences."""
