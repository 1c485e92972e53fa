"""One installation and one browser for all stories: processes of their own, safe mode, a database of their own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import Hand, new_page, open_phones
from tests.support.processes import Installation, running


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    here = Installation(tmp_path_factory.mktemp("installation"))
    assert here.environment["WECHAT_AES_KEYS"]
    with running(here.web, here.worker, here.phones):
        yield here


@pytest.fixture(scope="session")
def table(installation: Installation, browser: Browser) -> Page:
    """The phones page, opened once; the staff have bound themselves."""
    page = new_page(browser)
    open_phones(page, installation.phones_url)
    return page


@pytest.fixture
def page(table: Page) -> Iterator[Page]:
    """The page, on which no script fails while a test plays."""
    failures: list[str] = []
    note = failures.append
    table.on("pageerror", lambda error: note(str(error)))
    yield table
    assert failures == []
    assert table.locator(".note[data-fault]").all_inner_texts() == []


@pytest.fixture
def resident(page: Page) -> Hand:
    return Hand(page, "sim_resident_1")


@pytest.fixture
def neighbour(page: Page) -> Hand:
    return Hand(page, "sim_resident_2")


@pytest.fixture
def manager(page: Page) -> Hand:
    return Hand(page, "sim_manager_1")


@pytest.fixture
def officer(page: Page) -> Hand:
    return Hand(page, "sim_officer_1")


@pytest.fixture
def company(page: Page) -> Hand:
    return Hand(page, "sim_company_1")
