"""The pages of meetings, assessments and plans."""
