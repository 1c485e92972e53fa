"""The stories of the product, played by hand on the phones page in a real browser, over real processes."""

import re

from playwright.sync_api import expect

from tests.support.browser import Hand

ESTATE = "万和世家"
WORDS = "7栋负一楼排水沟堵了,车位上全是水"
SOON = re.compile(r"\d+月\d+日\d\d:\d\d")
REMAINING = re.compile(r"4天23小时\d+分")


def test_one_complaint_from_the_code_on_the_wall_to_five_stars(resident: Hand, manager: Hand, officer: Hand) -> None:
    _files(resident)
    _leaves_a_phone(resident)
    _is_told_and_accepts(manager)
    resident.sees("项目经理已了解，正在处理")
    assert "已接收" in resident.sees_sms("万和世家")
    manager.writes("完成")
    _finishes(manager, "已疏通排水沟,积水清干", photo=True)
    resident.sees("已处理完成", "结果：已疏通排水沟,积水清干", "问题解决了吗")
    resident.sees_photo()
    resident.sees_sms("已处理")
    resident.taps("没解决，退回再办")
    resident.sees("很抱歉没办好")
    resident.writes("今天又积水了")
    resident.sees("已退回项目经理进一步处理")
    manager.sees("业主不满意，退回进一步处理", "业主说：今天又积水了")
    officer.sees("业主首次评价不满意")
    manager.writes("待办")
    expect(manager.sees("待进一步处理", ESTATE)).to_contain_text(REMAINING)
    manager.taps("完成")
    _finishes(manager, "更换了排水泵,试过两次没有积水")
    resident.sees("结果：更换了排水泵,试过两次没有积水")
    resident.taps("已解决")
    resident.sees("对这次服务满意吗")
    resident.writes("5")
    resident.sees("谢谢您的评价", "已结束")
    manager.sees("业主已评价：已解决，5分", "这件已结束")
    resident.chooses_menu("menu:mine")
    resident.sees("您反映的问题（共1件）", "已结束")


def test_a_company_looks_after_its_estates_and_people(company: Hand) -> None:
    company.writes("小区")
    company.sees("已关联到金太阳物业服务有限公司的小区", "万和世家 备案是 经理张*")
    company.taps("万和世家")
    company.sees("开发建设单位：成都新城西城市投资有限公司", "业主委员会：成都市高新区万和世家业主委员会")
    company.writes("看不到投诉 张益达")
    company.sees("✓ 小区已关联到企业", "✓ 在管小区：万和世家", "✗ 还没有实名核对", "✓ 已登录过")
    company.writes("人员 李斯")
    company.taps("改岗位")
    company.taps("客服")
    company.sees("从“保洁”改为“客服”")
    company.taps("确认")
    company.sees("已改好")


def _files(resident: Hand) -> None:
    resident.scans(ESTATE)
    resident.sees("这里是万和世家", "项目经理：张*", "直接写给我", "照片")
    resident.writes(WORDS)
    resident.sees("请核对", ESTATE, WORDS, "1 提交", "2 补充", "3 修改", "4 匿名提交", "0 取消", "联系方式用于办理此事")
    resident.sends_photo()
    resident.sees("附件：1张照片", WORDS)
    resident.taps("提交")
    said = resident.sees("已提交，编号 0040", "5日内答复您接不接", "我的", "催办", "撤销", "手机号")
    expect(said).to_contain_text(SOON)


def _leaves_a_phone(resident: Hand) -> None:
    resident.taps("留手机号收短信")
    resident.sees("请发您的手机号")
    resident.writes("13800138001")
    resident.sees("验证码已发到 138****8001")
    code = re.search(r"\d{6}", resident.sees_sms("验证码"))
    assert code
    resident.writes(code[0])
    resident.sees("手机号 138****8001 已验证")


def _is_told_and_accepts(manager: Hand) -> None:
    news = manager.sees("新的反映", ESTATE, WORDS, "接收", "拒绝", "详情")
    expect(news).to_contain_text(SOON)
    manager.sees_photo()
    manager.taps("接收")
    manager.sees("已接收", "已了解，处理好后答复您")


def _finishes(manager: Hand, result: str, photo: bool = False) -> None:
    manager.sees("请写下", "处理结果")
    manager.writes(result)
    manager.sees("业主会看到", result)
    if photo:
        manager.sends_photo(1)
        manager.sees("附照片1张")
    manager.taps("确认")
    manager.sees("已完成", "会发给业主")


def test_a_refusal_has_a_category_and_a_reason(neighbour: Hand, manager: Hand) -> None:
    neighbour.scans(ESTATE)
    neighbour.sees("哪里有问题")
    neighbour.writes("楼上邻居夜里装修")
    neighbour.sees("请核对")
    neighbour.writes("1")
    neighbour.sees("已提交")
    manager.sees("新的反映", "楼上邻居夜里装修")
    manager.taps("拒绝")
    manager.sees("属于哪一类", "非物业职责", "重复", "无实质内容", "其他")
    manager.taps("非物业职责")
    manager.sees("请写下拒绝的理由")
    manager.writes("装修噪音请打12345或找城管")
    manager.sees("将拒绝", "非物业职责", "装修噪音请打12345或找城管")
    manager.taps("确认")
    manager.sees("已拒绝")
    neighbour.sees("没有接收", "理由（非物业职责）：装修噪音请打12345或找城管", "认可这个理由吗")
    neighbour.taps("认可")
    neighbour.sees("满意吗")
    neighbour.taps("一般")
    neighbour.sees("谢谢您的评价", "已结束")
    manager.sees("业主已评价：已解决，3分")


def test_a_withdrawal_is_asked_about_once(neighbour: Hand, manager: Hand) -> None:
    neighbour.scans(ESTATE)
    neighbour.sees("哪里有问题")
    neighbour.writes("路灯不亮")
    neighbour.sees("请核对")
    neighbour.writes("提交")
    neighbour.sees("已提交")
    manager.sees("新的反映", "路灯不亮")
    neighbour.writes("撤销")
    neighbour.sees("要撤销", "路灯不亮", "不能恢复")
    neighbour.taps("不撤销")
    neighbour.sees("继续办理")
    neighbour.writes("我的")
    expect(neighbour.sees("您反映的问题", "待处理")).to_contain_text(REMAINING)
    manager.writes("待办")
    expect(manager.sees("待办（共", "路灯不亮", "待处理")).to_contain_text(REMAINING)
    neighbour.writes("撤销")
    neighbour.sees("要撤销")
    neighbour.taps("确认撤销")
    neighbour.sees("已撤销", "项目经理会收到通知")
    manager.sees("业主已撤销，不用再处理")
    neighbour.writes("我的")
    neighbour.sees("您反映的问题", "已撤销")
    manager.taps("接收")
    manager.sees("已经过时", "已撤销")


def test_cards_come_where_the_reply_window_is_used_up(resident: Hand, neighbour: Hand, manager: Hand) -> None:
    for who in (resident, neighbour):
        who.scans(ESTATE)
        who.sees("哪里有问题")
    manager.writes("待办")
    manager.sees("待办")
    for count, who in enumerate([neighbour] * 3 + [resident] * 3):
        who.writes(f"第{count}处墙皮掉了")
        who.sees("请核对", f"第{count}处")
        who.writes("提交")
        said = re.search(r"催办 \d{4}", who.sees("已提交").inner_text())
        if who is neighbour and said:
            who.writes(said[0])
            who.sees("催")
    card = manager.sees("有新的反映", "请处理")
    expect(card).to_have_attribute("data-kind", "template")
    for label in ("小区", "编号", "状态", "时间"):
        expect(card).to_contain_text(label)
    expect(card).to_contain_text(ESTATE)
    manager.writes("待办")
    manager.sees("先到期的在前", "第0处墙皮掉了")
