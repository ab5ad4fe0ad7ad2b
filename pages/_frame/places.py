"""The app's pages, one record each: the menu is made of them, and so is every link from page to page."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1]
ICON = FOLDER / "icon.svg"


@dataclass(frozen=True)
class Place:
    """A page: its file's name, which is also its address, its title and its icon; whether the menu has it."""

    name: str
    title: str
    icon: str | None = None
    in_menu: bool = True

    @property
    def file(self) -> Path:
        """Where its script lies; whole, since Streamlit takes other paths from where its main script lies."""
        return FOLDER / f"{self.name}.py"


COMPARE = Place("compare", "Compare", ":material/compare_arrows:")
WORDS = Place("words", "Words", ":material/menu_book:")
JOIN = Place("join", "Join", in_menu=False)

PLACES = (
    COMPARE,
    Place("lesson", "Lesson", ":material/school:"),
    Place("gallery", "Gallery", ":material/collections:"),
    Place("runs", "Runs", ":material/table_rows:"),
    Place("initializations", "Initializations", ":material/functions:"),
    WORDS,
    Place("classroom", "Class", ":material/groups:"),
    JOIN,
)
"""Every page, in the menu's order. The first one's address is that of the app."""
