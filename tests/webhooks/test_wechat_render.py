"""What people see: links are ours alone, everything fits, and it is XML whatever was said."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Choice, Say
from bot.notify.channels.wechat_text import clean, shorten
from bot.taps import number
from tests.webhooks.wechat_kit import ACCOUNT, NOW, OPENID
from webhooks.wechat_render import content, reply

AT = datetime.fromtimestamp(NOW + 0.9, UTC)
ANCHOR = re.compile(r'<a href="weixin://bizmsgmenu\?msgmenucontent=([^"<>&# ]*)&msgmenuid=([^"<>&# ]*)">([^<]*)</a>')
TEXTS = st.text(max_size=3000)
LABELS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
CHOICES = st.lists(st.builds(Choice, LABELS, LABELS, st.text("0123456789", max_size=2)), max_size=6).map(tuple)


def shown(say: Say) -> str:
    tree = ElementTree.fromstring(reply(say, OPENID, ACCOUNT, AT))
    return tree.findtext("Content") or ""


def test_the_same_answer_is_the_same_bytes() -> None:
    say = Say("好的", (Choice("a", "是"),))
    assert reply(say, OPENID, ACCOUNT, AT) == reply(say, OPENID, ACCOUNT, AT)
    assert f"<CreateTime>{NOW}</CreateTime>".encode() in reply(say, OPENID, ACCOUNT, AT)


def test_one_line_a_choice_and_the_number_where_there_is_one() -> None:
    one, other = number("x:1"), number("x:2")
    assert content(Say("请选择", (Choice("x:1", "提交", "1"), Choice("x:2", "取消")))) == (
        "请选择\n"
        f'<a href="weixin://bizmsgmenu?msgmenucontent=提交&msgmenuid={one}">1 提交</a>\n'
        f'<a href="weixin://bizmsgmenu?msgmenucontent=取消&msgmenuid={other}">取消</a>'
    )


def test_choices_of_one_label_are_told_apart_by_their_numbers() -> None:
    said = content(Say("哪一件？", (Choice("my:1:1", "0012", "1"), Choice("my:9:1", "0012", "2"))))
    assert [found[0] for found in ANCHOR.findall(said)] == ["1", "2"]


def test_a_label_cannot_leave_its_link() -> None:
    line = content(Say("?", (Choice('a"&b#c', '"><a href="http://x">免费 50%</a>'),))).split("\n")[1]
    found = ANCHOR.fullmatch(line)
    assert found
    assert found[2] == number('a"&b#c')
    assert found[1] == "%22%3E%3Ca%20href=%22http://x%22%3E免费%2050%25%3C/a%3E"


def test_nobodys_words_become_a_link() -> None:
    for words in (
        '<a href="http://x">点我</a>',
        "<A HREF=x>",
        "< a href=x>",
        "<\u200ba>",
        "&lt;a href=x&gt;",
        "&#60;a>",
    ):
        said = content(Say(words))
        assert "<" not in said
        assert "&lt;" not in said
        assert "&#" not in said
    assert clean("1<2 & 3>2") == "1＜2 & 3>2"


def test_the_end_of_cdata_in_someones_words() -> None:
    assert shown(Say("a]]>b]]]]>>c")) == "a]]>b]]]]>>c"


def test_characters_that_xml_forbids_are_left_out() -> None:
    assert shown(Say("a\x00\x08b\ud800c\ufffe\n\t")) == "abc\n\t"


def test_long_text_is_shortened_and_choices_are_not() -> None:
    choices = tuple(Choice(f"pick:{n}", f"第{n}件", str(n)) for n in range(1, 6))
    said = content(Say("漏" * 3000, choices))
    assert len(said.encode()) <= 2048
    assert said.split("\n")[0].endswith("…")
    assert len(ANCHOR.findall(said)) == 5


def test_many_long_choices_are_drawn_more_briefly() -> None:
    long = tuple(Choice(f"complaint:5101{n}:1", "7栋负一楼的排水沟堵了很久了", str(n)) for n in range(1, 11))
    said = content(Say("请选择", long))
    assert [found[0] for found in ANCHOR.findall(said)] == [str(n) for n in range(1, 11)]
    endless = tuple(Choice(f"pick:{n}" * 10, "7栋负一楼排水沟堵了" * 4, str(n)) for n in range(1, 11))
    assert content(Say("请选择", endless)).split("\n")[1] == "1 " + "7栋负一楼排水沟堵了" * 4


def test_shortened_to_the_byte_and_never_inside_a_character() -> None:
    assert shorten("漏水", 6) == "漏水"
    assert shorten("漏水了", 8) == "漏…"
    assert shorten("a" * 10, 5) == "aa…"


@given(TEXTS, CHOICES)
def test_whatever_is_said_is_xml_that_fits_and_holds_only_our_links(text: str, choices: tuple[Choice, ...]) -> None:
    said = shown(Say(text, choices))
    assert len(said.encode()) <= 2048
    assert said.count("<a ") == len(ANCHOR.findall(said)) == len(choices)
    assert said.count("<") == 2 * len(choices)
