"""The officers' own words: 督办 and what is overdue in the jurisdiction."""

URGE = "督办"
URGE_CONFIRM = "将督办 {short}（{left}），项目经理和物业企业会马上收到。{said}\n要附上一句话，直接写给我；确认吗？"
URGE_SAID = "\n附上您的话：“{reason}”"
URGED = "已督办 {short}，记入办理过程，项目经理和物业企业马上会收到。\n回复“详情 {short}”可看进展。"
NOT_OVERDUE = "{short} 现在是“{state}”，没有超期，不用督办。回复“待办”看超期的件。"
URGED_TODAY = "今天已经督办过 {short} 了，明天还没有动静可以再督办。"
NONE_OVERDUE = "您辖区现在没有超期的件可以督办。"
