"""The pages that show what the tool prints."""
