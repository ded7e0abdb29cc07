"""The pages on which statuses leave for a local authority: of one child, and of all the children of the school."""
