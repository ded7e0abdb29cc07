"""Work to be done later: what waits, and who does it?"""
