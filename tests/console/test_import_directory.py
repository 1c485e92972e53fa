"""Estates and staff in, under the platform's own headings."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select

from core.store.tables import areas, companies, staff
from tests.console.kit import Cli
from tests.support.rows import add_complaint

COMPANY = "金太阳物业服务有限公司"
NINE = ("序号", "物业管理区域名称", "码上办", "行政区划", "所属街道", "社区", "")
WANHE = ("6", "万和世家", "打印码上办", "高新区", "桂溪街道", "交子公园社区", "高新区桂溪街道")
CHUNHE = ("5", "春和景明", "打印码上办", "高新区", "桂溪街道", "交子公园社区", "1111111111")
SEVEN = ("行政区划", "所属街道", "物业类型", "地址", "是否合同备案", "开发建设单位", "物业服务企业", "业主委员会")
UPDATED = ("最新更新时间", "操作")
PLACE = f"锦江区 桂溪街道 住宅 九眼区桂溪街道和平社区 是 成都新城西城市投资有限公司 {COMPANY} -".split()
SEVENTEEN = ("序号", "姓名", "联系电话", "身份证号", "岗位", "所属企业", "在管物业管理区域", "用户名", "操作")
IDENTITY = "510107199001191517"


def person(
    name: str = "张益达",
    phone: str = "17712340001",
    identity: str = IDENTITY,
    post: str = "项目负责人",
    company: str = COMPANY,
    where: str = "万和世家",
    username: str = "zyd",
) -> Sequence[str]:
    return ("1", name, phone, identity, post, company, where, username, "编辑   打印   离职")


def area(cli: Cli, name: str = "万和世家") -> dict[str, object]:
    return next(one for one in cli.json("areas") if one["name"] == name)


def people(cli: Cli) -> list[tuple[object, ...]]:
    query = select(staff.c.name, staff.c.phone, staff.c.identity, staff.c.post, staff.c.username).order_by(staff.c.id)
    with cli.store.reading() as tx:
        return [tuple(row) for row in tx.connection.execute(query)]


def counts(report: dict[str, object]) -> tuple[object, ...]:
    return report["added"], report["updated"], report["unchanged"], report["refused"]


def test_estates_of_question_9(cli: Cli) -> None:
    assert counts(cli.import_rows("areas", NINE, WANHE, CHUNHE)) == (2, 0, 0, [])
    one = area(cli)
    scene, code = str(one.pop("scene")), str(one.pop("code"))
    assert re.fullmatch("[ACDEFHJKMNPQRTUVWXY34679]{4}", code)
    assert one == {
        "name": "万和世家",
        "district": "高新区",
        "street": "桂溪街道",
        "community": "交子公园社区",
        "company": None,
        "manager": None,
        "has_manager": False,
        "manager_registered": False,
        "manager_signed_in": False,
    }
    assert len(scene) == 16
    assert scene.startswith("a")
    assert counts(cli.import_rows("areas", NINE, WANHE, CHUNHE)) == (0, 0, 2, [])
    assert area(cli)["scene"] == scene
    with cli.store.reading() as tx:
        assert tx.connection.scalar(select(areas.c.address).where(areas.c.name == "万和世家")) == "高新区桂溪街道"


def test_estates_of_question_7_have_their_address_for_a_name(cli: Cli) -> None:
    report = cli.import_rows("areas", (*SEVEN, *UPDATED), [*PLACE, "2023-09-05 11:10:02", "打印资料"])
    assert counts(report) == (1, 0, 0, [])
    assert report["warnings"] == [{"row": 2, "reason": "没有物业管理区域名称，以地址为名称"}]
    assert area(cli, "九眼区桂溪街道和平社区")["company"] == COMPANY
    with cli.store.reading() as tx:
        row = tx.connection.execute(select(areas)).one()
    assert (row.filed, row.usage, row.committee, row.developer) == (True, "住宅", "", "成都新城西城市投资有限公司")
    assert row.updated_at.isoformat() == "2023-09-05T03:10:02+00:00"


def test_an_estate_changes_where_the_file_says_something_new(cli: Cli) -> None:
    cli.import_rows("areas", NINE, WANHE)
    table = ("物业管理区域名称", "行政区划", "所属街道", "物业服务企业", "是否合同备案")
    assert counts(cli.import_rows("areas", table, ("万和世家", "高新区", "", COMPANY, "是"))) == (0, 1, 0, [])
    assert (area(cli)["street"], area(cli)["company"]) == ("桂溪街道", COMPANY)
    assert counts(cli.import_rows("areas", table, ("万和世家", "高新区", "-", COMPANY, "是"))) == (0, 1, 0, [])
    assert area(cli)["street"] == ""


def test_the_same_name_in_another_district_is_another_estate(cli: Cli) -> None:
    cli.import_rows("areas", NINE, WANHE, [*WANHE[:3], "锦江区", *WANHE[4:]])
    assert len(cli.json("areas")) == 2
    assert cli.mistake("complaints", "--area", "万和世家") == (
        "不止一个，请写明是哪个：锦江区/万和世家、高新区/万和世家"
    )
    assert cli.json("complaints", "--area", "锦江区/万和世家") == []


def test_rows_of_estates_that_cannot_be_taken_are_named_and_the_others_taken(cli: Cli) -> None:
    table = ("物业管理区域名称", "行政区划", "是否合同备案")
    bad = [("", "高新区", ""), ("甲", "", ""), ("乙" * 121, "高新区", ""), ("丙", "高新区", "也许")]
    report = cli.import_rows("areas", table, *bad, ("丁", "高新区", "否"))
    reasons = [
        "没有物业管理区域名称",
        "没有行政区划",
        "物业管理区域名称超过 120 个字",
        "是否合同备案应为是或否，不是也许",
    ]
    assert report["refused"] == [{"row": row, "reason": reason} for row, reason in enumerate(reasons, 2)]
    assert report["added"] == 1


def test_people_of_question_17(cli: Cli) -> None:
    cli.import_rows("areas", NINE, WANHE, CHUNHE)
    rows = (person(), person("李斯", "17712340043", "-", "保洁", where="万和世家、春和景明", username=""))
    assert counts(cli.import_rows("staff", SEVENTEEN, *rows)) == (2, 0, 0, [])
    assert people(cli) == [
        ("张益达", "+8617712340001", IDENTITY, "项目负责人", "zyd"),
        ("李斯", "+8617712340043", None, "保洁", None),
    ]
    one = area(cli)
    assert (one["manager"], one["has_manager"], one["manager_registered"]) == ("张*", True, True)
    assert area(cli, "春和景明")["has_manager"] is False
    assert counts(cli.import_rows("staff", SEVENTEEN, *rows)) == (0, 0, 2, [])
    with cli.store.reading() as tx:
        assert tx.directory.staff_by_phone("+8617712340001")[0].name == "张益达"


def test_a_masked_phone_is_left_out_and_named(cli: Cli) -> None:
    masked = (
        person("李斯", "177...43", "*****7465", "保洁", where="-"),
        person("金太阳物业公司", "177...111", "*****1111", "其他", where="-"),
        person("金太阳物业公司", "17...1", "*****9999", where="-"),
        person("吴发竹", "02885256650", "*****2500", where="-"),
    )
    report = cli.import_rows("staff", SEVENTEEN, *masked)
    assert counts(report) == (4, 0, 0, [])
    whys = ["不是完整号码"] * 3 + ["不是有效的手机号"]
    assert report["warnings"] == [
        {"row": row, "reason": f"联系电话{why}，此人已导入但没有电话，不能绑定"} for row, why in enumerate(whys, 2)
    ]
    assert [one[:3] for one in people(cli)] == [
        ("李斯", None, "*****7465"),
        ("金太阳物业公司", None, "*****1111"),
        ("金太阳物业公司", None, "*****9999"),
        ("吴发竹", None, "*****2500"),
    ]
    assert counts(cli.import_rows("staff", SEVENTEEN, *masked)) == (0, 0, 4, [])


def test_a_masked_row_takes_nothing_away_and_a_full_one_completes(cli: Cli) -> None:
    masked = person("张益达", "177...01", "*****1517", where="-", username="")
    cli.import_rows("staff", SEVENTEEN, masked)
    assert counts(cli.import_rows("staff", SEVENTEEN, person(where="-"))) == (0, 1, 0, [])
    assert counts(cli.import_rows("staff", SEVENTEEN, masked)) == (0, 0, 1, [])
    assert people(cli) == [("张益达", "+8617712340001", IDENTITY, "项目负责人", "zyd")]


def test_two_people_of_one_name_are_two(cli: Cli) -> None:
    other = person(phone="17712340002", identity="510105199001049999", where="-")
    assert counts(cli.import_rows("staff", SEVENTEEN, person(where="-"), other)) == (2, 0, 0, [])


def test_whoever_changes_company_is_the_same_person(cli: Cli) -> None:
    cli.import_rows("staff", SEVENTEEN, person(where="-"))
    assert counts(cli.import_rows("staff", SEVENTEEN, person(where="-", company="银月亮物业"))) == (0, 1, 0, [])
    with cli.store.reading() as tx:
        found = tx.directory.staff_by_phone("+8617712340001")
        name = tx.connection.scalar(select(companies.c.name).where(companies.c.id == found[0].company_id))
    assert (len(found), name) == (1, "银月亮物业")


def test_the_estates_in_ones_care_are_those_of_the_file(cli: Cli) -> None:
    cli.import_rows("areas", NINE, WANHE, CHUNHE)
    cli.import_rows("staff", SEVENTEEN, person(where="万和世家"))
    assert counts(cli.import_rows("staff", SEVENTEEN, person(where="春和景明"))) == (0, 1, 0, [])
    assert [area(cli, name)["has_manager"] for name in ("万和世家", "春和景明")] == [False, True]
    assert counts(cli.import_rows("staff", SEVENTEEN, person(where=""))) == (0, 0, 1, [])
    assert counts(cli.import_rows("staff", SEVENTEEN, person(where="-"))) == (0, 1, 0, [])
    assert area(cli, "春和景明")["has_manager"] is False


def test_an_estate_nobody_knows_is_named(cli: Cli) -> None:
    cli.import_rows("areas", NINE, WANHE, [*WANHE[:3], "锦江区", *WANHE[4:]], CHUNHE)
    report = cli.import_rows("staff", SEVENTEEN, person(where="野雅, 春和景明\uff1b万和世家"))
    assert [one["reason"] for one in report["warnings"]] == [
        "没有名为野雅的物业管理区域，未关联",
        "不止一个名为万和世家的物业管理区域，未关联",
    ]
    assert area(cli, "春和景明")["has_manager"] is True


def test_an_import_brings_nobody_back(cli: Cli) -> None:
    cli.import_rows("staff", SEVENTEEN, person(where="-"))
    with cli.store.writing() as tx:
        tx.registry.change_staff(1, {"left_at": cli.now})
    result = cli.run("import", "staff", cli.file([SEVENTEEN, person(where="-")]), "--yes")
    assert result.exit_code == 4
    assert "第 2 行未导入：姓名张益达在本系统已离职，不因导入而恢复" in result.stdout
    assert result.stderr == "错误：没有一行可以导入\n"


def test_rows_of_staff_that_cannot_be_taken(cli: Cli) -> None:
    bad = [person(name=""), person(post="-"), person(company=""), person(post="长" * 41)]
    report = cli.import_rows("staff", SEVENTEEN, *bad, person(identity="510107199001191518", where="-"))
    reasons = ["没有姓名", "没有岗位", "没有所属企业", "岗位超过 40 个字"]
    assert report["refused"] == [{"row": row, "reason": reason} for row, reason in enumerate(reasons, 2)]
    assert report["warnings"] == [{"row": 6, "reason": "身份证号校验不通过，此人已导入但没有身份证号"}]
    assert report["added"] == 1


def test_a_table_without_its_headings(cli: Cli) -> None:
    path = cli.file([("甲", "乙"), ("1", "2")])
    assert cli.mistake("import", "staff", path) == "找不到表头；需要的列：姓名、岗位、所属企业"
    assert cli.mistake("import", "areas", cli.folder / "none.csv").startswith("打不开文件")
    assert cli.mistake("import", "areas") == "少写了 FILE"
    assert cli.mistake("import", "xyz", path) == "没有这个命令：xyz"


def test_open_complaints_go_with_the_estate_to_whom_a_later_table_names(cli: Cli) -> None:
    cli.import_rows("areas", NINE, WANHE)
    cli.import_rows("staff", SEVENTEEN, person())
    assert cli.json("notifications") == []
    with cli.store.writing() as tx:
        area_id = tx.registry.area_ids("万和世家")[0]
        add_complaint(tx, datetime(2026, 10, 22, 9, tzinfo=UTC), area_id)
    moved = person(where="其他小区"), person("吴发竹", "17712340004", "", username="wfz")
    cli.import_rows("staff", SEVENTEEN, *moved)
    assert [one["template"] for one in cli.json("notifications")] == ["estate_lost", "estate_taken"]
    cli.import_rows("staff", SEVENTEEN, person("吴发竹", "17712340004", "", post="保洁", username="wfz"))
    assert sorted({one["template"] for one in cli.json("notifications")}) == [
        "estate_left",
        "estate_lost",
        "estate_taken",
    ]
