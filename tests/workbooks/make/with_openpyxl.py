"""Workbooks as openpyxl writes them: absolute targets, formulas without results, its own VML."""
import io
import sys

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule, DataBarRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image as Picture, ImageDraw

import form

OUT = sys.argv[1]
THIN = Side(style="thin", color="333333")


def fill(sheet, cells=form.CELLS, shift=0):
    for row, column, value, code in cells:
        cell = sheet.cell(row + 1 + shift, column + 1, value)
        cell.font = Font(name="宋体", size=11, bold=row in (0, 4, 11))
        cell.border = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        if code:
            cell.number_format = code
    if not shift:
        for area in form.MERGED:
            sheet.merge_cells(area)
        for column, width in enumerate(form.WIDTHS):
            sheet.column_dimensions["ABCDEFGHI"[column]].width = width


def comments():
    """Comments on the very cells and elsewhere, validations, conditional formats, print set-up, protection, hidden rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = "自评表"
    fill(sheet)
    sheet["H6"].comment = Comment("财务科：请再核一遍", "财务科", width=200, height=80)
    sheet["C3"].comment = Comment("项目名称与批复一致", "办公室")
    validation = DataValidation(type="list", formula1='"优,良,中,差"', allow_blank=True)
    sheet.add_data_validation(validation)
    validation.add("B19")
    sheet.conditional_formatting.add("H6:H7", CellIsRule(operator="greaterThan", formula=["1"], fill=PatternFill(bgColor="FFC7CE", fill_type="solid")))
    sheet.conditional_formatting.add("G13:G17", DataBarRule("num", 0, "num", 30, color="638EC6"))
    sheet.print_area = "A1:I19"
    sheet.print_title_rows = "1:2"
    sheet.page_setup.orientation = "landscape"
    sheet.oddFooter.center.text = "第 &P 页"
    sheet.freeze_panes = "A3"
    sheet.row_dimensions[25].hidden = True
    sheet.column_dimensions["K"].hidden = True
    sheet["I6"].protection = Protection(locked=False)
    sheet.protection.set_password("1234")
    sheet.protection.enable()
    book.save(f"{OUT}/openpyxl-comments.xlsx")


def twenty_sheets():
    """Twenty sheets, three of them forms; hidden ones; names of the whole book and of one sheet; formulas across sheets."""
    book = Workbook()
    book.remove(book.active)
    for number in range(1, 21):
        sheet = book.create_sheet(f"第{number}张 O'A&B <表>" if number == 7 else f"第{number}张")
        sheet["A1"] = f"附件{number}"
        sheet["B2"] = number
    for number, title in ((3, "甲项目"), (7, "乙项目"), (20, "丙项目")):
        sheet = book.worksheets[number - 1]
        fill(sheet, form.CELLS if number != 20 else form.sound())
        sheet["C3"] = title
    book.worksheets[1].sheet_state = "hidden"
    book.worksheets[4].sheet_state = "veryHidden"
    book.worksheets[0]["C1"] = "='第3张'!F6+'第20张'!F6"
    book.worksheets[0]["C2"] = "=SUM(B2:B3)"
    book.defined_names["执行数"] = DefinedName("执行数", attr_text="'第3张'!$F$6")
    book.worksheets[2].defined_names["本表"] = DefinedName("本表", attr_text="'第3张'!$A$1:$I$19")
    book.active = 2
    book.save(f"{OUT}/openpyxl-twenty-sheets.xlsx")


def rich():
    """Rich text in cells, formulas without stored results, a form lower on the sheet and shifted."""
    book = Workbook()
    sheet = book.active
    sheet.title = "自评表"
    fill(sheet)
    sheet["C3"] = CellRichText("基层", TextBlock(InlineFont(b=True, color="FF0000"), "文艺骨干"), "培训")
    sheet["H7"] = "=ROUND(F7/E7,4)"
    sheet["G18"] = "=I6+SUM(G13:G17)+0.6"
    sheet["B25"] = "=IF(G18>=90,\"优\",\"良\")"
    book.save(f"{OUT}/openpyxl-rich.xlsx")


def picture():
    """A seal, a chart, a hyperlink on the very cell."""
    book = Workbook()
    sheet = book.active
    sheet.title = "自评表"
    fill(sheet)
    seal = Picture.new("RGBA", (80, 80), (255, 255, 255, 0))
    ImageDraw.Draw(seal).ellipse((4, 4, 76, 76), outline=(200, 0, 0, 255), width=4)
    data = io.BytesIO()
    seal.save(data, "PNG")
    data.seek(0)
    sheet.add_image(Image(data), "H20")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=7, min_row=12, max_row=17), titles_from_data=True)
    sheet.add_chart(chart, "K2")
    sheet["H6"].hyperlink = "https://example.invalid/执行率"
    sheet["C3"].hyperlink = "#自评表!A1"
    book.save(f"{OUT}/openpyxl-picture.xlsx")


def suggested():
    """A score lower than its formula gives, which the department may have meant: it is never corrected."""
    book = Workbook()
    sheet = book.active
    sheet.title = "自评表"
    fill(sheet, form.sound())
    sheet["G15"], sheet["G18"], sheet["H15"] = 8.00, 97.20, "部分课程改为线上"
    sheet["G15"].fill = PatternFill(fgColor="E2EFDA", fill_type="solid")
    book.save(f"{OUT}/openpyxl-suggested.xlsx")


comments()
suggested()
twenty_sheets()
rich()
picture()
