"""Words to terms: one analysis for all keyword engines, with offsets."""
