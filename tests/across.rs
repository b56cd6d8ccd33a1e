//! Questions across submissions: sheets of 复核汇总.xlsx, and Parquet files.

use std::path::Path;

use calamine::{Data, Reader, open_workbook_auto};
use polars::prelude::*;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;

use crate::support::{root, ziping};

fn name(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn checked(inputs: &[&str], out: &Path) {
    let ran = ziping(&[&["check", "-o", name(out), "--quiet"], inputs].concat());
    assert!(ran.status <= 2 && !ran.stdout.contains("未能写出"), "{} {}", ran.stdout, ran.stderr);
}

fn rows(out: &Path, sheet: &str) -> Vec<Vec<Data>> {
    let mut book = open_workbook_auto(out.join("复核汇总.xlsx")).expect("a workbook");
    let range = book.worksheet_range(sheet).unwrap_or_else(|_| panic!("{sheet} in {:?}", book.sheet_names()));
    range.rows().map(<[Data]>::to_vec).collect()
}

fn parquet(out: &Path, question: &str) -> DataFrame {
    let file = std::fs::File::open(out.join("across").join(format!("{question}.parquet"))).expect("the file");
    ParquetReader::new(file).finish().expect("Parquet")
}

const QUESTIONS: [&str; 8] =
    ["totals", "department_ranking", "project_ranking", "outliers", "duplicates", "grades", "years", "balances"];

#[test]
fn a_run_over_departments_answers_the_questions_across_them() {
    let out = tempfile::tempdir().expect("a temporary folder");
    checked(&["samples"], out.path());
    for question in QUESTIONS {
        parquet(out.path(), question);
    }
    let totals = rows(out.path(), "汇总统计");
    let own = totals.iter().find(|row| row[2] == "华夏农业技术推广中心" && row[1] == "部门").expect("the department");
    // Two projects of 1,200,000 and 860,000 yuan.
    assert_eq!([own[4].clone(), own[7].clone()], [2.0, 206.0].map(Data::Float));
    let ranking = rows(out.path(), "单位排名");
    let first = ranking.iter().find(|row| row[1] == 1.0 && row[0] == "2023").expect("the first");
    assert!(first[2] != "", "{first:?}");
    let grades = parquet(out.path(), "grades");
    assert_eq!(grades.column("all").expect("the column").dtype(), &DataType::UInt32);
    let dtype = parquet(out.path(), "totals").column("final_budget").expect("the column").dtype().clone();
    assert_eq!(dtype, DataType::Decimal(38, 10));
}

#[test]
fn a_project_filed_by_two_departments_is_pointed_out() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sample = root().join("samples/华夏农业技术推广中心/项目支出绩效自评表-信息服务平台运行维护.xlsx");
    for department in ["甲", "乙"] {
        let own = folder.path().join("材料").join(department);
        std::fs::create_dir_all(&own).expect("a folder");
        std::fs::copy(&sample, own.join("自评表.xlsx")).expect("copied");
    }
    let out = folder.path().join("结果");
    checked(&[name(&folder.path().join("材料"))], &out);
    let found: Vec<Vec<Data>> = rows(&out, "重复项目").into_iter().filter(|row| row[8] == "金额相同").collect();
    assert_eq!(found.len(), 2, "{found:?}");
    let ran = ziping(&["check", name(&folder.path().join("材料/甲")), "-o", name(&folder.path().join("一"))]);
    assert!(ran.status <= 2);
    let book = open_workbook_auto(folder.path().join("一/复核汇总.xlsx")).expect("a workbook");
    assert!(!book.sheet_names().contains(&"单位排名".to_string()), "one department has no rank");
    assert!(!folder.path().join("一/across").exists());
}

#[test]
fn two_years_in_two_folders_are_brought_together() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sample = root().join("samples/清江市水务综合服务中心");
    let own = |year: &str| folder.path().join(year).join("清江市水务综合服务中心");
    for year in ["2022年", "2023年"] {
        std::fs::create_dir_all(own(year)).expect("a folder");
    }
    // The same figures again: what was left at the end of the year is not what the next one begins with.
    std::fs::copy(sample.join("部门决算公开表.xlsx"), own("2023年").join("2023年度部门决算公开表.xlsx"))
        .expect("copied");
    std::fs::copy(sample.join("部门决算公开表.xlsx"), own("2022年").join("2022年度部门决算公开表.xlsx"))
        .expect("copied");
    let out = folder.path().join("结果");
    let folders = ["2022年", "2023年"].map(|year| folder.path().join(year));
    checked(&[name(&folders[0]), name(&folders[1])], &out);
    let balances = rows(&out, "结转衔接");
    let verdicts: Vec<String> =
        balances.iter().map(|row| row[7].to_string()).filter(|verdict| verdict.ends_with('符')).collect();
    assert!(verdicts.contains(&"不符".to_string()), "{balances:?}");
    assert!(parquet(&out, "balances").height() > 0);
}

#[test]
fn answers_do_not_depend_on_the_number_of_jobs() {
    let outs = ["1", "4"].map(|jobs| {
        let out = tempfile::tempdir().expect("a temporary folder");
        let inputs = ["samples/苍河县乡村振兴局", "samples/华夏农业技术推广中心", "samples/松溪县融媒体中心"];
        checked(&[&inputs[..], &["--jobs", jobs]].concat(), out.path());
        out
    });
    let bytes = |out: &tempfile::TempDir, name: &str| std::fs::read(out.path().join(name)).expect("the file");
    for question in QUESTIONS {
        let file = format!("across/{question}.parquet");
        assert!(bytes(&outs[0], &file) == bytes(&outs[1], &file), "{question}");
    }
    assert!(bytes(&outs[0], "复核汇总.xlsx") == bytes(&outs[1], "复核汇总.xlsx"));
}

#[test]
fn every_row_of_every_table_names_its_submission() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sample = root().join("samples/华夏农业技术推广中心");
    // Two folders of two paths have one name, and their forms name one department.
    for city in ["东市", "西市"] {
        let own = folder.path().join(city).join("农技中心");
        std::fs::create_dir_all(&own).expect("a folder");
        for file in crate::support::files(&sample, &["xlsx"]) {
            std::fs::copy(&file, own.join(file.file_name().expect("a name"))).expect("copied");
        }
    }
    let out = folder.path().join("结果");
    let cities = ["东市", "西市"].map(|city| folder.path().join(city));
    checked(&[name(&cities[0]), name(&cities[1])], &out);
    let keys = |table: &str| {
        let file = std::fs::File::open(out.join(table)).expect("the file");
        let frame = ParquetReader::new(file).finish().expect("Parquet");
        let keys = frame.column("submission").expect("the column").str().expect("texts").clone();
        keys.iter().map(|key| key.unwrap_or_default().to_string()).collect::<std::collections::BTreeSet<String>>()
    };
    let submissions = keys("submissions.parquet");
    let own = "农技中心|华夏农业技术推广中心|2023";
    assert_eq!(submissions.iter().map(String::as_str).collect::<Vec<_>>(), [own, &format!("{own}#2")]);
    for table in ["forms.parquet", "facts.parquet", "across/project_ranking.parquet", "across/duplicates.parquet"] {
        assert_eq!(keys(table), submissions, "{table}");
    }
    let totals = rows(&out, "汇总统计");
    assert_eq!(totals.iter().filter(|row| row[1] == "部门").count(), 2, "departments of one name are not added up");
    let facts = folder.path().join("数据.parquet");
    let ran = ziping(&["facts", name(&cities[0]), name(&cities[1]), "-o", name(&facts)]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let file = std::fs::File::open(&facts).expect("the file");
    let frame = ParquetReader::new(file).finish().expect("Parquet");
    assert_eq!(frame.column("submission").expect("the column").n_unique().expect("counted"), 2);
}

#[test]
fn a_bureaus_own_template_of_a_table_counts_for_balances() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let templates = folder.path().join("版式");
    std::fs::create_dir_all(&templates).expect("a folder");
    let text = std::fs::read_to_string(root().join("templates/accounts-01.toml")).expect("a template");
    // The bureau's own comes after the built-in one of the same titles, and takes its place.
    let own = text.replace("id = \"accounts-01\"", "id = \"our-accounts\"");
    assert_ne!(own, text);
    std::fs::write(templates.join("our-accounts.toml"), own).expect("written");
    for year in ["2022", "2023"] {
        let to = folder.path().join("材料").join(format!("{year}年度水务中心"));
        std::fs::create_dir_all(&to).expect("a folder");
        let sample = root().join("samples/清江市水务综合服务中心/部门决算公开表.xlsx");
        std::fs::copy(sample, to.join(format!("{year}年度部门决算公开表.xlsx"))).expect("copied");
    }
    let out = folder.path().join("结果");
    checked(&[name(&folder.path().join("材料")), "--templates", name(&templates)], &out);
    let facts = std::fs::File::open(out.join("facts.parquet")).expect("the file");
    let facts = ParquetReader::new(facts).finish().expect("Parquet");
    let forms = facts.column("form").expect("the column").str().expect("texts").clone();
    assert!(forms.iter().any(|form| form == Some("our-accounts")), "the bureau's own layout is used");
    let balances = rows(&out, "结转衔接");
    assert!(balances.iter().any(|row| row[3] == "公开01"), "{balances:?}");
}
