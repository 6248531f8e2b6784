"""Tests of one part at a time: no model, no network, no clock."""
