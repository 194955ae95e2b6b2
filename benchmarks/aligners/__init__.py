"""Aligners to compare with, one file each."""
