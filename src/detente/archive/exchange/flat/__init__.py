"""The flat tables: a row for each claim with its words, in Arrow, CSV and Parquet, and their codebook."""
