"""Every column that can hold words is sealed, or stands here with what it holds instead."""

from typing import Any

from sqlalchemy import JSON, LargeBinary, String

from core.store.tables import metadata
from core.store.types import Sealed, UtcTime

IN_CLEAR = {
    "a name of ours": """anchors.name applications.kind applications.state audit.act audit.channel complaints.clock
        complaints.kind complaints.outcome complaints.refused_as complaints.solved complaints.state contacts.channel
        contacts.notify_by canned_replies.act counters.name downloads.size leases.name media.kind media.mime
        media.reason outbox.audience outbox.channel outbox.fallback outbox.reason outbox.route outbox.state
        outbox.template receipts.reason named.asks
        verifications.asker timeline.act timeline.channel timeline.state timeline.who
        tokens.name staff.post""",
    "an index or a chain under INDEX_KEY": """anchors.head anchors.mac audit.chained complaints.head complaints.whole
        contacts.address_ix contacts.phone_ix inbox.key logins.scene_ix logins.token_ix officers.phone_ix
        operators.phone_ix opt_outs.phone_ix named.phone_ix staff.identity_ix staff.phone_ix texts.content_ix
        texts.phone_ix timeline.chained timeline.digest timeline.masked verifications.code_ix verifications.phone_ix
        downloads.token_ix erasures.who_ix media.file
        reasons.digest receipts.phone_ix wrong_codes.phone_ix""",
    "the public directory": """areas.address areas.code areas.committee areas.community areas.developer areas.district
        areas.name areas.street areas.usage companies.code companies.grade companies.name officers.district
        officers.street applications.district applications.street applications.subject applications.key""",
    "numbers and links that name nobody": """areas.qr_url areas.scene audit.subject complaints.number
        consents.template_id data_keys.id leases.owner login_codes.scene login_codes.url logins.url media.provider_id
        reasons.subject old_scenes.scene
        outbox.key outbox.lane outbox.provider_id receipts.key receipts.provider_id""",
    "what an act changed, by ids and our own names": "timeline.details",
}


def wordy(kind: Any) -> bool:
    return isinstance(kind, String | LargeBinary | JSON) and not isinstance(kind, Sealed | UtcTime)


def test_no_column_that_can_hold_words_is_forgotten() -> None:
    columns = {f"{one.table.name}.{one.name}": one.type for each in metadata.sorted_tables for one in each.c}
    listed = [name for names in IN_CLEAR.values() for name in names.split()]
    assert sorted(listed) == sorted(name for name, kind in columns.items() if wordy(kind))


def test_each_sealed_column_has_a_name_of_its_own() -> None:
    sealed = [one for each in metadata.sorted_tables for one in each.c if isinstance(one.type, Sealed)]
    assert len(sealed) > 20
    assert [one.type.column for one in sealed] == [f"{one.table.name}.{one.name}" for one in sealed]
