"""What people see: the command line, the self-contained HTML record, the page."""
