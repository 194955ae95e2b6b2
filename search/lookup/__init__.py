"""Wordings for translators: how like, where before, since when, in which words."""
