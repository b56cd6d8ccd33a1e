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
