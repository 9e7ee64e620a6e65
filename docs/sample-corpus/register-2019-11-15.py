"""Writes the register of recommendations, a workbook as its keeper made it: a title, rows that head a category, comments of two people."""

import sys

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

HEADER = ["No.", "Recommendation", "Source", "Responsible", "Due", "Status", "Comment (F. Mbengue)", "Comment (T. Arriaga)"]
ROWS = [
    "Participation and capacity building",
    ["R1", "Offer travel support to towns with fewer than 20,000 inhabitants.", "Contribution of 18 December 2014",
     "Secretariat", "2018-05-15", "Implemented", "Done since April 2018.", "Agreed."],
    ["R2", "Make the newcomers track permanent and open it to remote participants.", "Contribution of 18 December 2014",
     "PAG", "2020-03-31", "In progress", "Permanent, not yet remote.", None],
    ["R3", "Open travel support to students.", "Contribution of 20 January 2016",
     "PAG", "2020-01-01", "In progress", None, "The page for students comes first."],
    "Secretariat and processes",
    ["R4", "Publish a yearly account of income and expenditure.", "Contribution of 18 December 2014",
     "Secretariat", "2020-02-28", "Open", "Ask the auditors for a date.", None],
    ["R5", "Publish the list of sessions two months before the Forum meets.", "Contribution of 20 January 2016",
     "Secretariat", "2020-06-30", "Open", None, None],
]

book = Workbook()
sheet = book.active
sheet.title = "Register"
sheet.append(["Coastal Towns Digital Forum: Register of recommendations, 15 November 2019"])
sheet.append([])
sheet.append(HEADER)
for row in ROWS:
    if isinstance(row, str):
        sheet.append([row])
        sheet.merge_cells(start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=len(HEADER))
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
    else:
        sheet.append(row)
for cell in sheet[3]:
    cell.font = Font(bold=True)
for column, width in zip("ABCDEFGH", (6, 60, 32, 16, 12, 14, 32, 32)):
    sheet.column_dimensions[column].width = width
    for cell in sheet[column]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
book.save(sys.argv[1])
