"""Words made fit to leave the house with a text: a gateway and a carrier read them."""

from collections.abc import Iterable

from core.complaint import Complaint
from core.identity import masked_name
from core.numbers import IDENTITY, hidden
from core.store.engine import Tx

NAME = 2
"""Characters from which a name is looked for in words."""


def outward(tx: Tx, complaint: Complaint, words: str) -> str:
    """Without mobile and identity numbers, and without the full names of who handles the complaint."""
    area = tx.directory.area(complaint.area_id)
    people = tx.directory.in_charge(area, complaint.handler_id) if area else []
    return masked(words, (one.name for one in people))


def masked(words: str, names: Iterable[str] = ()) -> str:
    """`words` with each number and name in them made unreadable."""
    for name in names:
        words = words.replace(name, masked_name(name)) if len(name) >= NAME else words
    return IDENTITY.sub(lambda found: f"*****{found[0][-4:]}", hidden(words))
