"""小区: a company's estates, as the platform's own table shows them (seed, question 7)."""

from collections.abc import Sequence

from bot.dialogs.base import Data, Dialog, Done, Heard, Turn
from bot.dialogs.of_company import LABEL, acting, page_of, paged
from bot.messages import Choice, Say
from bot.texts import company as texts
from bot.wording import excerpt
from core.applications import Kind, Standing
from core.clocks import in_shanghai
from core.directory import Area, Staff
from core.identity import masked_name
from core.look_company import OfCompany


class CompanyDesk(Dialog):
    """Rights are looked up at every step, and once more where something is changed."""

    name = "company_desk"

    def estates(self, heard: Heard, data: Data) -> Turn:
        """One page, or those of a name; by a tap, one in full."""
        ours = acting(heard)
        if isinstance(ours, Done):
            return ours
        if heard.args.id is not None:
            area = ours.estate(heard.args.id)
            return Done(_shown(ours, area) if area else Say(texts.NO_ESTATE))
        page, like = paged(heard)
        found = ours.estates(like)
        if not found:
            none = texts.ESTATES_NONE if like else texts.ESTATES_EMPTY
            return Done(Say(none.format(company=ours.company.name, like=like) + _under_way(heard), (_FILE,)))
        if like and len(found) == 1:
            return Done(_shown(ours, found[0]))
        say = _listed(ours, found, page, like)
        return Done(say if page or like else Say(say.text + _under_way(heard), say.choices))


def _under_way(heard: Heard) -> str:
    """The contracts that may link more estates: what is looked at, and what was sent back."""
    own = [
        one for one in heard.look.applications.own((Standing.WAITING, Standing.RETURNED)) if one.kind is Kind.CONTRACT
    ]
    told = ((texts.FILING, Standing.WAITING), (texts.RETURNED, Standing.RETURNED))
    named = ((words, "、".join(one.subject for one in own if one.state is state)) for words, state in told)
    return "".join(words.format(names=excerpt(names, 16)) for words, names in named if names)


def _listed(ours: OfCompany, found: Sequence[Area], page: int, like: str) -> Say:
    here, note, ways = page_of(found, "estates", lambda one: (one.id, excerpt(one.name, LABEL)), page, like)
    managers = ours.managers(here)
    lines = "\n".join(_line(key, one, managers[one.id]) for key, one in enumerate(here, 1))
    head = texts.ESTATES_LIKE if like else texts.ESTATES
    words = {"company": ours.company.name, "like": like, "total": len(found), "lines": lines, "page": note}
    return Say(head.format(**words), ways)


def _line(key: int, area: Area, managers: Sequence[Staff]) -> str:
    return texts.ESTATE_LINE.format(
        key=key,
        name=excerpt(area.name, 10),
        filed=texts.YES if area.filed else texts.NO,
        manager=texts.MANAGER.format(names=_names(managers)) if managers else texts.NO_MANAGER,
        updated=f"{in_shanghai(area.updated_at):%Y-%m-%d}" if area.updated_at else texts.NO_VALUE,
    )


def _shown(ours: OfCompany, area: Area) -> Say:
    text = texts.ESTATE.format(
        name=area.name,
        company=area.company,
        district=area.district,
        street=area.street or texts.NO_STREET,
        community=area.community or texts.NO_VALUE,
        address=area.address or texts.NO_VALUE,
        usage=area.usage or texts.NO_VALUE,
        filed=texts.YES if area.filed else texts.NO,
        developer=area.developer or texts.NO_VALUE,
        committee=area.committee or texts.NO_VALUE,
        manager=_names(ours.managers([area])[area.id]),
        updated=f"{in_shanghai(area.updated_at):%Y-%m-%d %H:%M:%S}" if area.updated_at else texts.NO_VALUE,
    )
    ways = [Choice(f"print_code:{area.id}", texts.PRINT), Choice(f"replace_manager:{area.id}", texts.REPLACE)]
    ways += [] if area.filed else [Choice(f"file_contract:{area.id}", texts.FILE_CONTRACT)]
    ways += [] if area.street else [Choice(f"change_area:{area.id}", texts.CHANGE_AREA)]
    return Say(text, tuple(ways))


_FILE = Choice("file_contract", texts.FILE_CONTRACT)


def _names(managers: Sequence[Staff]) -> str:
    return "、".join(masked_name(one.name) for one in managers) or texts.NOBODY
