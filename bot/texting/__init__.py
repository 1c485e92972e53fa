"""Conversing by text: the same dialogs, spoken in templates.

    deeds.py     what a text may do: a closed list
    words.py     what a text says: the word for opting out, a verb, a number, an estate's code
    known.py     the phone's own complaints, and what it was told of
    talk.py      whose it is about, and on to the dialog
    side.py      where the conversation by text stands, beside WeChat's, and what waits for its digits
    phrases.py   from what the dialog did or asked to the template of the answer, one table
    reply.py     the answer, a row of the outbox
    parts.py     how many parts a text is sent in

An answer to a text is a text: a row of the outbox, in the transaction of the conversation.
"""
