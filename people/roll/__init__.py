"""What does a pupil list from the school's MIS say, and whom do we know already? Plain Python, no models."""
