"""Ranking and comparing zones: criteria, scores with their doubt, and why the first is first."""
