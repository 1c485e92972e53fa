"""What the account itself holds: its menus, its tags, its QR codes."""

import base64
import hmac
import itertools
import threading
from collections.abc import Iterable, Mapping
from typing import Any

from simulator.config import Config
from simulator.people import DEFAULT_MENU

Button = dict[str, Any]
_SCENE = "~"


class Account:
    """Menus and tags as the API sets them; QR codes by ticket, URL and scene."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._lock = threading.Lock()
        self._ids = itertools.count(100)
        self.menu: list[Button] = []
        self.menu_id = 0
        self.conditional: dict[int, tuple[int, list[Button]]] = {}
        self.tags: dict[int, str] = {}
        self.categories = ["政务民生 / 城市服务"]
        self.held_back: dict[str, str] = {}
        """By the template's id: the words for which a message was held back."""
        self._urls: dict[str, str] = {}

    def set_menu(self, buttons: list[Button]) -> None:
        with self._lock:
            self.menu, self.menu_id = buttons, next(self._ids)

    def drop_menus(self) -> None:
        with self._lock:
            self.menu, self.conditional = [], {}

    def add_conditional(self, buttons: list[Button], tag: int) -> int:
        with self._lock:
            number = next(self._ids)
            self.conditional[number] = (tag, buttons)
            return number

    def drop_conditional(self, number: int) -> bool:
        with self._lock:
            return self.conditional.pop(number, None) is not None

    def menu_for(self, tags: set[int]) -> list[Button]:
        """The newest conditional menu for one of the tags, else the account's, else what a new account shows."""
        with self._lock:
            fitting = [buttons for tag, buttons in self.conditional.values() if tag in tags]
            return fitting[-1] if fitting else self.menu or list(DEFAULT_MENU)

    def add_tag(self, name: str) -> int | None:
        """The new tag's id, or None where the name is taken."""
        with self._lock:
            if name in self.tags.values():
                return None
            number = next(self._ids)
            self.tags[number] = name
            return number

    def ticket_of(self, scene: str) -> str:
        """The ticket of the code that holds `scene`."""
        return f"gQ{self._mark('ticket', scene)}=="

    def url_of(self, scene: str, lasting: bool = True) -> str:
        """What that code's picture holds: the same for ever, as WeChat's permanent codes. One that does not last holds
        its scene, which nobody could name after a restart."""
        url = f"http://weixin.qq.com/q/02{self._mark('url', scene)[:22]}"
        url = url if lasting else f"{url}{_SCENE}{base64.urlsafe_b64encode(scene.encode()).decode().rstrip('=')}"
        self._urls[url] = scene
        return url

    def scene_of(self, url: str, known: Iterable[str] = ()) -> str:
        """What a code leads to that was made here, or before a restart for one of the `known` scenes; or nothing."""
        if url in self._urls:
            return self._urls[url]
        brief = _scene_in(url)
        if brief and self.url_of(brief, lasting=False) == url:
            return brief
        return next((scene for scene in known if self.url_of(scene) == url), "")

    def _mark(self, what: str, scene: str) -> str:
        secret = self._config.app_secret.encode()
        made = hmac.new(secret, f"{self._config.app_id}:{what}:{scene}".encode(), "sha512").digest()
        return base64.urlsafe_b64encode(made).decode().rstrip("=")


def _scene_in(url: str) -> str:
    """The scene that the URL of a code that does not last holds; or nothing."""
    try:
        return base64.urlsafe_b64decode(url.partition(_SCENE)[2] + "==").decode()
    except ValueError:
        return ""


def menu_fault(buttons: Any) -> int:
    """0, or WeChat's errcode for what is wrong with a menu: up to 3 buttons, 5 below each, names and keys short."""
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        return 40016
    for button in buttons:
        below = button.get("sub_button") or []
        if len(below) > 5:
            return 40023
        if not _name_fits(button, 16):
            return 40018
        for one in below or [button]:
            if not _name_fits(one, 60):
                return 40025
            if fault := _target_fault(one):
                return fault
    return 0


def _name_fits(button: Mapping[str, Any], limit: int) -> bool:
    return 0 < len(str(button.get("name", "")).encode()) <= limit


def _target_fault(button: Mapping[str, Any]) -> int:
    if button.get("type") == "view":
        return 0 if 0 < len(str(button.get("url", ""))) <= 1024 else 40020
    return 0 if 0 < len(str(button.get("key", "")).encode()) <= 128 else 40019
