"""Which word translates which, over the six languages: learned, packed, looked up, applied."""
