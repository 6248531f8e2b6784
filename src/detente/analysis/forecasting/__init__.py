"""What comes next: features of decayed history, models over them, and how they are scored; see `analysis.forecast`."""
