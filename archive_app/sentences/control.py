"""Control of completeness and terms."""

from archive_app.i18n import mark

SENTENCES = {
    "assessment_incomplete": mark("Name the subject and the semester, 1 or 2."),
    "assessment_known": mark("«{subject}» of the group {group} is in the plan of this semester already."),
    "assessment_changed": mark(
        "Somebody else has changed the line «{subject}» meanwhile. Look at it again and repeat what you wanted."
    ),
    "assessment_done": mark("The line «{subject}» has its sheet. Take the sheet off first, then change or remove it."),
    "held_day_wrong": mark("The day {day:day} lies outside the school year {year}/{following}. Correct the day."),
    "sheet_unfit": mark(
        "Document {document} cannot be put here: choose a filed exam sheet, and set the day of the assessment "
        "where the sheet has none."
    ),
    "sheet_taken": mark("The sheet {document} belongs to another line already. Choose another sheet."),
    "plan_table_empty": mark(
        "No lines were found. The table needs a line of headings: Группа, Предмет, Семестр, Форма, Дата, Логин."
    ),
}
