"""What people explore in an archive: its tables in memory, searched and weighed for the pages and the dossier."""
