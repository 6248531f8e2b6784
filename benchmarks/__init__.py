"""Quality and speed, each script printing one table; the results are kept in docs/evaluation.md."""
