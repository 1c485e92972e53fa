"""Business that a company puts before the platform: what is asked for, and what may become of it, as one table.

Source: the platform's own FAQ, questions 2 (实名认证), 8 (合同备案), 11 (退回) and 16 (信息变更). The states are no
part of a complaint's life: that is `core/lifecycle.py`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum
from typing import NamedTuple

from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength, ValidationError

from core.complaint import Refusal

REVIEW = timedelta(days=3)
"""By when an operator is to have decided, in natural days: what the applicant is promised."""
REMIND = timedelta(days=1)
"""So long before that, and then as often, the operators are reminded of what still waits."""


class Kind(StrEnum):
    """What is asked for, each with the name people call it by."""

    VERIFICATION = "企业实名认证"
    CONTRACT = "合同备案"
    AREA_CHANGE = "信息变更"


class Standing(Enum):
    """Where an application stands, each with the name the platform shows."""

    WAITING = "待审核"
    APPROVED = "已通过"
    RETURNED = "已退回"
    ENDED = "已终止"


class Deed(StrEnum):
    """What can be done to an application."""

    APPROVE = "approve"
    RETURN = "return"
    RESUBMIT = "resubmit"
    END = "end"


class Rule(NamedTuple):
    """One row: where it stands in `source`, `deed` makes it stand in `target`; with `again` a new round begins."""

    deed: Deed
    source: tuple[Standing, ...]
    target: Standing
    again: bool = False


RULES = (
    #    what           by whom: the operator, or who applied     becomes
    Rule(Deed.APPROVE, (Standing.WAITING,), Standing.APPROVED),
    Rule(Deed.RETURN, (Standing.WAITING,), Standing.RETURNED),
    Rule(Deed.RESUBMIT, (Standing.RETURNED,), Standing.WAITING, again=True),
    Rule(Deed.END, (Standing.WAITING, Standing.RETURNED), Standing.ENDED),
)

PRELIMINARY, REPORTED = "前期物业服务合同", "物业服务合同抄报"
CONTRACTS = (PRELIMINARY, REPORTED)
"""Which contract is filed (seed, question 8): one signed with the developer, or one signed with anybody else."""


class Field(NamedTuple):
    """One thing to fill in. `fixed`: it cannot be corrected once submitted (seed, question 11); `optional`: it may be
    left out; `new`: only of an estate that the directory does not have."""

    name: str
    label: str
    most: int = 120
    fixed: bool = False
    optional: bool = False
    new: bool = False


PHOTO = "photo"
"""The field whose content are the photos that were sent, not words."""

FIELDS: dict[Kind, tuple[Field, ...]] = {
    Kind.VERIFICATION: (
        Field("company", "企业名称"),
        Field("code", "统一社会信用代码", 18),
        Field("person", "申请人姓名", 20),
        Field("phone", "申请人手机号", 20, fixed=True),
    ),
    Kind.CONTRACT: (
        Field("contract", "合同类型", 20),
        Field("estate", "物业管理区域名称", fixed=True),
        Field("district", "行政区划", 40, new=True),
        Field("street", "所属街道", 40, new=True),
        Field("community", "社区", 60, new=True),
        Field("address", "地址", 200, new=True),
        Field("party", "合同对方"),
        Field("begins", "合同开始", 10),
        Field("ends", "合同结束", 10),
        Field(PHOTO, "合同照片", optional=True),
    ),
    Kind.AREA_CHANGE: (
        Field("estate", "物业管理区域名称", fixed=True),
        Field("street", "所属街道", 40, optional=True),
        Field("community", "社区", 60, optional=True),
        Field("address", "地址", 200, optional=True),
    ),
}
CHANGEABLE = ("street", "community", "address")
"""What of an estate an AREA_CHANGE may change."""

Content = dict[str, str]
_DATE = re.compile(r"\d{2,4}\s*[-/.年]\s*\d{1,2}\s*(?:[-/.月]\s*(?:\d{1,2}\s*[日号]?)?)?|\d{8}")


@dataclass(slots=True)
class Application:
    """One application. `subject` is the company's or the estate's name; `key` tells which others are the same matter;
    `reasons` are the operator's, by field, of the last return; `staff_id` is who acted for the company;
    `remind_at` is when a sweep has to remind the operators."""

    id: int
    kind: Kind
    subject: str
    key: str
    content: Content
    submitted_at: datetime
    state: Standing = Standing.WAITING
    round: int = 1
    reasons: dict[str, str] = field(default_factory=dict)
    company_id: int | None = None
    area_id: int | None = None
    contact_id: int | None = None
    staff_id: int | None = None
    operator_id: int | None = None
    district: str = ""
    street: str = ""
    decided_at: datetime | None = None
    remind_at: datetime | None = None

    def step(self, deed: Deed, answered: int | None) -> None:
        """Follow the table. Raises Refusal `stale_application` where the act answers another round or does not fit:
        nothing has changed then."""
        rule = next((one for one in RULES if one.deed is deed and self.state in one.source), None)
        if rule is None or answered not in (None, self.round):
            raise Refusal("stale_application", application=self)
        self.state = rule.target
        self.round += rule.again

    def schedule(self) -> None:
        """Remind of it from a day before it has to be decided; of what does not wait, never."""
        self.remind_at = self.due_at - REMIND if self.state is Standing.WAITING else None

    def reminded(self, now: datetime) -> None:
        """The operators were reminded: again in whole days, however long nobody looked."""
        while self.remind_at and self.remind_at <= now:
            self.remind_at += REMIND

    def fields(self) -> tuple[Field, ...]:
        """What this application consists of: of a known estate, nothing that the directory tells."""
        return asked(self.kind, self.area_id is None)

    @property
    def due_at(self) -> datetime:
        """By when it is to be decided."""
        return self.submitted_at + REVIEW


def asked(kind: Kind, new: bool) -> tuple[Field, ...]:
    """What an application of this kind consists of; `new`: about an estate the directory does not have."""
    return tuple(one for one in FIELDS[kind] if new or not one.new)


def label(kind: Kind, name: str) -> str:
    """What a field is called."""
    return next(one.label for one in FIELDS[kind] if one.name == name)


def code_fault(code: str) -> str:
    """What is wrong with a 统一社会信用代码: length, letters, checksum or format; empty where nothing is."""
    try:
        uscc.validate(code)
    except InvalidLength:
        return "length"
    except InvalidChecksum:
        return "checksum"
    except InvalidFormat:
        return "letters"
    except ValidationError:
        return "format"
    return ""


def plain_code(code: str) -> str:
    """A 统一社会信用代码 as it is kept: no blanks or hyphens, capitals."""
    return str(uscc.compact(code)).upper()


def checked(kind: Kind, content: Mapping[str, str], new: bool) -> Content:
    """The content as it is kept. Raises Refusal `incomplete`, `too_long`, `bad_code`, `bad_party` or `bad_dates`, with
    `field`."""
    kept: Content = {}
    for one in asked(kind, new):
        value = " ".join(content.get(one.name, "").split())
        if not value and not one.optional:
            raise Refusal("incomplete", field=one)
        if len(value) > one.most:
            raise Refusal("too_long", field=one)
        if value:
            kept[one.name] = value
    if kind is Kind.VERIFICATION:
        kept["code"] = plain_code(kept["code"])
        if code_fault(kept["code"]):
            raise Refusal("bad_code", field=FIELDS[kind][1])
    if kind is Kind.CONTRACT:
        _contract(kept)
    if kind is Kind.AREA_CHANGE and not any(kept.get(name) for name in CHANGEABLE):
        raise Refusal("incomplete", field=FIELDS[kind][1])
    return kept


def names_somebody(text: str) -> bool:
    """Whether there is a name in it, and not a date or a number alone."""
    return sum(one.isalpha() for one in _DATE.sub("", text)) > 1


def _contract(kept: Content) -> None:
    fields = {one.name: one for one in FIELDS[Kind.CONTRACT]}
    if kept["contract"] not in CONTRACTS:
        raise Refusal("incomplete", field=fields["contract"])
    if not names_somebody(kept["party"]):
        raise Refusal("bad_party", field=fields["party"])
    try:
        begins, ends = date.fromisoformat(kept["begins"]), date.fromisoformat(kept["ends"])
    except ValueError:
        raise Refusal("bad_dates", field=fields["begins"]) from None
    if ends <= begins:
        raise Refusal("bad_dates", field=fields["ends"])
