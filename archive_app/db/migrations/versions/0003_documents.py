"""Documents with their kinds, blobs, renditions, persons and recognised pages.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
Instant = sa.DateTime(timezone=True)

KINDS = (
    ("class_journal", "Классный журнал"),
    ("exam_sheet", "Экзаменационная ведомость"),
    ("certificate", "Справка"),
    ("diploma", "Документ об образовании"),
    ("order", "Приказ"),
    ("protocol", "Протокол"),
    ("personal_file", "Личное дело"),
    ("personal_card", "Личная карточка"),
    ("application", "Заявление"),
    ("contract", "Договор"),
    ("consent", "Согласие на обработку персональных данных"),
    ("charter", "Устав или положение"),
    ("plan", "План или программа"),
    ("report", "Отчёт"),
    ("letter", "Письмо"),
    ("act", "Акт"),
    ("register", "Книга или журнал учёта"),
    ("portfolio", "Портфолио"),
    ("other", "Иной документ"),
)


def upgrade() -> None:
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", BigId, nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("locked_until", Instant, nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "present", "destroying", "destroyed", name="state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("created_at", Instant, nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_blob_sha256")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_blob_size")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )

    op.create_table(
        "document_kind",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_document_kind")),
    )

    kind = sa.table("document_kind", sa.column("code"), sa.column("title"), sa.column("position"))
    op.bulk_insert(kind, [{"code": c, "title": t, "position": n} for n, (c, t) in enumerate(KINDS, start=1)])

    op.create_table(
        "document",
        sa.Column("id", BigId, nullable=False),
        sa.Column("kind_code", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=True),
        sa.Column(
            "carrier",
            sa.Enum(
                "paper", "electronic", "both", name="carrier", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("confidentiality", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("unit_id", BigId, nullable=True),
        sa.Column("volume_id", BigId, nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "active", "destroying", "destroyed", name="state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("original_sha256", sa.String(length=64), nullable=False),
        sa.Column("original_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=True),
        sa.Column(
            "recognition",
            sa.Enum(
                "waiting",
                "running",
                "recognised",
                "in_review",
                "failed",
                "not_applicable",
                name="recognition",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("recognition_reason", sa.Text(), nullable=True),
        sa.Column("index_stamp", sa.Integer(), nullable=False),
        sa.Column("indexed_stamp", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.CheckConstraint("confidentiality >= 0", name=op.f("ck_document_confidentiality")),
        sa.CheckConstraint("page_count >= 0", name=op.f("ck_document_page_count")),
        sa.CheckConstraint("sheets >= 0", name=op.f("ck_document_sheets")),
        sa.ForeignKeyConstraint(
            ["kind_code"], ["document_kind.code"], name=op.f("fk_document_kind_code_document_kind")
        ),
        sa.ForeignKeyConstraint(["original_sha256"], ["blob.sha256"], name=op.f("fk_document_original_sha256_blob")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_document_unit_id_unit")),
        sa.ForeignKeyConstraint(["volume_id"], ["volume.id"], name=op.f("fk_document_volume_id_volume")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_document_behind",
        "document",
        ["id"],
        unique=False,
        sqlite_where=sa.text("index_stamp <> indexed_stamp"),
        postgresql_where=sa.text("index_stamp <> indexed_stamp"),
    )
    op.create_index("ix_document_dated_on", "document", ["dated_on", "id"], unique=False)
    op.create_index("ix_document_kind", "document", ["kind_code", "dated_on", "id"], unique=False)
    op.create_index(op.f("ix_document_original_sha256"), "document", ["original_sha256"], unique=False)
    op.create_index("ix_document_recognition", "document", ["recognition", "id"], unique=False)
    op.create_index(op.f("ix_document_unit_id"), "document", ["unit_id"], unique=False)
    op.create_index("ix_document_volume", "document", ["volume_id", "dated_on", "id"], unique=False)

    op.create_table(
        "rendition",
        sa.Column("id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "original",
                "pdfa",
                "text",
                "page_image",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("software", sa.Text(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.CheckConstraint("page >= 1", name=op.f("ck_rendition_page")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_rendition_document_id_document")),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_rendition_sha256_blob")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rendition")),
        sa.UniqueConstraint("document_id", "kind", "page", name=op.f("uq_rendition_document_id_kind_page")),
    )
    op.create_index(op.f("ix_rendition_sha256"), "rendition", ["sha256"], unique=False)
    op.create_index(
        "uq_rendition_whole",
        "rendition",
        ["document_id", "kind"],
        unique=True,
        sqlite_where=sa.text("page IS NULL"),
        postgresql_where=sa.text("page IS NULL"),
    )

    op.create_table(
        "document_person",
        sa.Column("id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "typed", "recognised", "imported", name="source", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("pages", Json, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_person_document_id_document")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_document_person_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_person")),
        sa.UniqueConstraint(
            "document_id",
            "person_id",
            "role",
            "source",
            name=op.f("uq_document_person_document_id_person_id_role_source"),
        ),
    )
    op.create_index("ix_document_person_person", "document_person", ["person_id", "document_id"], unique=False)

    op.create_table(
        "page",
        sa.Column("id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "recognised",
                "text_layer",
                "blank",
                "review",
                "reviewed",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("rotation", sa.Integer(), nullable=False),
        sa.Column("skew", sa.Double(), nullable=False),
        sa.Column("width_px", sa.Integer(), nullable=False),
        sa.Column("height_px", sa.Integer(), nullable=False),
        sa.Column("dpi", sa.Integer(), nullable=False),
        sa.Column("reviewed_by", sa.Text(), nullable=True),
        sa.Column("reviewed_at", Instant, nullable=True),
        sa.CheckConstraint("confidence BETWEEN 0 AND 100", name=op.f("ck_page_confidence")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_page_number")),
        sa.CheckConstraint("rotation IN (0, 90, 180, 270)", name=op.f("ck_page_rotation")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_page_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_page_document_id_number")),
    )
    op.create_index("ix_page_state", "page", ["state", "document_id", "number"], unique=False)


def downgrade() -> None:
    for table in ("page", "document_person", "rendition", "document", "document_kind", "blob"):
        op.drop_table(table)
