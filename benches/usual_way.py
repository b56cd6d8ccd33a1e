"""What people do today: read a form with openpyxl, recompute rate and scores, write a corrected copy and a list.

Usage: usual_way.py INPUT OUTPUT JOBS [every]     knows the one layout of the benchmark, by fixed addresses;
                                                  with `every` it saves a copy of the sound forms too
"""
import csv
import pathlib
import re
import sys
from decimal import ROUND_HALF_UP, Decimal
from multiprocessing import Pool

from openpyxl import load_workbook
from openpyxl.styles import PatternFill

YELLOW = PatternFill("solid", fgColor="FFFF00")
CENT = Decimal("0.01")


def number(value):
    return Decimal(re.sub(r"[^0-9.\-]", "", str(value)))


def rounded(value):
    return value.quantize(CENT, ROUND_HALF_UP)


def expected_scores(sheet):
    """Cell, value that follows, and the text to write where the cell is a text."""
    budget, spent, weight = (number(sheet[cell].value) for cell in ("E7", "F7", "G7"))
    rate = rounded(spent / budget * 100)
    yield "H7", rate, f"{rate}%"
    yield "I7", rounded(min(spent / budget, Decimal(1)) * weight), None
    row, total = 14, number(sheet["I7"].value)
    while sheet.cell(row, 1).value != "总分":
        aim, done = str(sheet.cell(row, 5).value), str(sheet.cell(row, 6).value)
        weight = number(sheet.cell(row, 7).value)
        if aim[0] == "≥":
            yield f"H{row}", rounded(min(number(done) / number(aim), Decimal(1)) * weight), None
        elif aim[0] == "≤":
            yield f"H{row}", rounded(min(number(aim) / number(done), Decimal(1)) * weight), None
        total += number(sheet.cell(row, 8).value)
        row += 1
    yield f"H{row}", rounded(total), None


def check(job):
    source, target, every = job
    workbook = load_workbook(source)
    sheet = workbook.active
    wrong = []
    for cell, value, text in expected_scores(sheet):
        stated = sheet[cell].value
        if abs(number(stated) - value) > Decimal("0.005"):
            wrong.append((cell, str(stated), text or str(value)))
            sheet[cell].value = text or float(value)
            sheet[cell].fill = YELLOW
    if wrong:
        listed = workbook.create_sheet("差异表")
        for line in [("单元格", "填报值", "应为值"), *wrong]:
            listed.append(line)
    if wrong or every:
        target.parent.mkdir(parents=True, exist_ok=True)
        workbook.save(target)
    return [(source.parent.name, source.name, *line) for line in wrong]


def main():
    source, target, jobs = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    every = "every" in sys.argv[4:]
    work = [(file, target / file.relative_to(source), every) for file in sorted(source.rglob("*.xlsx"))]
    if jobs == 1:
        results = [check(job) for job in work]
    else:
        with Pool(jobs) as pool:
            results = pool.map(check, work, 20)
    target.mkdir(parents=True, exist_ok=True)
    with open(target / "list.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(line for result in results for line in result)


if __name__ == "__main__":
    main()
