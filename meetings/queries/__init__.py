"""What is read of meetings, assessments and plans, always within reach?"""
