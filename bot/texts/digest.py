"""早报: the morning's list, and choosing its hour."""

HEAD = "早报 {day}：您手上有{total}件，超期{overdue}件，今天到期{today}件。"
CHAT = HEAD
"""How it begins."""
OFFICER_HEAD = "早报 {day}：等您指导的有{total}件，超期{overdue}件，今天到期{today}件。"
LATE = "另有{late}件项目经理已超期，可以督办。"
URGENT = "最急的："
LINE = "{key}. {short} {area} {state} {left}"
WORDS = "\n   {words}"
HOW = "想改时间回复“早报 7”，不想收回复“早报 关”。"
TODO = "待办"
CARD = "待办早报"
STATE = "待办{total}件，超期{overdue}件"

NOW = "早报每天{hour}点发给您，手上没有件就不发。"
OFF_NOW = "早报现在是关的。"
ASK = "\n想改到几点？点下面的，或回复整点，比如“早报 6”。"
CHOSEN = "好，以后每天{hour}点给您发早报，手上没有件就不发。"
CHOSEN_OFF = "好，以后不发早报了。想再要，回复“早报 8”。"
WRONG = "几点要用 0 到 23 的整点，比如“早报 6”。"
OFF = "关"
HOURS = (7, 8, 9)
HOUR = "{hour}点"
