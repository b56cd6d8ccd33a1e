"""Workbooks as XlsxWriter writes them: shared rich strings, stored results, controls, tables, x14 extensions."""
import io
import sys

import xlsxwriter
from PIL import Image as Picture

import form

OUT = sys.argv[1]


def fill(book, sheet, cells=form.CELLS):
    formats = {}
    for row, column, value, code in cells:
        if code not in formats:
            formats[code] = book.add_format({"num_format": code or "General", "border": 1, "align": "center",
                                             "valign": "vcenter", "text_wrap": True, "font_name": "宋体"})
        sheet.write(row, column, value, formats[code])
    for area in form.MERGED:
        first = area.split(":")[0]
        value = next((value for row, column, value, _ in cells if form.name(row, column) == first), "")
        sheet.merge_range(area, value, formats[None])
    for column, width in enumerate(form.WIDTHS):
        sheet.set_column(column, column, width)
    return formats


def formulas():
    """Formulas with stale stored results, an array formula beside them, names, a chain of cells on two sheets."""
    book = xlsxwriter.Workbook(f"{OUT}/xlsxwriter-formulas.xlsx")
    sheet = book.add_worksheet("自评表")
    formats = fill(book, sheet)
    other = book.add_worksheet("汇总")
    sheet.write_formula("I6", "=ROUND(H6*G6,2)", formats["0.00"], 9.8)
    sheet.write_formula("G18", "=I6+SUM(G13:G17)", formats["0.00"], 99.8)
    sheet.write_array_formula("K13:K17", "{=G13:G17*2}", None, 40)
    for row, result in ((14, 40), (15, 20), (16, 60), (17, 20)):
        sheet.write_number(f"K{row}", result)
    other.write_formula("A1", "=自评表!G18", None, 99.8)
    other.write_formula("A2", "=A1&\"分\"", None, "99.8分")
    book.define_name("总分", "=自评表!$G$18")
    book.close()


def extensions():
    """Rich shared strings, a form control (VML of its own), comments, a picture in the header, sparklines, data bars
    of 2010, a table, a filter, a text box, validations, outlines, page breaks."""
    book = xlsxwriter.Workbook(f"{OUT}/xlsxwriter-extensions.xlsx")
    sheet = book.add_worksheet("自评表")
    fill(book, sheet)
    red = book.add_format({"color": "red", "bold": True})
    sheet.write_rich_string("K1", "请", red, "务必", "核对")
    sheet.insert_button("K3", {"caption": "汇总", "macro": "汇总"})
    sheet.write_comment("G18", "总分由系统生成", {"author": "绩效科", "visible": True})
    sheet.write_comment("K1", "说明")
    data = io.BytesIO()
    Picture.new("RGB", (30, 10), (200, 0, 0)).save(data, "PNG")
    sheet.set_header("&L&[Picture]&C自评表", {"image_left": "头.png", "image_data_left": data})
    sheet.add_sparkline("K13", {"range": "自评表!G13:G17"})
    sheet.conditional_format("G13:G17", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_table("M3:N6", {"columns": [{"header": "科目"}, {"header": "金额"}]})
    sheet.insert_textbox("K20", "盖章处")
    sheet.data_validation("B19", {"validate": "list", "source": ["优", "良", "中", "差"]})
    sheet.set_row(24, None, None, {"level": 1, "hidden": True})
    sheet.set_h_pagebreaks([30])
    sheet.ignore_errors({"number_stored_as_text": "A1:I30"})
    sheet.protect("1234")
    book.close()


def streamed():
    """Written row by row: inline strings."""
    book = xlsxwriter.Workbook(f"{OUT}/xlsxwriter-streamed.xlsx", {"constant_memory": True})
    sheet = book.add_worksheet("自评表")
    code = {name: book.add_format({"num_format": name or "General"}) for name in {cell[3] for cell in form.CELLS}}
    for row, column, value, name in form.CELLS:
        sheet.write(row, column, value, code[name])
    book.close()


def macros():
    """A workbook with macros; the macro part is a stand-in, for nothing runs it."""
    data = f"{OUT}/vba.bin"
    with open(data, "wb") as file:
        file.write(b"\xd0\xcf\x11\xe0 no macro at all")
    book = xlsxwriter.Workbook(f"{OUT}/xlsxwriter-macros.xlsm")
    book.add_vba_project(data)
    fill(book, book.add_worksheet("自评表"))
    book.close()


formulas()
extensions()
streamed()
macros()
