"""What an operator may set, and what is said about anything else."""

import tempfile
from pathlib import Path

import platformdirs
import pytest
from platformdirs import windows
from platformdirs.macos import MacOS
from platformdirs.unix import Unix
from sqlalchemy import make_url

from initcore.lab.limits import Limits
from initcore.lab.settings import Settings, SettingsError, data_directory, usable_cores


def test_nothing_set_gives_a_file_in_the_users_data_half_a_gigabyte_and_every_core(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = Settings.from_environment({})
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
            "INITLAB_MEMORY_MB": "700",
            "INITLAB_TOGETHER": "13",
            "INITLAB_TOGETHER_EACH": "2",
        }
    )
    limits = Limits(300, 11 * 2**20, 700 * 2**20, 13, 2)
    assert settings == Settings("sqlite:////data/r.db", 7 * 2**20, 3, limits)


def test_an_empty_variable_is_one_that_is_not_set():
    empty = {"INITLAB_DATABASE_URL": "", "INITLAB_STORE_MB": " ", "INITLAB_WORKERS": ""}
    assert Settings.from_environment(empty) == Settings.from_environment({})


def test_zero_megabytes_is_no_cache():
    assert Settings.from_environment({"INITLAB_STORE_MB": "0"}).store_bytes == 0


@pytest.fixture
def on(monkeypatch):
    """Makes this a machine of that platform, with nothing but these variables set."""

    def be(platform, environ):
        monkeypatch.setattr("os.environ", environ)
        monkeypatch.setattr("sys.platform", platform)
        kinds = {"linux": Unix, "darwin": MacOS, "win32": windows.Windows}
        monkeypatch.setattr(platformdirs, "PlatformDirs", kinds[platform])
        # Windows itself is asked for its folders, and answers what this variable says.
        monkeypatch.setattr(windows, "_RESOLVE_WIN_FOLDER", windows.get_win_folder_from_env_vars)

    return be


@pytest.mark.parametrize(
    ("platform", "environ", "directory"),
    [
        ("linux", {"HOME": "/home/a"}, "/home/a/.local/share"),
        ("linux", {"HOME": "/home/a", "XDG_DATA_HOME": "/data/a"}, "/data/a"),
        ("linux", {"HOME": "/home/a", "XDG_DATA_HOME": "relative"}, "/home/a/.local/share"),
        ("darwin", {"HOME": "/Users/a"}, "/Users/a/Library/Application Support"),
        ("win32", {"HOME": "/u/a", "LOCALAPPDATA": "/u/a/Local"}, "/u/a/Local"),
    ],
)
def test_the_data_directory_is_where_the_platform_keeps_data(on, platform, environ, directory):
    on(platform, environ)
    assert data_directory() == Path(directory) / "init-lab"


def test_runs_on_a_mac_stay_where_they_are_whatever_variables_are_set(on, tmp_path):
    on("darwin", {"HOME": str(tmp_path), "XDG_DATA_HOME": "/data/a"})
    assert data_directory() == Path("/data/a/init-lab")
    usual = tmp_path / "Library" / "Application Support" / "init-lab"
    usual.mkdir(parents=True)
    assert data_directory() == usual


def test_a_user_without_a_home_still_gets_a_directory(on, monkeypatch):
    def nobody(_):
        raise KeyError("uid not found")

    on("linux", {})
    monkeypatch.setattr("pwd.getpwuid", nobody)
    assert data_directory() == Path(tempfile.gettempdir()) / "init-lab"


def test_a_path_with_characters_of_a_url_stays_that_path(tmp_path, monkeypatch):
    odd = tmp_path / "a b%20c?d#e"
    monkeypatch.setenv("XDG_DATA_HOME", str(odd))
    url = Settings.from_environment({}).database_url
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
