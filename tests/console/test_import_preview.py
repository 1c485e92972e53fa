"""What an import would change is shown and asked about; what is shown is what is written."""

import json
from pathlib import Path

import pytest

from console.commands import imports
from console.imports.run import Import
from core.people_commands import Leave
from tests.console.kit import Cli
from tests.console.test_import_directory import COMPANY, IDENTITY, NINE, SEVENTEEN, WANHE, area, people, person
from tests.support.rows import add_complaint, everything

OTHER = "510105199001049999"


@pytest.fixture
def there(cli: Cli) -> Cli:
    """万和世家 with two open complaints, in the care of 张益达."""
    cli.import_rows("areas", NINE, WANHE)
    cli.import_rows("staff", SEVENTEEN, person())
    with cli.store.writing() as tx:
        area_id = tx.registry.area_ids("万和世家")[0]
        for _ in range(2):
            add_complaint(tx, cli.now, area_id)
    return cli


def table(cli: Cli, *rows: object) -> Path:
    return cli.file([SEVENTEEN, *rows])  # type: ignore[list-item]


def test_a_look_writes_nothing(there: Cli) -> None:
    moved = person(post="保洁", username="17012345623", where="-"), person("李斯", "17712340043", "", "保洁", where="-")
    before = everything(there.store)
    told = there.text("import", "staff", table(there, *moved), "--dry-run")
    assert everything(there.store) == before
    assert told.splitlines() == [
        "新增 1，更新 1，未变 0，未导入 0",
        "第 3 行新增：李*（保洁）",
        "第 2 行更新：张*（保洁）：岗位 项目负责人 → 保洁；用户名 zyd → 170...623；在管物业管理区域 万和世家 → （空）",
        "请留意：张*不再负责万和世家，那里没办完的有 2 件",
        "只是看看，什么都没有写入",
    ]
    assert IDENTITY not in told


def test_without_a_terminal_and_without_yes_nothing_is_written(there: Cli) -> None:
    before = everything(there.store)
    result = there.run("import", "staff", table(there, person(post="保洁")))
    assert result.exit_code == 4
    assert "岗位 项目负责人 → 保洁" in result.stdout
    assert result.stderr == "错误：没有改动任何内容：这里没有终端可以问，看过以后加上 --yes 再运行\n"
    assert everything(there.store) == before


def test_without_a_terminal_what_only_adds_is_written(there: Cli) -> None:
    result = there.run("import", "staff", table(there, person("李斯", "17712340043", "", "保洁", where="-")))
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "已写入")
    assert "李斯" in {name for name, *_ in people(there)}


def test_asked_at_the_terminal(there: Cli) -> None:
    file, before = table(there, person(post="保洁")), everything(there.store)
    no = there.at_terminal("", "import", "staff", file)
    assert (no.exit_code, "写入这 1 行吗？" in no.stderr) == (4, True)
    assert everything(there.store) == before
    yes = there.at_terminal("y", "import", "staff", file)
    assert (yes.exit_code, yes.stdout.splitlines()[-1]) == (0, "已写入")
    assert people(there)[0][3] == "保洁"
    again = there.run("import", "staff", file)
    assert (again.exit_code, again.stdout.splitlines()[-1]) == (0, "没有要改的")


def test_with_json_the_question_stands_beside_it(there: Cli) -> None:
    result = there.at_terminal("y", "import", "staff", table(there, person(post="保洁")), "--json")
    report = json.loads(result.stdout)
    assert (report["updated"], report["written"]) == (1, True)
    assert report["changes"][0]["fields"][0] == {"name": "岗位", "before": "项目负责人", "after": "保洁"}
    assert report["losses"] == [{"who": "张*", "area": "万和世家", "open": 2}], "no manager any more"


def test_another_name_on_a_known_identity_number_is_refused(there: Cli) -> None:
    before = everything(there.store)
    report = there.import_rows("staff", SEVENTEEN, person("周五", "17712340099", where="-"))
    why = "身份证号已是张*的，姓名却是周*；确实是这样，就加上 --allow-rename"
    assert report["refused"] == [{"row": 2, "reason": why}]
    assert everything(there.store) == before
    there.import_rows("staff", SEVENTEEN, person("周五", "17712340099", where="-"), more=["--allow-rename"])
    assert [one[:2] for one in people(there)] == [("周五", "+8617712340099")]


def test_the_phone_of_somebody_with_rights_is_not_given_to_another(there: Cli) -> None:
    row = person("周五", identity=OTHER, post="保洁", where="-")
    why = "联系电话已登记给张*（项目负责人）；确实是这样，就加上 --allow-rename"
    assert there.import_rows("staff", SEVENTEEN, row)["refused"] == [{"row": 2, "reason": why}]
    assert there.import_rows("staff", SEVENTEEN, row, more=["--allow-rename"])["added"] == 1


def test_cleaners_may_share_a_phone(there: Cli) -> None:
    rows = [person(name, "17712340050", "", "保洁", where="-", username="") for name in ("李斯", "王五")]
    assert there.import_rows("staff", SEVENTEEN, *rows)["added"] == 2


def test_a_row_tells_all_its_faults(there: Cli) -> None:
    row = person(name="", post="-", company="", username="长" * 61)
    why = "没有姓名；没有岗位；没有所属企业；用户名超过 60 个字"
    assert there.import_rows("staff", SEVENTEEN, row)["refused"] == [{"row": 2, "reason": why}]
    headings = ("物业管理区域名称", "行政区划", "所属街道", "是否合同备案")
    report = there.import_rows("areas", headings, ("", "", "街" * 41, "也许"))
    why = "没有物业管理区域名称；没有行政区划；所属街道超过 40 个字；是否合同备案应为是或否，不是也许"
    assert sorted(report["refused"][0]["reason"].split("；")) == sorted(why.split("；"))
    headings = ("企业名称", "统一社会信用代码", "手机号", "信用等级", "信用分")
    report = there.import_rows("companies", headings, ("金太阳", "91", "028", "AAAA", "2000"))
    assert [one.partition("：")[0] for one in report["refused"][0]["reason"].split("；")] == [
        "不是有效的统一社会信用代码",
        "不是有效的手机号",
        "信用等级应为 AAA、AA、A、BBB、BB、B、CCC、CC、C、D 之一，不是AAAA",
        "信用分应为 0 到 1000 的整数，不是2000",
    ]
    headings = ("编号", "物业管理区域名称", "内容", "处理状态", "提交时间")
    report = there.import_rows("complaints", headings, ("1", "野雅", "", "未知", "昨天"))
    assert len(report["refused"][0]["reason"].split("；")) == 5


def test_a_refused_row_leaves_no_company_behind(there: Cli) -> None:
    there.import_rows("staff", SEVENTEEN, person("周五", company="银月亮物业", where="-"))
    assert [one["name"] for one in there.json("company", "list")] == [COMPANY]


def test_refused_rows_have_an_exit_code_of_their_own(there: Cli) -> None:
    rows = person(post="保洁"), person(name="")
    assert there.run("import", "staff", table(there, *rows), "--dry-run").exit_code == 3
    assert there.run("import", "staff", table(there, *rows), "--yes").exit_code == 3
    assert there.run("import", "staff", table(there, *rows)).exit_code == 3, "nothing to change, one row refused"
    assert there.run("import", "staff", table(there, rows[1]), "--yes").exit_code == 4
    assert "3 有的行没有导入" in there.text("import", "staff", "--help")


def test_what_changed_since_it_was_shown_is_not_written(there: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody leaves while the operator reads."""
    looked = Import.preview

    def then_leaves(file: Import, now: object) -> object:
        seen = looked(file, now)  # type: ignore[arg-type]
        with there.store.writing() as tx:
            there.house.by_itself(tx, Leave(1), there.now)
        return seen

    monkeypatch.setattr(Import, "preview", then_leaves)
    result = there.at_terminal("y", "import", "staff", table(there, person(post="保洁")))
    assert result.exit_code == 4
    assert "目录在这期间变了，第 2 行起没有写入" in result.stderr
    assert people(there)[0][3] == "项目负责人"


def test_rows_that_came_to_the_file_since_are_not_written(there: Cli) -> None:
    file = table(there, person(post="保洁"))
    one = Import(there.store, there.settings, "staff", file)
    shown = one.preview(there.now)
    table(there, person(post="保洁"), person("李斯", "17712340043", "", "保洁", where="-"))
    with pytest.raises(imports.Changed):
        one.write(there.now, shown)
    assert area(there)["has_manager"] is True


def test_a_long_list_is_cut(cli: Cli) -> None:
    rows = [("高新区", f"小区{at}") for at in range(260)]
    told = cli.text("import", "areas", cli.file([("行政区划", "物业管理区域名称"), *rows]), "--dry-run")
    assert told.splitlines()[0] == "新增 260，更新 0，未变 0，未导入 0"
    assert "这样的还有 210 行" in told
    assert cli.json("areas") == []
