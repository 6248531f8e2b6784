"""Attacks on Détente: kills, mutated sources, damaged archives. `make attack` runs them and counts what came of it."""
