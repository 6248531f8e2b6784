"""The only room that wires others together: from sources over text and reading to records."""
