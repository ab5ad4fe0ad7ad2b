"""Two servers on one database behind nginx, as `compose.yaml` has them, with its configuration."""

import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from websockets.http11 import USER_AGENT

from tests.helpers import postgres
from tests.helpers.serving import ROOT, crash, free_port, start_server

NAMES = ("one", "two")
COOKIE = "initlab_place"
CONFIGURATION = ROOT / "deploy" / "nginx.conf"
NO_NGINX = "nginx is not installed here (on Debian: apt-get install nginx-light)"


def why_not() -> str:
    """What is missing for replicas; empty where nothing is."""
    return postgres.why_not() or ("" if _nginx() else NO_NGINX)


def _nginx() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


class Replicas:
    """Servers by name, each on a port of its own; `port` is nginx's, `database` their URL."""

    def __init__(self, home: Path, database: str) -> None:
        self.home, self.database, self.port = home, database, free_port()
        self.ports = {name: free_port() for name in NAMES}
        self._servers: dict[str, subprocess.Popen] = {}

    def start(self, name: str) -> None:
        """Starts that server and waits until it is healthy."""
        settings = {"INITLAB_DATABASE_URL": self.database, "INITLAB_WORKERS": "1"}
        self._servers[name] = start_server(self.ports[name], settings, self.home / f"log-{name}")

    def kill(self, name: str) -> None:
        """Ends that server at once; its workers end by themselves."""
        crash(self._servers.pop(name))

    def end(self) -> None:
        """Asks all that run to end."""
        for server in self._servers.values():
            server.terminate()
        for server in self._servers.values():
            server.wait(60)

    def cookie(self) -> str:
        """What a browser is given at its first visit to know its place by."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=30) as answer:
            given = answer.headers.get_all("Set-Cookie")
        [place] = [text.split(";")[0] for text in given if text.startswith(COOKIE)]
        return str(place)

    def status(self, path: str, cookie: str = "") -> int:
        """The status of what nginx answers there; to nginx, who asks looks as a page's visitor does."""
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", headers={"Cookie": cookie, "User-Agent": USER_AGENT}
        )
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return int(error.code)

    def troubles(self) -> list[str]:
        """The servers in whose logs a traceback is."""
        return [name for name in NAMES if "Traceback" in (self.home / f"log-{name}").read_text()]

    def configuration(self, folder: Path) -> str:
        """`deploy/nginx.conf` with the ports that are free here; what it writes goes to that folder."""
        text = CONFIGURATION.read_text(encoding="utf-8").replace("/tmp/", f"{folder}/")
        text = text.replace("listen 8501", f"listen 127.0.0.1:{self.port}")
        return re.sub(r"server (\w+):8501", lambda found: f"server 127.0.0.1:{self.ports[found[1]]}", text)


@contextmanager
def replicas(home: Path) -> Iterator[Replicas]:
    """Two servers, their database and nginx, all ended in the end."""
    home.mkdir(parents=True, exist_ok=True)
    with postgres.postgres() as database, tempfile.TemporaryDirectory() as folder:
        both = Replicas(home, database)
        configuration = Path(folder) / "nginx.conf"
        configuration.write_text(both.configuration(Path(folder)), encoding="utf-8")
        program, proxy = _nginx(), None
        assert program is not None, NO_NGINX
        # Its processes may be another user's, who writes below that folder.
        Path(folder).chmod(0o755)
        try:
            for name in NAMES:
                both.start(name)
            with (home / "log-nginx").open("wb") as log:
                command = [program, "-e", "stderr", "-c", str(configuration), "-g", "daemon off;"]
                proxy = subprocess.Popen(command, stderr=log)
            _wait_for(both)
            yield both
        finally:
            if proxy is not None:
                proxy.terminate()
                proxy.wait(30)
            both.end()


def _wait_for(both: Replicas) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            if both.status("/_stcore/health") == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nginx did not start: {(both.home / 'log-nginx').read_text()}")
