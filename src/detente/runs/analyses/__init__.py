"""What the analyses are given: an archive's own tables made by SQL, and the archive with a method for each analysis."""
