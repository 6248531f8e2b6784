"""Exports of press archives, Word documents and RTF: their text, and the articles in it."""
