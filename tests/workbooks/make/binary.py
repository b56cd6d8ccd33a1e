"""The form as an .xlsb, which no library at hand writes: the records of [MS-XLSB], one by one. LibreOffice opens it."""
import struct
import sys
import zipfile

import form

OUT = sys.argv[1]
FORMATS = {None: 0, "0": 1, "0.00": 2, "0.00%": 10}


def number(value):
    out = bytearray()
    while True:
        out.append(value & 0x7F | (0x80 if value > 0x7F else 0))
        value >>= 7
        if not value:
            return bytes(out)


def record(kind, data=b""):
    return number(kind) + number(len(data)) + data


def string(text):
    units = text.encode("utf-16-le")
    return struct.pack("<I", len(units) // 2) + units


def area(name):
    first, last = name.split(":")
    place = lambda cell: (int(cell[1:]) - 1, ord(cell[0]) - 65)
    (top, left), (bottom, right) = place(first), place(last)
    return struct.pack("<IIII", top, bottom, left, right)


def sheet():
    styles = list(FORMATS)
    out = record(129) + record(148, struct.pack("<IIII", 0, 18, 0, 8)) + record(390)
    for column, width in enumerate(form.WIDTHS):
        out += record(60, struct.pack("<IIIIH", column, column, width * 256 + 183, 0, 2))
    out += record(391) + record(145)
    for row in sorted({cell[0] for cell in form.CELLS}):
        height = 600 if row == 0 else 360
        out += record(0, struct.pack("<IIHBBBI", row, 0, height, 0, 0x20, 0, 1) + struct.pack("<II", 0, 8))
        for _, column, value, code in sorted((cell for cell in form.CELLS if cell[0] == row), key=lambda cell: cell[1]):
            head = struct.pack("<II", column, styles.index(code))
            if isinstance(value, str):
                out += record(6, head + string(value))
            else:
                out += record(5, head + struct.pack("<d", value))
    out += record(146) + record(177, struct.pack("<I", len(form.MERGED)))
    for name in form.MERGED:
        out += record(176, area(name))
    return out + record(178) + record(130)


def styles():
    font = struct.pack("<HHHHBBBB", 220, 0, 400, 0, 0, 2, 134, 0) + bytes([1, 0, 0, 0, 0, 0, 0, 255]) + b"\x00" + string("宋体")
    fill = struct.pack("<I", 0) + bytes(64)
    line = bytes([1, 0, 1, 0, 0, 0, 0, 0, 0, 255])
    border = bytes(1) + line * 4 + bytes(10)
    xf = lambda code: struct.pack("<HHHHHBBHH", 0xFFFF if code is None else 0, FORMATS[code], 0, 0, 0, 0, 0, 0x104A, 0x3F)
    out = record(278) + record(611, struct.pack("<I", 1)) + record(43, font) + record(612)
    out += record(603, struct.pack("<I", 1)) + record(45, fill) + record(604)
    out += record(613, struct.pack("<I", 1)) + record(46, border) + record(614)
    out += record(626, struct.pack("<I", 1)) + record(47, xf(None)) + record(627)
    out += record(617, struct.pack("<I", len(FORMATS))) + b"".join(record(47, xf(code)) for code in FORMATS) + record(618)
    return out + record(279)


def relations(*targets):
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    items = "".join(f'<Relationship Id="rId{n}" Type="{base}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets, 1))
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'


book = record(131) + record(143) + record(156, struct.pack("<II", 0, 1) + string("rId1") + string("自评表")) + record(144) + record(132)
types = "application/vnd.ms-excel"
with zipfile.ZipFile(f"{OUT}/binary.xlsb", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("[Content_Types].xml", (
        '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.bin" ContentType="{types}.sheet.binary.macroEnabled.main"/>'
        f'<Override PartName="/xl/worksheets/sheet1.bin" ContentType="{types}.worksheet"/>'
        f'<Override PartName="/xl/styles.bin" ContentType="{types}.styles"/></Types>'))
    archive.writestr("_rels/.rels", relations(("officeDocument", "xl/workbook.bin")))
    archive.writestr("xl/_rels/workbook.bin.rels", relations(("worksheet", "worksheets/sheet1.bin"), ("styles", "styles.bin")))
    archive.writestr("xl/workbook.bin", book)
    archive.writestr("xl/styles.bin", styles())
    archive.writestr("xl/worksheets/sheet1.bin", sheet())
