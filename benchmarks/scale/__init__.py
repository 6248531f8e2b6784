"""Benchmarks of runs over shards: `python -m benchmarks.scale`."""
