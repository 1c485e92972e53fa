"""Every sentence the bot says, in plain Chinese (zh_CN), one file a conversation.

A sentence says what happens next and by when. `{names}` are filled in by the dialog that speaks.
"""
