"""Rating a closing: is it solved, and how was the service."""

SOLVED = "{short}：问题解决了吗？"
CHOICES = (("solved", "已解决"), ("partly", "部分解决"), ("unsolved", "未解决"))
STARS = "对这次服务满意吗？5分最好。"
STARS_UNSOLVED = "很抱歉没办好。请打个分，或直接写哪里没办好，我转给项目经理。"
STAR_CHOICES = (("5", "非常满意"), ("4", "满意"), ("3", "一般"), ("2", "不满意"), ("1", "很不满意"))
WHY = "哪里没办好？写一句就行，会原样转给项目经理。"
SKIP = "不说了，直接提交"
THANKS = "谢谢您的评价！{short} 已结束。\n以后有事随时写给我。"
SENT_BACK = "知道了。{short} 已退回项目经理进一步处理，最晚{until}给您新的答复。"
SENT_UP = "知道了。{short} 已转街道指导，街道最晚{until}给出意见，我会告诉您。"
CLOSED = "知道了，评价已如实记录。{short} 的流程到此结束；如果仍不满意，可以拨打 12345 或向街道反映。"
WHICH = "您有{count}件等待评价，是哪一件？"
NOTHING = "您现在没有等待评价的反映。回复“我的”看看您提交过的。"
BY_STARS = {"5": "solved", "4": "solved", "3": "partly", "2": "unsolved", "1": "unsolved", "0": "unsolved"}
"""How far it is solved for somebody who gives but stars, as in a text; 0 is 未解决 without any."""
LABELS = dict(CHOICES)
