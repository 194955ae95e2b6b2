"""What is asked when retrieval is measured: one module a set of queries."""
