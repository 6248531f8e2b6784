"""Event files of other data sets, read as tables in our columns."""
