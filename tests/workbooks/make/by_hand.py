"""Workbooks that no library writes, made from the others by changing their parts."""
import io
import re
import sys
import zipfile

OUT = sys.argv[1]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006"


def parts(name):
    with zipfile.ZipFile(f"{OUT}/{name}") as file:
        return {info.filename: file.read(info) for info in file.infolist()}


class Pipe(io.RawIOBase):
    """A file that cannot be wound back: entries then carry their sizes after their data."""

    def __init__(self, file):
        self.file = file

    def writable(self):
        return True

    def write(self, data):
        return self.file.write(data)


def save(name, content, piped=False):
    with open(f"{OUT}/{name}", "wb") as file:
        target = Pipe(file) if piped else file
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, data in content.items():
                info = zipfile.ZipInfo(part, (2024, 3, 10, 9, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, data)


def text(content, part, change):
    content[part] = change(content[part].decode("utf-8")).encode("utf-8")


def strict():
    """ISO 29500 strict: other namespaces throughout."""
    content = parts("xlsxwriter-formulas.xlsx")
    for part in content:
        if part.endswith((".xml", ".rels")):
            text(content, part, lambda xml: xml.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
                 .replace(f"{DOCUMENT}/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")
                 .replace(f"{DOCUMENT}/docPropsVTypes", "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes")
                 .replace(f"{DOCUMENT}/extended-properties", "http://purl.oclc.org/ooxml/officeDocument/extendedProperties"))
    text(content, "xl/workbook.xml", lambda xml: xml.replace("<workbook ", '<workbook conformance="strict" ', 1))
    save("strict.xlsx", content)


def crlf():
    """CRLF and a byte order mark in every part, spaces between elements, sizes after the data."""
    content = parts("xlsxwriter-streamed.xlsx")
    for part in content:
        if part.endswith((".xml", ".rels")):
            text(content, part, lambda xml: "\ufeff" + re.sub(r"(</row>|</c>|/>|</sheetData>)", "\\1\r\n", xml).replace("?>\n", "?>\r\n"))
    save("crlf-bom-piped.xlsx", content, piped=True)


def prefixed():
    """Elements with a prefix, as some servers write them; extensions of WPS and parts that nobody knows."""
    content = parts("xlsxwriter-macros.xlsm")
    content = {part: data for part, data in content.items() if "vba" not in part.lower()}

    def prefix(xml):
        xml = re.sub(r"<(/?)(?!\?)([A-Za-z])", r"<\1x:\2", xml)
        return xml.replace("xmlns=", "xmlns:x=")

    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"):
        text(content, part, prefix)
    text(content, "[Content_Types].xml", lambda xml: re.sub(r'<(Default Extension="bin"|Override PartName="/xl/vba)[^>]*/>', "", xml)
         .replace("application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")
         .replace("</Types>", '<Override PartName="/customXml/item1.xml" ContentType="application/xml"/></Types>'))
    text(content, "xl/_rels/workbook.xml.rels", lambda xml: re.sub(r'<Relationship [^>]*vba[^>]*/>', "", xml))
    text(content, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(
        "</x:worksheet>",
        '<x:extLst><x:ext uri="{wps}" xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData">'
        '<etc:cellStyle/></x:ext></x:extLst></x:worksheet>'))
    content["customXml/item1.xml"] = "<数据><单位>某局</单位></数据>".encode("utf-8")
    save("prefixed-wps.xlsx", content)


def threaded():
    """Shared formulas, a calculation chain, a thread of comments on one of the very cells."""
    content = parts("xlsxwriter-formulas.xlsx")
    sheet = "xl/worksheets/sheet1.xml"

    def shared(xml):
        xml = re.sub(r'(<c r="H6"[^>]*>)<v>0.98</v>', r'\1<f t="shared" ref="H6:H7" si="0">ROUND(F6/E6,4)+0.06</f><v>0.98</v>', xml)
        xml = re.sub(r'(<c r="H7"[^>]*>)<v>0.92</v>', r'\1<f t="shared" si="0"/><v>0.98</v>', xml)
        return xml.replace("</worksheet>", '<legacyDrawing r:id="rId9"/></worksheet>')

    text(content, sheet, shared)
    content["xl/worksheets/_rels/sheet1.xml.rels"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId9" Type="{DOCUMENT}/relationships/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/>'
        f'<Relationship Id="rId8" Type="{DOCUMENT}/relationships/comments" Target="../comments1.xml"/>'
        '<Relationship Id="rId7" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" Target="../threadedComments/threadedComment1.xml"/>'
        "</Relationships>").encode()
    thread = "{11111111-2222-4333-8444-555555555555}"
    content["xl/comments1.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><comments xmlns="{MAIN}"><authors><author>tc={thread}</author></authors>'
        '<commentList><comment ref="G18" authorId="0" shapeId="0"><text><t>[线程批注] 请核对总分</t></text></comment></commentList></comments>').encode()
    content["xl/threadedComments/threadedComment1.xml"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        f'<threadedComment ref="G18" dT="2024-03-10T01:00:00.00" personId="{{AAAAAAAA-2222-4333-8444-555555555555}}" id="{thread}"><text>请核对总分</text></threadedComment></ThreadedComments>').encode()
    content["xl/persons/person.xml"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        '<person displayName="某某" id="{AAAAAAAA-2222-4333-8444-555555555555}" userId="x" providerId="None"/></personList>').encode()
    content["xl/drawings/vmlDrawing1.vml"] = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml"\r\n xmlns:o="urn:schemas-microsoft-com:office:office"\r\n xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
        '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/></v:shapetype>'
        '<v:shape id="_x0000_s1025" type="#_x0000_t202" style=\'position:absolute;visibility:hidden\' fillcolor="#ffffe1"><v:textbox><div><br></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:Row>17</x:Row><x:Column>6</x:Column></x:ClientData></v:shape></xml>').encode()
    content["xl/calcChain.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><calcChain xmlns="{MAIN}"><c r="H6" i="1"/><c r="H7" s="1"/>'
        '<c r="I6" l="1"/><c r="G18"/><c r="A1" i="2"/><c r="A2"/></calcChain>').encode()
    text(content, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(
        "</Relationships>", f'<Relationship Id="rId90" Type="{DOCUMENT}/relationships/calcChain" Target="calcChain.xml"/>'
        '<Relationship Id="rId91" Type="http://schemas.microsoft.com/office/2017/10/relationships/person" Target="persons/person.xml"/></Relationships>'))
    text(content, "[Content_Types].xml", lambda xml: xml.replace(
        "</Types>", '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        '<Override PartName="/xl/comments1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"/>'
        '<Override PartName="/xl/threadedComments/threadedComment1.xml" ContentType="application/vnd.ms-excel.threadedcomments+xml"/>'
        '<Override PartName="/xl/persons/person.xml" ContentType="application/vnd.ms-excel.person+xml"/>'
        '<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/></Types>'))
    save("shared-threaded.xlsx", content)


strict()
crlf()
prefixed()
threaded()
