"""The catalogue: every named initialization, one record each, one file a family.

To add one, add one record to the file it belongs to. Pages list the records in the order of these
imports.
"""

# The course's first: the first records are what a new comparison offers.
from initcore.catalogue import course, fixed, scaled, structured, defaults  # noqa: F401, I001  (their order is the list's)
