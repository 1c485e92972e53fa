"""Whose phones are on the table. The openids and phone numbers are fixed, so that tests and demonstrations agree."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Persona:
    """One person with a phone. `staff` binds at the start; `colour` and `initial` make the avatar."""

    openid: str
    name: str
    role: str
    phone: str
    colour: str
    staff: bool = False

    @property
    def initial(self) -> str:
        return self.name[0]


PERSONAS = (
    Persona("sim_resident_1", "王女士", "业主", "13800138001", "#e58a7b"),
    Persona("sim_resident_2", "李先生", "业主", "13800138002", "#6a9bd8"),
    Persona("sim_manager_1", "张益达", "项目经理", "17712340001", "#5aa897", staff=True),
    Persona("sim_officer_1", "周敏", "街道工作人员", "17712340002", "#8d7fc4", staff=True),
    Persona("sim_company_1", "金太阳物业公司", "物业企业", "17712340111", "#c79a4b", staff=True),
)
BY_OPENID = {persona.openid: persona for persona in PERSONAS}

# The account's menu as it looks where none was created by the API.
DEFAULT_MENU = (
    {"type": "click", "name": "我要反映", "key": "menu:file"},
    {"type": "click", "name": "我的", "key": "menu:mine"},
    {"type": "click", "name": "帮助", "key": "menu:help"},
)

# Places to send: label, latitude, longitude.
PLACES = (
    ("万和世家7栋 地下停车场入口", 30.548210, 104.064780),
    ("万和世家 小区南门", 30.547360, 104.065120),
    ("交子公园社区 党群服务中心", 30.579450, 104.066310),
)


def bare(phone: str) -> str:
    """`+8613800138001`, `0086138…` and `138…` are the same phone: its last eleven digits."""
    return phone.strip().removeprefix("+")[-11:]
