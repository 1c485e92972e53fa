"""The demonstration directory, made from the tables of the platform's own FAQ (questions 7, 9 and 17).

Full phones and identity numbers, which the FAQ masks, are invented; they end as the FAQ's do.
"""

from datetime import datetime
from pathlib import Path

from console.imports.run import opened, take
from core.identity import mobile
from core.settings import Settings
from core.store.engine import Store

OFFICERS = (
    # name, phone, district, street
    ("周敏", "17712340002", "高新区", "桂溪街道"),
    ("陈立", "17712340003", "高新区", ""),
)
COMPANY, ADMINISTRATOR = "金太阳物业服务有限公司", "+8617712340111"
OPERATOR = "赵敏", "+8617712340008"


def load(store: Store, settings: Settings, now: datetime) -> bool:
    """Load the demonstration directory where there is no estate yet; whether that was so."""
    with store.writing() as tx:
        tx.registry.lock()
        if tx.registry.has_areas():
            return False
        for kind in ("areas", "staff"):
            rows = opened(kind, Path(__file__).with_name(f"{kind}.csv")).rows
            report = take(tx, settings, kind, rows, now)
            assert not report.refused + report.warnings, report.as_text()
        for name, phone, district, street in OFFICERS:
            number = mobile(phone)
            assert number
            tx.registry.add_officer(name, number, district, street, now)
        company_id, _ = tx.registry.company(COMPANY, now)
        tx.registry.administrator(company_id, COMPANY, ADMINISTRATOR, now)
        tx.registry.add_operator(*OPERATOR, now)
    return True
