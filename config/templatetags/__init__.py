"""Which tags may every template use?"""
