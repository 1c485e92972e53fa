"""Applications at the command line: listed, shown, approved and returned; each mistake is one line."""

from datetime import timedelta

import pytest

from core.application_commands import Apply
from core.applications import Kind
from tests.applications import kit
from tests.applications.kit import CONTRACT, NEW_ESTATE, OTHER_CODE, VERIFICATION, Bureau
from tests.console.kit import Cli


@pytest.fixture
def bureau(cli: Cli) -> Bureau:
    """Two applications in the command line's own store: number 1 a verification, number 2 a contract."""
    made = kit.build(cli.store, cli.settings, cli.now)
    made.apply("applicant", Kind.VERIFICATION, VERIFICATION)
    made.perform("administrator", Apply(Kind.CONTRACT, CONTRACT | NEW_ESTATE), cli.now + timedelta(hours=1))
    return made


def test_they_are_listed_the_longest_waiting_first(cli: Cli, bureau: Bureau) -> None:
    assert [one["id"] for one in cli.json("applications", "--state", "待审核")] == [1, 2]
    first = cli.json("applications")[1]
    assert {name: first[name] for name in ("kind", "state", "subject", "round")} == {
        "kind": "企业实名认证",
        "state": "待审核",
        "subject": VERIFICATION["company"],
        "round": 1,
    }
    assert "蓝天物业服务有限公司" in cli.text("applications")
    assert cli.json("applications", "--state", "RETURNED") == []
    assert cli.mistake("applications", "--state", "处理中").startswith("没有这种状态：处理中")


def test_one_is_shown_masked_with_what_to_look_at(cli: Cli, bureau: Bureau) -> None:
    with cli.store.writing() as tx:
        tx.registry.change_company(bureau.there, {"code": OTHER_CODE})
    text, whole = cli.text("application", "1"), cli.json("application", "1")
    assert "刘洋" not in text
    assert "17712340031" not in text
    assert "177****0031" in text
    assert whole["cautions"] == [{"name": "code_of_other", "about": "银月亮物业服务有限公司"}]
    assert "请核对：这个信用代码登记在另一个名称下：银月亮物业服务有限公司" in text
    assert [line["act"] for line in whole["history"]] == ["apply"]


def test_approved_and_returned(cli: Cli, bureau: Bureau) -> None:
    assert cli.text("application", "approve", "1") == "已通过：企业实名认证 蓝天物业服务有限公司\n"
    returned = ("application", "return", "2", "--reason", "地址=门牌号不对", "--reason", "party=请写全称")
    assert cli.text(*returned) == "已退回：合同备案 锦江花园\n"
    whole = cli.json("application", "2")
    assert {line["name"]: line["reason"] for line in whole["fields"] if line["reason"]} == {
        "address": "门牌号不对",
        "party": "请写全称",
    }
    assert [(line["act"], line["by"]) for line in whole["history"]] == [("apply", "applicant"), ("return", "system")]


def test_mistakes_are_one_line(cli: Cli, bureau: Bureau) -> None:
    assert cli.mistake("application", "9") == "没有编号为 9 的申请"
    assert cli.mistake("application", "return", "9", "--reason", "地址=x") == "没有编号为 9 的申请"
    assert "没有找到这件申请" in cli.mistake("application", "approve", "9")
    assert cli.mistake("application", "return", "2", "--reason", "地址") == "--reason 要写成 项目=原因，不是 地址"
    assert cli.mistake("application", "return", "2", "--reason", "电梯=坏了").startswith("没有这一项：电梯；可用：")
    assert "--reason" in cli.mistake("application", "return", "2")
    cli.text("application", "approve", "1")
    assert "现在是“已通过”" in cli.mistake("application", "approve", "1")
    assert "现在是“已通过”" in cli.mistake("application", "return", "1", "--reason", "企业名称=不对")


def test_credit_is_set_by_hand_and_by_a_table(cli: Cli) -> None:
    cli.text("company", "add", "--name", "金太阳物业服务有限公司", "--grade", "AA", "--score", "0")
    cli.import_rows(
        "companies",
        ("企业名称", "统一社会信用代码", "信用等级", "信用分"),
        ("银月亮物业服务有限公司", OTHER_CODE, "AAA", "95"),
        ("红星物业服务有限公司", "911100006000373413", "A", "80"),
        ("绿地物业服务有限公司", "", "A", "很高"),
        ("另一个名字", OTHER_CODE, "A", "80"),
    )
    with cli.store.reading() as tx:
        by_hand = tx.directory.company_by_name("金太阳物业服务有限公司")
        by_table = tx.directory.company_by_code(OTHER_CODE)
        assert tx.directory.company_by_name("红星物业服务有限公司") is None
        assert by_hand
        line = next(iter(tx.audit.of(f"company:{by_hand.id}")))
    assert (by_hand.grade, by_hand.score) == ("AA", 0)
    assert by_table
    assert (by_table.name, by_table.grade, by_table.score) == ("银月亮物业服务有限公司", "AAA", 95)
    assert (line.act, line.details) == ("company_credit", {"grade": "AA", "score": 0})


def test_a_table_of_companies_imported_twice_changes_nothing(cli: Cli) -> None:
    rows = ("企业名称", "信用等级", "信用分"), ("银月亮物业服务有限公司", "AAA", "95")
    assert cli.import_rows("companies", *rows)["added"] == 1
    again = cli.import_rows("companies", *rows)
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 1)
    cleared = cli.import_rows("companies", rows[0], ("银月亮物业服务有限公司", "-", "-"))
    assert cleared["updated"] == 1
