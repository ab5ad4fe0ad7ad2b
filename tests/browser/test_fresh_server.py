"""A server that nobody has visited yet."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.helpers.serving import free_port, start_server


def test_any_page_may_be_the_first_one(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    environment = {"INITLAB_DATABASE_URL": f"sqlite:///{tmp_path}/runs.db", "INITLAB_WORKERS": "1"}
    process = start_server(port, environment, tmp_path / "log")
    context = browser.new_context(base_url=f"http://127.0.0.1:{port}")
    page = context.new_page()
    page.goto("/initializations")
    expect(page.get_by_role("heading", name="Initializations", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Compare")).to_be_visible()
    expect(page.get_by_role("link", name="actions")).to_have_count(0)
    context.close()
    process.terminate()
    assert process.wait(20) is not None
    assert "Traceback" not in (tmp_path / "log").read_text()
