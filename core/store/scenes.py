"""The codes that estates had before: printed posters hang on, and whoever scans one is not sent away."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from core.store.tables import areas, old_scenes

STILL_GOOD = timedelta(days=30)
"""How long a code that was renewed still leads to its estate, unless it has leaked."""


class OldScene(NamedTuple):
    """The estate that a code led to, and until when it still does."""

    area_id: int
    until: datetime


class OldScenes:
    """Keeps and finds within the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, area_id: int, now: datetime, at_once: bool = False) -> datetime:
        """Keep the code that an estate is about to lose; until when it is good. `at_once`: no longer than now, as
        little as those it had before."""
        until = now if at_once else now + STILL_GOOD
        scene = self._connection.scalar(select(areas.c.scene).where(areas.c.id == area_id))
        values = {"scene": scene, "area_id": area_id, "until": until}
        self._connection.execute(insert(old_scenes).values(values))
        if at_once:
            good = (old_scenes.c.area_id == area_id) & (old_scenes.c.until > now)
            self._connection.execute(update(old_scenes).where(good).values(until=now))
        return until

    def get(self, scene: str) -> OldScene | None:
        """What this code was, good or not; None where it was never an estate's, or too long ago."""
        query = select(old_scenes.c.area_id, old_scenes.c.until).where(old_scenes.c.scene == scene)
        row = self._connection.execute(query).first()
        return OldScene(*row) if row else None

    def drop(self, before: datetime, most: int) -> int:
        """Forget codes that were good until before then; how many."""
        old = select(old_scenes.c.scene).where(old_scenes.c.until < before).limit(most)
        return self._connection.execute(delete(old_scenes).where(old_scenes.c.scene.in_(old))).rowcount
