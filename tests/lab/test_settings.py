"""What an operator may set, and what is said about anything else."""

from pathlib import Path

import pytest
from sqlalchemy import make_url

from initcore.lab.limits import Limits
from initcore.lab.settings import Settings, SettingsError, data_directory, usable_cores


def test_nothing_set_gives_a_file_in_the_users_data_half_a_gigabyte_and_every_core(tmp_path):
    settings = Settings.from_environment({"XDG_DATA_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)})
    url = make_url(settings.database_url)
    assert url.get_backend_name() == "sqlite"
    assert Path(str(url.database)).parts[-2:] == ("init-lab", "runs.db")
    assert settings.store_bytes == 512 * 2**20
    assert settings.workers == usable_cores() >= 1
    assert list(tmp_path.iterdir()) == []


def test_every_variable_is_obeyed():
    settings = Settings.from_environment(
        {
            "INITLAB_DATABASE_URL": "sqlite:////data/r.db",
            "INITLAB_STORE_MB": "7",
            "INITLAB_WORKERS": "3",
            "INITLAB_RUN_MINUTES": "5",
            "INITLAB_RUN_MB": "11",
        }
    )
    assert settings == Settings("sqlite:////data/r.db", 7 * 2**20, 3, Limits(300, 11 * 2**20))


def test_an_empty_variable_is_one_that_is_not_set():
    empty = {"INITLAB_DATABASE_URL": "", "INITLAB_STORE_MB": " ", "INITLAB_WORKERS": ""}
    home = {"HOME": "/home/someone"}
    assert Settings.from_environment(home | empty) == Settings.from_environment(home)


def test_zero_megabytes_is_no_cache():
    assert Settings.from_environment({"INITLAB_STORE_MB": "0"}).store_bytes == 0


@pytest.mark.parametrize(
    ("platform", "environ", "directory"),
    [
        ("linux", {"HOME": "/home/a"}, "/home/a/.local/share"),
        ("linux", {"HOME": "/home/a", "XDG_DATA_HOME": "/data/a"}, "/data/a"),
        ("linux", {"HOME": "/home/a", "XDG_DATA_HOME": "relative"}, "/home/a/.local/share"),
        ("darwin", {"HOME": "/Users/a", "XDG_DATA_HOME": "/data/a"}, "/Users/a/Library/Application Support"),
        ("win32", {"HOME": "/u/a", "LOCALAPPDATA": "/u/a/Local"}, "/u/a/Local"),
        ("win32", {"HOME": "/u/a"}, "/u/a/AppData/Local"),
    ],
)
def test_the_data_directory_is_where_the_platform_keeps_data(platform, environ, directory):
    assert data_directory(environ, platform) == Path(directory)


def test_a_user_without_a_home_still_gets_a_directory(monkeypatch):
    def homeless(_):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", classmethod(homeless))
    assert data_directory({}, "linux").is_absolute()


def test_a_path_with_characters_of_a_url_stays_that_path(tmp_path):
    odd = tmp_path / "a b%20c?d#e"
    url = Settings.from_environment({"HOME": str(odd), "LOCALAPPDATA": str(odd)}).database_url
    assert Path(str(make_url(url).database)).is_relative_to(odd)


@pytest.mark.parametrize("value", ["-1", "1.5", "512 MB", "1_0", "1000001", "nan", "²", "9" * 5000])
def test_a_bad_store_size_is_refused(value):
    with pytest.raises(
        SettingsError, match=r"^INITLAB_STORE_MB must be a whole number in \[0, 1000000\]; got '"
    ):
        Settings.from_environment({"INITLAB_STORE_MB": value})


@pytest.mark.parametrize("value", ["0", "-2", "many", "1025"])
def test_a_bad_number_of_workers_is_refused(value):
    with pytest.raises(SettingsError, match=r"^INITLAB_WORKERS must be a whole number in \[1, 1024\]; got '"):
        Settings.from_environment({"INITLAB_WORKERS": value})


def test_the_password_of_a_database_is_not_in_the_repr():
    settings = Settings.from_environment({"INITLAB_DATABASE_URL": "postgresql://u:hidden@host/db"})
    assert "hidden" not in repr(settings)
