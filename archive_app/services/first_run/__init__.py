"""The first run: who this archive is of, who keeps it, by which file plan. Asked in the browser, written all at once.

Nobody is let in without the link that the server prints where it was started. What was answered is kept as a draft,
so that the set-up may be left and gone on with; `finish` turns it into rows in one transaction and ends the link.
"""
