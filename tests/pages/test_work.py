"""What is done on the pages: complaints, people, business, offices; with what the record says of it."""

import io
import re
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from console.pages.headers import HEADERS
from core import commands as c
from core.clocks import SHANGHAI, in_shanghai
from core.complaint import Complaint
from core.identity import Actor
from core.lifecycle import State
from core.pagelink import link
from core.settings import Settings
from core.store.files import Files
from core.store.tables import areas, audit, outbox, staff
from tests.pages.kit import Site
from tests.pages.test_rights import HOSTILE, first, one_id
from tests.support import sqlite_only, town

pytestmark = [sqlite_only, pytest.mark.usefixtures("calls_nobody")]
IDENTITY = "110101199003070716"


def recorded(site: Site, act: str) -> list[object]:
    with site.store.reading() as tx:
        return list(tx.audit.listed(act, 0, 50)[0])


def now_is(site: Site, found: Complaint) -> Complaint:
    with site.store.reading() as tx:
        one = tx.complaints.get(found.id)
    assert one
    return one


def test_a_manager_accepts_and_finishes(site: Site) -> None:
    found = site.files()
    visitor = site.enter("张益达").opens(f"/console/complaints/{found.number}")
    visitor.sees("接收处理", "拒绝处理").sends(f"/console/complaints/{found.number}/accept", round="1")
    visitor.sees("已接收", "处理中", "网页")
    visitor.sends(f"/console/complaints/{found.number}/finish", round="2", text="").sees("还缺文字说明")
    visitor.sends(f"/console/complaints/{found.number}/finish", round="2", text="换了主板").sees(
        "已完成", "待评价", "换了主板"
    )
    assert now_is(site, found).state is State.RATING
    visitor.sends(f"/console/complaints/{found.number}/finish", round="2", text="再来").sees("没有改动任何内容")


def test_a_complaint_is_opened_by_the_number_that_people_say(site: Site) -> None:
    first = site.files()
    short, visitor = first.number[-4:], site.enter("张益达")
    visitor.opens("/console/complaints").sees(short, first.number)
    visitor.opens(f"/console/complaints/{short}").sees(short, first.number, "接收处理")
    site.now += timedelta(days=1)
    second, visitor = site.files(), site.enter("张益达")
    assert second.number[-4:] == short
    assert visitor.opens(f"/console/complaints/{short}").status == 404, "two are called so"
    visitor.opens(f"/console/complaints/{second.number[-9:-7]}{short}").sees(second.number)
    visitor.opens("/console/complaints", query_string={"words": short}).sees(first.number, second.number)
    assert site.enter("吴发竹").opens(f"/console/complaints/{short}").status == 404, "nor by who may not see it"


def test_a_day_is_named_with_accepting_or_not(site: Site) -> None:
    found, other = site.files(), site.files()
    visitor = site.enter("张益达").opens(f"/console/complaints/{found.number}").sees("预计哪天办好（可以不填）")
    by = in_shanghai(site.now).date() + timedelta(days=3)
    visitor.sends(f"/console/complaints/{found.number}/accept", round="1", day=by.isoformat())
    visitor.sees("已接收", "说好的日子", f"最晚{by.month}月{by.day}日办好", "项目经理接收，最晚")
    assert now_is(site, found).promise_ends_at == datetime.combine(by + timedelta(days=1), time.min, SHANGHAI)
    visitor.opens(f"/console/complaints/{other.number}")
    visitor.sends(f"/console/complaints/{other.number}/accept", round="1", day="soon").sees("已接收")
    assert now_is(site, other).promise_ends_at is None


def test_words_of_a_form_are_made_plain(site: Site) -> None:
    found = site.files()
    visitor = site.enter("张益达").opens(f"/console/complaints/{found.number}")
    visitor.sends(f"/console/complaints/{found.number}/accept", round="1")
    text = "换了\u202e主板" + " \u3000" * 20_000 + "\r\n\r\n\r\n\r\n已恢复\x1b"
    visitor.sends(f"/console/complaints/{found.number}/finish", round="2", text=text).sees("已完成")
    with site.store.reading() as tx:
        assert tx.complaints.timeline(found.id)[-1].text == "换了主板\n\n已恢复"


def test_a_manager_refuses_with_a_category(site: Site) -> None:
    found = site.files()
    visitor = site.enter("张益达").opens(f"/console/complaints/{found.number}")
    given = {"round": "1", "text": "请找城管", "category": "非物业职责"}
    visitor.sends(f"/console/complaints/{found.number}/refuse", **given).sees("已拒绝")
    assert now_is(site, found).refused_as == "非物业职责"


def test_a_street_officer_guides(site: Site) -> None:
    found = site.files()
    manager = Actor(staff_id=one_id(site, staff, "张益达"), channel="wechat")
    site.perform(manager, c.Accept(found.id))
    site.perform(manager, c.Finish(found.id, "好了"))
    site.perform(site.owner, c.Rate(found.id, "unsolved", 1))
    site.perform(manager, c.AskGuidance(found.id, "要动用维修资金"))
    visitor = site.enter("周敏").opens(f"/console/complaints/{found.number}").sees("指导意见", "要动用维修资金")
    visitor.sends(f"/console/complaints/{found.number}/guide", round=str(now_is(site, found).round), text="先应急维修")
    visitor.sees("指导已发给项目经理", "待补充处理", "先应急维修")


def test_filters_and_paging(site: Site) -> None:
    for count in range(12):
        site.now += timedelta(minutes=15)
        site.files(words=f"第{count}处水管漏水")
    last = site.files("春和景明", "电梯坏了")
    visitor = site.enter("王芳").opens("/console/complaints").sees("共 13 件", "第 1 页，共 2 页", "电梯坏了")
    visitor.misses("第2处水管漏水").opens("/console/complaints?page=2").sees("第2处水管漏水", "第0处水管漏水")

    def total(**asked: str) -> int:
        text = visitor.opens("/console/complaints", query_string=asked).text
        return int(text.partition("共 ")[2].partition(" 件")[0])

    assert total(words="水管") == 12
    assert total(words="电梯坏") == 1
    assert total(words=last.number[-6:]) == 1
    assert total(area=str(last.area_id)) == 1
    assert total(kind="漏水") == 12
    assert total(kind="电梯") == 1
    assert total(state="处理中") == 0
    assert total(state="待处理") == 13
    assert total(overdue="1") == 0
    assert (total(since="2024-10-18"), total(until="2024-10-16"), total(since="2024-10-17")) == (0, 0, 13)
    site.now += timedelta(days=6)
    visitor = site.enter("王芳")
    assert total(overdue="1") == 13
    visitor.opens("/console/complaints").sees("超期")
    site.perform(Actor(staff_id=one_id(site, staff, "吴发竹"), channel="wechat"), c.Accept(last.id))
    assert (total(state="处理中"), total(overdue="1")) == (1, 12)


@pytest.mark.parametrize(
    "words", [HOSTILE, "=1+1", "@SUM(A1)", "+86", "-2", "\t=cmd|' /C calc'!A0", "a\rb", "正常的话"]
)
def test_files_hold_words_and_no_formulas(site: Site, words: str) -> None:
    site.files(words=words)
    visitor = site.enter("王芳")
    csv = visitor.opens("/console/complaints.csv", query_string={"state": "待处理"})
    assert csv.page.startswith(
        "\ufeff序号,物业管理区域名称,行政区划,街道,内容,物业服务企业,处理状态,剩余处理时间,提交时间,编号"
    )
    assert csv.last
    assert "attachment" in csv.last.headers["Content-Disposition"]
    xlsx = visitor.opens("/console/complaints.xlsx").last
    assert xlsx
    sheet = load_workbook(io.BytesIO(xlsx.data)).active
    assert sheet
    cell = sheet.cell(2, 5)
    assert cell.data_type == "s"
    assert not str(cell.value).lstrip().startswith(("=", "+", "-", "@"))
    lines = recorded(site, "export")
    assert [line.details["rows"] for line in lines] == [1, 1]
    assert lines[1].details == {"what": "complaints.csv", "rows": 1, "filters": {"state": "待处理"}}


def test_a_filers_phone_is_shown_for_a_reason_and_that_is_recorded(site: Site) -> None:
    with site.store.writing() as tx:
        assert site.owner.contact_id
        tx.contacts.verified_phone(site.owner.contact_id, "+8613800138001", site.now)
    found, hidden = site.files(), site.files(words="匿名的事", anonymous=True)
    visitor = site.enter("张益达").opens(f"/console/complaints/{found.number}")
    visitor.sees("138****8001").misses("13800138001")
    visitor.sends(f"/console/complaints/{found.number}/unmask", reason="").sees("为什么要看").misses("13800138001")
    visitor.sends(f"/console/complaints/{found.number}/unmask", reason="约上门时间").sees("13800138001")
    visitor.opens(f"/console/complaints/{found.number}").misses("13800138001")
    [line] = recorded(site, "unmask")
    assert line.subject == f"complaint:{found.id}"
    assert "约上门时间" not in str(line.details)
    with site.store.reading() as tx:
        [told] = tx.reasons.told([line])
    assert told.details["reason"] == "约上门时间"
    site.enter("赵敏").opens("/console/record").sees("约上门时间")
    visitor.opens(f"/console/complaints/{hidden.number}").sees("匿名").misses("8001")
    assert visitor.sends(f"/console/complaints/{hidden.number}/unmask", reason="想知道是谁").status == 404


def test_a_company_adds_edits_and_lets_go(site: Site) -> None:
    estate = one_id(site, areas, "测试小区一")
    visitor = site.enter("王芳").opens("/console/people/add")
    given = {
        "name": "刘洋",
        "phone": "177 1234 0099",
        "identity": IDENTITY,
        "post": "项目负责人",
        "estates": str(estate),
    }
    visitor.sends("/console/people/add", **given | {"identity": "123"}).sees("请核对18位身份证号")
    assert visitor.status == 422
    visitor.sends("/console/people/add", **given).sees("已添加刘洋", "测试小区一", "177****0099", "*****0716")
    visitor.misses(IDENTITY, "17712340099")
    staff_id = one_id(site, staff, "刘洋")
    visitor.sends("/console/people/add", **given).sees("已经在您企业的人员里")
    visitor.opens(f"/console/people/{staff_id}/edit").sees("编辑刘洋")
    visitor.sends(f"/console/people/{staff_id}/edit", post="客服", username="u1", phone="").sees("已保存", "客服")
    visitor.sends(f"/console/people/{staff_id}/unmask", reason="核对身份").sees(IDENTITY, "17712340099")
    visitor.opens(f"/console/people/{staff_id}/leave").sees("刘洋离职").sends(f"/console/people/{staff_id}/leave")
    assert visitor.status == 422
    visitor.sends(f"/console/people/{staff_id}/leave", sure="y").sees("刘洋已离职").opens("/console/people")
    visitor.misses("刘洋</a>")
    assert visitor.opens(f"/console/people/{staff_id}").status == 404
    assert [len(recorded(site, act)) for act in ("staff_add", "staff_edit", "staff_leave", "unmask")] == [1, 1, 1, 1]
    own = one_id(site, staff, "王芳")
    visitor.opens(f"/console/people/{own}/leave").sends(f"/console/people/{own}/leave", sure="y").sees(
        "只剩这一位管理员"
    )


def test_two_administrators_edit_one_person_and_neither_undoes_the_other(site: Site) -> None:
    person = one_id(site, staff, "张益达")
    with site.store.reading() as tx:
        before = tx.registry.linked(person)
    address = f"/console/people/{person}/edit"
    first, second = site.enter("王芳"), site.enter("王芳")
    shown = re.search(r'name="held" value="([\d,]+)"', first.opens(address).page)
    assert shown
    assert shown[1] == ",".join(map(str, sorted(before)))
    kept: dict[str, Any] = {"post": "项目负责人", "held": shown[1]}
    second.opens(address).sends(address, **kept, estates=[before[0]], username="").sees("已保存")
    first.sends(address, **kept, estates=before, username="zhang").sees("已保存", "zhang")
    with site.store.reading() as tx:
        assert tx.registry.linked(person) == before[:1]


def test_a_contract_is_returned_corrected_and_approved(site: Site) -> None:
    company, operator = site.enter("王芳"), site.enter("赵敏")
    company.opens("/console/applications/new/contract").sees('<option value="高新区">', '<option value="桂溪街道">')
    given = {"contract": "前期物业服务合同", "estate": "新家园", "district": "高新", "street": "桂溪"}
    given |= {
        "community": "和平社区",
        "address": "1号",
        "party": "开发商",
        "begins": "2024-01-01",
        "ends": "2023-01-01",
    }
    company.sends("/console/applications/new/contract", **given).sees("日期不对")
    good = given | {"ends": "2034-01-01"}
    company.sends("/console/applications/new/contract", **good | {"party": "2024-01-01"}).sees("不是日期")
    company.sends("/console/applications/new/contract", **good).sees("已提交", "待审核", "新家园", "高新区", "桂溪街道")
    key = company.path.rpartition("/")[2]
    operator.opens("/console/applications").sees("合同备案", "新家园").opens(f"/console/applications/{key}").sees(
        "通过"
    )
    operator.sends(f"/console/applications/{key}/return", round="1").sees("至少给一项")
    operator.sends(f"/console/applications/{key}/return", **{"round": "1", "reason-party": "名称不全"}).sees("已退回")
    company.opens(f"/console/applications/{key}").sees("退回理由：名称不全", "修改后重新提交")
    company.opens(f"/console/applications/{key}/edit").sees("名称不全", "不能修改")
    changed = given | {"ends": "2034-01-01", "party": "成都某某开发有限公司", "round": "1", "estate": "改名字"}
    company.sends(f"/console/applications/{key}/edit", **changed).sees("已重新提交", "待审核", "新家园").misses(
        "改名字"
    )
    operator.opens(f"/console/applications/{key}").sends(f"/console/applications/{key}/approve", round="1").sees(
        "刚刚有了变化"
    )
    operator.sends(f"/console/applications/{key}/approve", round="2").sees("已通过")
    company.opens("/console/estates").sees("新家园")
    with site.store.reading() as tx:
        rows = tx.connection.execute(select(outbox.c.template, outbox.c.contact_id, outbox.c.channel)).all()
        browsers = {
            row.contact_id for row in rows if row.contact_id and tx.contacts.address(row.contact_id)[0] == "console"
        }
    assert not [row for row in rows if row.contact_id in browsers and row.channel == "wechat"]


def test_an_application_is_ended_by_who_put_it_forward(site: Site) -> None:
    visitor = site.enter("王芳")
    estate = one_id(site, areas, "万和世家")
    visitor.opens(f"/console/applications/new/change?area={estate}").sees("信息变更：万和世家")
    visitor.sends(
        f"/console/applications/new/change?area={estate}", street="石羊街道", community="交子公园社区", address=""
    )
    visitor.sees("已提交", "石羊街道")
    visitor.sends(f"{visitor.path}/end", round="1").sees("已终止")


def test_an_operator_lets_in_and_out(site: Site) -> None:
    visitor = site.enter("赵敏").opens("/console/officers/add").sees('<option value="桂溪街道">')
    given = {"name": "钱进", "phone": "17712340077", "district": "高新区", "street": "石羊街道", "new": "y"}
    visitor.sends("/console/officers/add", **given).sees("已添加钱进", "石羊街道", "177****0077")
    visitor.opens("/console/officers/add").sends("/console/officers/add", **given).sees("已经登记给别人")
    site.let_pass(timedelta(minutes=1))
    officer = site.visitor()
    officer.logs_in("17712340077")
    officer.sees("钱进", "高新区石羊街道")
    with site.store.reading() as tx:
        officer_id = tx.directory.officer_by_phone("+8617712340077").id
    visitor.opens(f"/console/officers/{officer_id}/leave").sends(f"/console/officers/{officer_id}/leave", sure="y")
    visitor.sees("权限已经停止")
    assert officer.opens("/console/complaints").path == "/console/login"
    visitor.opens("/console/companies/add")
    visitor.sends("/console/companies/add", name="新公司", code="123", phone="").sees("统一社会信用代码不对")
    visitor.sends("/console/companies/add", name="新公司", code="", phone="17712340078").sees("已保存")
    visitor.opens("/console/companies?words=新公司").sees("新公司", "有管理员")
    site.let_pass(timedelta(minutes=1))
    owner = site.visitor()
    owner.logs_in("17712340078")
    owner.sees("新公司", "需求及建议")


def test_dead_letters_are_sent_again_or_let_go(site: Site) -> None:
    site.files()
    notice = first(site, outbox.c.id)
    with site.store.writing() as tx:
        tx.connection.execute(update(outbox).where(outbox.c.id == notice).values(state="dead", reason="busy"))
    visitor = site.enter("赵敏").opens("/console/delivery").sees("重发", "放弃", "new_complaint")
    visitor.sends(f"/console/delivery/{notice}/retry").sees("马上再发")
    visitor.sends(f"/console/delivery/{notice}/give_up").sees("没有被放弃")
    assert len(recorded(site, "retry_notice")) == 1


def test_settings_show_no_secret(site: Site) -> None:
    visitor = site.enter("赵敏").opens("/console/settings").sees("SECRET_KEY", "WECHAT_APP_ID", "演示用")
    secrets = [value for name in Settings.model_fields for value in _secrets(getattr(site.settings, name))]
    assert len(secrets) > 3
    visitor.misses(*secrets, str(site.settings.database_url).partition("://")[2])


def _secrets(value: object) -> list[str]:
    found = value if isinstance(value, tuple) else (value,)
    return [one.get_secret_value() for one in found if hasattr(one, "get_secret_value") and one.get_secret_value()]


def test_the_record_shows_who_did_what_and_when_it_was_touched(site: Site) -> None:
    site.enter("王芳").opens("/console/complaints.csv")
    visitor = site.enter("赵敏").opens("/console/record").sees("登录网页", "导出", "王芳", "赵敏", "网页")
    visitor.opens("/console/record?check=1").sees("记录完整")
    visitor.opens("/console/record?act=export").sees("complaints.csv").misses('<td role="cell" class="first">登录网页')
    with site.store.writing() as tx:
        key = first(site, audit.c.id)
        tx.connection.execute(update(audit).where(audit.c.id == key).values(subject="contact:999"))
    visitor.opens("/console/record?check=1").sees(f"操作记录第 {key} 条与当时写下的不符")


def test_photos_are_for_who_may_see_the_complaint(site: Site) -> None:
    content = b"\xff\xd8\xff\xe0 a picture"
    with site.store.writing() as tx:
        assert site.owner.contact_id
        medium = tx.media.want(site.owner.contact_id, "image", "p1", site.now)
        odd = tx.media.want(site.owner.contact_id, "image", "p2", site.now)
        assert medium
        assert odd
        file = Files(site.settings.data_dir, site.store.cipher).put(content)
        tx.media.stored(medium, file, "image/jpeg", len(content))
        tx.media.stored(odd, file, "text/html", len(content))
    found = site.files(media=("p1", "p2"))
    address = f"/console/complaints/{found.number}/files/{medium}"
    visitor = site.enter("王芳")
    answer = visitor.client.get(address)
    assert (answer.data, answer.mimetype) == (content, "image/jpeg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"].startswith("inline; filename*=UTF-8''0040")
    strange = visitor.client.get(f"/console/complaints/{found.number}/files/{odd}")
    assert (strange.mimetype, strange.headers["Content-Disposition"][:10]) == ("application/octet-stream", "attachment")
    assert strange.content_length == len(content)
    assert visitor.client.head(address).content_length == len(content)
    assert visitor.client.get(f"/console/complaints/{found.number}/files/999").status_code == 404
    assert site.enter("吴发竹").client.get(address).status_code == 404
    assert site.enter("何静").client.get(address).status_code == 404


def test_many_stars_for_what_is_not_solved_are_not_kept(site: Site) -> None:
    found = site.files()
    manager = Actor(staff_id=one_id(site, staff, "张益达"), channel="wechat")
    site.perform(manager, c.Accept(found.id))
    site.perform(manager, c.Finish(found.id, "换了新灯"))
    rated: Complaint = site.perform(site.owner, c.Rate(found.id, "unsolved", 5))
    assert (rated.solved, rated.stars, rated.state) == ("unsolved", 0, State.FURTHER)
    site.enter("王芳").opens(f"/console/complaints/{found.number}").sees("未解决").misses("5分")


def test_photos_stand_at_the_step_they_came_with(site: Site) -> None:
    """The manager's proof never stands among what the resident sent."""
    found = site.files(media=(_photo(site, site.owner.contact_id, "before"),))
    town.bind(site.store, "张益达", "oManager", site.now)
    staff_id = one_id(site, staff, "张益达")
    with site.store.reading() as tx:
        manager = Actor(contact_id=tx.contacts.of_staff(staff_id)[0], staff_id=staff_id, channel="wechat")
    proof = _photo(site, manager.contact_id, "after")
    site.perform(manager, c.Accept(found.id))
    site.perform(manager, c.Finish(found.id, "换了新灯", media=(proof,)))
    assert found.contact_id
    own = link(site.settings, found.id, found.contact_id, site.now).partition("8000")[2]
    for page in (site.visitor().opens(own), site.enter("王芳").opens(f"/console/complaints/{found.number}")):
        said, _, course = page.page.partition('id="timeline"')
        assert (said.count("<img"), course.count("<img")) == (1, 1)
        assert "换了新灯" in course.partition("<img")[0]


def _photo(site: Site, contact_id: int | None, name: str) -> str:
    assert contact_id
    with site.store.writing() as tx:
        medium = tx.media.want(contact_id, "image", name, site.now)
        assert medium
        tx.media.stored(medium, Files(site.settings.data_dir, site.store.cipher).put(b"\xff\xd8"), "image/jpeg", 2)
    return name


def test_a_file_that_was_tampered_with_is_not_given_out(site: Site) -> None:
    files = Files(site.settings.data_dir, site.store.cipher)
    mine, other = files.put(b"\xff\xd8 mine"), files.put(b"\xff\xd8 another's")
    with site.store.writing() as tx:
        assert site.owner.contact_id
        medium = tx.media.want(site.owner.contact_id, "image", "p1", site.now)
        assert medium
        tx.media.stored(medium, mine, "image/jpeg", 7)
    found = site.files(media=("p1",))
    folder = site.settings.data_dir / "media"
    (folder / mine[:2] / mine).write_bytes((folder / other[:2] / other).read_bytes())
    answer = site.enter("王芳").client.get(f"/console/complaints/{found.number}/files/{medium}")
    assert (answer.status_code, b"another's" in answer.data) == (404, False)


@pytest.mark.parametrize(
    "path", ["/console/login", "/console/nothing", "/console/c/x", "/console/static/console.css", "/console"]
)
def test_every_answer_is_guarded(site: Site, path: str) -> None:
    answer = site.visitor().client.get(path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    for word in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*"):
        assert word not in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_machines_answers_are_not_touched(site: Site) -> None:
    answer = site.visitor().client.get("/healthz")
    assert "Content-Security-Policy" not in answer.headers
    assert site.visitor().client.get("/").headers["Location"] == "/console"


def test_nothing_personal_is_in_an_address_or_a_line_of_the_log(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    visited = []
    site.app.before_request(lambda: visited.append(__import__("flask").request.full_path))
    visitor = site.enter("王芳").opens("/console/people").opens(f"/console/people/{one_id(site, staff, '张益达')}")
    visitor.sends(f"/console/people/{one_id(site, staff, '张益达')}/unmask", reason="核对")
    assert "1771234" not in "".join(visited) + caplog.text
    assert "张益达" not in "".join(visited) + caplog.text
