"""Loans of paper originals."""

from archive_app.i18n import mark

SENTENCES = {
    "already_lent": mark("It is out: loan {loan}, {borrower}, to be back by {due_on:day}. Take it back first."),
    "not_to_be_lent": mark("Case file {case_file} is not lent: it is destroyed, being destroyed, or has no paper."),
    "loan_returned": mark("The loan {loan} has ended: it is back already."),
    "loan_incomplete": mark("Say who takes it and by which day it comes back; the day is not past."),
}
