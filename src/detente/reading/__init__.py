"""Article → Record: what an article claims, each item tied to its words."""
