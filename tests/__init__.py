"""The tests. A package, so that what they share is imported by name and typed like everything else."""
