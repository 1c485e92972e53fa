"""One person's phone: what it shows, and everything its owner can do with it."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from simulator import messages, people, replies
from simulator.replies import Answer

if TYPE_CHECKING:
    from simulator.world import Simulator

KEPT = 600  # bubbles a phone remembers
Bubble = dict[str, Any]


class NotFollowing(RuntimeError):
    """Only followers can write to the account: scan or follow first."""


class Person:
    """Made by `Simulator.person`. Each act is pushed to the bot and answers the words shown in reply ("" for none).

    `last` is the whole Answer to the latest act of the thread that asks. `bubbles` are plain dicts: id, at (ms since
    1970), side (me, account or system), kind, and what the kind needs.
    """

    def __init__(self, world: "Simulator", openid: str) -> None:
        self._world = world
        self.openid = openid
        self.persona = people.BY_OPENID.get(openid)
        self.phone = self.persona.phone if self.persona else ""
        self.following = False
        self.refuses_templates = False
        self.tags: set[int] = set()
        self.bubbles: deque[Bubble] = deque(maxlen=KEPT)
        self._latest = threading.local()

    @property
    def last(self) -> Answer:
        return getattr(self._latest, "answer", Answer())

    # What a person does ------------------------------------------------------------------------------------------

    def follows(self) -> str:
        return self._follow("")

    def unfollows(self) -> None:
        self.following = False
        self.tags.clear()
        self._world.quota.left(self.openid)
        self.tell({"menu": self._world.account.menu_for(self.tags)})
        self._note("已取消关注")
        self.push(messages.unsubscribe(), silent=True)

    def scans(self, code: str) -> str:
        """`code` is an estate's scene, its name, or the URL in a QR picture. It follows the account if need be."""
        scene, name = self._world.scene(code)
        self._note(f"扫描了「{name}」的码上办")
        if not self.following:
            return self._follow(scene)
        self._world.quota.tapped(self.openid)
        return self.push(messages.scan(scene, self._world.ticket(scene))).text

    def says(self, text: str, tap: str = "") -> str:
        """Type `text`; with `tap`, tap a choice whose label is `text`."""
        if not tap:
            return self._write(messages.text(text), {"kind": "text", "text": text})
        quirks = self._world.quirks
        place = next((at for at, one in enumerate(self._newest) if one["tap"] == tap), 0)
        fields = messages.text(text, quirks.brought_back(tap, place)) | ({} if quirks.msgid else {"MsgId": None})
        return self._write(fields, {"kind": "text", "text": text}, self._world.quota.tapped)

    def taps(self, choice: str) -> str:
        """Tap the newest choice on the phone with this label (a number may stand behind it), wording or id. Raises
        LookupError."""
        found = next((one for one in self.choices if choice in _names(one)), None)
        if found is None:
            raise LookupError(f"nothing on the phone of {self.openid} says {choice}")
        return self.says(found["label"], found["tap"])

    def clicks(self, key: str) -> str:
        """Tap an entry of the account's menu."""
        self._must_follow()
        self._world.quota.tapped(self.openid)
        return self.push(messages.click(key)).text

    def sends_picture(self, picture: bytes, mime: str = "image/jpeg") -> str:
        media_id = self._world.media.keep(picture, mime)
        url = self._world.media_url(media_id)
        return self._write(messages.image(media_id, url), {"kind": "image", "media": media_id})

    def sends_voice(self, words: str, recording: bytes = b"") -> str:
        """Speak `words`, which WeChat writes down where it still does (`Quirks.recognition`)."""
        media_id = self._world.media.keep(recording or self._world.media.silence(words), "audio/amr")
        bubble = {"kind": "voice", "text": words, "seconds": max(1, min(60, len(words) // 3))}
        return self._write(messages.voice(media_id, words if self._world.quirks.recognition else ""), bubble)

    def sends_video(self, film: bytes, thumb: bytes = b"") -> str:
        keep = self._world.media.keep
        fields = messages.video(keep(film, "video/mp4"), keep(thumb or film, "image/jpeg"))
        return self._write(fields, {"kind": "video"})

    def sends_place(self, latitude: float, longitude: float, label: str) -> str:
        return self._write(messages.location(latitude, longitude, label), {"kind": "location", "text": label})

    def sends_link(self, title: str, description: str, url: str) -> str:
        fields = messages.link(title, description, url)
        return self._write(fields, {"kind": "link", "text": title, "about": description, "href": url})

    def answers_consent(self, template_ids: list[str], status: str = "accept", always: bool = False) -> str:
        """Answer the pop-up for subscription messages: accept (or acceptWithAlert and the like), or reject."""
        for template_id in template_ids:
            if status.startswith("accept"):
                self._world.quota.consented(self.openid, template_id, always)
        return self.push(messages.consent_given(template_ids, status)).text

    def withdraws_consent(self, template_ids: list[str]) -> str:
        for template_id in template_ids:
            self._world.quota.refused(self.openid, template_id)
        return self.push(messages.consent_changed(template_ids)).text

    def texts(self, content: str) -> None:
        """Write an SMS to the gateway's number."""
        self._world.sms.uplink(self.phone, content)

    # What a person sees ------------------------------------------------------------------------------------------

    @property
    def choices(self) -> list[dict[str, str]]:
        """Everything that can be tapped, the newest first: text, label, tap (the id)."""
        shown = [bubble for bubble in list(self.bubbles) if bubble["side"] == "account"]
        return [piece for bubble in reversed(shown) for piece in bubble.get("parts", ()) if "tap" in piece]

    @property
    def _newest(self) -> list[dict[str, str]]:
        """What can be tapped in the newest message that offers anything."""
        shown = [bubble for bubble in list(self.bubbles) if bubble["side"] == "account"]
        offers = ([one for one in bubble.get("parts", ()) if "tap" in one] for bubble in reversed(shown))
        return next(filter(None, offers), [])

    @property
    def words(self) -> list[str]:
        """The texts the account has said, the oldest first."""
        return [bubble["text"] for bubble in list(self.bubbles) if bubble["side"] == "account" and bubble.get("text")]

    def waits_for(self, words: str, timeout: float = 15.0, after: int = 0) -> Bubble:
        """The first bubble of the account (with an id above `after`) holding these words. Raises TimeoutError."""
        return self._world.wait(lambda: self._find(words, after), timeout, f"{self.openid} never saw {words!r}")

    def _find(self, words: str, after: int) -> Bubble | None:
        shown = (one for one in list(self.bubbles) if one["side"] == "account" and one["id"] > after)
        return next((one for one in shown if words in str(one)), None)

    def hears(self, bubble: Bubble) -> None:
        """Something from the account comes to the phone, late where the network is slow."""
        self._world.slowly(lambda: self._show({"side": "account"} | bubble))

    def tell(self, fields: Bubble) -> None:
        """Publish a change of the person's own state to the pages."""
        self._world.publish(self, "person", fields)

    # ------------------------------------------------------------------------------------------------------------

    def push(self, fields: messages.Fields, silent: bool = False) -> Answer:
        """Push any message or event as this person; with `silent` a failure shows nothing on the phone."""
        self._latest.answer = answer = self._world.deliver(self.openid, fields)
        if answer.problem and not silent:
            self._world.slowly(lambda: self._note(replies.OUT_OF_ORDER, fault=answer.problem))
        for bubble in answer_bubbles(answer):
            self.hears(bubble)
        return answer

    def _follow(self, scene: str) -> str:
        self.following = True
        self._world.quota.tapped(self.openid)
        self._note("你已关注码上办")
        self.tell({"following": True})
        return self.push(messages.subscribe(scene, self._world.ticket(scene))).text

    def _write(self, fields: messages.Fields, bubble: Bubble, counts: Callable[[str], None] | None = None) -> str:
        self._must_follow()
        (counts or self._world.quota.wrote)(self.openid)
        self._show({"side": "me"} | bubble)
        return self.push(fields).text

    def _must_follow(self) -> None:
        if not self.following:
            raise NotFollowing(f"{self.openid} does not follow the account: scan or follow first")

    def _note(self, text: str, **more: Any) -> None:
        self._show({"side": "system", "kind": "note", "text": text} | more)
        self.tell({"following": self.following})

    def _show(self, bubble: Bubble) -> None:
        bubble = {"id": self._world.next_id(), "at": int(time.time() * 1000)} | bubble
        self.bubbles.append(bubble)
        self._world.publish(self, "bubble", bubble)


def _names(choice: dict[str, str]) -> tuple[str, ...]:
    label = choice["label"]
    return choice["tap"], label, choice["text"], label.rpartition(" ")[0]


def answer_bubbles(answer: Answer) -> list[Bubble]:
    makers: dict[str, Callable[[], Bubble]] = {
        "text": lambda: text_bubble(answer.text),
        "image": lambda: {"kind": "image", "media": answer.media_id},
        "news": lambda: {"kind": "news", **answer.articles[0]},
    }
    return [makers[answer.kind]()] if answer.kind in makers else []


def text_bubble(text: str) -> Bubble:
    return {"kind": "text", "text": text, "parts": replies.parts(text)}


def menu_bubble(head: str, choices: list[dict[str, Any]], tail: str) -> Bubble:
    """A customer-service menu: a head, tappable lines, a tail."""
    taps = [
        {"text": str(one.get("content")), "label": str(one.get("content")), "tap": str(one["id"])} for one in choices
    ]
    return {"kind": "menu", "text": head, "parts": taps, "tail": tail}
