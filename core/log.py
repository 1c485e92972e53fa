"""The log: one JSON line an event in production, readable lines in the demonstration. Whatever is written, phones,
identity numbers, openids and our secrets are masked last, in the finished line, so that nothing slips by."""

import logging
import re
from collections.abc import Callable
from typing import Any, TextIO

import structlog
from pydantic import SecretStr

from core.numbers import IDENTITY, MOBILE
from core.settings import Settings

_SHORTEST_SECRET = 6
_OPENID = re.compile(r"(?<![\w-])o(?=[a-z_-]*[A-Z\d])[\w-]{27}(?![\w-])", re.ASCII)


def masker(settings: Settings) -> Callable[[str], str]:
    """What makes a line fit to be written: personal data and the values of all secret settings are masked."""
    secrets = sorted(_secrets(settings), key=len, reverse=True)

    def mask(line: str) -> str:
        for secret in secrets:
            line = line.replace(secret, "***")
        line = MOBILE.sub(r"\1****\2", line)
        line = IDENTITY.sub(lambda found: f"*****{found[0][-4:]}", line)
        return _OPENID.sub("o***", line)

    return mask


def setup(settings: Settings, stream: TextIO | None = None) -> None:
    """Send everything that is logged, by us and by libraries, to `stream` (standard error), masked."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Masked(masker(settings), foreign_pre_chain=shared, processors=_last(settings)))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for noisy in ("urllib3", "alembic", "PIL", "fontTools", "transitions"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _last(settings: Settings) -> list[Any]:
    meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if settings.app_env == "production":
        return [meta, structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    return [meta, structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]


class _Masked(structlog.stdlib.ProcessorFormatter):
    """Formats as usual, then masks the whole line, its traceback included."""

    def __init__(self, mask: Callable[[str], str], **how: Any) -> None:
        super().__init__(**how)
        self._mask = mask

    def format(self, record: logging.LogRecord) -> str:
        return self._mask(super().format(record))


def _secrets(settings: Settings) -> set[str]:
    values = [getattr(settings, name) for name in type(settings).model_fields]
    found = [one for value in values for one in (value if isinstance(value, tuple) else (value,))]
    plain = {one.get_secret_value() for one in found if isinstance(one, SecretStr)}
    return {value for value in plain if len(value) >= _SHORTEST_SECRET}
