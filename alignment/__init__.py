"""Versions to translation units."""
