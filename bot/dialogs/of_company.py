"""What the dialogs of the company's desk share."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.dialogs.base import Done, Heard
from bot.dialogs.bind import office, post
from bot.messages import Choice, Say
from bot.texts import common
from bot.texts import company as texts
from bot.wording import page_note
from core.directory import Area, Staff
from core.look_company import OfCompany

T = TypeVar("T")

PAGE = 10
"""As on the platform's own lists (seed, question 13)."""
LABEL = 5
"""What a tap in a long list shows of a name: ten of them must leave the text its room in one message of WeChat's."""
MOST_LIKE = 12
_UNSAFE = re.compile(r"[^\w.·-]")


def acting(heard: Heard) -> OfCompany | Done:
    """The company this person acts for at this moment, or what is missing to act for one."""
    return heard.look.of_company() or Done(Say(_missing(heard)))


def _missing(heard: Heard) -> str:
    staff, officer = heard.look.staff(), heard.look.officer()
    if staff:
        return texts.NOT_YOURS.format(who=f"{staff.name}（{post(staff)}）")
    if officer:
        return texts.NOT_YOURS.format(who=f"{officer.name}（{office(officer)}）")
    return texts.NOT_BOUND


def paged(heard: Heard) -> tuple[int, str]:
    """The page and the words looked for: of a tap on 下一页, or as they were typed."""
    return heard.args.page, heard.args.value.partition(",")[2] or _plain(heard.args.rest)


def one_estate(heard: Heard, ours: OfCompany, verb: str, deed: str) -> Area | Done:
    """The estate that is tapped or named, or the question which."""
    if heard.args.id is not None:
        return ours.estate(heard.args.id) or Done(Say(texts.NO_ESTATE))
    page, like = paged(heard)
    found = ours.estates(like)
    if not found:
        none = texts.ESTATES_NONE if like else texts.ESTATES_EMPTY
        return Done(Say(none.format(company=ours.company.name, like=like)))
    exact = [one for one in found if one.name == like] or found
    if like and len(exact) == 1:
        return exact[0]
    labels = [(one.id, one.name) for one in found]
    return _which(labels, verb, page, like, texts.WHICH_ESTATE.replace("{deed}", deed))


def one_person(
    heard: Heard, ours: OfCompany, verb: str, deed: str, among: Sequence[Staff] | None = None
) -> Staff | Done:
    """The person who is tapped or named, or the question which; `among` keeps to some."""
    if heard.args.id is not None:
        return ours.person(heard.args.id) or Done(Say(texts.NO_PERSON))
    page, like = paged(heard)
    found = ours.people(like) if like or among is None else list(among)
    if not found:
        return Done(Say(texts.PEOPLE_NONE.format(company=ours.company.name, like=like)))
    if like and len(found) == 1:
        return found[0]
    labels = [(one.id, f"{one.name} {one.post}") for one in found]
    return _which(labels, verb, page, like, texts.WHICH_PERSON.replace("{deed}", deed))


def _which(labels: Sequence[tuple[int, str]], verb: str, page: int, like: str, question: str) -> Done:
    _, note, ways = page_of(labels, verb, lambda one: one, page, like)
    return Done(Say(question.format(page=note), ways))


def page_of(
    found: Sequence[T], verb: str, named_as: Callable[[T], tuple[int, str]], page: int, like: str, size: int = PAGE
) -> tuple[Sequence[T], str, tuple[Choice, ...]]:
    """What is on a page (the first, where there is no such page any more), the note which page it is, and the taps:
    each thing's by the id and the label that `named_as` gives, and the next page's."""
    page = page if page * size < len(found) else 0
    here = found[page * size : (page + 1) * size]
    ways = [Choice(f"{verb}:{key}", label) for key, label in map(named_as, here)]
    if len(found) > (page + 1) * size:
        ways.append(Choice(f"{verb}:::{page + 1},{like}", common.MORE))
    return here, page_note(page, len(found), size, common.PAGE), tuple(ways)


def named(areas: Sequence[Area]) -> str:
    """The estates' names, or that there are none."""
    return "、".join(one.name for one in areas) or texts.NOBODY


def masked_username(username: str) -> str:
    """`170****623`, as the platform's own list shows it (seed, question 17)."""
    return f"{username[:3]}****{username[-3:]}" if len(username) > 6 else "****" if username else texts.NO_VALUE


def _plain(words: str) -> str:
    return _UNSAFE.sub("", words)[:MOST_LIKE]
