"""What a room is made of: questions that are allowed, codes that can be typed, keys nobody guesses."""

import pytest

from initcore.classroom.room import (
    CODE_LENGTH,
    LETTERS,
    Question,
    RoomError,
    RoomGone,
    hash_of,
    is_participant,
    new_code,
    new_key,
    room_code,
)


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        *((text, "") for text in ("", "K7QX2", "K7QX2MM", "<b>hi</b>", "x" * 10_000)),
        ("K7QX2O", "'O'"),
        ("zz oz-zz", "'ZO'"),
        ("١٢٣٤٥٦", "'١٢٣٤٥٦'"),
        ("\0" * 6, r"'\\x00'"),
    ],
)
def test_what_cannot_be_a_code_is_said_so(text: str, strange: str) -> None:
    said = r"^A room's code has 6 letters and digits, such as K7QX2M\.$"
    with pytest.raises(RoomGone, match=f"^No room's code has {strange} in it; " if strange else said):
        room_code(text)


@pytest.mark.parametrize(
    ("text", "options", "complaint"),
    [
        (" ", ("a", "b"), "A question has 1 to 200 characters; this one has 0."),
        ("x" * 201, ("a", "b"), "A question has 1 to 200 characters; this one has 201."),
        ("?", ("a",), "A question has 2 to 6 options; this one has 1."),
        ("?", ("a", " ", "\n"), "A question has 2 to 6 options; this one has 1."),
        ("?", tuple("abcdefg"), "A question has 2 to 6 options; this one has 7."),
        ("?", ("a", " a\n"), "No two options of a question may be the same."),
        ("?", ("a", "x" * 61), "An option has 1 to 60 characters; one has 61."),
    ],
)
def test_a_question_that_is_not_allowed_is_said_so(
    text: str, options: tuple[str, ...], complaint: str
) -> None:
    with pytest.raises(RoomError) as said:
        Question(text, options)
    assert str(said.value) == complaint


def test_a_questions_texts_are_lines_of_what_can_be_printed() -> None:
    question = Question(" What\tdoes\n\0 it? ", ("a\u202eb", "ä <b>"))
    assert (question.text, question.options) == ("What does it?", ("a b", "ä <b>"))


@pytest.mark.parametrize("strange", [None, 5, b"bytes", ["a"]])
def test_a_question_of_anything_but_texts_is_refused(strange: object) -> None:
    for text, option in ((strange, "a"), ("?", strange)):
        with pytest.raises(RoomError, match=r"^A question and its options are texts\.$"):
            Question(text, (option, "b"))  # type: ignore[arg-type]


def test_a_question_as_long_as_it_may_be_is_taken() -> None:
    options = tuple(f"{number}".ljust(60, "x") for number in range(6))
    question = Question("?" * 200, options)
    assert (len(question.text), question.options) == (200, options)


@pytest.mark.parametrize("typed", ["K7QX2M", "k7qx2m", " k7q-x2m ", "K 7 Q X 2 M", "--k7qx2m--"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert room_code(typed) == "K7QX2M"


def test_new_codes_are_codes_and_use_every_letter() -> None:
    codes = [new_code() for _ in range(300)]
    assert [room_code(code) for code in codes] == codes
    assert {len(code) for code in codes} == {CODE_LENGTH}
    assert set("".join(codes)) == set(LETTERS)
    assert len(set(codes)) > 290


@pytest.mark.parametrize("alike", ["0O", "1IL", "2Z", "5S", "8B", "UV"])
def test_no_code_has_letters_that_look_alike(alike: str) -> None:
    assert len(set(alike) & set(LETTERS)) <= 1


def test_a_key_fits_an_address_and_is_never_the_same() -> None:
    keys = {new_key() for _ in range(50)}
    assert len(keys) == 50
    for key in keys:
        assert len(key) >= 22  # 128 bits, six a character
        assert all(sign.isascii() and (sign.isalnum() or sign in "-_") for sign in key)


def test_what_is_kept_of_a_key_tells_keys_apart_and_does_not_hold_them() -> None:
    keys = ["key", "Key", "key ", "", "\ud800", "ключ"]
    kept = [hash_of(key) for key in keys]
    assert len(set(kept)) == len(keys)
    assert {len(text) for text in kept} == {64}
    assert hash_of("key") == kept[0]
    assert "key" not in kept[0]


def test_a_participant_is_32_small_hexadecimal_digits() -> None:
    assert is_participant("0123456789abcdef" * 2)
    wrong = ["", "0" * 31, "0" * 33, "0" * 32 + "\n", "A" * 32, "g" * 32, "٣" * 32, f" {'0' * 31}"]
    assert not any(map(is_participant, wrong))
