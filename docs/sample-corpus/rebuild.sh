#!/usr/bin/env bash
# Rebuilds the sample reports in corpus/ from their sources here. Not needed to use minutebook: the PDFs are in the repository.
# Needs groff, LibreOffice Writer, Chromium and pandoc (Debian: groff libreoffice-writer chromium pandoc) and, from PyPI, typst, weasyprint and
# openpyxl.
# Dates in the files are fixed, but producers print their version: other versions give other bytes, and the same words.
set -euo pipefail
cd "$(dirname "$0")"
out=../../corpus
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export SOURCE_DATE_EPOCH=1572566400

mkdir -p "$out/2014" "$out/2015" "$out/2016" "$out/2017" "$out/2018" "$out/2019"
groff -ms -Kutf8 -Tpdf -P-pa4 summary-2014-05-20.ms > "$out/2014/summary-2014-05-20.pdf"
cp contribution-2014-12-18.md "$out/2014/"
python3 -c 'import typst, sys; typst.compile(sys.argv[1], output=sys.argv[2])' synthesis-2015-02.typ "$out/2015/synthesis-2015-02.pdf"
weasyprint -q virtual-meeting-4-2016-09-14.html "$out/2016/virtual-meeting-4-2016-09-14.pdf"
soffice --headless -env:UserInstallation="file://$scratch/profile" --convert-to 'pdf:writer_web_pdf_Export' --outdir "$scratch" working-group-2017-10-11.html > /dev/null
mv "$scratch/working-group-2017-10-11.pdf" "$out/2017/"
python3 -c 'import typst, sys; typst.compile(sys.argv[1], output=sys.argv[2])' face-to-face-2018-04-10.typ "$out/2018/face-to-face-2018-04-10.pdf"
chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync \
  --user-data-dir="$scratch/chromium" --no-pdf-header-footer --print-to-pdf="$out/2019/virtual-meeting-2-2019-05-08.pdf" "file://$PWD/virtual-meeting-2-2019-05-08.html" 2> /dev/null
cp contribution-2016-01-20.html "$out/2016/"
pandoc -f markdown+fancy_lists+startnum face-to-face-2019-10-16.md -o "$out/2019/face-to-face-2019-10-16.docx"
python3 register-2019-11-15.py "$out/2019/register-2019-11-15.xlsx"
ls -l "$out"/*/*
