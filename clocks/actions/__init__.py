"""What can be done about the calendar and the clocks, and who may do it?"""
