"""Stored photos, voice messages and videos as customer-service messages: uploaded for three days, then named by id.

Source: WeChat, temporary media: pictures JPG or PNG, voice AMR or MP3, video MP4 with a JPG to stand for it.
"""

import io
from functools import cache
from typing import Any, NamedTuple

from PIL import Image, ImageDraw

from bot.notify.channels import File
from bot.notify.channels.wechat_api import BUSY, Ambiguous, Budget, Declined, Unreached, WeChatApi


class Sort(NamedTuple):
    """How WeChat calls a kind of file, and how its name ends."""

    kind: str
    ending: str


FORWARDED = {
    "image/jpeg": Sort("image", "jpg"),
    "image/png": Sort("image", "png"),
    "audio/amr": Sort("voice", "amr"),
    "audio/mpeg": Sort("voice", "mp3"),
    "video/mp4": Sort("video", "mp4"),
}
"""What can be sent on, by MIME type; of what is stored, only voice in other formats cannot."""


def uploaded(api: WeChatApi, file: File, budget: Budget) -> dict[str, Any]:
    """The body of a customer-service message that shows `file`. Raises WeChatError; nothing was sent to anyone then,
    whatever became of the upload."""
    kind, ending = FORWARDED[file.mime]
    shown = {"media_id": _upload(api, kind, file.content, f"{kind}.{ending}", file.mime, budget)}
    if kind == "video":
        still = _upload(api, "thumb", _still(), "thumb.jpg", "image/jpeg", budget)
        shown |= {"thumb_media_id": still, "title": "", "description": ""}
    return {"msgtype": kind, kind: shown}


def _upload(api: WeChatApi, kind: str, content: bytes, name: str, mime: str, budget: Budget) -> str:
    try:
        return api.upload(kind, content, name, mime, budget)
    except Ambiguous as error:
        raise Unreached(f"upload: {error.reason}") from error
    except Declined as error:
        if error.code != BUSY:
            raise
        raise Unreached(f"upload: {error.detail}") from error


@cache
def _still() -> bytes:
    """What stands for any video until it is played: nobody's picture."""
    drawn, out = Image.new("RGB", (320, 180), (64, 68, 72)), io.BytesIO()
    ImageDraw.Draw(drawn).polygon([(140, 60), (140, 120), (195, 90)], fill=(236, 238, 240))
    drawn.save(out, "JPEG", quality=80)
    return out.getvalue()
