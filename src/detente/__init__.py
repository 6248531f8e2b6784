"""Détente reads news about diplomacy and keeps the record.

import detente

record = detente.read(text, published="2025-03-06")
for statement in record.statements:
    print(record.words(statement.source), "→", record.words(statement.content))
"""

__version__ = "0.1.0"
