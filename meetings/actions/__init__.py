"""What can be done about meetings, assessments and plans, and who may do it?"""
