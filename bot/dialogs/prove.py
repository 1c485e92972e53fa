"""实名核对: whether somebody is who their company says, the second half of registering a manager (seed, question 5)."""

from bot.dialogs.add_staff import MOST_USERNAME, identity_problem
from bot.dialogs.base import CANCEL, Ask, Data, Dialog, Do, Done, Go, Heard, Turn, choices
from bot.dialogs.of_company import masked_username
from bot.messages import Say
from bot.texts import company as texts
from bot.wording import heard_as
from core.clocks import spoken
from core.identity import masked_identity
from core.people_commands import ProveIdentity
from core.services.staff import Proof


class Prove(Dialog):
    """`data`: the identity number as it was sent, until it is compared."""

    name = "prove"

    def start(self, heard: Heard, data: Data) -> Turn:
        """By 实名核对, for whoever works for a company."""
        me = heard.look.staff()
        if me is None:
            return Done(Say(texts.PROVE_NOBODY))
        return Go(self.identity, {}) if me.identity else Done(Say(texts.PROVE_NO_IDENTITY))

    def identity(self, heard: Heard, data: Data) -> Turn:
        """The number."""
        me = heard.look.staff()
        if heard.asking:
            before = me.registered_at if me else None
            text = texts.PROVED_BEFORE.format(when=spoken(before)) if before else texts.ASK_OWN_IDENTITY
            return Ask(Say(text, (CANCEL,)))
        identity = heard_as(heard.words).replace(" ", "").upper()
        problem = identity_problem(identity)
        return Ask(Say(problem, (CANCEL,))) if problem else Go(self.username, {"identity": identity})

    def username(self, heard: Heard, data: Data) -> Turn:
        """The user name, if it is at hand."""
        said = heard.words.strip()[:MOST_USERNAME]
        if heard.asking or not (said or heard.chosen):
            return Ask(Say(texts.ASK_OWN_USERNAME, (*choices(("skip", texts.SKIP_IT)), CANCEL)))
        command = ProveIdentity(data["identity"], "" if heard.chosen else said)
        return Do(command, lambda proof: Done(Say(_told(proof, command))))


def _told(proof: Proof, said: ProveIdentity) -> str:
    kept = proof.person
    if "identity" in proof.differs:
        where = texts.DIFFERS_BEFORE if kept.identity[-4:] == said.identity[-4:] else texts.DIFFERS_END
        masks = {"kept": masked_identity(kept.identity), "said": masked_identity(said.identity)}
        text = texts.IDENTITY_DIFFERS.format(**masks, where=where) + texts.DIFFERS_REMEDY
    else:
        text = texts.PROVED
    if "username" in proof.missing:
        return text + texts.USERNAME_MISSING
    if "username" in proof.differs:
        return text + texts.USERNAME_DIFFERS.format(kept=masked_username(kept.username), said=said.username)
    return text + (texts.USERNAME_SAME if said.username else "")
