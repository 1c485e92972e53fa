"""One function a command, in the caller's transaction. A function raises `Refusal` where the act is not done."""

from collections.abc import Callable
from typing import Any

from core import application_commands as a
from core import commands as c
from core import console_commands as k
from core import people_commands as p
from core.services import (
    applications,
    complaints,
    contacts,
    digests,
    logins,
    manager,
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
    c.HandOver: manager.hand_over,
    c.TakeOver: manager.take_over,
    c.DeclineHandover: manager.not_taken,
    c.SaveReply: manager.save_reply,
    c.DropReply: manager.drop_reply,
    c.Undo: undo.undo,
    c.Remind: reminders.remind,
    c.ChooseDigest: digests.choose_digest,
    c.SendDigest: digests.send_digest,
    c.Leave: people.leave,
    c.Assign: people.assign,
    c.Unassign: people.unassign,
    c.Replace: people.replace,
    p.AddStaff: staff.add_staff,
    p.EditStaff: staff.edit_staff,
    p.ProveIdentity: staff.prove_identity,
    c.ScanArea: contacts.scan_area,
    c.KeepMedia: contacts.keep_media,
    c.ShowMedia: contacts.show_media,
    c.AskReport: reports.ask_report,
    c.PrintCode: printing.print_code,
    c.SendCode: contacts.send_code,
    c.CheckCode: contacts.check_code,
    c.FollowAgain: contacts.follow_again,
    c.CopyData: own_data.copy_data,
    c.ForgetPhone: own_data.forget_phone,
    c.ForgetEstate: own_data.forget_estate,
    c.EraseMe: own_data.erase_me,
    a.Apply: applications.apply,
    a.Resubmit: applications.resubmit,
    a.EndApplication: applications.end,
    a.ApproveApplication: applications.approve,
    a.ReturnApplication: applications.give_back,
    c.SendLoginCode: logins.send_login_code,
    c.OpenConsole: logins.open_console,
    c.TakeLogin: logins.take_login,
    c.AskLogin: logins.ask_login,
    c.ConfirmLogin: logins.confirm_login,
    c.FinishLogin: logins.finish_login,
    c.ChooseAccount: logins.choose_account,
    c.LogOut: logins.log_out,
    k.Unmask: unmasking.unmask,
    k.NoteExport: unmasking.note_export,
    k.AddOfficer: offices.add_officer,
    k.EndOfficer: offices.end_officer,
    k.AddCompany: offices.add_company,
    a.ShowPhotos: applications.show_photos,
    a.RemindReview: applications.remind_review,
    c.EndStanding: contacts.end_standing,
    c.OptOut: texting.opt_out,
    c.OptIn: texting.opt_in,
    c.ChooseChannel: texting.choose_channel,
    c.RetryNotice: notices.retry_notice,
    c.GiveUpNotice: notices.give_up_notice,
}


def perform(work: Work, command: c.Command) -> Any:
    """Carry out a command; its events are added to `work`. Raises Refusal."""
    return _SERVICES[type(command)](work, command)
