"""Tests of the bench: that it runs, and that what it makes is what it says."""
