"""Meetings, assessments and the plans agreed there."""
