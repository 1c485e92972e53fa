"""What is left of a notice when somebody erases themselves: no words of anybody, by whichever channel it would go."""

import json

from core.store.notices import brief


def test_neither_in_chat_nor_in_a_text() -> None:
    said = {"area": "万和世家", "state": "已处理完成，请评价", "opening": "已处理：", "words": "换了王家的门机"}
    kept = brief(json.dumps({"text": "结果：换了王家的门机", "wechat": {"thing1": "万和世家"}, "sms": said}))
    assert "王家" not in json.loads(kept)["text"]
    assert json.loads(kept)["sms"] == {"area": "万和世家", "state": "已处理完成，请评价", "opening": "已处理："}


def test_nor_where_nothing_goes_by_text() -> None:
    assert json.loads(brief('{"text": "词", "wechat": {"thing1": "万和世家"}}'))["text"] == "万和世家"
