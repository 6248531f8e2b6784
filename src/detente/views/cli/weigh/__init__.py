"""The commands that weigh many records, a file each."""
