"""Files to clauses to vectors to the corpus on disk."""
