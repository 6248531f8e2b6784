"""Where articles come from: text and HTML files, standard input, the web. One file a kind."""
