"""Documents that tests need, made on the spot: small, and hostile where wanted."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw

from indexer.model import Word
from indexer.pdfa.font import add_font
from indexer.pdfa.picture import add_picture_page, embed_picture
from indexer.pdfa.text_layer import lay_text

A4 = (595, 842)
TEXT = (
    "Приказ о зачислении в кадетский класс подписан директором и внесён в книгу приказов школы. Классный руководитель "
    "знакомит с ним родителей, заводит личное дело и передаёт его делопроизводителю. Личные дела хранятся в архиве "
    "семьдесят пять лет, если они закончены до конца две тысячи второго года, и пятьдесят лет после этого. Журналы "
    "успеваемости хранят пять лет, сводные ведомости двадцать пять, а опись дел постоянно."
)
MIB = 1024**2


def picture(*, dark: bool = False, size: tuple[int, int] = (826, 1169)) -> Image.Image:
    """A page with a mark in its upper left corner."""
    image = Image.new("RGB", size, "black" if dark else "white")
    ImageDraw.Draw(image).rectangle((40, 40, 160, 90), fill="red")
    return image


def words_of(text: str, *, lines: int = 30) -> list[Word]:
    """The words of `text` again and again, five a line, on that many of the page's thirty lines, from its top."""
    parts = text.split()
    return [
        Word(
            parts[(5 * line + at) % len(parts)],
            0.05 + 0.18 * at,
            y := 0.05 + 0.03 * line,
            0.2 + 0.18 * at,
            y + 0.02,
            100,
            line,
        )
        for line in range(lines)
        for at in range(5)
    ]


def text_pdf(path: Path, *texts: str, scan: bool = False, lines: int = 30, turn: int = 0) -> Path:
    """A PDF with a page for each text (none for an empty one), on a scan that covers the page if wanted."""
    with pikepdf.new() as pdf:
        font = add_font(pdf)
        for text in texts:
            page = add_picture_page(pdf, embed_picture(picture()), 100) if scan else pdf.add_blank_page(page_size=A4)
            if text:
                lay_text(pdf, page, font, words_of(text, lines=lines), turn)
        pdf.save(path)
    return path


def scan_pdf(path: Path, *darkness: bool) -> Path:
    """A PDF of scans, dark ones where told."""
    with pikepdf.new() as pdf:
        for dark in darkness:
            add_picture_page(pdf, embed_picture(picture(dark=dark)), 100)
        pdf.save(path)
    return path


def tiff(path: Path, *darkness: bool) -> Path:
    """A TIFF with a page for each, dark ones where told."""
    first, *rest = [picture(dark=dark) for dark in darkness]
    first.save(path, "TIFF", save_all=True, append_images=rest, dpi=(100, 100), compression="tiff_deflate")
    return path


def blank_pdf(path: Path, pages: int) -> Path:
    """A PDF of many blank pages."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=A4)
        pdf.save(path)
    return path


def bomb(unpacked: int) -> bytes:
    """A zlib stream of a few kilobytes a gigabyte: one block of spaces, repeated."""
    block = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = block.compress(b" " * (16 * MIB)) + block.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\x9c" + packed * (unpacked // (16 * MIB)) + b"\x03\x00" + struct.pack(">I", 0)


def bomb_pdf(path: Path, unpacked: int) -> Path:
    """A page whose content unpacks to `unpacked` bytes, between two harmless ones."""
    with pikepdf.new() as pdf:
        for _ in range(3):
            pdf.add_blank_page(page_size=A4)
        pdf.pages[1].Contents = pikepdf.Stream(pdf, bomb(unpacked), Dictionary(Filter=Name.FlateDecode))
        pdf.save(path, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return path


def self_drawing_pdf(path: Path) -> Path:
    """A form that draws itself."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=A4)
        form = pdf.make_stream(b"/Form Do /Form Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 100]))
        form.Resources = Dictionary(XObject=Dictionary(Form=form))
        page.Resources = Dictionary(XObject=Dictionary(Form=form))
        page.Contents = pdf.make_stream(b"/Form Do")
        pdf.save(path)
    return path


def looping_pdf(path: Path) -> Path:
    """A cross-reference table whose predecessor is itself."""
    content = blank_pdf(path, 1).read_bytes()
    at = content.rindex(b"startxref") + len(b"startxref\n")
    offset = int(content[at:].split()[0])
    table = b"xref\n0 0\ntrailer\n<< /Size 4 /Root 1 0 R /Prev %d >>\n" % len(content)
    path.write_bytes(content + table + b"startxref\n%d\n%%%%EOF\n" % len(content) if offset else content)
    return path


def png_bomb(path: Path, side: int) -> Path:
    """A black and white PNG of side x side pixels in a few kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    rows = zlib.compressobj(9)
    data = b"".join(rows.compress(bytes(1 + (side + 7) // 8)) for _ in range(side)) + rows.flush()
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", data) + chunk(b"IEND", b""))
    return path


def docx(path: Path, *paragraphs: str, claims: int = 0) -> Path:
    """A Word document of these paragraphs; its directory claims that the text unpacks to `claims` bytes."""
    space = "http://schemas.openxmlformats.org"
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{space}/package/2006/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="r" Type='
        f'"{space}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{space}/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + content)
        if claims:
            archive.infolist()[-1].file_size = claims
    return path


def jpeg_bytes(image: Image.Image, **options: object) -> bytes:
    """`image` as JPEG at 100 dpi."""
    stream = io.BytesIO()
    image.save(stream, "JPEG", dpi=(100, 100), **options)
    return stream.getvalue()
