"""A detached signature is a form of its document.

Revision: 0041, after 0040
"""

import sqlalchemy as sa
from alembic import op

from archive_app.db.migrations.sqlite_tables import edit_definition

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

KINDS = "'original', 'pdfa', 'text', 'page_image'"
WITH_SIGNATURES = f"{KINDS}, 'signature'"


def upgrade() -> None:
    _kinds(KINDS, WITH_SIGNATURES)


def downgrade() -> None:
    # what no kind is left for stays tied to its document, and goes with it when an act takes it
    op.execute(
        "INSERT INTO former_rendition (document_id, sha256) SELECT document_id, sha256 FROM rendition AS r "
        "WHERE kind = 'signature' AND NOT EXISTS (SELECT 1 FROM former_rendition AS f "
        "WHERE f.document_id = r.document_id AND f.sha256 = r.sha256)"
    )
    rendition = sa.table("rendition", sa.column("kind"))
    op.execute(sa.delete(rendition).where(rendition.c.kind == "signature"))
    _kinds(WITH_SIGNATURES, KINDS)


def _kinds(old: str, new: str) -> None:
    """Another list of kinds in the table of renditions, without a copy of it."""
    if op.get_bind().dialect.name == "sqlite":
        edit_definition(op.get_bind(), "rendition", f"CHECK (kind IN ({old}))", f"CHECK (kind IN ({new}))")
    else:
        op.drop_constraint(op.f("ck_rendition_kind"), "rendition")
        op.create_check_constraint(op.f("ck_rendition_kind"), "rendition", f"kind IN ({new})")
