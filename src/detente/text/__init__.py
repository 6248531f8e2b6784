"""Raw text → Article: blocks, sentences, quotations, dates, language."""
