"""报表: in chat, in the picture, in the file."""

from core.reports import By

NONE = "您名下现在没有小区，也不是企业管理员、街道或区局的工作人员，看不到报表。有疑问请联系您的物业企业。"
TODAY = (
    "{title} 报表（{when}）\n\n{months}\n\n"
    "图表马上发给您。表格请打开下面的链接（24小时内有效，只供本人使用，请勿转发）：\n{link}"
)
THIS_MONTH = "本月（{month}月）"
LAST_MONTH = "上月（{month}月）"
NOTHING = "{name}：没有收到反映"
MONTH = "{name}：收到{filed}件，在办{open}件，超期{overdue}件{refused}"
ANSWER_RATE = "响应率 {rate}"
SOLVED_RATE = "解决率 {rate}"
SATISFIED_RATE = "满意率 {rate}"
RATE = "{rate}（{part}/{whole}）"
NOT_ANSWERED = "响应率 还没有答复的，也没有到期的"
NOT_RATED = "解决率、满意率 还没有人评价"
ANSWER_MEDIAN = "答复一般用{time}"
CLOSE_MEDIAN = "办结一般用{time}"
NO_RATE = "还没有"
TOP_KINDS = "反映最多：{which}"
REFUSED = "，拒绝{count}件（{which}）"
CATEGORY = "{name}{count}"
DAYS = "{days}天{hours}小时"
HOURS = "{hours}小时{minutes}分钟"
MINUTES = "{minutes}分钟"
AT_ONCE = "不到1分钟"
MANY_AREAS = "{first}等{count}个小区"
EVERYWHERE = "全部"

CHART_TITLE = "{title} 报表"
CHART_WHEN = "截至 {when}"
RATES = "三项率"
RATE_LABELS = ("响应率", "解决率", "满意率")
THIS, LAST = "本月", "上月"
FILED_MONTHS = "近{count}个月收到"
FILED_GROUPS = "本月各{what}收到"
OVERDUE = "超期未办结（括号内）"
NOT_OVERDUE = "其余"
MONTH_LABEL = "{month}月"
MORE_GROUPS = "另有{count}个{what}，见表格"
NO_GROUPS = "没有"
UNNAMED = "（未登记）"

WHAT = {By.AREA: "小区", By.COMPANY: "企业", By.STREET: "街道", By.DISTRICT: "区", By.MONTH: "月", By.KIND: "类别"}
