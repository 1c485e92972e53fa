"""What a file is called when it is taken away: names are Chinese, HTTP headers are not."""

from urllib.parse import quote

from flask import Response


def named(answer: Response, name: str, how: str = "attachment") -> Response:
    """The answer, with its file's name (RFC 6266)."""
    answer.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name, safe='')}"
    return answer
