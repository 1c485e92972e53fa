"""撤回: for how long."""

NOTE = "\n{time}内可以撤回：回复“撤回”。"
TIMES = {30: "半分钟", 60: "一分钟", 90: "一分半", 120: "两分钟"}
SECONDS = "{seconds}秒"
