"""The text in a file, however it is encoded; and the sentence for what is no text."""

import pytest

from initcore.data.decoding import TableError, decoded

TEXT = "größe,b\n1,2\n"


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (TEXT.encode(), ""),
        (TEXT.encode("utf-8-sig"), ""),
        (TEXT.encode("utf-16"), "it is read as UTF-16"),
        (TEXT.encode("utf-16-le"), "it is read as UTF-16"),
        (TEXT.encode("utf-16-be"), "it is read as UTF-16"),
        (TEXT.encode("latin-1"), "it is read as Latin-1 (Windows-1252), since line 1 is not UTF-8"),
        (
            ("a\n" + TEXT).encode("cp1252")[2:],
            "it is read as Latin-1 (Windows-1252), since line 1 is not UTF-8",
        ),
    ],
)
def test_a_text_is_read_and_what_was_guessed_is_told(data: bytes, note: str) -> None:
    assert decoded(data).text == TEXT
    assert decoded(data).note == note


def test_windows_has_signs_where_latin_has_none() -> None:
    assert decoded("“5 €”".encode("cp1252")).text == "“5 €”"
    assert decoded(b"\x81\xe4").text == "\x81ä"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "it is empty"),
        (b" \n\t\r\n ", "it is empty"),
        (b"\xff\xfe", "it is empty"),
        (b"a,b\n\0,1\n", "byte 5 is a zero, so it is no text; save it as CSV in UTF-8"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08", "byte 6 is a zero, so it is no text; save it as CSV in UTF-8"),
        (b"\x89PNG\r\n\x1a\n", "line 2 is no text; save it as CSV in UTF-8"),
        (b"\xff\xfea\x00b", "byte 5 is not UTF-16; save it as UTF-8"),
    ],
)
def test_what_is_no_text_gets_its_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(TableError) as caught:
        decoded(data)
    assert str(caught.value) == sentence
