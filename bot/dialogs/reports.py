"""报表: this month and the last in a few lines, a chart that follows, and a link to the whole table."""

from bot.dialogs.base import Data, Dialog, Do, Done, Heard, Turn
from bot.messages import Say
from bot.reporting import title, told
from bot.texts import reports as texts
from core.clocks import spoken
from core.commands import AskReport


class Reports(Dialog):
    """For whoever answers for complaints: what they see is what they answer for at this moment."""

    name = "reports"

    def show(self, heard: Heard, data: Data) -> Turn:
        """One answer; the chart and the link are the worker's and the house's."""
        report = heard.look.report(heard.now)
        if report is None:
            return Done(Say(texts.NONE))
        last, this = report.months
        called = texts.THIS_MONTH, texts.LAST_MONTH
        months = (
            told(name.format(month=int(one.name[5:])), one) for name, one in zip(called, (this, last), strict=True)
        )
        words = {"title": title(report.names), "when": spoken(heard.now), "months": "\n\n".join(months)}
        return Do(AskReport(), lambda link: Done(Say(texts.TODAY.format(**words, link=link))))
