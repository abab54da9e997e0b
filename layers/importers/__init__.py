"""Readers that turn files into checked rows, one module a source."""
