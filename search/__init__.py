"""Query to ranked units."""
