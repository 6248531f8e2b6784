"""Runs over many files at once: each shard of the sources becomes its own Parquet files, on any number of machines."""
