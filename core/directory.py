"""The directory: companies, estates (areas), the people in charge of them, and the officers above."""

from dataclasses import dataclass
from datetime import datetime

GRADES = ("AAA", "AA", "A", "BBB", "BB", "B", "CCC", "CC", "C", "D")
"""企业信用等级 as GB/T 22116 writes them."""


@dataclass(frozen=True, slots=True)
class Area:
    """A 物业管理区域. `scene` is the opaque, renewable word its code holds; `filed` is 是否合同备案;
    `code` is the short word by which a text names the estate; `usage` is 物业类型, `committee` 业主委员会;
    `qr_url` is the link WeChat gave for its code: empty until it was asked for, and when the scene is renewed."""

    id: int
    name: str
    district: str
    street: str
    community: str
    scene: str
    company_id: int | None = None
    company: str = ""
    address: str = ""
    filed: bool = False
    code: str = ""
    usage: str = ""
    developer: str = ""
    committee: str = ""
    updated_at: datetime | None = None
    qr_url: str = ""


@dataclass(frozen=True, slots=True)
class Company:
    """A 物业服务企业. `code` is the 统一社会信用代码; `phone` is where it is told by SMS; `grade` and `score` are its
    credit, where known."""

    id: int
    name: str
    code: str = ""
    phone: str = ""
    verified_at: datetime | None = None
    grade: str = ""
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody employed by a property company. Names and phones are the full ones: mask them for others;
    `administers`: acts for the company (企业账号), whatever the post."""

    id: int
    company_id: int
    name: str
    phone: str
    post: str
    username: str = ""
    identity: str = ""
    registered_at: datetime | None = None
    signed_in_at: datetime | None = None
    left_at: datetime | None = None
    administers: bool = False


@dataclass(frozen=True, slots=True)
class Officer:
    """A street officer, or a district officer where `street` is empty."""

    id: int
    name: str
    phone: str
    district: str
    street: str


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who runs the platform."""

    id: int
    name: str
    phone: str
