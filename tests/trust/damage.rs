//! Files damaged or made hostile, each in its own way, and what has to be said of each.

use std::io::{Cursor, Write};

use super::package::{Parts, filled, parts, replaced, stored, with, without, zip};

/// A damaged file.
pub struct Damaged {
    /// What is the matter with it; its name without extension.
    pub name: &'static str,
    pub extension: &'static str,
    pub bytes: Vec<u8>,
    /// What its reason has to contain.
    pub reason: &'static str,
}

const SHEET: &str = "xl/worksheets/sheet1.xml";
const TYPES: &str = "[Content_Types].xml";

/// Ways in which files get damaged by accident: on sticks, in mails, by wrong programs.
pub fn by_accident(sound: &[u8]) -> Vec<Damaged> {
    let half = |bytes: &[u8]| bytes[..bytes.len() * 3 / 5].to_vec();
    let xlsx = |name, bytes, reason| Damaged { name, extension: "xlsx", bytes, reason };
    let flipped = {
        let plain = stored(&parts(sound));
        replaced(&plain, b"</sheetData>", b"</sheetDatA>")
    };
    vec![
        xlsx("截断", half(sound), "压缩包不完整"),
        xlsx("校验和不符", flipped, "已损坏"),
        xlsx("空文件", Vec::new(), "为空"),
        xlsx("全是零", vec![0; 8_000], "不是电子表格"),
        xlsx("文本改名", "某某局自评表".into(), "不是电子表格"),
        xlsx("网页改名", "<html><table></table></html>".into(), "网页"),
        xlsx("打开密码", compound("EncryptedPackage"), "已加密"),
        xlsx("压缩包密码", locked(sound), "已加密"),
        xlsx("没有工作簿", without(sound, "xl/workbook.xml"), "没有工作表"),
        xlsx("没有工作表", without(sound, SHEET), "已损坏"),
        xlsx("工作表截断", with(sound, SHEET, |text| text[..text.len() / 2].to_string()), "已损坏"),
        xlsx("不是表格的压缩包", zip(&vec![("说明.txt".to_string(), b"1".to_vec())]), "已损坏"),
        Damaged {
            name: "表格截断",
            extension: "ods",
            bytes: content("<d><table:table><table:table-row>"),
            reason: "不完整",
        },
        Damaged { name: "旧格式截断", extension: "xls", bytes: half(&compound("Workbook")), reason: "已损坏" },
        Damaged { name: "文档截断", extension: "docx", bytes: half(sound), reason: "已损坏" },
        Damaged { name: "旧文档", extension: "doc", bytes: compound("WordDocument"), reason: "另存为 .docx" },
        Damaged { name: "版式文件截断", extension: "pdf", bytes: b"%PDF-1.7\n1 0 obj".to_vec(), reason: "PDF" },
        Damaged { name: "乱码", extension: "txt", bytes: vec![0xFF, 0, 0x80, 0, 0, 0xC1, 0xFF], reason: "编码" },
    ]
}

/// Files made to bring a run down.
pub fn on_purpose(sound: &[u8]) -> Vec<Damaged> {
    let xlsx = |name, bytes, reason| Damaged { name, extension: "xlsx", bytes, reason };
    let sheet = |change: &dyn Fn(String) -> String| with(sound, SHEET, change);
    let cell = |cell: &str| cell.to_string();
    let in_data = |added: String| sheet(&|text: String| text.replace("</sheetData>", &format!("{added}</sheetData>")));
    let merged: String = (1..=1_000_000).map(|row| format!("<mergeCell ref=\"A{row}:B{row}\"/>")).collect();
    let many: String =
        (100..60_100).map(|row| format!("<row r=\"{row}\">{}</row>", "<c t=\"b\"><v>1</v></c>".repeat(17))).collect();
    let deep = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
    vec![
        xlsx("解压后过大", filled(&parts(sound), SHEET, 300 << 20), "解压后有 300 MB，超过 256 MB"),
        xlsx("谎报大小", lying(sound), "已损坏"),
        xlsx("部件过多", crowded(sound), "10010 个部件"),
        xlsx("工作表过多", sheets(sound, 600), "600 张工作表"),
        xlsx("合并单元格过多", sheet(&|text: String| merge(&text, &merged)), "1000000 处合并单元格"),
        xlsx("单元格过多", in_data(many), "超过 1000000 个单元格"),
        xlsx("文字过多", repeated_text(sound), "单元格内的文字共有 257 MB"),
        xlsx("行号超出", in_data(cell(r#"<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>"#)), ""),
        xlsx("列号超出", in_data(cell(r#"<row r="99"><c r="ZZZZZZ99"><v>1</v></c></row>"#)), ""),
        xlsx("循环部件", target(sound, "worksheets/sheet1.xml", "../../xl/workbook.xml"), ""),
        xlsx("部件指向外部", target(sound, "worksheets/sheet1.xml", "/../../../etc/passwd.xml"), ""),
        Damaged {
            name: "表格区域过大",
            extension: "ods",
            bytes: repeated(1_048_576, 16_384),
            reason: "17179869184 个单元格",
        },
        Damaged { name: "嵌套过深", extension: "ods", bytes: ods(&deep(100_000)), reason: "201 层嵌套" },
        Damaged { name: "文档嵌套过深", extension: "docx", bytes: docx(&deep(100_000)), reason: "201 层嵌套" },
        Damaged {
            name: "文档解压后过大",
            extension: "docx",
            bytes: filled(&Vec::new(), "word/document.xml", 300 << 20),
            reason: "超过 256 MB",
        },
    ]
}

/// Files that are odd, and are read all the same.
pub fn harmless(sound: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let sheet = |change: &dyn Fn(String) -> String| with(sound, SHEET, change);
    let mut parts = parts(sound);
    let twice: Parts = parts
        .iter()
        .cloned()
        .chain([("../../../tmp/坏.xml".to_string(), b"<a/>".to_vec()), ("C:\\坏.xml".to_string(), b"<a/>".to_vec())])
        .collect();
    parts.retain(|(name, _)| name != "docProps/app.xml");
    let dimension = |text: String| {
        let (before, after) = text.split_once("<dimension ref=\"").expect("a dimension");
        format!("{before}<dimension ref=\"A1:XFD1048576{}", &after[after.find('"').expect("its end")..])
    };
    let deep = "<a>".repeat(100_000) + &"</a>".repeat(100_000);
    vec![
        ("一百七十亿个单元格", sheet(&dimension)),
        ("部件名指向外部", zip(&twice)),
        ("缺附属部件", zip(&parts)),
        ("类型声明有误", with(sound, TYPES, |text| text.replace("worksheet+xml", "nothing+xml"))),
        (
            "嵌套过深",
            sheet(&|text: String| text.replace("</worksheet>", &format!("<extLst>{deep}</extLst></worksheet>"))),
        ),
    ]
}

/// A file of the old binary format with one stream of this name.
fn compound(stream: &str) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a file");
    file.create_stream(format!("/{stream}")).expect("a stream").write_all(&[7; 6_000]).expect("written");
    file.flush().expect("written");
    file.into_inner().into_inner()
}

/// The package with every part marked as encrypted.
fn locked(sound: &[u8]) -> Vec<u8> {
    let mut bytes = sound.to_vec();
    for (mark, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let places: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at..].starts_with(mark)).collect();
        places.into_iter().for_each(|at| bytes[at + flags] |= 1);
    }
    bytes
}

/// A package in which a part of 520 MB says that it has 1 KB.
fn lying(sound: &[u8]) -> Vec<u8> {
    // A number that does not occur in the packed spaces by chance.
    const SIZE: u32 = (520 << 20) + 7_654_321;
    let bytes = filled(&parts(sound), SHEET, SIZE.into());
    replaced(&bytes, &SIZE.to_le_bytes(), &1024u32.to_le_bytes())
}

/// A package whose one long text stands in thousands of cells.
fn repeated_text(sound: &[u8]) -> Vec<u8> {
    let long =
        with(sound, "xl/sharedStrings.xml", |text| text.replacen("<t>", &format!("<t>{}", "字".repeat(30_000)), 1));
    let row = format!("<row r=\"900\">{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(3_000));
    with(&long, SHEET, |text| text.replace("</sheetData>", &format!("{row}</sheetData>")))
}

fn crowded(sound: &[u8]) -> Vec<u8> {
    let mut parts = parts(sound);
    let more = 10_010 - parts.len();
    parts.extend((0..more).map(|number| (format!("xl/media/{number}.png"), Vec::new())));
    zip(&parts)
}

/// The package with so many sheets, all of one part.
fn sheets(sound: &[u8], count: usize) -> Vec<u8> {
    let name = |number| format!("<sheet name=\"表{number}\" sheetId=\"{number}\" r:id=\"rId1\"/>");
    let all: String = (1..=count).map(name).collect();
    with(sound, "xl/workbook.xml", |text| {
        let (start, end) = (text.find("<sheets>").expect("sheets"), text.find("</sheets>").expect("their end"));
        format!("{}<sheets>{all}{}", &text[..start], &text[end..])
    })
}

fn merge(text: &str, merged: &str) -> String {
    let (start, end) = (text.find("<mergeCells").expect("merged"), text.find("</mergeCells>").expect("their end"));
    format!("{}<mergeCells>{merged}{}", &text[..start], &text[end..])
}

/// The package with one target of the workbook's relationships exchanged.
fn target(sound: &[u8], old: &str, new: &str) -> Vec<u8> {
    with(sound, "xl/_rels/workbook.xml.rels", |text| text.replace(old, new))
}

/// A sheet whose one cell is repeated.
fn repeated(rows: u32, columns: u32) -> Vec<u8> {
    ods(&format!(
        r#"<table:table table:name="表"><table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="{columns}" office:value-type="float" office:value="1"/></table:table-row></table:table>"#
    ))
}

/// A spreadsheet of LibreOffice with so much in its body.
fn ods(body: &str) -> Vec<u8> {
    content(&format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t"><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"#
    ))
}

fn content(text: &str) -> Vec<u8> {
    let part = |name: &str, text: &str| (name.to_string(), text.as_bytes().to_vec());
    zip(&vec![
        part("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        part("META-INF/manifest.xml", "<manifest/>"),
        part("content.xml", text),
    ])
}

fn docx(body: &str) -> Vec<u8> {
    let text = format!(r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
    zip(&vec![("word/document.xml".to_string(), text.into_bytes())])
}
