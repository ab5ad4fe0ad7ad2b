"""Other data, other networks, many seeds, and a CSV of one's own, as a reader uses them."""

import re

import numpy as np
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.board import Board, number
from tests.browser.waiting import wait_until

STREAM = np.random.RandomState(7)
ROWS = [
    f"{x:.3f},{y:.3f},{z:.3f},{kind}"
    for kind, at in (("cat", -2.0), ("dog", 0.0), ("fish", 2.0))
    for x, y, z in (STREAM.standard_normal((30, 3)) + at).tolist()
]
GOOD = "a,b,c,kind\n" + "\n".join(ROWS)
LINES = "\n".join(f"{row * 3 % 11},{row * row % 7},{row % 2}" for row in range(40))

BAD = {
    "empty": (b"", "it is empty"),
    "one class": (b"a,b,y\n" + b"1,2,0\n" * 20, "column 'y' has one class, and 2 to 10 are needed"),
    "wide": (
        ",".join(f"c{n}" for n in range(10_000)).encode(),
        "line 1 has 10000 columns, and 2000 are allowed",
    ),
    "picture": (b"\x89PNG\r\n\x1a\n", "line 2 is no text; save it as CSV in UTF-8"),
    "quotes": (
        f'a,b,y\n1,"2,0\n{LINES}'.encode(),
        "line 2 cannot be read: a quote that is opened and not closed",
    ),
    "twice": (f"a,a,y\n{LINES}".encode(), "columns 1 and 2 are both called 'a'"),
}


def _choose_csv(page: Page) -> Board:
    board = Board(page, "?init=he+xavier&iters=300&every=10")
    page.get_by_role("combobox", name="Data", exact=True).click()
    page.get_by_role("option", name="Your own CSV").click()
    expect(page.get_by_text("The comparison stays on its present data until a file is here.")).to_be_visible()
    return board


def _upload(page: Page, data: bytes) -> None:
    payload: FilePayload = {"name": "mine.csv", "mimeType": "text/csv", "buffer": data}
    page.locator('input[type="file"]').set_input_files(payload)


def _sidebar(page: Page, text: str) -> Locator:
    return page.get_by_test_id("stSidebar").get_by_text(text)


def test_a_csv_is_trained_on_and_stays_in_its_session(page: Page) -> None:
    board = _choose_csv(page)
    _upload(page, GOOD.encode())
    expect(page.get_by_text("3-10-5-3 network · ReLU · Your own CSV")).to_be_visible()
    expect(page.locator(".il-legend")).to_contain_text("fish")
    expect(page.locator(".il-note")).to_contain_text("The data have 3 inputs. The maps show the plane")
    board.trained()
    assert number(board.table()[0][2]) > 60
    link = page.url
    assert "data=csv" in link
    page.goto("about:blank")
    page.goto(link)
    board.wait_for_script()
    expect(page.get_by_text("Its CSV is not in this session; upload it again")).to_be_visible()
    expect(page.get_by_text("2-10-5-1 network · ReLU · circles")).to_be_visible()


def test_a_bad_csv_says_what_is_wrong_and_loses_nothing(page: Page) -> None:
    board = _choose_csv(page)
    for data, said in BAD.values():
        _upload(page, data)
        expect(_sidebar(page, said)).to_be_visible()
        board.wait_for_script()
        assert page.url.endswith("?init=he+xavier&iters=300&every=10")
        expect(page.get_by_text("2-10-5-1 network · ReLU · circles")).to_be_visible()
        expect(page.locator(".il-card h2")).to_have_text(["He", "Xavier"])


def test_what_is_much_too_large_is_not_sent(page: Page) -> None:
    _choose_csv(page)
    _upload(page, b"1,2,0\n" * 1_000_000)
    expect(_sidebar(page, "File must be 5.0MB or smaller")).to_be_visible()
    expect(page.get_by_text("2-10-5-1 network · ReLU · circles")).to_be_visible()


def _with_cell(cell: str) -> bytes:
    """A good file but for that cell in the column `b`."""
    lines = LINES.splitlines()
    lines[7] = f"7,{cell},1"
    return ("a,b,y\n" + "\n".join(lines)).encode()


def test_missing_values_are_left_out_when_asked(page: Page) -> None:
    _choose_csv(page)
    _upload(page, _with_cell("nan"))
    expect(_sidebar(page, "Values are missing: 1 of column 'b'")).to_be_visible()
    expect(page.get_by_text("2-10-5-1 network · ReLU · circles")).to_be_visible()
    page.get_by_text("Leave those examples out").click()
    expect(page.get_by_text("2-10-5-1 network · ReLU · Your own CSV")).to_be_visible()
    expect(_sidebar(page, "39 examples of 40, 2 inputs, 2 classes")).to_be_visible()


def test_a_column_that_is_no_numbers_is_named_and_left_out_when_asked(page: Page) -> None:
    _choose_csv(page)
    _upload(page, _with_cell("oops"))
    said = "column 'b' is 'oops' in line 9, where a finite number is needed"
    expect(_sidebar(page, said)).to_be_visible()
    expect(page.get_by_text("2-10-5-1 network · ReLU · circles")).to_be_visible()
    page.get_by_text("Go on without that column").click()
    expect(page.get_by_text("1-10-5-1 network · ReLU · Your own CSV")).to_be_visible()


def test_back_finds_the_table_of_before(page: Page) -> None:
    board = _choose_csv(page)
    _upload(page, GOOD.encode())
    expect(page.get_by_text("3-10-5-3 network")).to_be_visible()
    _upload(page, f"a,b,y\n{LINES}".encode())
    expect(page.get_by_text("2-10-5-1 network · ReLU · Your own CSV")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("3-10-5-3 network")).to_be_visible()
    board.wait_for_script()
    expect(page.get_by_test_id("stMultiSelect")).to_contain_text("c")


def test_many_classes_are_told_apart_by_colour_and_shape(page: Page) -> None:
    board = Board(page, "?init=he+zeros&data=digits&hidden=32&iters=60&every=10&lr=0.3")
    legend = page.locator(".il-legend")
    for digit in range(10):
        expect(legend).to_contain_text(str(digit))
    board.trained()
    learned, same = board.table()
    assert number(learned[2]) > 80
    assert number(same[2]) < 12
    assert "Fails to break symmetry" in same[1]


def test_many_seeds_are_bands_with_single_runs_on_demand(page: Page) -> None:
    board = Board(page, "?init=zeros+he&seeds=5&iters=300&every=10&lr=0.3&n=60")
    board.trained()
    traces = "document.querySelector('.il-plot').data.length"
    wait_until(page, f"{traces} === 4")
    board.press("single runs")
    wait_until(page, f"{traces} === 14")
    shown = page.get_by_label("Weights seed on the cards")
    expect(shown).to_have_value("3")
    before, said = board.pixels(1), board.table()
    shown.select_option("seed 4")
    assert board.maps(lambda found: found[1] != before)[1] != before
    assert board.table() == said  # of all seeds, whichever is on the cards
    assert [row[0] for row in said] == ["Zeros", "He"]
    assert said[0][1].splitlines() == ["5 of 5", "5 × fails to break symmetry"]
    pairs = page.get_by_test_id("stTable")
    expect(pairs).to_contain_text(re.compile("He against Zeros|Zeros against He"))
    expect(page.get_by_text("too few seeds to tell; take 6 or more")).to_be_visible()


def test_twins_show_how_many_digits_are_real(page: Page) -> None:
    board = Board(page, "?init=random+he&twins=1")
    board.trained()
    expect(page.get_by_text(re.compile(r"He keeps 1\d digits: its costs are its own"))).to_be_visible()
    expect(
        page.get_by_text(re.compile(r"Large random keeps (no|\d) digits?.* depend on rounding"))
    ).to_be_visible()
    page.get_by_role("button", name="digits that agree").click()
    expect(page.get_by_role("heading", name="Digits that agree between a run and its twin")).to_be_visible()
    wait_until(page, "document.querySelector('.il-plot').layout.yaxis.title.text === 'digits that agree'")
    assert board.plotted("yaxis") == [0, 16.5]
    page.get_by_role("button", name="cost", exact=True).click()
    expect(page.get_by_role("heading", name="Cost", exact=True)).to_be_visible()
