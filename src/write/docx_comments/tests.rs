use std::io::{Cursor, Write};

use super::*;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const COMMENTS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";

/// A document with this body, and with this text of a comment if there is one already.
fn package(body: &str, comments: Option<&str>) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, text: &str| {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        writer.write_all(text.as_bytes()).expect("written");
    };
    put("[Content_Types].xml", TYPES);
    put("word/document.xml", &format!("<w:document xmlns:w=\"{W}\"><w:body>{body}</w:body></w:document>"));
    if let Some(text) = comments {
        put(
            "word/_rels/document.xml.rels",
            &format!(
                "<Relationships><Relationship Id=\"rId7\" Type=\"{COMMENTS}\" Target=\"comments.xml\"/></Relationships>"
            ),
        );
        put(
            "word/comments.xml",
            &format!(
                "<w:comments xmlns:w=\"{W}\"><w:comment w:id=\"3\"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment></w:comments>"
            ),
        );
    }
    writer.finish().expect("finished").into_inner()
}

fn part(package: &[u8], name: &str) -> String {
    Parts::open(package).expect("a package").text(name).expect("the part")
}

fn plain(package: &[u8]) -> Vec<String> {
    docx::paragraphs(package).expect("read").into_iter().map(|paragraph| paragraph.text).collect()
}

fn on(paragraph: u32, characters: (u32, u32)) -> Comment {
    Comment { paragraph, characters, text: "应为 <1>\n依据".to_string() }
}

#[test]
fn a_figure_over_two_runs_is_marked_and_the_text_stays() {
    let body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>合计4</w:t></w:r><w:r><w:t>00.5万元 </w:t></w:r></w:p>";
    let before = package(body, None);
    let after = annotate(&before, &[on(1, (2, 7))]).expect("annotated");
    assert_eq!(plain(&after), plain(&before));
    let text = part(&after, "word/document.xml");
    let (_, inside) = text.split_once("<w:commentRangeStart w:id=\"0\"/>").expect("a start");
    let (inside, _) = inside.split_once("<w:commentRangeEnd w:id=\"0\"/>").expect("an end");
    assert!(inside.starts_with("<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">4<"), "{inside}");
    assert!(inside.ends_with("<w:r><w:t xml:space=\"preserve\">00.5</w:t></w:r>"), "{inside}");
    assert!(part(&after, "word/comments.xml").contains("应为 &lt;1&gt;"));
    assert!(part(&after, "[Content_Types].xml").contains("/word/comments.xml"));
}

#[test]
fn comments_that_are_there_stay_and_numbers_go_on() {
    let before = package("<w:p><w:r><w:t>合计400万元</w:t></w:r></w:p>", Some("原有"));
    let after = annotate(&before, &[on(1, (2, 5))]).expect("annotated");
    let comments = part(&after, "word/comments.xml");
    assert!(comments.contains("原有") && comments.contains("w:id=\"4\""), "{comments}");
    assert_eq!(part(&after, "word/_rels/document.xml.rels"), part(&before, "word/_rels/document.xml.rels"));
}

#[test]
fn tables_text_boxes_and_deleted_words_are_told_apart() {
    let body = "<w:p><w:r><w:t>甲</w:t></w:r><w:del><w:r><w:t>删</w:t></w:r></w:del><w:ins><w:r><w:t>乙</w:t></w:r></w:ins></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>表</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
        <w:p><w:pPr><w:numPr/></w:pPr><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r><w:r><w:t>丙</w:t></w:r></w:p>";
    let paragraphs = docx::paragraphs(&package(body, None)).expect("read");
    let told: Vec<(&str, bool, bool)> =
        paragraphs.iter().map(|one| (one.text.as_str(), one.in_table, one.numbered)).collect();
    assert_eq!(told, [("甲乙", false, false), ("表", true, false), ("框", false, false), ("丙", false, true)]);
}
