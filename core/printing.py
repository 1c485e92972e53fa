"""打印码上办: what has to be so before an estate's code may be printed (seed, question 9)."""

from enum import StrEnum

from core.queries import AreaLine


class Condition(StrEnum):
    """In the order in which they are met: there is a 项目负责人, with an account, who has signed in with it."""

    MANAGER = "manager"
    ACCOUNT = "account"
    SIGNED_IN = "signed_in"


def missing(line: AreaLine) -> tuple[Condition, ...]:
    """What is missing; nothing where the code may be printed."""
    met = line.has_manager, line.manager_registered, line.manager_signed_in
    return tuple(condition for condition, so in zip(Condition, met, strict=True) if not so)
