"""Building the tables from the raw material and the hand-kept files: `python -m detente.knowledge.build`.

Nothing in here runs when an article is read.
"""
