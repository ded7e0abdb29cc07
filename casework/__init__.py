"""From a concern to a case file."""
