"""Draws the records it is handed: pages and stills."""
