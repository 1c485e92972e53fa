"""What every answer of the pages carries, so that a page can do no more than it is meant to."""

from flask import Flask, Response, request

from console.pages.base import PREFIX
from core.settings import Settings

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; media-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
PRIVATE = "no-store, private"
FOR_GOOD = "public, max-age=31536000, immutable"


def guard(app: Flask, settings: Settings) -> None:
    """Put HEADERS on whatever is answered below the pages' address, mistakes included."""
    secure = settings.public_url.startswith("https://")

    @app.after_request
    def headers(answer: Response) -> Response:
        if request.path != PREFIX and not request.path.startswith(f"{PREFIX}/"):
            return answer
        for name, value in HEADERS.items():
            answer.headers[name] = value
        ours = request.endpoint == "pages.static" and answer.status_code in (200, 304)
        answer.headers["Cache-Control"] = FOR_GOOD if ours and "v" in request.args else PRIVATE
        if secure:
            answer.headers["Strict-Transport-Security"] = "max-age=31536000"
        return answer
