"""What is measured: Hexapla and its rivals, one module each."""
