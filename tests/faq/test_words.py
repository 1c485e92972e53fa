"""What a text is about, typing errors and all."""

import pytest

from bot.faq.questions import questions
from bot.faq.words import EMPTY, FOREIGN, HERE, STRANGE, Lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon()


def meant(lexicon: Lexicon, text: str) -> list[str]:
    return [one.name for one in lexicon.terms(text)]


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("登路系统", "登录系统"),
        ("项目径理账号", "项目经理账号"),
        ("项目经里账号", "项目经理账号"),
        ("打印二为码", "打印二维码"),
        ("信用等极", "信用等级"),
        ("从业记陆", "从业记录"),
        ("从业录", "从业记录"),
        ("从业鲲记录", "从业记录"),
        ("授全管理员", "授权管理员"),
        ("提示有客", "提示游客"),
        ("zenme denglu", "怎么登录"),
        ("xiangmujingli账号", "项目经理账号"),
        ("項目經理看不到投訴件", "项目经理看不到投诉件"),
        ("登 录，系 统！", "登录系统"),
        ("登陆系统", "登录系统"),
        ("请问一下怎么登录系统呢？谢谢", "怎么登录系统"),
    ],
)
def test_a_slip_means_what_was_meant(lexicon: Lexicon, written: str, right: str) -> None:
    assert meant(lexicon, written) == meant(lexicon, right)
    assert STRANGE not in [one.kind for one in lexicon.terms(right)]


@pytest.mark.parametrize(
    ("written", "not_meant"),
    [("已知晓", "一致"), ("市民", "实名"), ("物业服务差", "从业人员"), ("公众号", "企业"), ("小区信息公示", "信用分")],
)
def test_what_is_written_correctly_stays(lexicon: Lexicon, written: str, not_meant: str) -> None:
    assert not_meant not in meant(lexicon, written)


def test_a_mended_word_counts_less(lexicon: Lexicon) -> None:
    mended, right = lexicon.terms("登路")[0], lexicon.terms("登录")[0]
    assert (mended.name, right.sure) == (right.name, 1.0)
    assert mended.sure < 1.0


def test_what_is_not_ours_is_told_apart(lexicon: Lexicon) -> None:
    assert [one.kind for one in lexicon.terms("社保")] == [FOREIGN]
    assert lexicon.troubled("楼上漏水怎么办")
    assert not lexicon.troubled("怎么登录")
    assert [one.kind for one in lexicon.terms("鲲鹏")] == [STRANGE, STRANGE]
    assert lexicon.terms("请问，谢谢") == []


def test_each_way_of_asking_meets_what_its_question_needs(lexicon: Lexicon) -> None:
    for question in questions().values():
        for text in question.asked:
            names = {one.name for one in lexicon.terms(text)}
            assert all(group & names for group in question.needs), (question.id, text)


def test_no_word_stands_twice_and_no_meaning_is_misspelt(lexicon: Lexicon) -> None:
    lines = [line for line in (HERE / "words.txt").read_text("utf-8").splitlines() if line and line[0] != "#"]
    words = [word.casefold() for line in lines for word in line.split(":")[1].split()]
    assert sorted(words) == sorted(set(words))
    meanings = set(lexicon.meaning.values()) - {EMPTY}
    for question in questions().values():
        assert question.against.union(*question.needs) <= meanings, question.id
