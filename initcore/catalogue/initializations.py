"""Every named initialization, family by family.

Pages list the records in this order; the first are what a new comparison offers, so the course's come
first.
"""

from initcore.catalogue import course, defaults, fixed, scaled, structured
from initcore.model.base import Initialization, Registry

FAMILIES = (course, fixed, scaled, structured, defaults)

INITIALIZATIONS: Registry[Initialization] = Registry(
    "initialization", [record for family in FAMILIES for record in family.RECORDS]
)
