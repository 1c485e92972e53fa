"""报表: this month and the last in a few lines, a chart that follows, and a link to the whole table."""

from bot.dialogs.base import Data, Dialog, Do, Done, Heard, Turn
from bot.messages import Say
from bot.reporting import title, told, top
from bot.texts import reports as texts
from bot.wording import refused
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
        months = (
            told(texts.THIS_MONTH.format(month=int(this.name[5:])), this) + top(report.kinds),
            told(texts.LAST_MONTH.format(month=int(last.name[5:])), last),
        )
        words = {"title": title(report.names), "when": spoken(heard.now), "months": "\n\n".join(months)}

        def said(files: str) -> Turn:
            return Done(Say(texts.TODAY.format(**words, files=files)))

        return Do(AskReport(), lambda link: said(texts.FILES.format(link=link)), lambda why: said(refused(why)))
