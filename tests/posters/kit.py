"""Posters to look at, and ways to look at them: straight, small, and as a bad photograph."""

import io
from dataclasses import replace

import pypdfium2
import zxingcpp
from PIL import Image, ImageEnhance, ImageFilter

from bot.posters import Poster, Size, laid_out, pdf, png

URL = "http://weixin.qq.com/q/02kXy9-ZcWd1Y10000M07p"
SHORT = Poster(URL, "万和世家", "高新区 · 桂溪街道", "张*", "5日内", "A7Q2", "10690123456")
LONG = replace(
    SHORT,
    name="中国（四川）自由贸易试验区成都高新国际人才公寓交子公园社区天府长岛二期A3地块商住楼",
    place="成都高新技术产业开发区 · 桂溪街道办事处",
    sms_number="",
)
POSTERS = {"short": SHORT, "long": LONG}


def picture(poster: Poster, size: Size) -> Image.Image:
    """The poster's PNG."""
    return Image.open(io.BytesIO(png(laid_out(poster, size)))).convert("RGB")


def page(poster: Poster, size: Size, dpi: int = 300) -> Image.Image:
    """The poster's PDF as a printer sees it."""
    document = pypdfium2.PdfDocument(pdf([laid_out(poster, size)], poster.name))
    return document[0].render(scale=dpi / 72).to_pil().convert("RGB")


def read(image: Image.Image) -> list[str]:
    """What the codes in a picture hold."""
    return [found.text for found in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)]


def smaller(image: Image.Image, share: float = 0.3) -> Image.Image:
    """The picture at this share of its size."""
    return image.resize((round(image.width * share), round(image.height * share)), Image.Resampling.LANCZOS)


def photographed(image: Image.Image, seed: int = 0) -> Image.Image:
    """As a hand-held telephone in a dim stairwell takes it: turned, askew, out of focus, dark and grainy."""
    side = 1200
    scale = side / max(image.size)
    small = smaller(image, scale)
    scene = Image.new("RGB", (side + 400, side + 400), (120, 112, 104))
    scene.paste(small, ((scene.width - small.width) // 2, (scene.height - small.height) // 2))
    turned = scene.rotate((-14, 9, 23)[seed % 3], Image.Resampling.BICUBIC, fillcolor=(120, 112, 104))
    askew = turned.transform(
        turned.size,
        Image.Transform.PERSPECTIVE,
        (1.16, 0.1, -140, 0.04, 1.2, -120, 6e-5, 1.4e-4),
        Image.Resampling.BICUBIC,
    )
    blurred = askew.filter(ImageFilter.GaussianBlur(1.6))
    dark = ImageEnhance.Contrast(ImageEnhance.Brightness(blurred).enhance(0.45)).enhance(0.8)
    return Image.blend(dark, Image.effect_noise(dark.size, 60).convert("RGB"), 0.12)
