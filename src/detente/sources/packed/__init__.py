"""Archives and crawls that hold many articles in one file: ZIP, WARC, ARC."""
