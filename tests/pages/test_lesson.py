"""The Lesson page as a script: chapters, predictions, links, conclusions, a formula of one's own."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from initcore.experiment.choices import Choice
from initcore.experiment.experiment import MOST, Experiment
from initcore.lesson.depth import depth_configs
from initcore.lesson.runs import CONTEST, COURSE, DEEP, FIRST_FORMULA
from initcore.lesson.scale import dial_configs
from pages._lesson import depth, own, scale, seeds
from pages._lesson.asked import comparison_of
from pages._lesson.chapter import Chapter
from pages._lesson.chapters import CHAPTERS
from pages._lesson.progress import Progress
from pages._lesson.state import Lesson
from tests.helpers.paging import address, engine_with, file_of, finish, opened, remembered, streamed, watch_of

COUNT = sum(bool(chapter.options) for chapter in CHAPTERS)


pytestmark = pytest.mark.usefixtures("shared_engine")


def lesson(**query: str) -> AppTest:
    return opened("lesson", **query)


def texts(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.markdown, *app.caption))


def go(app: AppTest, chapter: str) -> None:
    app.segmented_control(key="lesson-chapter").set_value(chapter).run()


def predicted(app: AppTest, option: int) -> None:
    app.radio[0].set_value(option).run()
    app.button(key="lesson-train").click().run()
    finish(app, Lesson)


def test_it_opens_with_the_first_chapter_and_asks_before_it_trains() -> None:
    app = lesson()
    assert app.header[0].value == "The problem"
    assert app.button(key="lesson-train").disabled
    assert address(app) == {}
    assert "train accuracy" not in texts(app)
    app.radio[0].set_value(1).run()
    assert not app.button(key="lesson-train").disabled


@pytest.mark.numbers
def test_a_prediction_that_comes_true_is_told_so_after_the_run() -> None:
    app = lesson()
    predicted(app, 2)
    assert "Your prediction came true" in app.success[0].value
    assert "53.3 points of train accuracy above Small random" in texts(app)
    assert (
        "✓ **More than 25 points: one of them hardly learns** ← your prediction and what happened"
        in texts(app)
    )
    assert remembered(app, Lesson).progress.done == ("problem",)
    assert address(app) == {"said": "problem:c"}  # that it is done is no entry of its own to go back to
    app.button(key="lesson-after").click().run()
    assert address(app) == {"chapter": "zeros", "said": "problem:c", "done": "problem"}
    assert f"1 of {COUNT} chapters done" in texts(app)


@pytest.mark.numbers
def test_one_that_does_not_is_told_what_happened() -> None:
    app = lesson(chapter="zeros")
    predicted(app, 0)
    assert "It came out otherwise" in app.warning[0].value
    assert "With neither: copies stay copies" in app.warning[0].value
    assert "- ✕ **Yes, with both: training pulls them apart** ← your prediction" in texts(app)
    assert "- :green[✓ **With neither: copies stay copies** ← what happened]" in texts(app)
    assert "- With 0.1 yes, with 0 no" in texts(app)
    assert "every gradient of W is exactly 0" in texts(app)
    assert "1 of 10 and 1 of 5 units are distinct" in texts(app)


def test_a_run_from_the_store_is_not_shown_before_the_prediction() -> None:
    first = lesson(chapter="large")
    predicted(first, 1)
    app = lesson(chapter="large")
    assert watch_of(app, Lesson).look().status == "done"
    assert "1773.6" not in texts(app)
    assert remembered(app, Lesson).progress.done == ()
    app.button(key="lesson-skip").click().run()
    assert "No prediction was made" in app.info[0].value
    assert "the textbook formula says inf" in texts(app)
    assert address(app) == {"chapter": "large", "said": "large:-", "done": "large"}


def test_a_link_gives_the_same_state_in_a_new_browser() -> None:
    link = {"chapter": "he", "said": "he:c.zeros:-", "done": "he"}
    app = lesson(**link)
    finish(app, Lesson)
    assert remembered(app, Lesson).progress == Progress("he", {"he": "c", "zeros": "-"}, ("he",))
    assert "Your prediction came true" in app.success[0].value
    assert address(app) == link


@pytest.mark.parametrize(
    "query",
    [
        {"chapter": "../x"},
        {"said": "zeros:zz.:::.a:b"},
        {"done": "zeros.nope"},
        {"sigma": "__import__('os')"},
        {"said": "9" * 5000},
    ],
)
def test_a_garbage_link_is_taken_calmly(query: dict[str, str]) -> None:
    app = lesson(**query)
    assert "The address was not followed everywhere" in app.warning[0].value
    assert remembered(app, Lesson).progress == Progress("problem")
    assert address(app) == {}


def test_the_address_keeps_what_is_not_the_lessons() -> None:
    app = lesson(present="1", chapter="zeros", done="nope")
    assert address(app) == {"present": "1", "chapter": "zeros"}
    app.button(key="lesson-after").click().run()
    assert address(app) == {"present": "1", "chapter": "large"}


def test_turning_pages_and_coming_back_keep_what_was_done() -> None:
    app = lesson()
    predicted(app, 0)
    app.button(key="lesson-after").click().run()
    assert app.header[0].value == "Zeros"
    app.switch_page(file_of("compare")).run()
    assert not app.exception
    app.switch_page(file_of("lesson")).run()
    assert app.header[0].value == "Zeros"
    assert remembered(app, Lesson).progress.done == ("problem",)
    app.button(key="lesson-before").click().run()
    assert "It came out otherwise" in app.warning[0].value
    app.button(key="lesson-over").click().run()
    assert remembered(app, Lesson).progress == Progress("problem")
    assert address(app) == {}


@pytest.mark.numbers
def test_conclusions_are_made_of_the_chapters_done() -> None:
    app = lesson(chapter="conclusions")
    assert "No chapter is done yet" in app.info[0].value
    assert app.button(key="lesson-go-depth").label == "Depth"
    app = lesson(chapter="conclusions", said="zeros:c.large:a", done="zeros.large")
    finish(app, Lesson)
    told, runs = (table.value for table in app.table)
    assert "1 of 2 predictions came true" in texts(app)
    assert list(told["Chapter"]) == ["**Zeros**", "**Large**"]
    assert "✓ came true" in told["Prediction"][0]
    assert "✕ otherwise" in told["Prediction"][1]
    assert list(runs["Initialization"]) == [
        "**Zeros**  \n:gray[layers of 10 and 5 · Zeros]",
        "**Constant 0.1**  \n:gray[layers of 10 and 5 · Zeros]",
        "**Large random**  \n:gray[layers of 10 and 5 · Large]",
        "**Standard normal**  \n:gray[layers of 10 and 5 · Large]",
    ]
    assert told["What your runs showed"][0].startswith("Yes, copies stay copies: Zeros ends with 1 of 10")
    assert told["What your runs showed"][1].startswith(
        "The first cost of Large random is 1\N{NARROW NO-BREAK SPACE}773.6"
    )
    assert "Fails to break symmetry" in runs["Problem / comment"][0]
    rules = next(each.value for each in app.markdown if each.value.startswith("- **Zeros** – Break"))
    assert "- **Large** – " in rules
    assert "The right scale" not in rules
    assert all(chapter.rule for chapter in CHAPTERS if chapter.options)
    app.button(key="lesson-go-he").click().run()
    assert app.header[0].value == "The right scale"


@pytest.mark.numbers
def test_many_seeds_are_paired(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeds, "TRAINED", {"seeds": CONTEST.with_iterations(1000).configs})
    app = lesson(chapter="seeds")
    predicted(app, 1)
    assert "Of 16 single-seed contests" in texts(app)


@pytest.mark.numbers
def test_depth_is_shown_beside_theory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(depth, "TRAINED", {"depth": depth_configs(DEEP.with_iterations(400))})
    app = lesson(chapter="depth")
    predicted(app, 1)
    assert "Your prediction came true" in app.success[0].value
    assert "theory expects 9.8e−4" in texts(app)
    assert "**5 hidden layers** end so: Xavier at cost 0.69" in texts(app)
    assert "**Compare costs, not accuracies near one half.**" in texts(app)
    assert "The size of the signal, layer by layer" in texts(app)


@pytest.mark.parametrize("chapter", [each for each in CHAPTERS if each.options], ids=lambda each: each.name)
def test_every_chapter_has_its_comparison(chapter: Chapter) -> None:
    configs = chapter.configs(FIRST_FORMULA)
    found = comparison_of(chapter, configs)
    assert found is not None
    words, experiment = found
    opened, problems = Experiment.from_query(experiment.to_query())
    assert (opened, problems) == (experiment, [])
    board = [configs[at] for row in chapter.places(len(configs)) for at in row]
    here = configs if words == "Open in Compare" else board
    assert set(experiment.configs) == set(here)
    # Only what no comparison can have is left out.
    several = (
        len({config.hidden for config in configs}) > 1 or len({Choice.of(each) for each in configs}) > MOST
    )
    assert (len(here) < len(configs)) == several


def test_a_chapter_done_opens_in_compare_and_none_before() -> None:
    app = lesson(chapter="he")
    assert not app.get("page_link")
    predicted(app, 0)
    [link] = app.get("page_link")
    assert link.proto.label == "Open in Compare"
    assert "init=he+random+unit_normal" in link.proto.query_string


def test_options_are_marked_only_when_the_runs_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(depth, "TRAINED", {"depth": depth_configs(DEEP.with_iterations(50_000))})
    app = lesson(chapter="depth")
    app.radio[0].set_value(2).run()
    app.button(key="lesson-train").click().run()
    app.button(key="lesson-pause").click().run()
    assert "- **Only Xavier's** ← your prediction" in texts(app)
    assert not [mark for mark in ("✓", "✕", "what happened") if mark in texts(app)]
    assert not app.get("page_link")


def test_a_live_chapter_can_be_paused_and_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(depth, "TRAINED", {"depth": depth_configs(DEEP.with_iterations(50_000))})
    app = lesson(chapter="depth")
    app.button(key="lesson-skip").click().run()
    assert watch_of(app, Lesson).status == "running"
    assert address(app) == {"chapter": "depth", "said": "depth:-"}
    app.button(key="lesson-pause").click().run()
    assert watch_of(app, Lesson).status == "paused"
    assert app.button(key="lesson-train").label == "Resume"
    assert not app.info
    app.button(key="lesson-before").click().run()
    assert app.header[0].value == "How small?"
    assert remembered(app, Lesson).progress.done == ()


@pytest.mark.numbers
def test_the_dial_moves_the_board(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "TRAINED", {"scale": dial_configs(COURSE.with_iterations(2000))})
    app = lesson(chapter="scale")
    predicted(app, 1)
    assert "Why is ×0.01 slow?" in texts(app)
    before = [card["label"] for card in streamed(app, Lesson).board["cards"]]
    app.select_slider(key="lesson-dial").set_value(10.0).run()
    assert not app.exception
    assert "×10: train" in texts(app)
    cards = streamed(app, Lesson).board["cards"]
    assert [card["label"] for card in cards] != before
    assert cards[0]["label"] == "Standard normal × 10"
    assert re.search(r"First costs [\d\u202f]+\.\d, [\d\u202f]+\.\d, [\d\u202f]+\.\d;", texts(app))


def test_the_scale_is_named_before_it_is_trained() -> None:
    assert "**Standard normal × 0.3**" in texts(lesson(chapter="scale"))


def test_ones_own_formula_stands_beside_the_exercise() -> None:
    app = lesson(chapter="own")
    app.button(key="lesson-check").click().run()
    said = texts(app)
    assert "Yours are 0.7071 times the expected weights" in said
    assert said.count(own.CHAPTER.text) == 1
    assert said.index(own.CHAPTER.text) < said.index("Yours are")
    assert [len(table.value) for table in app.table] == [4, 4, 1, 1]
    app.text_input(key="lesson-formula").set_value("sqrt(2/fan_in)").run()
    assert "Every weight is the expected one" in texts(app)
    assert address(app) == {"chapter": "own", "sigma": "sqrt(2/fan_in)"}
    app.selectbox(key="lesson-exercise").select_index(1).run()
    assert "The exercise asks for 10" in texts(app)


def answers(app: AppTest) -> list[str]:
    """Whatever says what an exercise expects."""
    said = texts(app), *(field.placeholder for field in app.text_input), *(each.value for each in app.latex)
    told = ("Expected", "asks for √", "2/fan_in", "sqrt{2", "≠")
    return [words for words in told for each in said if words in each]


def test_no_answer_is_shown_before_a_try() -> None:
    app = lesson(chapter="own")
    assert answers(app) == []
    assert "**He**" in texts(app)
    assert "**Your W1** :gray[· σ = 0.707107]" in texts(app)
    assert [len(table.value) for table in app.table] == [4, 1]
    app.selectbox(key="lesson-exercise").select_index(1).run()
    assert answers(app) == []
    app.text_input(key="lesson-formula").set_value("1/fan_in").run()
    assert "The exercise asks for 10" in texts(app)
    app.text_input(key="lesson-formula").set_value("sqrt(1/fan_in)").run()
    assert "The exercise asks for 10" in texts(app)  # a try is not taken back


@pytest.mark.parametrize("link", [{"sigma": "1"}, {"said": "own:a"}])
def test_a_link_with_a_try_shows_what_is_expected(link: dict[str, str]) -> None:
    assert "**Expected W1**" in texts(lesson(chapter="own", **link))


def test_starting_over_hides_the_answer_again() -> None:
    app = lesson(chapter="own", sigma="1")
    app.button(key="lesson-over").click().run()
    go(app, "own")
    assert answers(app) == []


def test_a_formula_is_taken_as_a_page_prints_it() -> None:
    app = lesson(chapter="own")
    app.text_input(key="lesson-formula").set_value("W = randn × √(2 / fan-in)").run()
    assert "Every weight is the expected one" in texts(app)
    assert address(app) == {"chapter": "own", "sigma": "sqrt(2/fan_in)"}


@pytest.mark.parametrize("text", ["", "sqrt(2/fan_in", "fan", "0-1", "[x](http://y)", "9" * 300])
def test_a_formula_that_cannot_be_loses_nothing(text: str) -> None:
    app = lesson(chapter="own", sigma="1")
    app.text_input(key="lesson-formula").set_value(text).run()
    assert not app.exception
    assert "What is trained stays at the last one allowed, `1`" in app.error[0].value
    assert not [each for each in app.info if "position" in each.value]
    assert remembered(app, Lesson).progress.formula == "1"
    assert address(app) == {"chapter": "own", "sigma": "1"}
    assert ("The field is empty" in app.error[0].value) == (not text)
    app.text_input(key="lesson-formula").set_value("2").run()
    assert not app.error


def test_ones_own_is_trained_against_he_and_another_starts_anew() -> None:
    app = lesson(chapter="own")
    predicted(app, 1)
    assert "He is first" in texts(app)
    assert address(app)["said"] == "own:b"
    app.text_input(key="lesson-formula").set_value("0.01").run()
    assert address(app) == {"chapter": "own", "sigma": "0.01"}
    assert app.button(key="lesson-train").disabled
    predicted(app, 3)
    assert "never reaches 90 % train accuracy" in texts(app)


def test_a_server_that_allows_too_little_says_so(tmp_path) -> None:
    with engine_with(f"sqlite:///{tmp_path}/runs.db", INITLAB_RUN_MB="1"):
        app = lesson(chapter="seeds")
        assert "this server allows 1 MB" in app.warning[0].value
        assert app.button(key="lesson-skip").disabled
