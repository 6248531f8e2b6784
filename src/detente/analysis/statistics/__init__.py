"""The statistics that measures share: intervals, change points, models, indices. Arrays in, numbers out."""
