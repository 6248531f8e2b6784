"""Bundled articles, written for Détente in the manner of agency reports. All events in them are invented."""
