"""Hostile and unlucky use, each kind by a small example."""
