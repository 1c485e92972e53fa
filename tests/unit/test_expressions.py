"""No expression of ours takes long, whatever it is given: all that are compiled are found, and tried with what is worst
for each. One that is new need not be entered anywhere."""

import re

import pytest

from tests.support.expressions import LIMIT, Expression, compiled, late, slowest

SLOW = [
    r"绑定(?P<number>)\s*(?P<rest>[\d\s+-]{11,20})?[\s。.!！~]*",
    r"(\d+)(?:号楼|栋|幢|座|单元)",
    r"我们|[一二三四五六七八九十两好几\d]*天|不亮",
    r"[\w-]+(?:\.[\w-]+)*\.(?:com|cn)\b",
    r"\s+$",
    r"(?:a|aa)+b",
]
"""What the search must find to be trusted."""


@pytest.fixture(scope="module")
def found() -> list[Expression]:
    return compiled()


def test_every_expression_of_the_packages_is_quick(found: list[Expression]) -> None:
    slow = [(one, worst) for one in found if (worst := slowest(re.compile(one.pattern, one.flags)))[0] > LIMIT]
    assert not slow
    files = {one.file for one in found}
    assert len(found) > 100
    assert {"bot/routes.py", "core/likeness.py", "core/log.py", "webhooks/wechat_query.py"} <= files


def test_expressions_are_compiled_where_they_are_found(found: list[Expression]) -> None:
    assert late(found) == []


@pytest.mark.parametrize("pattern", SLOW)
def test_a_slow_one_would_be_found(pattern: str) -> None:
    assert slowest(re.compile(pattern))[0] > LIMIT
