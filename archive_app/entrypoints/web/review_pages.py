"""«Проверка»: pages that wait for a person, one after the other; class lists to pick names from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.web.class_list_file import sent_lines
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import mark, translate
from archive_app.numbers import LARGEST, read_number
from archive_app.services.class_lists import Verdict
from archive_app.services.persons import NameNotUnderstood
from archive_app.services.review import PageChanged, Said
from archive_app.services.review_queue import MOST_COUNTED
from indexer.errors import IndexerError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response

blueprint = Blueprint("review", __name__, url_prefix="/review")
DOCUMENTS = 50
ONE = f"/<int(max={LARGEST}):document_id>/<int(max={LARGEST}):number>"
VERDICTS = {
    Verdict.KNOWN: mark("is in the archive"),
    Verdict.NEW: mark("a new card will be made"),
    Verdict.SEVERAL: mark("several persons have this name: choose one"),
    Verdict.AGAIN: mark("stands on the list already, left out"),
    Verdict.NOT_UNDERSTOOD: mark("not understood as a name, left out"),
}


@blueprint.get("")
@needs(Act.REVIEW)
def queue() -> str:
    """What waits, by document."""
    person, review = actor(), archive().review
    after = read_number(request.args.get("after", "")) or 0
    documents = review.documents(person, after=after, limit=DOCUMENTS)
    return render_template(
        "review/queue.html",
        documents=documents,
        left=review.left(person),
        most=MOST_COUNTED,
        more=documents[-1].document_id if len(documents) == DOCUMENTS else None,
        beginning=after == 0,
    )


@blueprint.get("/next")
@needs(Act.REVIEW)
def following() -> Response:
    """On to the next page that nobody else has open."""
    document_id, number = (read_number(request.args.get(name, "")) or 0 for name in ("document", "page"))
    return _onwards((document_id, number))


@blueprint.get(ONE)
@needs(Act.REVIEW)
def page(document_id: int, number: int) -> str:
    """The page and its text side by side."""
    return _shown(document_id, number)


@blueprint.post(ONE)
@needs(Act.REVIEW)
def settle(document_id: int, number: int) -> Response | tuple[str, int]:
    """What the person says of the page, then on to the next one."""
    form, review, person = request.form, archive().review, actor()
    do = form.get("do", "save")
    if do == "skip":
        review.release(document_id, number, person)
        return _onwards((document_id, number))
    text = "" if do == "nothing" else form.get("text", "").replace("\r\n", "\n")
    names = tuple(name for line in form.get("names", "").splitlines() if (name := line.strip()))
    picked = frozenset(one for each in form.getlist("picked") if (one := read_number(each)) is not None)
    said = Said(text=text, persons=names, picked=picked, version=read_number(form.get("version", "")))
    try:
        review.settle(document_id, number, person, said)
    except (PageChanged, NameNotUnderstood) as error:
        problem = describe(error)
        return _shown(document_id, number, typed=text, names=names, picked=picked, refusal=problem.message), (
            problem.http_status
        )
    tell(translate("Page {number} of «{title}» is settled.", number=number, title=form.get("title", "")[:80]))
    return _onwards((document_id, number))


@blueprint.post(f"{ONE}/list")
@needs(Act.REVIEW)
def choose_list(document_id: int, number: int) -> Response:
    """Pick names from another list."""
    archive().class_lists.choose(document_id, request.form.get("list", ""), actor())
    return redirect(url_for("review.page", document_id=document_id, number=number))


@blueprint.route("/class-list", methods=["GET", "POST"])
@needs(Act.REVIEW)
def class_list() -> str | Response | tuple[str, int]:
    """A list brought in: first what each line means, then kept."""
    form, lists, person = request.form, archive().class_lists, actor()
    document_id = read_number(request.values.get("document", "")) or 0
    number = read_number(request.values.get("page", "")) or 1
    known = {"document_id": document_id, "number": number, "verdict_words": VERDICTS, "translate": translate}
    if request.method == "GET":
        return render_template("review/class_list.html", lines=(), text="", title="", refusal="", **known)
    text, title = form.get("text", ""), form.get("title", "")
    try:
        text = sent_lines(request.files.get("file")) or text
        if form.get("do") == "keep":
            lists.keep(title, text, person, chosen=_chosen(form), document_id=document_id)
            tell(translate("The class list is kept."))
            if document_id:
                return redirect(url_for("review.page", document_id=document_id, number=number))
            return redirect(url_for("review.queue"))
        lines = lists.preview(text, person)
    except (ArchiveError, IndexerError) as error:
        problem = describe(error)
        page = render_template(
            "review/class_list.html", lines=(), text=text, title=title, refusal=problem.message, **known
        )
        return page, problem.http_status
    return render_template("review/class_list.html", lines=lines, text=text, title=title, refusal="", **known)


def _chosen(form: Mapping[str, str]) -> dict[int, int]:
    """The person by the line."""
    pairs = ((read_number(key[5:]), read_number(form[key])) for key in form if key.startswith("line-"))
    return {line: person for line, person in pairs if line is not None and person is not None}


def _onwards(after: tuple[int, int]) -> Response:
    found = archive().review.next_page(actor(), after)
    if found is None:
        tell(translate("Nothing else waits for review."))
        return redirect(url_for("review.queue"))
    return redirect(url_for("review.page", document_id=found[0], number=found[1]))


def _shown(
    document_id: int,
    number: int,
    *,
    typed: str | None = None,
    names: tuple[str, ...] = (),
    picked: frozenset[int] | None = None,
    refusal: str = "",
) -> str:
    """The page; with what was typed where it could not be kept, so that nothing is lost."""
    shown = archive().review.open_page(document_id, number, actor())
    same = request.args.get("same") == "1"
    ticked = {each.person_id for each in shown.persons if each.here or (same and each.before)}
    return render_template(
        "review/page.html",
        page=shown,
        text=shown.text if typed is None else typed,
        others_text=shown.text if typed is not None and typed != shown.text else "",
        names="\n".join(names),
        ticked=ticked if picked is None else picked,
        refusal=refusal,
        left=archive().review.left(actor()),
        most=MOST_COUNTED,
    )
