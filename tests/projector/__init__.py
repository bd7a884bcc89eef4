"""The projections as files: caught up, shared, lost and made anew."""
