"""The corpus on disk: the catalogue, and what is derived from it."""
