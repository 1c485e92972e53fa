"""The town's people in chat, with a complaint and an application under way, and every dialog there is to open."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.messages import Inbound, Kind, Say
from bot.routes import ANYONE, COMPANY, OFFICER, OPERATOR, ROUTES, STAFF, WORK, Route
from bot.session import Session
from bot.wiring import House
from core.settings import Settings
from core.store.engine import Store
from core.store.tables import applications, complaints, contacts
from tests.support import town

PEOPLE = {STAFF: ("张益达",), OFFICER: ("周敏",), OPERATOR: ("赵敏",), COMPANY: ("王芳",), WORK: ("周敏",)}
PEOPLE |= {ANYONE: ("王女士", "王芳")}
CASES = [(route, who) for route in ROUTES for who in PEOPLE[route.who]]
NAMED = [f"{route.verb}-{who}" for route, who in CASES]
MEDIA = (Kind.IMAGE, Kind.VOICE, Kind.VIDEO)
SENT = (*MEDIA, Kind.LOCATION, Kind.OTHER, Kind.LINK)
SAID = ((), ("1", "按规定办"))


class Chat:
    """The town's people, with a complaint and an application under way."""

    def __init__(self, store: Store, settings: Settings, now: datetime) -> None:
        self.store, self.now = store, now
        self.house = House(settings, store, lambda: self.now)
        town.build(store, now)
        for who in ("张益达", "周敏", "王芳", "赵敏"):
            town.bind(store, who, who, now)
        self.say("王女士", kind=Kind.SCAN, scene="scene-万和世家")
        for who, words in (("王女士", "楼道灯坏了三天"), ("王女士", "1"), ("王芳", "信息变更 万和世家")):
            self.say(who, words)
        for words in ("3", "锦尚西二路1号", "1"):
            self.say("王芳", words)
        with store.reading() as tx:
            self.complaint = tx.connection.scalar(select(complaints.c.id))
            self.application = tx.connection.scalar(select(applications.c.id))
        assert self.complaint
        assert self.application

    def say(self, who: str, text: str = "", kind: Kind = Kind.TEXT, **more: str) -> Say:
        """A second later."""
        self.now += timedelta(seconds=1)
        media = "media-1" if kind in MEDIA else ""
        inbound = Inbound("wechat", who, f"{who} {self.now}", kind, self.now, text, media=media)
        return self.house.receive(replace(inbound, **more)).say  # type: ignore[arg-type]

    def open(self, route: Route, who: str, said: tuple[str, ...]) -> bool:
        """Whether the dialog is open, after these words."""
        self.say(who, "取消")
        about = {"N": self.complaint, "N text": self.complaint, "id": self.application}.get(route.takes, "")
        assert self.say(who, tap=f"{route.verb}:{about}::").text
        for words in said:
            if self.session(who).here:
                assert self.say(who, words).text
        return self.session(who).here is not None

    def session(self, who: str) -> Session:
        """How the person's conversation stands."""
        with self.store.reading() as tx:
            everybody = tx.connection.execute(select(contacts.c.address, contacts.c.session))
            return Session.load(next(one.session for one in everybody if one.address == who) or "")
