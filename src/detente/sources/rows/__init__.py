"""Tables as collections: CSV, JSON lines and Parquet, a row an article."""
