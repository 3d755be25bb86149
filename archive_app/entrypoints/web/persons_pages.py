"""«Люди»: the list, the card of a person, its changes, doubles made one and parted again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import Leaving
from archive_app.entrypoints.web import kin_forms
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.names import names
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate
from archive_app.numbers import LARGEST, read_number
from archive_app.services.batch import read_date
from archive_app.services.people import cards, doubles, ground, keeping, listing, merging, named_in, studies, undoing
from archive_app.services.people.errors import PersonChanged
from archive_app.services.people.meant import person_meant
from archive_app.services.people.papers import Paper
from archive_app.services.people.stays_told import stays_told
from archive_app.services.portal.opening import accounts_of
from archive_app.services.renaming import rename_person
from archive_app.words import DOUBLE_WORDS, LEAVING_WORDS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from werkzeug.wrappers import Response

blueprint = Blueprint("persons", __name__)
ONE = f"/persons/<int(max={LARGEST}):person_id>"
PAGE = 50
DOCUMENTS = 20
_PLACE = re.compile(r"([0-9]{1,4})-([0-9]{1,15})")


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {
        "study_leaving": {code: translate(words) for code, words in LEAVING_WORDS.items()},
        "double_words": lambda code: translate(DOUBLE_WORDS[code]),
        **kin_forms.kin_words(),
        "day_words": lambda day: f"{day:%d.%m.%Y}" if day else "",
    }


@blueprint.get("/persons")
@needs(Act.SEE, Act.PERSONS)
def persons() -> str:
    """By any name, former ones too, typed in any case."""
    name = request.args.get("name", "").strip()
    refusal, part = "", listing.PersonsPart((), None)
    try:
        part = listing.list_persons(archive().people, actor(), name, after=_person_cursor(), limit=PAGE)
    except ArchiveError as error:
        refusal = describe(error).message
    after = part.after
    more = url_for("persons.persons", name=name or None, after=after.folded, behind=after.person_id) if after else ""
    return render_template("persons/list.html", part=part, name=name, more=more, refusal=refusal)


@blueprint.get(ONE)
@needs(Act.SEE, Act.PERSONS)
def person(person_id: int) -> str | Response:
    """The card; a number that became part of another card leads there."""
    who = actor()
    card = cards.person_card(archive().people, person_id, who)
    if card.person_id != person_id:
        return redirect(url_for("persons.person", person_id=card.person_id), 301)
    return _card_page(card)


@blueprint.post("/persons")
@needs(Act.PERSONS)
def add() -> Response | tuple[str, int]:
    """A new card."""
    given = request.form
    try:
        born = read_date(given["born"]) if given.get("born") else None
        number = keeping.add_person(archive().people, given.get("name", ""), actor(), birth_date=born)
    except ArchiveError as error:
        return render_template("persons/new.html", refusal=describe(error).message, given=given), 422
    tell(translate("The card is made."))
    return redirect(url_for("persons.person", person_id=number))


@blueprint.get("/persons/new")
@needs(Act.PERSONS)
def new() -> str:
    """The form of a new card."""
    return render_template("persons/new.html", refusal="", given={"name": request.args.get("name", ""), "born": ""})


@blueprint.post(
    f"{ONE}/<any(name, former, born, study, guardian, revoke, consent, withdraw, reached, settle, unsettle, move, "
    "leave):what>",
)
@needs(Act.PERSONS)
def change(person_id: int, what: str) -> Response | tuple[str, int]:
    """Change the card; where somebody else was first, what was typed stays, and the person chooses."""
    changes: dict[str, Callable[[int], str]] = {"name": _rename, "former": _former, "born": _born, "study": _study}
    changes |= kin_forms.CHANGES
    try:
        said = changes[what](person_id)
    except PersonChanged as error:
        return _refused(person_id, what, describe(error).message, stale=True)
    except ArchiveError as error:
        return _refused(person_id, what, describe(error).message)
    tell(said)
    return redirect(url_for("persons.person", person_id=person_id))


@blueprint.post(f"/persons/studies/<int(max={LARGEST}):study_id>/remove")
@needs(Act.PERSONS)
def remove_study(study_id: int) -> Response:
    """Take a study off that was written by mistake."""
    try:
        number = studies.remove_study(archive().people, study_id, actor(), version=_version())
        tell(translate("The study is taken off."))
    except PersonChanged as error:
        tell(describe(error).message, bad=True)
        number = read_number(request.form.get("person", "")) or 0
    return redirect(url_for("persons.person", person_id=number))


@blueprint.get("/persons/doubles")
@needs(Act.PERSONS)
def all_doubles() -> str:
    """Cards that may be of one person, through the alphabet."""
    part = doubles.all_doubles(archive().people, actor(), after=_person_cursor())
    after = part.after
    more = url_for("persons.all_doubles", after=after.folded, behind=after.person_id) if after else ""
    numbers = [number for pair in part.rows for number in (pair.person_id, pair.other.person_id)]
    return render_template("persons/doubles.html", part=part, more=more, studied=_studied(*numbers))


@blueprint.get(f"{ONE}/doubles")
@needs(Act.PERSONS)
def doubles_of(person_id: int) -> str:
    """Cards that may be of this person."""
    who = actor()
    card = cards.person_card(archive().people, person_id, who)
    found = doubles.doubles_of(archive().people, card.person_id, who)
    studied = _studied(card.person_id, *(each.person_id for each in found))
    return render_template("persons/doubles_of.html", card=card, doubles=found, studied=studied)


@blueprint.get(f"{ONE}/merge")
@needs(Act.PERSONS)
def merge_preview(person_id: int) -> str | Response:
    """What moves, before anything does."""
    try:
        other = person_meant(archive().people, request.args.get("other", ""), actor())
        if other is None:
            raise ground.unknown_person(0)
        preview = merging.preview_merge(archive().people, person_id, other, actor())
    except ArchiveError as error:
        tell(describe(error).message, bad=True)
        return redirect(url_for("persons.doubles_of", person_id=person_id))
    studied = _studied(preview.kept_id, preview.merged_id)
    return render_template("persons/merge.html", preview=preview, studied=studied)


def _studied(*numbers: int) -> dict[int, str]:
    return stays_told(archive().people, numbers, actor())


@blueprint.post(f"{ONE}/merge")
@needs(Act.PERSONS)
def merge(person_id: int) -> Response:
    """Make two cards one, as the preview has shown."""
    other = read_number(request.form.get("other", "")) or 0
    versions = (_version(), read_number(request.form.get("other_version", "")) or 0)
    try:
        number = merging.merge_persons(archive().people, person_id, other, actor(), versions=versions)
    except ArchiveError as error:
        tell(describe(error).message, bad=True)
        return redirect(url_for("persons.merge_preview", person_id=person_id, other=other))
    tell(translate("The cards are one."), undo=url_for("persons.unmerge", merge_id=number))
    return redirect(url_for("persons.person", person_id=person_id))


@blueprint.post(f"/persons/merges/<int(max={LARGEST}):merge_id>/undo")
@needs(Act.PERSONS)
def unmerge(merge_id: int) -> Response:
    """Part two cards again."""
    try:
        kept, merged = undoing.unmerge_persons(archive().people, merge_id, actor())
    except ArchiveError as error:
        tell(describe(error).message, bad=True)
        number = read_number(request.form.get("person", ""))
        return redirect(url_for("persons.person", person_id=number) if number else url_for("persons.persons"))
    tell(translate("The cards are parted again: {kept} and {merged}.", kept=kept, merged=merged))
    return redirect(url_for("persons.person", person_id=merged))


def _card_page(card: cards.PersonCard, **more: Any) -> str:
    after = _PLACE.fullmatch(request.args.get("after", ""))
    place = named_in.NamedCursor(int(after[1]), int(after[2])) if after else None
    part = named_in.documents_naming(archive().people, card.person_id, actor(), after=place, limit=DOCUMENTS)
    last = part.after
    following = f"{last.year}-{last.document_id}" if last else ""
    groups = archive().rights.dictionary.groups() if card.keeps else ()
    return render_template(
        "persons/card.html",
        card=card,
        part=part,
        more=url_for("persons.person", person_id=card.person_id, after=following) if last else "",
        later=place is not None,
        groups=groups,
        tied=accounts_of(archive().people, card.person_id, actor()) if card.keeps and actor().may(Act.ACCOUNTS) else (),
        today=archive().today(),
        people=names(*(merge.merged_by for merge in card.merges)),
        results=archive().outside.showing.of_person(card.person_id, actor()),
        has_portfolio=archive().portfolios.showing.may_look(card.person_id, actor()),
        group_choices=[(group.group_id, f"{group.name} · {group.started_on.year}") for group in groups],
        leavings=[one.value for one in Leaving],
        leaving_choices=[(code, translate(LEAVING_WORDS[code])) for code in kin_forms.LEAVINGS],
        **({"refusal": "", "what": "", "given": {}, "stale": False} | more),
    )


def _refused(person_id: int, what: str, refusal: str, *, stale: bool = False) -> tuple[str, int]:
    """The card as it is now, with the form that was sent open and filled."""
    card = cards.person_card(archive().people, person_id, actor())
    return _card_page(card, refusal=refusal, what=what, given=request.form, stale=stale), 409 if stale else 422


def _rename(person_id: int) -> str:
    given = request.form
    rename_person(
        archive().sessions,
        archive().clock,
        str(person_id),
        given.get("name", ""),
        actor(),
        since=_day("since"),
        ground=given.get("ground") or None,
        document_id=read_number(given.get("document", "").strip()),
        version=_version(),
    )
    return translate("The name is changed; the former one goes on finding the person.")


def _former(person_id: int) -> str:
    given = request.form
    keeping.add_former_name(
        archive().people,
        person_id,
        given.get("name", ""),
        actor(),
        version=_version(),
        since=_day("since"),
        until=_day("until"),
        ground=given.get("ground") or None,
    )
    return translate("The former name is written down.")


def _born(person_id: int) -> str:
    keeping.change_birth_date(archive().people, person_id, _day("born"), actor(), version=_version())
    return translate("The birth date is changed.")


def _study(person_id: int) -> str:
    given = request.form
    leaving = Leaving(given["leaving"]) if given.get("leaving") in set(Leaving) else None
    papers = _paper("ground", "document"), _paper("leaving_ground", "leaving_document")
    stay = studies.Stay(_day("since"), _day("until"), leaving, *papers)
    studies.add_study(archive().people, person_id, read_number(given.get("group", "")) or 0, stay, actor())
    return translate("The study is written down.")


def _paper(words: str, number: str) -> Paper:
    given = request.form
    return Paper(given.get(words, ""), read_number(given.get(number, "").strip()))


def _day(name: str) -> datetime.date | None:
    text = request.form.get(name, "").strip()
    return read_date(text) if text else None


def _version() -> int:
    return read_number(request.form.get("version", "")) or 0


def _person_cursor() -> listing.PersonCursor | None:
    behind = read_number(request.args.get("behind", ""))
    return None if behind is None else listing.PersonCursor(request.args.get("after", ""), behind)
