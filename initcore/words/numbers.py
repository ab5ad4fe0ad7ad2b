"""Numbers as people read them: every number on a screen, in a file or in a sentence is written here.

One look: a narrow space between thousands, a true minus, a power of ten as 2.2e−6, a space before %.
Ties are rounded up, as JavaScript rounds them: `pages/_board/numbers.js` writes the same quantities in
the browser, and a number must not change its last digit between a card and the table under it.
"""

import math
from decimal import ROUND_HALF_UP, Context, Decimal

THIN, MINUS, NONE = "\N{NARROW NO-BREAK SPACE}", "−", "–"
"""Between thousands; before a negative number; and what stands where there is no number."""

SMALLEST_FIXED, LARGEST_FIXED = 0.0005, 1e6
"""Between these a cost is written out: below, three decimals would say 0; above, nobody counts digits."""

SMALLEST_CHANCE = 0.001
"""Below it nobody decides otherwise for a smaller one."""


def spaced(number: int) -> str:
    """A count: 15 000."""
    return _look(f"{number:,}")


def seconds_text(seconds: float) -> str:
    """A duration as people say it: 0.42 s, 3.1 s, 2 min 5 s, 1 h 20 min."""
    if round(seconds, 2) < 1:
        return f"{seconds:.2f} s"
    if round(seconds, 1) < 60:
        return f"{seconds:.1f} s"
    if round(seconds) < 3600:
        return f"{round(seconds) // 60} min {round(seconds) % 60} s"
    minutes = round(seconds / 60)
    return f"{spaced(minutes // 60)} h {minutes % 60} min"


def short_number(value: float) -> str:
    """A float as it is typed, for programs and boxes to read back: all its digits, 0.5, 10, 1e-07."""
    return repr(float(value)).removesuffix(".0")


def setting(value: float) -> str:
    """What somebody has set, with all its digits and no empty ones: 0.5, −5, 1e−7."""
    digits, _, power = short_number(value).partition("e")
    return _look(f"{digits}e{int(power)}" if power else digits)


def percent(share: float) -> str:
    """A share that was measured, with one decimal: 83.0 %; a dash where there is none."""
    return f"{points(share)} %" if math.isfinite(100 * share) else NONE


def short_percent(share: float) -> str:
    """A share that may be of any size, in two digits: 1.9 %, 187 %, 1.8e−3 %."""
    return f"{short_figure(100 * share)} %"


def whole_percent(share: float) -> str:
    """A share that rounding decides the rest of, or of which only the size counts: 5 %, 58 %."""
    return f"{decimals(100 * share, 0)} %"


def percent_set(share: float) -> str:
    """A share that somebody has set, without empty digits: 90 %, 2.5 %."""
    return f"{_look(f'{100 * share:g}')} %"


def points(share: float) -> str:
    """A share in hundredths, as `percent` without the sign, or a difference of shares: 83.0."""
    hundredths = 100 * share
    return decimals(hundredths, 1) if abs(hundredths) < LARGEST_FIXED else _power(hundredths, 3)


def signed(share: float, places: int = 1) -> str:
    """A difference of shares in hundredths with its sign: +1.3, −0.6."""
    return ("" if share < 0 else "+") + decimals(100 * share, places)


def p_value(chance: float) -> str:
    """How probable something is by chance, in two digits, to a thousandth at most: p = 0.031, p < 0.001."""
    if chance < SMALLEST_CHANCE:
        return f"p < {_digits(SMALLEST_CHANCE, 1)}"
    return f"p = {_digits(chance, 2)}"


def figure(value: float) -> str:
    """A cost: 0.693, 1 773.6, 1.77e9, 4.2e−5. Three decimals below 100, one above."""
    if not math.isfinite(value):
        return _unbounded(value)
    large = abs(value)
    if 0 < large < SMALLEST_FIXED:
        return _power(value, 2)
    return decimals(value, 1 if large >= 100 else 3) if large < LARGEST_FIXED else _power(value, 3)


def magnitude(value: float) -> str:
    """How large something is, such as a weight, a logit, a gradient: 0, 2.2e−6, 0.031, 0.623, 1 773.6."""
    if not math.isfinite(value):
        return _unbounded(value)
    if 100 <= abs(value) < LARGEST_FIXED:
        return decimals(value, 1)
    return _digits(value, 3) if 0.1 <= abs(value) < 100 else short_figure(value)


def short_figure(value: float) -> str:
    """Two digits where no more are meant: 0.64, 12, 1 774, 3.9e−6, 4.1e4."""
    if not math.isfinite(value):
        return _unbounded(value)
    if value and not 0.01 <= abs(value) < 10_000:
        return _power(value, 2)
    return _digits(value, 2) if abs(value) < 100 else decimals(value, 0)


def precise(value: float, digits: int) -> str:
    """As many digits as tell two numbers apart where they are compared: 0.447214, 1.2346e−7."""
    if not math.isfinite(value):
        return _unbounded(value)
    plain = value == 0 or 1e-4 <= abs(value) < LARGEST_FIXED
    return _digits(value, digits) if plain else _power(value, digits)


def decimals(value: float, places: int) -> str:
    """So many decimals, as in a matrix whose numbers stand under each other; 0 has no sign."""
    rounded = _fixed(value, places)
    return _look(f"{rounded if rounded else abs(rounded):,f}")


def times(ratio: float) -> str:
    """How many times, in two digits: 0.62, 3.4, 14 000, 1.2e7; without end where the other is 0."""
    if math.isinf(ratio):
        return "infinitely many"
    return _digits(ratio, 2) if 10 <= ratio < LARGEST_FIXED else short_figure(ratio)


def quotient(one: float, other: float) -> float:
    """How many times the other one is, of the figures themselves: to be rounded once, when it is written.

    Divided as they are shown, two figures of two digits would give sqrt(2^21), 1 448, as 1 500. What is
    infinitely many times 0 is inf.
    """
    return one / other if other else math.inf


def _fixed(value: float, places: int) -> Decimal:
    """Rounded from the exact value of the number, which may have as many digits as a double can."""
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=400))


def _significant(value: float, digits: int) -> Decimal:
    return Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal_from_float(float(value) + 0.0)


def _digits(value: float, digits: int) -> str:
    return _look(f"{_significant(value, digits).normalize():,f}")


def _power(value: float, digits: int) -> str:
    """A power of ten, without empty digits."""
    rounded = _significant(value, digits)
    exponent = rounded.adjusted()
    return _look(f"{rounded.scaleb(-exponent).normalize():f}e{exponent}")


def _unbounded(value: float) -> str:
    return NONE if math.isnan(value) else _look(str(float(value)))


def _look(text: str) -> str:
    """Python's separators and signs as they are printed here."""
    return text.replace(",", THIN).replace("-", MINUS)
