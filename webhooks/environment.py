"""The settings and the database of the environment, looked at before anything is made of them."""

from bot.texts.starting import NOT_DURABLE
from console.commands.base import Mistake
from core.settings import Settings, from_environment
from core.store.durable import NotDurable
from core.store.engine import Store


def sound() -> tuple[Settings, Store]:
    """Raises BadSettings, and Mistake where the database cannot be one of ours."""
    settings = from_environment()
    try:
        store = Store.from_settings(settings)
        store.check()
    except NotDurable as error:
        raise Mistake(NOT_DURABLE[error.reason]) from None
    except OSError as error:
        raise Mistake(f"DATABASE_URL 的文件夹建不了：{error}") from None
    return settings, store
