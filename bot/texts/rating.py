"""Rating a closing: is it solved, and how was the service."""

LABELS = {"solved": "已解决", "partly": "部分解决", "unsolved": "未解决"}
"""How far it is solved, as records say it."""
QUESTION, AGREE = "问题解决了吗？", "认可这个理由吗？"
"""Of a result, and of a refusal."""
SOLVED = "{short}：{question}"
CHOICES = (("solved", "已解决"), ("partly", "部分解决，就到这里"), ("unsolved", "没解决{worse}"))
AGREEING = (("solved", "认可"), ("unsolved", "不认可{worse}"))
STARS = "对这次服务满意吗？5分最好。"
STAR_CHOICES = (("5", "非常满意"), ("4", "满意"), ("3", "一般"), ("2", "不满意{worse}"), ("1", "很不满意{worse}"))
WORSE = {"FURTHER": "，退回再办", "GUIDANCE": "，请街道指导", "CLOSED": ""}
"""What a bad rating leads to, by the state it leads to."""
WHY = "很抱歉没办好。哪里没办好？写一句就行，会原样转给项目经理。"
SKIP = "不说了，直接提交"
THANKS = "谢谢您的评价！{short} 已结束。\n以后有事随时写给我。"
SENT_BACK = "知道了。{short} 已退回项目经理进一步处理，最晚{until}给您新的答复。"
SENT_UP = "知道了。{short} 已转街道指导，街道最晚{until}给出意见，我会告诉您。"
CLOSED = "知道了，评价已如实记录。{short} 的流程到此结束；如果仍不满意，可以拨打 12345 或向街道反映。"
WHICH = "您有{count}件等待评价，是哪一件？"
NOTHING = "您现在没有等待评价的反映。回复“我的”看看您提交过的。"
BY_STARS = {"5": "solved", "4": "solved", "3": "partly", "2": "unsolved", "1": "unsolved", "0": "unsolved"}
"""How far it is solved for somebody who gives but stars, as in a text; 0 is 未解决 without any."""
SAID = {
    "已解决": "solved",
    "部分解决": "partly",
    "没解决": "unsolved",
    "未解决": "unsolved",
    "认可": "solved",
    "不认可": "unsolved",
}
"""What a choice's label, to its first comma, says of a closing; 未解决 is what older notices offer."""
