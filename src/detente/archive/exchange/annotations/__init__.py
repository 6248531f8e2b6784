"""Formats of tools in which people mark text: each claim is some words with a label."""
