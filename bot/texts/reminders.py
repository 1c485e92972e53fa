"""What is said because time has passed. Part of `bot.texts.notices`; filled from the same values."""

CHAT = {
    "near_due": "提醒：{short}（{area}）{until}到期，还剩{left}。\n{words}\n状态：{state}，请按时处理。",
    "due": "{short}（{area}）已到期（{until}）：\n{words}\n状态：{state}，已记为超期，请尽快处理。",
    "overdue": "{short}（{area}）{left}（{until}到期）：\n{words}\n状态：{state}，请马上处理。",
    "guidance_near": "提醒：{short}（{area}）等您指导，{until}到期，还剩{left}。\n{words}",
    "guidance_due": "{short}（{area}）等您指导，已到期（{until}），已记为超期。\n{words}",
    "guidance_overdue": "{short}（{area}）等您指导，{left}（{until}到期）。\n{words}",
    "still_handling": "您反映的 {short} 项目经理还在处理，处理好会在这里答复您。\n想催一催，点“催办”。",
    "silent": "{short}（{area}）接收后有3天没有进展：\n{words}\n业主已收到“还在处理”的说明。办好请点“完成”。",
}

STATES = {
    "near_due": "快到期了，请按时处理",
    "due": "已到期，请尽快处理",
    "overdue": "已超期{days}天，请马上处理",
    "guidance_near": "等您指导，快到期了",
    "guidance_due": "等您指导，已到期",
    "guidance_overdue": "等您指导，已超期{days}天",
    "still_handling": "还在处理，可以催办",
    "silent": "三天没有进展，请处理",
}
