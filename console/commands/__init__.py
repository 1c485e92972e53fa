"""`flask --app webhooks …`: one small file a family."""

from console.commands import (
    accounts,
    applications,
    areas,
    complaints,
    faq,
    imports,
    init,
    notifications,
    qr,
    report,
    sweep,
    wechat,
    worker,
)

COMMANDS = (
    init.init,
    imports.group,
    areas.areas,
    areas.area,
    complaints.complaints,
    complaints.complaint,
    notifications.group,
    faq.group,
    accounts.officer,
    accounts.company,
    accounts.operator,
    applications.applications,
    applications.group,
    qr.qr,
    report.report,
    sweep.sweep,
    wechat.group,
    worker.worker,
)
