"""One module a format; ``indexer.read`` chooses among them."""
