"""What is asked about meetings, assessments and plans?"""
