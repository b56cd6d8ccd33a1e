//! A narrative report as a minimal .docx: a title, headings and paragraphs.

use std::io::{Cursor, Write};

use anyhow::Result;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use crate::book::Fault;

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"#;

const PACKAGE_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

const DOCUMENT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;

const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="仿宋" w:hAnsi="仿宋" w:eastAsia="仿宋"/><w:sz w:val="28"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:pPr><w:spacing w:line="480" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="560"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:pPr><w:jc w:val="center"/><w:spacing w:line="600" w:lineRule="exact" w:after="240"/><w:ind w:firstLineChars="0" w:firstLine="0"/></w:pPr><w:rPr><w:rFonts w:ascii="方正小标宋简体" w:hAnsi="方正小标宋简体" w:eastAsia="方正小标宋简体"/><w:sz w:val="40"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="黑体"/></w:rPr></w:style></w:styles>"#;

/// A text without its marks, and what they plant: `{stated|rule|severity|expected}` stands for `stated`.
pub fn planted(text: &str) -> (String, Vec<Fault>) {
    let mut plain = String::new();
    let mut faults = Vec::new();
    for (number, line) in (1..).zip(text.lines().filter(|line| !line.trim().is_empty())) {
        let mut parts = line.split('{');
        plain.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (mark, rest) = part.split_once('}').expect("a mark is closed");
            let [stated, rule, severity, expected] = mark.split('|').collect::<Vec<_>>()[..] else {
                panic!("a mark has four fields: {mark}");
            };
            faults.push(Fault {
                sheet: String::new(),
                cell: format!("第{number}段"),
                rule: ziping::rules::find(rule).expect("a known rule").id,
                warning: severity == "W",
                stated: stated.to_string(),
                expected: expected.to_string(),
                cause: String::new(),
            });
            plain.push_str(stated);
            plain.push_str(rest);
        }
        plain.push('\n');
    }
    (plain, faults)
}

/// Text → package. A line that begins with `# ` is the title, one with `## ` a heading.
pub fn docx(text: &str) -> Result<Vec<u8>> {
    let body = document(text);
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", PACKAGE_RELATIONS),
        ("word/document.xml", &body),
        ("word/styles.xml", STYLES),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS),
    ];
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    for (name, content) in parts {
        package.start_file(name, options)?;
        package.write_all(content.as_bytes())?;
    }
    Ok(package.finish()?.into_inner())
}

fn document(text: &str) -> String {
    let paragraphs: String = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(paragraph).collect();
    let page = r#"<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>"#;
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{paragraphs}{page}</w:body></w:document>"#
    )
}

fn paragraph(line: &str) -> String {
    let (style, text) = match (line.strip_prefix("# "), line.strip_prefix("## ")) {
        (Some(title), _) => ("Title", title),
        (_, Some(heading)) => ("1", heading),
        _ => ("a", line),
    };
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
}
