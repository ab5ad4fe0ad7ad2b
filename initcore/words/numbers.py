"""Numbers as people read them."""

import math


def spaced(number: int) -> str:
    """A count with thin spaces between thousands: 15 000."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


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
    """A float with all its digits and no empty ones: 0.5, 10, 1e-07."""
    return repr(value).removesuffix(".0")


def percent(share: float) -> str:
    """A share with one decimal: 83.0 %; a dash where there is none."""
    return f"{100 * share:.1f} %" if math.isfinite(share) else "–"


def figure(value: float) -> str:
    """Three decimals below 100, one above, a power of ten where that is shorter."""
    if abs(value) >= 1e6:
        return f"{value:.2e}"
    return f"{value:.1f}" if abs(value) >= 100 else f"{value:.3f}"


def short_figure(value: float) -> str:
    """Two significant digits, of small and large numbers with a power of ten: 0.64, 12, 3.9e-6, 4.1e4."""
    if value == 0 or 0.01 <= abs(value) < 10_000:
        return f"{value:.2g}" if abs(value) < 100 else f"{value:.0f}"
    digits, _, power = f"{value:.1e}".partition("e")
    return f"{digits}e{int(power)}" if power else digits
