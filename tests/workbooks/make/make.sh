#!/bin/sh
# Makes the workbooks once more. Needs Python with openpyxl, XlsxWriter and Pillow, and LibreOffice:
#   python3 -m venv venv && venv/bin/pip install openpyxl XlsxWriter pillow && PYTHON=venv/bin/python ./make.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$(dirname "$here")
python=${PYTHON:-python3}
cd "$here"
"$python" with_openpyxl.py "$out"
"$python" with_xlsxwriter.py "$out"
"$python" by_hand.py "$out"
"$python" binary.py "$out"
cd "$out"
rm -f vba.bin
profile=$(mktemp -d)
convert() { # from, format, to
    folder=$(mktemp -d)
    soffice "-env:UserInstallation=file://$profile" --headless --convert-to "$2" --outdir "$folder" "$1" >/dev/null
    mv "$folder/${1%.*}.$2" "$3"
    rm -r "$folder"
}
convert xlsxwriter-extensions.xlsx xlsx libreoffice-extensions.xlsx
convert shared-threaded.xlsx xlsx libreoffice-formulas.xlsx
convert openpyxl-comments.xlsx xls libreoffice-comments.xls
convert xlsxwriter-formulas.xlsx xls libreoffice-formulas.xls
convert openpyxl-twenty-sheets.xlsx ods libreoffice-twenty-sheets.ods
convert xlsxwriter-formulas.xlsx ods libreoffice-formulas.ods
rm -rf "$profile" "$here/__pycache__"
