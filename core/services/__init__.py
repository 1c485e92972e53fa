"""One function a command, in the caller's transaction. A function raises `Refusal` where the act is not done."""

from collections.abc import Callable
from typing import Any

from core import application_commands as a
from core import commands as c
from core import console_commands as k
from core import login_commands as i
from core import own_commands as o
from core import people_commands as p
from core.complaint import Refusal
from core.services import (
    applications,
    complaints,
    contacts,
    digests,
    logins,
    manager,
    misses,
    notices,
    offices,
    own_data,
    people,
    printing,
    records,
    reminders,
    reports,
    staff,
    texting,
    undo,
    unmasking,
)
from core.services.contacts import Checked
from core.services.work import Work

__all__ = ["Checked", "Work", "perform"]

_SERVICES: dict[type, Callable[[Work, Any], Any]] = {
    c.Submit: complaints.submit,
    c.Accept: complaints.accept,
    c.Refuse: complaints.refuse,
    c.Finish: complaints.finish,
    c.Rate: complaints.rate,
    c.Withdraw: complaints.withdraw,
    c.Nudge: complaints.nudge,
    c.AskGuidance: complaints.ask_guidance,
    c.Guide: complaints.guide,
    c.Escalate: complaints.escalate,
    c.Urge: records.urge,
    c.AddWords: records.add_words,
    c.AcceptAll: manager.accept_all,
    c.Note: manager.note,
    c.Extend: manager.extend,
    c.Promise: manager.promise,
    c.HandOver: manager.hand_over,
    c.TakeOver: manager.take_over,
    c.DeclineHandover: manager.not_taken,
    c.SaveReply: manager.save_reply,
    c.DropReply: manager.drop_reply,
    c.Undo: undo.undo,
    c.Remind: reminders.remind,
    o.ChooseDigest: digests.choose_digest,
    c.SendDigest: digests.send_digest,
    p.Leave: people.leave,
    p.Assign: people.assign,
    p.Unassign: people.unassign,
    p.Replace: people.replace,
    p.AddStaff: staff.add_staff,
    p.EditStaff: staff.edit_staff,
    p.ProveIdentity: staff.prove_identity,
    c.ScanArea: contacts.scan_area,
    c.KeepMedia: contacts.keep_media,
    c.ShowMedia: contacts.show_media,
    c.AskReport: reports.ask_report,
    c.PrintCode: printing.print_code,
    o.SendCode: contacts.send_code,
    o.CheckCode: contacts.check_code,
    o.FollowAgain: contacts.follow_again,
    o.CopyData: own_data.copy_data,
    o.ForgetPhone: own_data.forget_phone,
    o.ForgetEstate: own_data.forget_estate,
    o.EraseMe: own_data.erase_me,
    a.Apply: applications.apply,
    a.Resubmit: applications.resubmit,
    a.EndApplication: applications.end,
    a.ApproveApplication: applications.approve,
    a.ReturnApplication: applications.give_back,
    i.SendLoginCode: logins.send_login_code,
    i.OpenConsole: logins.open_console,
    i.TakeLogin: logins.take_login,
    i.AskLogin: logins.ask_login,
    i.ConfirmLogin: logins.confirm_login,
    i.DenyLogin: logins.deny_login,
    i.FinishLogin: logins.finish_login,
    i.ChooseAccount: logins.choose_account,
    i.LogOut: logins.log_out,
    k.Unmask: unmasking.unmask,
    k.NoteExport: unmasking.note_export,
    k.AddOfficer: offices.add_officer,
    k.EndOfficer: offices.end_officer,
    k.AddOperator: offices.add_operator,
    k.EndOperator: offices.end_operator,
    k.AddCompany: offices.add_company,
    a.ShowPhotos: applications.show_photos,
    a.RemindReview: applications.remind_review,
    o.EndStanding: contacts.end_standing,
    o.OptOut: texting.opt_out,
    o.OptIn: texting.opt_in,
    o.ChooseChannel: texting.choose_channel,
    k.RetryNotice: notices.retry_notice,
    k.GiveUpNotice: notices.give_up_notice,
}

_OTHERS = ("not_found", "application_not_found", "not_yours")
"""Why an act is refused to whom it was not for."""


def perform(work: Work, command: c.Command) -> Any:
    """Carry out a command; its events are added to `work`. Raises Refusal."""
    try:
        return _SERVICES[type(command)](work, command)
    except Refusal as refusal:
        if refusal.reason in _OTHERS:
            misses.not_theirs(work.actor)
        raise
