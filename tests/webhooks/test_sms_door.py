"""The door as the SMS gateways meet it: what it lets in, what it turns away, how fast, and what it never tells."""

import io
import json
import random
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from prometheus_client import generate_latest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs
from werkzeug.test import EnvironBuilder, run_wsgi_app

from bot.messages import Kind, Receipt
from tests.notify.worker_kit import until
from tests.support.together import together
from tests.webhooks.sms_kit import FINE, NEXT, NOW, PHONE, PLACES, SECRET, Gateway, gateway, reply, report, status, up
from webhooks.doors import LONGEST
from webhooks.sms import AT_ONCE, STUCK, WAIT

WITHIN = 0.7
"""Seconds a gateway waits."""


@pytest.fixture
def cloud() -> Gateway:
    return gateway()


@pytest.mark.parametrize("place", PLACES)
def test_the_probe_and_the_callback_get_the_very_answer(cloud: Gateway, place: str) -> None:
    for answer in (cloud.client.get(cloud.path(place)), cloud.post(place, FINE[place])):
        assert (answer.status_code, answer.json, answer.mimetype) == (200, PLACES[place], "application/json")
    assert '"成功"' in cloud.client.get(cloud.path("aliyun/up")).text
    assert len(cloud.house.heard) + len(cloud.house.noted) == 1


def test_receipts(cloud: Gateway) -> None:
    cloud.post("aliyun/report", [report(), report(success=False, err_code="MK:100D", biz_id="2^0", out_id="")])
    cloud.post("tencent/status", [status(), status(report_status="FAIL", errmsg="关机", sid="3", ext="k")])
    assert cloud.house.noted == [
        Receipt("932702304080415357^0", True, "", "accepted:12:c5:5:sms", PHONE),
        Receipt("2^0", False, "MK:100D", "", PHONE),
        Receipt("2019:538335269398849792", True, "", "accepted:12:c5:5:sms", PHONE),
        Receipt("3", False, "_", "k", PHONE),
    ]


def test_what_a_person_texts(cloud: Gateway) -> None:
    cloud.post("aliyun/up", [up(), up(content="  退订\u0000\n ", sequence_id="2")])
    cloud.post("tencent/reply", reply())
    first, second, third = cloud.house.heard
    assert (first.channel, first.address, first.kind, first.text) == ("sms", PHONE, Kind.TEXT, "A7 5")
    assert second.text == "退订"
    assert first.key.startswith("aliyun:")
    assert first.key != second.key
    assert PHONE[3:] not in first.key
    assert first.sent_at == datetime(2024, 10, 17, 9, 23, 40, tzinfo=UTC)
    assert (third.address, third.text, third.sent_at) == (PHONE, "A7 5", datetime.fromtimestamp(NOW - 5, UTC))
    assert third.key.startswith("tencent:")
    assert len(third.key) <= 64


@pytest.mark.parametrize("number", ["17712341234", "8617712341234", "+8617712341234", 17712341234, "008617712341234"])
def test_every_way_to_write_the_number(cloud: Gateway, number: Any) -> None:
    cloud.post("aliyun/up", up(phone_number=number))
    assert cloud.house.heard[0].address == PHONE


def test_a_text_told_again_has_the_same_key_and_another_one_has_not(cloud: Gateway) -> None:
    for text in ("A7 5", "A7 5", "A7 4"):
        cloud.post("tencent/reply", reply(text=text))
        cloud.post("aliyun/up", up(content=text, sequence_id=None))
    keys = [one.key for one in cloud.house.heard]
    assert keys[0] == keys[2] != keys[4]
    assert keys[1] == keys[3] != keys[5]
    assert "17712341234" not in "".join(keys)
    cloud.post("tencent/reply", reply(time=1_729_157_021))
    assert cloud.house.heard[-1].key != keys[0]


@pytest.mark.parametrize("place", PLACES)
def test_an_array_or_an_object(cloud: Gateway, place: str) -> None:
    for body in (FINE[place], [FINE[place]], [FINE[place], FINE[place]], []):
        assert cloud.post(place, body).json == PLACES[place]
    assert len(cloud.house.heard) + len(cloud.house.noted) == 4


@pytest.mark.parametrize("number", ["02812345678", "10690001", "+14155552671", "+85291234567", "1" * 60, "٣"])
def test_other_phones_are_left_out_with_a_count(cloud: Gateway, number: str) -> None:
    before = counted("aliyun", "message", "no_mobile")
    assert cloud.post("aliyun/up", [up(phone_number=number), up()]).json == PLACES["aliyun/up"]
    assert cloud.post("tencent/reply", reply(mobile=number)).json == PLACES["tencent/reply"]
    assert len(cloud.house.heard) == 1
    assert counted("aliyun", "message", "no_mobile") == before + 1


def test_one_item_that_cannot_be_read_does_not_hold_up_the_others(cloud: Gateway) -> None:
    assert cloud.post("aliyun/report", [{"x": 1}, report(biz_id=""), report()]).status_code == 200
    assert len(cloud.house.noted) == 1


MALFORMED: list[Any] = [b"", b"\xff\xfe", b"{", b"null", b"7", b'"x"', b"[[]]", b"[" * 9000, b"9" * 9000, b"[1]"]
MALFORMED += [{}, {"phone_number": {}}, b'{"sequence_id": NaN}', b"a=1&b=2", [report(success="maybe")]]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("body", MALFORMED, ids=range(len(MALFORMED)))
def test_what_cannot_be_read_is_a_400(cloud: Gateway, place: str, body: Any) -> None:
    assert cloud.post(place, body).status_code == 400
    assert (cloud.house.heard, cloud.house.noted) == ([], [])


def test_never_a_500_whatever_comes(cloud: Gateway) -> None:
    chance = random.Random(7)
    values: list[Any] = [
        None,
        True,
        0,
        -1,
        10**400,
        1.5,
        "",
        "\ud800\u0000",
        "x" * 5000,
        [],
        {},
        [[]],
        "１７７",
        "86" * 30,
    ]
    for _ in range(1500):
        place = chance.choice(list(PLACES))
        item = {name: chance.choice([value, *values]) for name, value in FINE[place].items()}
        body = json.dumps(item).encode()
        if chance.random() < 0.3:
            at = chance.randrange(len(body))
            body = body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :]
        assert cloud.post(place, body).status_code in (200, 400)
    assert all(len(one.key) <= 64 and len(one.text) <= 1000 for one in cloud.house.heard)
    assert all(len(one.reason) <= 40 and one.provider_id for one in cloud.house.noted)


def test_too_long_is_told_before_reading(cloud: Gateway) -> None:
    unread = io.BytesIO(b"x")
    environ = EnvironBuilder(cloud.path("aliyun/up"), method="POST").get_environ()
    environ |= {"wsgi.input": unread, "CONTENT_LENGTH": str(LONGEST + 2)}
    _, status_line, _ = run_wsgi_app(cloud.client.application, environ)
    assert (status_line.split()[0], unread.tell()) == ("413", 0)
    assert cloud.post("aliyun/up", b" " * LONGEST + b"1").status_code == 413
    assert cloud.post("aliyun/up", json.dumps(up()).encode().ljust(LONGEST)).status_code == 200


def test_other_methods_are_not_for_this_door(cloud: Gateway) -> None:
    assert cloud.client.put(cloud.path("aliyun/up")).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/sms/aliyun/wrong/report",
        f"/sms/aliyun/{SECRET}x/report",
        f"/sms/aliyun/{SECRET[:-1]}/report",
        f"/sms/aliyun/{SECRET}/status",
        f"/sms/tencent/{SECRET}/report",
        f"/sms/other/{SECRET}/report",
        f"/sms/aliyun/{SECRET}/report/",
        "/sms/aliyun//report",
        "/sms/aliyun/%E7%A0%81/report",
        "/sms/aliyun/report",
        "/sms/",
    ],
)
def test_a_wrong_path_is_a_page_that_does_not_exist(cloud: Gateway, path: str) -> None:
    for answer, nothing in (
        (cloud.client.get(path), cloud.client.get("/nothing")),
        (cloud.client.post(path, json=report()), cloud.client.post("/nothing", json=report())),
    ):
        assert (answer.status_code, answer.data) == (404, nothing.data)
    assert cloud.house.noted == []


def test_without_a_secret_nobody_comes_in() -> None:
    cloud = gateway("")
    for cloud.secret in ("", SECRET):
        assert cloud.post("aliyun/up", up()).status_code == 404


def test_both_secrets_while_rotating() -> None:
    cloud = gateway(NEXT, SECRET)
    for cloud.secret in (SECRET, NEXT):
        assert cloud.post("aliyun/up", up()).status_code == 200


def test_what_breaks_inside_is_posted_again_and_leaves_no_words_in_the_log(cloud: Gateway) -> None:
    cloud.house.breaks = [OperationalError("insert 17712341234", {}, Exception("locked")), KeyError("17712341234")]
    with capture_logs() as logs:
        assert cloud.post("aliyun/report", [report()]).status_code == 503
        assert cloud.post("aliyun/up", [up(), up(sequence_id=2, content="查")]).status_code == 503
    assert [(line["event"], line["error"]) for line in logs] == [
        ("sms_callback_failed", "OperationalError"),
        ("sms_callback_failed", "KeyError"),
    ]
    assert "17712341234" not in str(logs)
    assert [one.text for one in cloud.house.heard] == ["查"], "the others of a callback are kept all the same"
    assert cloud.post("aliyun/up", [up(), up(sequence_id=2)]).status_code == 200


def test_what_takes_too_long_is_answered_in_time_and_kept_all_the_same(cloud: Gateway) -> None:
    cloud.house.free.clear()
    begun = time.monotonic()
    assert cloud.post("aliyun/report", [report()]).status_code == 503
    assert WAIT <= time.monotonic() - begun < WITHIN
    cloud.house.free.set()
    assert cloud.post("aliyun/report", [report(biz_id="2")]).status_code == 200
    until(lambda: {one.provider_id for one in cloud.house.noted} == {"932702304080415357^0", "2"})


def test_what_was_not_begun_in_time_is_not_done_at_all(cloud: Gateway) -> None:
    cloud.house.free.clear()
    numbers = iter(range(AT_ONCE + 2))
    assert together(AT_ONCE + 2, lambda: cloud.post("aliyun/report", [report(biz_id=str(next(numbers)))]).status_code)
    cloud.house.free.set()
    until(lambda: len(cloud.house.noted) == AT_ONCE)
    assert cloud.post("aliyun/report", [report(biz_id="last")]).status_code == 200
    assert (len(cloud.house.noted), cloud.house.noted[-1].provider_id) == (AT_ONCE + 1, "last")


def test_the_secret_is_told_nowhere(cloud: Gateway, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the right one nor one that was right yesterday: not in the log, the metrics or an answer."""
    with caplog.at_level(0), capture_logs() as logs:
        answers = [cloud.post("aliyun/up", up()), cloud.post("aliyun/up", b"{")]
        cloud.house.breaks = [RuntimeError(SECRET)]
        answers.append(cloud.post("tencent/status", status()))
        cloud.secret = NEXT
        answers += [cloud.post("aliyun/up", up()), cloud.client.get(cloud.path("aliyun/up"))]
    shown = " ".join([caplog.text, str(logs), generate_latest().decode(), *(one.text for one in answers)])
    assert [one.status_code for one in answers] == [200, 400, 503, 404, 404]
    assert "canary" not in shown
    assert "17712341234" not in shown


def test_each_is_counted(cloud: Gateway) -> None:
    before = {name: counted(*name) for name in COUNTED}
    cloud.post("aliyun/report", [report(), report(biz_id="2"), {}])
    cloud.post("tencent/reply", b"{")
    cloud.house.breaks = [KeyError()]
    cloud.post("tencent/reply", reply())
    cloud.client.get("/sms/aliyun/wrong/up")
    assert {name: counted(*name) - before[name] for name in COUNTED} == COUNTED


COUNTED = {
    ("aliyun", "receipt", "kept"): 2,
    ("aliyun", "receipt", "unreadable"): 1,
    ("tencent", "message", "malformed"): 1,
    ("tencent", "message", "not_kept"): 1,
    ("", "", "refused"): 1,
}


def counted(gateway_name: str, kind: str, outcome: str) -> float:
    labels = f'{{gateway="{gateway_name}",kind="{kind}",outcome="{outcome}"}} '
    lines = [
        line for line in generate_latest().decode().splitlines() if line.startswith("sms_callbacks_total" + labels)
    ]
    return float(lines[0].rpartition(" ")[2]) if lines else 0.0


def test_where_nothing_gets_on_the_next_is_turned_away_at_once(cloud: Gateway) -> None:
    """The web's threads are few: if each callback waited, everybody else would."""
    cloud.house.free.clear()
    assert set(together(AT_ONCE, lambda: cloud.post("aliyun/report", report()).status_code)) == {503}
    for _ in range(20):
        begun = time.monotonic()
        assert cloud.post("aliyun/report", report()).status_code == 503
        assert time.monotonic() - begun < STUCK
    cloud.house.free.set()
    until(lambda: len(cloud.house.noted) == AT_ONCE)
    assert cloud.post("aliyun/report", report()).status_code == 200
