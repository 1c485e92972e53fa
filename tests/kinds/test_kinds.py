"""Which kind of complaint words speak of: measured on lists of sentences, as residents write them."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kind_signs import SIGNS
from core.kinds import LABELS, Kind, kind_named, proposed, weighed

HERE = Path(__file__).parent


def share(name: str) -> float:
    """How many sentences of a list are proposed the kind a person gave them."""
    lines = [line.split("\t") for line in (HERE / name).read_text("utf-8").splitlines()]
    return sum(LABELS[proposed(words)] == kind for kind, words in lines) / len(lines)


def test_nearly_all_of_the_sentences_the_table_was_made_with() -> None:
    assert share("tuning.tsv") >= 0.98


def test_most_of_the_sentences_the_table_never_saw() -> None:
    assert share("untouched.tsv") >= 0.6


def test_the_lists_share_no_sentence_and_hold_every_kind() -> None:
    tuning, untouched = ((HERE / name).read_text("utf-8").splitlines() for name in ("tuning.tsv", "untouched.tsv"))
    assert not set(tuning) & set(untouched)
    for lines in (tuning, untouched):
        assert {line.split("\t")[0] for line in lines} == set(LABELS.values())


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
    for kind, lines in SIGNS.items():
        signs = [sign for line in lines.split("\n") for sign in line.strip().partition(" ")[2].split("、") if sign]
        assert sorted(signs) == sorted(set(signs)), kind


@given(st.text(max_size=500))
def test_any_words_have_a_kind(words: str) -> None:
    weights = weighed(words)
    assert (proposed(words) is Kind.OTHER) is (not weights)
    assert all(weight > 0 for weight in weights.values())


@pytest.mark.parametrize("unit", ["电", "电梯", "车库堵", "ﷺ", "a", "\n", "🚗"])
def test_ten_thousand_odd_characters_take_no_time(unit: str) -> None:
    words = (unit * 10_000)[:10_000]
    begun = time.perf_counter()
    proposed(words)
    assert time.perf_counter() - begun < 0.05
