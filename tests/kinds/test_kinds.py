"""Which kind of complaint words speak of: measured on lists of sentences, as residents write them."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.examples import Examples
from core.kind_signs import SIGNS
from core.kinds import EXAMPLES, LABELS, Kind, kind_named, proposed, weighed
from tests.kinds.kit import UNTOUCHED, lines, share

ROOT = Path(__file__).parents[2]


def test_nearly_all_of_the_examples_are_proposed_their_own_kind() -> None:
    assert share(EXAMPLES) >= 0.95


def test_most_of_the_sentences_that_are_no_examples() -> None:
    assert share(UNTOUCHED) >= 0.55


def test_the_lists_share_no_sentence_and_hold_every_kind() -> None:
    examples, untouched = lines(EXAMPLES), lines(UNTOUCHED)
    assert not {words for _, words in examples} & {words for _, words in untouched}
    for one in (examples, untouched):
        assert {kind for kind, _ in one} == set(LABELS.values())
        assert len({words for _, words in one}) == len(one)


def test_each_kind_has_many_examples() -> None:
    kinds = [kind for kind, _ in lines(EXAMPLES)]
    assert min(map(kinds.count, LABELS.values())) >= 90


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("电梯坏了", Kind.LIFT),
        ("电梯口有垃圾", Kind.HYGIENE),
        ("停车费太贵", Kind.CHARGES),
        ("消防通道被车堵死", Kind.FIRE),
        ("ＫＴＶ太吵", Kind.NOISE),
        ("漏 水", Kind.LEAK),
        ("你好", Kind.OTHER),
        ("", Kind.OTHER),
    ],
)
def test_what_weighs_most_is_proposed(words: str, kind: Kind) -> None:
    assert proposed(words) is kind


def test_every_kind_has_a_label_a_name_and_signs() -> None:
    assert set(LABELS) == set(Kind)
    assert set(SIGNS) == set(Kind) - {Kind.OTHER}
    for kind, label in LABELS.items():
        assert kind_named(label) is kind_named(f" {kind.upper()} ") is kind
        assert len(kind) <= 12
    assert kind_named("没有这种") is None


def test_no_sign_stands_twice_under_a_kind() -> None:
    for kind, table in SIGNS.items():
        signs = [sign for line in table.split("\n") for sign in line.strip().partition(" ")[2].split("、") if sign]
        assert sorted(signs) == sorted(set(signs)), kind


@given(st.text(max_size=500))
def test_any_words_have_a_kind(words: str) -> None:
    assert proposed(words) in Kind
    assert all(weight > 0 for weight in weighed(words).values())


@given(st.text(alphabet="?？!。 \n\t🚗ﷺцж", max_size=50))
def test_words_of_which_nothing_is_known_are_of_no_kind(words: str) -> None:
    assert proposed(words) is Kind.OTHER


def test_what_stands_in_one_kind_alone_speaks_for_it() -> None:
    likeness = Examples([("one", "红灯亮"), ("one", "红灯坏"), ("two", "白灯亮"), ("two", "白墙")]).likeness
    assert likeness("红")["one"] > likeness("红")["two"]
    assert likeness("灯亮")["one"] > likeness("亮亮墙")["one"]
    assert likeness("白墙，红")["two"] > likeness("白墙，红")["one"]
    assert likeness("绿") == likeness("") == {"one": 0, "two": 0}


def test_the_kinds_are_known_wherever_the_process_stands(tmp_path: Path) -> None:
    ask = "from core.kinds import proposed; print(proposed('楼上咚咚咚'))"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", ask], cwd=tmp_path, env=environment, capture_output=True, check=True)
    assert done.stdout == b"noise\n"


def test_a_proposal_takes_less_than_a_millisecond() -> None:
    sentences = [words for _, words in lines(EXAMPLES)][::4]
    proposed("漏水")
    begun = time.process_time()
    for words in sentences:
        proposed(words)
    assert (time.process_time() - begun) / len(sentences) < 0.001


@pytest.mark.parametrize(
    "unit", ["电", "电梯", "车库堵", "ﷺ", "a", "\n", "🚗", "".join(map(chr, range(0x4E00, 0x6E00)))]
)
def test_ten_thousand_odd_characters_take_no_time(unit: str) -> None:
    words = (unit * 10_000)[:10_000]
    proposed("漏水")
    begun = time.process_time()
    proposed(words)
    assert time.process_time() - begun < 0.05
