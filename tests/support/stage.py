"""Plays a golden conversation: reads what people do, and writes it out again with all that comes back."""

import io
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PIL import Image
from sqlalchemy import select, update

from bot.messages import Choice, Inbound, Kind
from bot.notify import texted
from bot.notify.channels import Fate, Letter, Outcome
from bot.notify.channels.aliyun import LIMIT
from bot.notify.channels.wechat_api import Media
from bot.notify.media import LIMITS
from bot.notify.worker import Worker
from bot.taps import number
from bot.texting.parts import MOST, parts
from bot.texts.texting import CONSOLE_SIGN, REPLIES
from bot.wiring import House
from core.clocks import SHANGHAI
from core.directory import Area
from core.identity import Actor, masked_phone
from core.login_commands import AskLogin
from core.people_commands import Leave, Replace
from core.settings import Settings
from core.store.engine import Store, Tx
from core.store.login_codes import LASTS, LoginCode
from core.store.outbox import Sending
from core.store.tables import areas, staff
from tests.support import town

_DEED = re.compile(r"【(?P<what>\S+?)(?: (?P<rest>.*))?】")
_SPAN = re.compile(r"(?:(?P<days>\d+)天)?(?:(?P<hours>\d+)小时)?(?:(?P<minutes>\d+)分)?")
_KINDS = {"照片": Kind.IMAGE, "视频": Kind.VIDEO, "语音": Kind.VOICE, "位置": Kind.LOCATION, "表情": Kind.OTHER}
_STAFF = ("张益达", "吴发竹", "李斯", "周敏", "陈立", "何静", "王芳", "赵敏", "孙悦")
_PHONES = {"王女士": "+8613800138001", "李先生": "+8613800138002", "赵女士": "+8613800138003"} | {
    name: known[0] if isinstance(known, tuple) else known
    for name, known in (town.STAFF | town.OFFICERS | town.OPERATORS).items()
}
_UNSENT = (Sending.SKIPPED, Sending.FAILED, Sending.DEAD)
_CHANNELS = {"wechat": "微信", "sms": "短信", "media": "附件"}
_FILES = {"photo": "图片", "voice": "语音", "video": "视频"}
_BLANK = "┊"
_LINK = re.compile(r"(/r/|/console/in/)[\w-]{32}(?![\w-])")
_MENU = {"我要反映": "file", "我的": "mine", "帮助": "help", "待办": "todo", "小区": "estates", "人员": "people"}
START = datetime(2026, 10, 22, 9, 23, tzinfo=UTC)


class Recorder:
    """A channel that takes every letter and remembers it."""

    idempotent = True

    def __init__(self, name: str, said: list[tuple[str, Letter]]) -> None:
        self.name = name
        self._said = said

    def send(self, letter: Letter) -> Outcome:
        self._said.append((self.name, letter))
        return Outcome(Fate.SENT, f"{self.name}-{letter.key}")


class Stage:
    """One conversation under way. People's names are their openids. `brought_back` is what becomes of a tap's id."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        unbound: tuple[str, ...] = (),
        brought_back: Callable[[str], str] = number,
    ) -> None:
        self._brought_back = brought_back
        self.now = START
        self.works = True
        """Whether the worker is at work, or stands still."""
        self._store = store
        self._house = House(settings, store, lambda: self.now)
        self._letters: list[tuple[str, Letter]] = []
        channels = {name: Recorder(name, self._letters) for name in ("wechat", "sms")}
        doing = _Photos(), self._house.by_itself, lambda: self.now
        self._worker = Worker(store, settings, channels, *doing, codes=_Codes())  # type: ignore[arg-type]
        self._offered: dict[str, list[Choice]] = defaultdict(list)
        self._last: Inbound | None = None
        self._count = 0
        self._code = self._digits = self._sure = ""
        self._told: set[int] = set()
        town.build(store, self.now)
        for name in _STAFF:
            if name not in unbound:
                town.bind(store, name, name, self.now)

    def play(self, script: str) -> str:
        """The script with everything that comes back written under each line."""
        played: list[str] = []
        for line in script.splitlines():
            if not line.startswith((" ", "\t")):
                played += [line, *self._do(line)]
        return "\n".join(played).rstrip() + "\n"

    def said(self, who: str, words: str) -> str:
        """What the bot answers to these words, links and all."""
        self.now += timedelta(seconds=20)
        say = self._house.receive(self._inbound(who, words)).say
        self._offered[who] += say.choices
        return say.text

    def told_from(self, row_ids: Sequence[int]) -> str:
        """What the letters of these rows said."""
        with self._store.reading() as tx:
            keys = {row.key for row in tx.outbox.listed() if row.id in row_ids}
        letters = (letter for _, letter in self._letters if letter.key in keys)
        return "\n".join(f"{one.say.text} {' '.join(one.fields.values())}" for one in letters)

    def _do(self, line: str) -> list[str]:
        if not line.strip() or line.startswith("#"):
            return []
        if line.startswith("@"):
            self._let_pass(line[1:].strip())
            self._worker.sweep(self.now)
            return self._delivered()
        if line.startswith("!"):
            self._change(*line[1:].split())
            return self._delivered()
        played = self._heard(line)
        return [one.replace(f"数字：{self._digits}", "数字：{数字}") for one in played] if self._digits else played

    def _heard(self, line: str) -> list[str]:
        who, _, words = line.partition(": ")
        self.now += timedelta(seconds=20)
        inbound = self._inbound(who, words)
        self._last = inbound
        said = self._house.receive(inbound).say
        if inbound.channel == "sms":
            return self._delivered() or ["    (不作声)"]
        self._offered[who] += said.choices
        return [*_written("    码上办: ", said.text, said.choices), *self._delivered()]

    def _let_pass(self, text: str) -> None:
        if not text.startswith("+"):
            self.now = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)
            return
        match = _SPAN.fullmatch(text[1:])
        assert match, text
        self.now += timedelta(**{name: int(value) for name, value in match.groupdict().items() if value})

    def _change(self, deed: str, *names: str) -> None:
        with self._store.writing() as tx:
            if deed in ("信用", "脱离"):
                town.change(tx, deed, *names)
                return
            if deed == "登录页":
                self._digits = self._shown(tx)
                return
            ids = {one.name: one.id for one in tx.connection.execute(select(staff.c.id, staff.c.name))}
            if deed == "离职":
                self._house.by_itself(tx, Leave(ids[names[0]]), self.now)
                return
            if deed == "实名":
                registered = update(staff).where(staff.c.id == ids[names[0]]).values(registered_at=self.now)
                tx.connection.execute(registered)
                return
            area = next(one for one in tx.directory.areas() if one.name == names[0])
            if deed == "换码":
                tx.old_scenes.keep(area.id, self.now, at_once=True)
                tx.connection.execute(update(areas).where(areas.c.id == area.id).values(scene="scene-new"))
                return
            self._house.by_itself(tx, Replace(area.id, tuple(ids[name] for name in names[1:])), self.now)

    def _shown(self, tx: Tx) -> str:
        """A login page is opened, with the code that "login-1" stands for; its digits."""
        tx.login_codes.add(LoginCode("login-1", "http://weixin.qq.com/q/1"), self.now + LASTS, self.now)
        found = tx.sessions.of(tx.sessions.begin(self.now), self.now)
        assert found
        return str(self._house.perform(tx, Actor.of(found[0]), AskLogin(code=True), self.now))

    def _inbound(self, who: str, words: str) -> Inbound:
        self._count += 1
        plain = Inbound("wechat", who, f"message {self._count}", Kind.TEXT, self.now)
        wrong = "000000" if self._code != "000000" else "111111"
        words = words.replace("{验证码}", self._code).replace("{错码}", wrong)
        wrong = "000000" if self._sure != "000000" else "111111"
        words = words.replace("{确认数字}", self._sure).replace("{错数字}", wrong)
        match = _DEED.fullmatch(words)
        if match is None:
            return replace(plain, text=words)
        what, rest = match["what"], match["rest"] or ""
        match what:
            case "关注" | "扫码":
                kind = Kind.FOLLOW if what == "关注" else Kind.SCAN
                return replace(plain, kind=kind, scene=f"scene-{rest}" if rest else "")
            case "扫登录码":
                return replace(plain, kind=Kind.SCAN, scene="login-1")
            case "短信":
                return replace(plain, channel="sms", address=_PHONES[who], text=rest)
            case "取关":
                return replace(plain, kind=Kind.UNFOLLOW)
            case "菜单":
                return replace(plain, kind=Kind.CLICK, tap=f"menu:{_MENU[rest]}")
            case "点" | "旧点":
                offered = reversed(self._offered[who]) if what == "点" else self._offered[who]
                choice = next(one for one in offered if rest in _names(one.label))
                return replace(plain, text=choice.label, tap=self._brought_back(choice.id))
            case "重发":
                assert self._last
                return self._last
        kind = _KINDS[what]
        media = "" if kind in (Kind.LOCATION, Kind.OTHER) else f"media-{self._count}"
        return replace(plain, kind=kind, text=rest, media=media)

    def _delivered(self) -> list[str]:
        seen = len(self._letters)
        if self.works:
            self._worker.drain(self.now)
        lines = [line for channel, letter in self._letters[seen:] for line in self._letter(channel, letter)]
        with self._store.reading() as tx:
            unsent = [row for row in tx.outbox.listed() if row.state in _UNSENT and row.id not in self._told]
        self._told |= {row.id for row in unsent}
        return lines + [f"    (✗ {_CHANNELS[row.channel]} {row.template}: {row.reason})" for row in unsent]

    def _letter(self, channel: str, letter: Letter) -> list[str]:
        who = letter.address
        if channel == "sms":
            if "code" in letter.fields:
                self._code = letter.fields["code"]
            self._sure = letter.fields.get("digits", self._sure)
            hidden = {"digits": "{确认数字}"} if "digits" in letter.fields else {}
            shown = texted.fitted(letter.template, letter.fields, LIMIT)
            text = texted.text(letter.template).format_map(shown | hidden)
            assert parts(text, CONSOLE_SIGN) <= MOST, text
            if letter.template in REPLIES:
                return [f"    → {masked_phone(who)} 短信: {text}"]
            values = "、".join("{验证码}" if key == "code" else value for key, value in shown.items())
            return [f"    → {masked_phone(who)} 短信({letter.template}): {values}"]
        self._offered[who] += letter.say.choices
        if letter.file:
            return [f"    → {who} 微信{_FILES.get(letter.template, '图片')}"]
        if letter.route == "template":
            return [f"    → {who} 模板卡片({letter.template}): " + "、".join(letter.fields.values())]
        return _written(f"    → {who} 微信: ", letter.say.text, letter.say.choices)


def _photo() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(drawn, "PNG")
    return drawn.getvalue()


_PHOTO = _photo()


class _Photos:
    """Media as the channel would hand them out: any id is a small photo."""

    def __call__(self, provider_id: str, limit: int) -> Media:
        return Media(b"#!AMR\n" + bytes(64), "audio/amr") if limit == LIMITS["voice"] else Media(_PHOTO, "image/png")


class _Codes:
    """What the codes of estates hold, as WeChat would say."""

    def url(self, area: Area) -> str:
        return f"http://weixin.qq.com/q/{area.scene}"


def _written(start: str, text: str, offered: tuple[Choice, ...]) -> list[str]:
    if not text:
        return [start + "(不作声)"]
    lines = _LINK.sub(r"\1{链接}", text).split("\n")
    written = [start + lines[0], *(f"        {line or _BLANK}" for line in lines[1:])]
    if offered:
        written.append("        " + " ".join(f"[{one.key} {one.label}]" for one in offered))
    return [line.rstrip() for line in written]


def _names(label: str) -> tuple[str, ...]:
    """How a story may name a choice: whole, without the complaint's number, or up to its comma."""
    return label, label.rpartition(" ")[0], label.partition("，")[0]
