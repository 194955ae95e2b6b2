"""Translation units written out, one module a format."""
