"""The pages on which a record is corrected: one claim, a missing claim, the history, and the suggestions for names."""
