"""The catalogue: every named initialization, one record each, one file a family.

To add one, add one record to the family it belongs to.
"""
