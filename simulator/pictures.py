"""Two drawn pictures ready to send, and a film's first bytes."""

import io
import random
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw, ImageFilter

SIZE = (960, 720)
FILM = bytes.fromhex("000000186674797069736f6d0000020069736f6d69736f32") + bytes(512)
Colour = tuple[int, int, int]


@cache
def sample(number: int) -> bytes:
    """The picture as JPEG."""
    picture = Image.new("RGB", SIZE)
    SAMPLES[number](picture)
    out = io.BytesIO()
    _grain(picture.filter(ImageFilter.GaussianBlur(1.1))).save(out, "JPEG", quality=86)
    return out.getvalue()


def _flooded_garage(picture: Image.Image) -> None:
    """An underground car park, its bays under water."""
    draw = ImageDraw.Draw(picture, "RGBA")
    _gradient(draw, (0, 0, 960, 330), (74, 80, 84), (150, 155, 152))
    for x in range(40, 960, 190):
        draw.polygon([(x, 0), (x + 26, 0), (480 + (x - 467) // 3, 330), (480 + (x - 480) // 3, 330)], (58, 63, 66, 90))
    for x in (70, 330, 590, 850):
        draw.rounded_rectangle((x - 60, 36, x + 60, 50), 7, (252, 252, 236))
        draw.ellipse((x - 120, -40, x + 120, 130), (255, 255, 230, 26))
    _gradient(draw, (0, 330, 960, 720), (96, 112, 112), (44, 60, 66))
    for left, shade in ((120, 205), (700, 190)):
        draw.rectangle((left, 60, left + 84, 470), (shade, shade, shade - 8))
        for y in range(300, 470, 34):
            draw.polygon([(left, y), (left + 84, y - 26), (left + 84, y - 9), (left, y + 17)], (226, 178, 44))
        draw.rectangle((left, 470, left + 84, 640), (shade - 80, shade - 72, shade - 70, 110))
    _car(draw, 300, 330)
    for y in range(480, 720, 16):
        _ripple(draw, y)
    draw.ellipse((430, 560, 760, 640), outline=(190, 208, 210, 120), width=3)
    draw.ellipse((500, 580, 690, 622), outline=(200, 216, 218, 130), width=3)


def _car(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    draw.rounded_rectangle((x, y, x + 330, y + 150), 38, (176, 52, 48))
    draw.polygon([(x + 50, y + 10), (x + 92, y - 62), (x + 238, y - 62), (x + 282, y + 10)], (148, 42, 40))
    draw.polygon([(x + 74, y + 4), (x + 106, y - 48), (x + 224, y - 48), (x + 258, y + 4)], (70, 86, 96))
    for left in (x + 18, x + 252):
        draw.ellipse((left, y + 42, left + 60, y + 78), (250, 240, 205))
    draw.rounded_rectangle((x + 115, y + 88, x + 215, y + 116), 5, (36, 84, 160))
    draw.rectangle((x - 20, y + 122, x + 350, y + 190), (92, 108, 110, 236))
    draw.rounded_rectangle((x + 30, y + 150, x + 300, y + 250), 40, (120, 52, 50, 84))


def _ripple(draw: ImageDraw.ImageDraw, y: int) -> None:
    dice = random.Random(y)
    for _ in range(9):
        x, long = dice.randrange(-60, 940), dice.randrange(40, 190)
        draw.line(
            (x, y + dice.randrange(12), x + long, y + dice.randrange(12)), (188, 204, 206, dice.randrange(26, 88)), 3
        )


def _full_bins(picture: Image.Image) -> None:
    """Two bins overflowing beside a hedge."""
    draw = ImageDraw.Draw(picture, "RGBA")
    _gradient(draw, (0, 0, 960, 260), (186, 208, 224), (226, 232, 228))
    draw.rectangle((0, 40, 960, 330), (206, 190, 170))
    for y in range(40, 330, 30):
        for x in range(-40 + (y // 30 % 2) * 40, 960, 80):
            draw.rectangle((x, y, x + 77, y + 27), (198, 172, 148) if (x + y) % 3 else (188, 160, 138))
    dice = random.Random(7)
    for _ in range(420):
        x, y = dice.randrange(-30, 990), dice.randrange(290, 430)
        green = dice.randrange(80, 150)
        draw.ellipse((x - 24, y - 18, x + 24, y + 18), (green // 2, green, green // 2 - 10))
    _gradient(draw, (0, 430, 960, 720), (176, 174, 168), (142, 140, 136))
    for left, colour, lid in ((180, (46, 128, 84), (34, 104, 66)), (500, (70, 110, 160), (52, 88, 134))):
        _bin(draw, left, colour, lid)
    bags: tuple[tuple[int, int, int, Colour], ...] = (
        (120, 600, 74, (34, 36, 40)), (410, 612, 84, (226, 226, 220)), (470, 640, 56, (206, 70, 60)),
        (760, 604, 90, (40, 42, 48)), (850, 640, 60, (232, 220, 170)),
    )  # fmt: skip
    for x, y, size, colour in bags:
        _bag(draw, x, y, size, colour)
    draw.polygon([(620, 640), (740, 610), (770, 668), (650, 700)], (186, 146, 98))
    draw.line((632, 668, 758, 638), (146, 108, 68), 4)


def _bin(draw: ImageDraw.ImageDraw, left: int, colour: Colour, lid: Colour) -> None:
    draw.ellipse((left - 10, 590, left + 260, 640), (60, 60, 60, 70))
    draw.polygon([(left, 330), (left + 240, 330), (left + 214, 610), (left + 26, 610)], colour)
    draw.polygon([(left + 150, 330), (left + 240, 330), (left + 214, 610), (left + 160, 610)], (0, 0, 0, 34))
    for number, bag in enumerate(((44, 46, 52), (224, 224, 214), (70, 74, 80))):
        _bag(draw, left + 50 + number * 70, 306 - number % 2 * 20, 52, bag)
    draw.polygon([(left - 12, 330), (left + 252, 330), (left + 246, 358), (left - 6, 358)], lid)
    draw.polygon([(left + 232, 200), (left + 262, 196), (left + 270, 340), (left + 240, 340)], lid)
    draw.rounded_rectangle((left + 84, 430, left + 156, 502), 12, (255, 255, 255, 190))
    draw.polygon([(left + 120, 442), (left + 146, 488), (left + 94, 488)], outline=colour, width=7)


def _bag(draw: ImageDraw.ImageDraw, x: int, y: int, size: int, colour: Colour) -> None:
    light = tuple(min(255, part + 34) for part in colour)
    draw.ellipse((x - size, y - size * 3 // 4, x + size, y + size * 3 // 4), colour)
    draw.polygon([(x - 14, y - size // 2), (x + 14, y - size // 2), (x + 24, y - size), (x - 24, y - size)], colour)
    draw.arc((x - size * 2 // 3, y - size // 2, x + size // 4, y + size // 2), 180, 280, light, 6)


def _gradient(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], top: Colour, bottom: Colour) -> None:
    left, upper, right, lower = box
    for y in range(upper, lower):
        part = (y - upper) / (lower - upper)
        draw.line((left, y, right, y), tuple(round(a + (b - a) * part) for a, b in zip(top, bottom, strict=True)))


def _grain(picture: Image.Image) -> Image.Image:
    return Image.blend(picture, Image.effect_noise(SIZE, 46).convert("RGB"), 0.07)


SAMPLES: tuple[Callable[[Image.Image], None], ...] = (_flooded_garage, _full_bins)
