"""Hillview School: invented children, staff and records for trying the product. Nobody here exists."""
