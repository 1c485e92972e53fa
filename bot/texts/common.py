"""Words known everywhere, and sentences every conversation shares."""

CANCEL_WORDS = ("取消", "0", "退出", "算了")
BACK_WORDS = ("返回", "上一步")
HELP_WORDS = ("帮助", "菜单", "help", "?")
THANKS = ("谢谢", "多谢", "感谢", "谢了", "好的", "好的谢谢", "ok", "收到", "知道了", "嗯", "辛苦了")
GREETINGS = ("你好", "您好", "在吗", "在不在", "hi", "hello", "喂")
ALIASES = {
    "确认": ("提交",),
    "提交": ("确认",),
    "确定": ("确认", "提交"),
    "是": ("确认",),
    "确认提交": ("提交",),
    "我要提交": ("提交",),
    "提交吧": ("提交",),
    "匿名": ("匿名提交",),
    "接收处理": ("接收",),
    "拒绝处理": ("拒绝",),
    "完成处理": ("完成",),
    "未解决": ("没解决",),
    "没有解决": ("没解决",),
    "解决了": ("已解决",),
}
"""Other words for choices' labels."""

CANCELLED = "好，已取消，什么都没有改动。\n有事直接写给我就行。"
NOTHING_TO_CANCEL = "现在没有进行中的事。\n有事直接写给我，或回复“帮助”。"
NOTHING_BEFORE = "这已经是第一步了。"
CONFIRM_WORDS = ("提交", "确认", "确定", "匿名提交", "确认提交", "我要提交", "提交吧")
ASSENTS = ("是", "是的", "对", "对的", "好", "好的", "好吧", "行", "可以", "同意", "没问题", "就这样", "嗯", "ok")
NEVER_CONTENT = (*CONFIRM_WORDS, *ASSENTS, "收到", "修改", "补充", "匿名")
"""Never what a complaint is about."""
FILED_ALREADY = "已经提交过了，编号 {short}，没有再提交一次。\n看进度回复“我的”。"
NOTHING_TO_SUBMIT = "还没有可以提交的内容。先用一句话说说是哪里、什么问题。"
NOT_SUBMITTED_YET = "还没有提交。没有要改的，请回复“提交”。"
OLD_BUTTON = "这个选项已经过时，没有改动任何内容。"
OLD_BUTTON_NEXT = "这个选项已经过时，没有改动任何内容。现在请看："
WHICH_ONE = "“{typed}”可以指两件事，您要哪一个？"
WELCOME_BACK = "\n\n———\n接着刚才没写完的反映：\n"
UPGRADED = "系统刚刚升级，刚才那一步要请您重来一次，很抱歉。"
STAFF_WORD = "“{word}”是工作人员用的。您是工作人员的话，请先回复“绑定”；要反映问题，直接写下来就行。"
OTHERS_WORD = "“{word}”不归您办，没有改动任何内容。\n您能办什么，回复“帮助”看；要反映问题，直接写下来就行。"
BIND = "绑定手机号"
ABOUT_STAFF_WORD = "怎么办这件事"
SHORT_NUMBER = "编号“{number}”太短，认不出是哪一件，没有改动任何内容。请写后4位；编号在“{listed}”里。"
THANKS_REPLY = "不客气！有事随时写给我。"
THANKS_PENDING = "不客气！方便时请把这一项也选一下："
UNKNOWN_KIND = "这种消息我还看不懂。请用文字、照片、语音或位置告诉我，我马上记下。"
BUSY = "系统正忙，请过一分钟再发一次。"
FOLLOWED = (
    "您好，这里是“码上办”：小区里的事，拍一拍、写一写就能反映给项目经理。\n"
    "请扫小区里张贴的“码上办”二维码；或直接写下问题，我再帮您找小区。"
)
MORE = "下一页"
PAGE = "（第{page}页，共{pages}页）"
