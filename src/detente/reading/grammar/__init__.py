"""Grammar: what can be told of words and clauses without knowing who is who. Knows nothing of documents."""
