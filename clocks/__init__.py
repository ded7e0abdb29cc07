"""When is it due, by which rule, and is the school open that day?"""
