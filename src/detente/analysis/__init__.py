"""Measures over many records: from Arrow tables to one kind of result. Nothing here reads text, files or a clock."""
