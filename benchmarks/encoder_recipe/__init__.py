"""How the shipped encoder is made, step by step."""
