"""Photos, voice messages and videos, made fit to keep: of the right kind and size, and telling nothing but what
they show."""

import io
import threading
from collections.abc import Callable
from typing import NamedTuple

from PIL import Image, ImageOps

from bot.notify.channels import Fate, Outcome
from bot.notify.channels.wechat_api import Declined, Elsewhere, Media, TooLarge, WeChatError
from bot.notify.video import NoVideo, stripped
from core.store.files import Files
from core.store.media import Medium

LIMITS = {"image": 10 << 20, "voice": 2 << 20, "video": 10 << 20}
"""Bytes WeChat lets a user send, by kind."""
PIXELS = 40_000_000
QUALITY = 85
GONE = (40004, 40006, 40007, 41005, 41006)
"""WeChat's error codes for media that it does not have, or not any more."""

Fetch = Callable[[str, int], Media]
"""Gets a file by its provider's id, of at most so many bytes. Raises WeChatError."""

_one_at_a_time = threading.Lock()
"""A photo of 40 megapixels takes 240 MB while it is turned and written."""


class Kept(NamedTuple):
    """A file as it was stored."""

    file: str
    mime: str
    size: int


class Unfit(Exception):
    """Not what it should be; the reason's short name."""


def fetch_medium(fetch: Fetch, files: Files, medium: Medium) -> tuple[Outcome, Kept | None]:
    """Get a file from the channel and keep it. FAILED where it will never be had."""
    try:
        limit = LIMITS[medium.kind]
        content, mime = fit(medium.kind, fetch(medium.provider_id, limit).content)
        return Outcome(Fate.SENT), Kept(files.put(content), mime, len(content))
    except KeyError:
        return Outcome(Fate.FAILED, reason="unknown_kind"), None
    except Unfit as unfit:
        return Outcome(Fate.FAILED, reason=str(unfit)), None
    except Elsewhere:
        return Outcome(Fate.FAILED, reason="elsewhere"), None
    except TooLarge:
        return Outcome(Fate.FAILED, reason="too_large"), None
    except Declined as declined:
        fate = Fate.FAILED if declined.code in GONE else Fate.RETRY
        return Outcome(fate, reason="gone" if fate is Fate.FAILED else "declined", detail=declined.detail), None
    except WeChatError as error:
        return Outcome(Fate.RETRY, reason="not_reached", detail=error.detail), None
    except OSError as error:
        return Outcome(Fate.RETRY, reason="disk", detail=type(error).__name__), None


def fit(kind: str, content: bytes) -> tuple[bytes, str]:
    """The content as it may be kept, and its MIME type. Raises Unfit."""
    if kind == "image":
        return _photo(content)
    mime = _recording(kind, content)
    return (_video(content) if kind == "video" else content), mime


def _photo(content: bytes) -> tuple[bytes, str]:
    """The picture upright and written anew, so that nothing stays of where and with what it was taken."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "GIF", "WEBP")) as image:
            if image.width * image.height > PIXELS:
                raise Unfit("too_many_pixels")
            as_photo = image.format in ("JPEG", "MPO")
            with _one_at_a_time:
                return _written(image, as_photo), "image/jpeg" if as_photo else "image/png"
    except Image.DecompressionBombError:
        raise Unfit("too_many_pixels") from None
    except Unfit:
        raise
    except Exception:  # Pillow answers a broken file with whatever its decoder happened to raise
        raise Unfit("no_picture") from None


def _written(image: Image.Image, as_photo: bool) -> bytes:
    upright = ImageOps.exif_transpose(image)
    plain = upright.convert("RGB" if as_photo or not upright.has_transparency_data else "RGBA")
    plain.info.clear()
    out = io.BytesIO()
    if as_photo:
        plain.save(out, "JPEG", quality=QUALITY)
    else:
        plain.save(out, "PNG")
    return out.getvalue()


def _video(content: bytes) -> bytes:
    try:
        return stripped(content)
    except NoVideo:
        raise Unfit("no_video") from None


def _recording(kind: str, content: bytes) -> str:
    if kind == "video" and content[4:8] == b"ftyp":
        return "video/mp4"
    if kind == "voice":
        for start, mime in _VOICES:
            if content.startswith(start):
                return mime
    raise Unfit(f"no_{kind}")


_VOICES = (
    (b"#!AMR", "audio/amr"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"#!SILK", "audio/silk"),
    (b"\x02#!SILK", "audio/silk"),
)
