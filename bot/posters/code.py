"""The QR code itself: high error correction, so that it is read with a third of it scratched or dirty."""

from functools import lru_cache

import qrcode

QUIET = 4
"""Modules around it that stay white (ISO/IEC 18004)."""


@lru_cache(maxsize=8)
def matrix(url: str) -> tuple[tuple[bool, ...], ...]:
    """The modules, dark ones true, without the quiet zone."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_H, border=0)
    code.add_data(url)
    code.make()
    return tuple(map(tuple, code.get_matrix()))
