use super::*;

fn report(text: &str) -> Report {
    of_text("报告.txt", text)
}

#[test]
fn department_and_year_come_from_the_title() {
    let read = report("云岭市体育局2023年度部门决算情况说明\n2024年8月\n一、收入\n");
    assert_eq!(read.department.as_deref(), Some("云岭市体育局"));
    assert_eq!(read.year, Some(2023));
}

#[test]
fn figures_keep_their_paragraph_and_their_characters() {
    let read = report("标题\n本年收入合计 100.00 万元。");
    let place = &read.told.mentions[0].figure.place;
    assert_eq!(place.cell_name(), "第2段");
    let quotation = place.sentence.as_ref().expect("a sentence");
    assert_eq!(&**quotation, "本年收入合计 100.00 万元。");
    let characters: Vec<char> = read.paragraphs[1].text.chars().collect();
    let (start, end) = quotation.figure;
    assert_eq!(characters[start as usize..end as usize].iter().collect::<String>(), "100.00");
}

#[test]
fn old_and_damaged_files_are_refused_with_advice() {
    let reason = |bytes: &[u8], extension| paragraphs_of(bytes, extension).expect_err("refused").to_string();
    assert!(reason(&[0xD0, 0xCF, 0x11, 0xE0, 0, 0], "doc").contains("另存为 .docx"));
    assert!(reason(b"", "txt").contains("为空"));
    assert!(reason(b"PK\x03\x04 broken", "docx").contains("损坏"));
    assert!(reason(b"%PDF-1.4 broken", "pdf").contains("PDF"));
    assert!(reason(b"rubbish", "docx").contains("格式与扩展名不符"));
}
