"""Two versions to beads, with probabilities."""
