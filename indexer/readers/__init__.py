"""One module a format; ``readers.read`` chooses among them."""
