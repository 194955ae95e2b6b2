"""The keyword engine on an OpenSearch cluster."""
