"""What an operator does about notices that were given up."""

from core.complaint import Refusal
from core.console_commands import GiveUpNotice, RetryNotice
from core.services.work import Work, as_operator
from core.store.outbox import Sending

RETRIED = (Sending.DEAD, Sending.FAILED)
"""What certainly reached nobody. What may have (unknown) is not sent a second time."""


def retry_notice(work: Work, command: RetryNotice) -> None:
    """Have a notice sent after all, from its first try on. Raises Refusal `not_found`, `not_dead`,
    `notice_blank` where what it said is kept no longer."""
    as_operator(work)
    _dead(work, command.notice_id, RETRIED)
    if not work.tx.outbox.says(command.notice_id):
        raise Refusal("notice_blank")
    work.tx.outbox.revive(command.notice_id, work.now)
    work.tx.audit.write(work.actor, "retry_notice", f"notice:{command.notice_id}", work.now)


def give_up_notice(work: Work, command: GiveUpNotice) -> None:
    """Take a notice off the list of dead letters: it will not be sent. Raises Refusal `not_found`, `not_dead`."""
    as_operator(work)
    _dead(work, command.notice_id, (Sending.DEAD,))
    work.tx.outbox.finish(command.notice_id, Sending.SKIPPED, work.now, "given_up")
    work.tx.audit.write(work.actor, "give_up_notice", f"notice:{command.notice_id}", work.now)


def _dead(work: Work, notice_id: int, states: tuple[Sending, ...]) -> None:
    state = work.tx.outbox.state(notice_id)
    if state is None:
        raise Refusal("not_found")
    if state not in states:
        raise Refusal("not_dead", state=state)
