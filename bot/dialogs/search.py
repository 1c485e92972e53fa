"""查询: the complaints one may see, by state, estate, number, words, overdue (seed, question 13)."""

import re
from collections.abc import Sequence

from bot.dialogs.base import Data, Dialog, Do, Done, Heard, Turn
from bot.dialogs.bind import office, post
from bot.dialogs.desk import in_full
from bot.messages import Choice, Say
from bot.texts import common
from bot.texts import search as texts
from bot.wording import SHORT, deed, excerpt, page_note
from core.accounts import Account
from core.browsing import Filter, Found
from core.commands import ShowMedia
from core.kinds import LABELS
from core.lifecycle import State
from core.look import Role
from core.queries import PAGE, states_named

MOST_WORDS = 4
_APART = re.compile(r"[\s、,，;；+]+")
_UNSAFE = re.compile(r"[^\w./·-]")
_KINDS = {label: kind for kind, label in LABELS.items()}
_FILTERS = (State.PENDING, State.HANDLING, State.RATING, State.CLOSED, State.WITHDRAWN)
_DETAILS = ((Role.MANAGER, "manager_detail"), (Role.OFFICER, "officer_detail"))


class Search(Dialog):
    """One answer each; whose complaints they are is part of the query."""

    name = "search"

    def start(self, heard: Heard, data: Data) -> Turn:
        """A page; by a tap, or where a number names one, that one in full."""
        account = heard.look.account()
        if account is None:
            return Done(Say(texts.NOBODY.format(who=_who(heard))))
        if heard.args.id is not None:
            return _detail(heard, account, heard.args.id)
        page, kept = heard.args.page, heard.args.value.partition(",")[2]
        words = [_UNSAFE.sub("", one)[:20] for one in _APART.split(kept or heard.args.rest)]
        words = [one for one in words if one][:MOST_WORDS]
        if any(one in texts.EXPLANATION_WORDS for one in words):
            return Done(Say(texts.EXPLAINED, _filters()))
        return _narrowed(heard, account, words, page)


def filters(word: str) -> bool:
    """Whether a word by itself says which complaints are looked for."""
    number = word.isdecimal() and len(word) >= SHORT
    return (
        number or word in _KINDS or word in texts.OVERDUE_WORDS or bool(states_named(texts.OTHER_NAMES.get(word, word)))
    )


def _narrowed(heard: Heard, account: Account, words: Sequence[str], page: int) -> Turn:
    wanted = Filter()
    for word in words:
        states = states_named(texts.OTHER_NAMES.get(word, word))
        if states:
            wanted = wanted._replace(states=wanted.states + states)
        elif word in texts.OVERDUE_WORDS:
            wanted = wanted._replace(overdue=True)
        elif word in _KINDS:
            wanted = wanted._replace(kind=_KINDS[word])
        elif word.isdecimal() and len(word) >= SHORT:
            wanted = wanted._replace(words=word)
        else:
            estates = [one for one in heard.look.searchable(account) if word in one[1]]
            same = [one for one in estates if one[1] == word] or estates
            if len(same) > 1:
                return Done(Say(texts.WHICH_ESTATE.format(like=word), _which(same, words, word)))
            wanted = wanted._replace(area_id=same[0][0]) if same else wanted._replace(words=word)
    found = heard.look.search(account, wanted, page + 1, heard.now)
    if found.total == 1 and wanted.words.isdecimal():
        return _detail(heard, account, found.lines[0].id)
    return Done(_listed(found, account, words, page))


def _listed(found: Found, account: Account, words: Sequence[str], page: int) -> Say:
    what = " ".join(words)
    if not found.lines and not words:
        return Say(texts.EMPTY)
    if not found.lines:
        return Say(texts.NONE.format(what=what), (Choice(f"search:::0,{texts.EXPLANATION}", texts.STATES),))
    lines = "\n".join(
        texts.LINE.format(
            key=key,
            short=one.number[-SHORT:],
            area=excerpt(one.area, 8),
            state=one.state.value,
            left=one.remaining,
            words=excerpt(one.content, 10),
        )
        for key, one in enumerate(found.lines, 1)
    )
    offered = [Choice(f"search:{one.id}", one.number[-SHORT:]) for one in found.lines]
    if found.total > (page + 1) * PAGE:
        offered.append(Choice(f"search:::{page + 1},{'、'.join(words)}", common.MORE))
    note = page_note(page, found.total, PAGE, common.PAGE) + ("" if found.all_searched else texts.NOT_ALL)
    what = f"“{what}”" if what else ""
    return Say(texts.LIST.format(what=what, total=found.total, lines=lines, page=note), tuple(offered))


def _detail(heard: Heard, account: Account, complaint_id: int) -> Turn:
    found = heard.look.browsed(account, complaint_id)
    if found is None:
        return Done(Say(texts.NOT_FOUND))
    verbs = [verb for role, verb in _DETAILS if heard.look.complaint(found.id, role)]
    ways = tuple(deed(verb, texts.HANDLE, found) for verb in verbs[:1])
    return Do(ShowMedia(found.id), lambda _: Done(Say(in_full(heard, found, Role.MANAGER), ways)))


def _which(estates: Sequence[tuple[int, str]], words: Sequence[str], like: str) -> tuple[Choice, ...]:
    others = [one for one in words if one != like]
    return tuple(Choice(f"search:::0,{'、'.join([name, *others])}", name) for _, name in estates[:PAGE])


def _filters() -> tuple[Choice, ...]:
    names = (*(one.value for one in _FILTERS), texts.OVERDUE)
    return tuple(Choice(f"search:::0,{name}", name) for name in names)


def _who(heard: Heard) -> str:
    staff, officer = heard.look.staff(), heard.look.officer()
    if staff:
        return f"是{staff.name}（{post(staff)}）"
    return f"是{officer.name}（{office(officer)}）" if officer else texts.NOT_BOUND
