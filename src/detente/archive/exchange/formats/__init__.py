"""The formats of other tools that records are written to, a file each."""
