"""The pages of the school's calendar, and of the times that its local authority has set."""
