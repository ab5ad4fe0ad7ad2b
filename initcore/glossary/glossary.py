"""All words that are explained, put together: a subject after another, each in an order to be read in."""

from dataclasses import dataclass

from initcore.glossary.network import NETWORK
from initcore.glossary.results import RESULTS
from initcore.glossary.start import START
from initcore.glossary.term import Term
from initcore.glossary.training import TRAINING


@dataclass(frozen=True)
class Subject:
    """Words that belong together, and what they are about."""

    title: str
    terms: tuple[Term, ...]


GLOSSARY = (
    Subject("The network", NETWORK),
    Subject("Where it starts", START),
    Subject("How it learns", TRAINING),
    Subject("What comes of it", RESULTS),
)

TERMS: dict[str, Term] = {term.name: term for subject in GLOSSARY for term in subject.terms}
"""Every term by its name."""
