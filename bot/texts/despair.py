"""Somebody who speaks of ending their own life: what they are told, and what it is known by."""

COMFORT = (
    "听到您这样说，我很担心您。您不用一个人扛着。\n"
    "请现在就打一个电话：12356 心理援助热线，有人听您说；已经有危险，马上打 120 或 110。\n"
    "也请叫一位家人、朋友或邻居来陪着您。"
)
KEPT = "\n\n您没写完的反映我留着，什么时候想接着写，回复“提交”就能看到。"

DEEDS = """
    自杀 轻生 寻死 寻短见 跳楼 跳下去 跳河 跳江 上吊 割腕 割脉 烧炭 喝农药 吃安眠药
    自尽 自我了断 结束生命 结束自己 了结自己 了断自己
"""
"""What somebody wants, or is about, to do to themselves."""
WANTS = "想 要 准备 打算 决定 考虑 不如 干脆 正在 只能 只有 只好 刚刚 刚 已经"
LIVES = """
    不想活 不想再活 活不下去 活够了 活腻了 活着没意思 活着没有意思 活着没意义 活着没有意义
    活着有什么意思 不如死了 死了算了 想死 想去死 一死了之 生不如死 离开这个世界 写好遗书
    写了遗书 留了遗书 没有活下去
"""
"""What somebody says of their own life."""
OTHERS = """
    有人 他 她 它 谁 邻居 楼上 楼下 隔壁 对面 老人 老头 老太 孩子 小孩 女孩 男孩
    男的 女的 女子 男子 业主 住户 租客 租户 房客 家属 经理 保安 工人 学生 老公 老婆
    丈夫 妻子 妈 爸 爷爷 奶奶 朋友 同事 室友 儿子 女儿 姐 哥 弟 妹 一个人 那人 这人
    大爷 大妈 阿姨 树 花 草 猫 狗 鱼 鸟 店 生意 公司
"""
"""Who else it may be about: somebody else's danger is told as any other."""
NOT_SO = "死你 死他 死机 死当 跳楼价 跳楼机 跳楼大 自杀式 跳河边 防跳楼 防自杀 跳楼护栏 跳楼事"
"""Words in which the signs mean something else."""
