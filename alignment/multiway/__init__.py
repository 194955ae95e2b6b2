"""Two to six versions to translation units."""
