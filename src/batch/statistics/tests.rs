use polars::prelude::*;
use polars_io::parquet::write::ParquetWriter;
use rust_decimal::Decimal as Number;

use super::answer::AnswerValue;
use super::*;

fn numbers(name: &str, texts: Vec<String>) -> Column {
    crate::record::facts::decimals(name, texts.iter().map(|text| text.parse().ok())).expect("numbers")
}

fn texts(name: &str, texts: Vec<String>) -> Column {
    let texts: Vec<Option<String>> = texts.into_iter().map(|text| Some(text).filter(|text| !text.is_empty())).collect();
    Column::new(name.into(), texts)
}

/// Keys of submissions of departments in years.
fn keys(departments: &[String], years: &[String]) -> Vec<String> {
    departments.iter().zip(years).map(|(department, year)| format!("|{department}|{year}")).collect()
}

/// The forms.parquet of a run: `kind department unit project year budget executed rate score grade file`, `-` for nothing.
fn forms(rows: &[&str]) -> LazyFrame {
    let names =
        ["kind", "department", "unit", "project", "year", "final_budget", "executed", "rate", "score", "grade", "file"];
    let cells: Vec<Vec<String>> =
        rows.iter().map(|row| row.split(' ').map(|cell| cell.replace('-', "")).collect()).collect();
    let column = |index: usize| cells.iter().map(|row| row[index].clone()).collect::<Vec<String>>();
    let mut columns: Vec<Column> = names
        .iter()
        .enumerate()
        .map(|(index, name)| match *name {
            "year" => Column::new(
                "year".into(),
                column(index).iter().map(|year| year.parse().unwrap_or(0)).collect::<Vec<i32>>(),
            ),
            "final_budget" | "executed" | "rate" | "score" => numbers(name, column(index)),
            _ => texts(name, column(index)),
        })
        .collect();
    columns.push(texts("submission", keys(&column(1), &column(4))));
    columns.push(numbers("initial_budget", column(5)));
    columns.push(texts("stated_grade", column(9)));
    columns.push(Column::new("sheet".into(), vec!["自评表"; rows.len()]));
    DataFrame::new(rows.len(), columns).expect("a table").lazy()
}

/// The submissions.parquet of a run: `department year stated_score score stated_grade grade`.
fn submissions(rows: &[&str]) -> LazyFrame {
    let cells: Vec<Vec<String>> =
        rows.iter().map(|row| row.split(' ').map(|cell| cell.replace('-', "")).collect()).collect();
    let column = |index: usize| cells.iter().map(|row| row[index].clone()).collect::<Vec<String>>();
    let columns = vec![
        texts("submission", keys(&column(0), &column(1))),
        texts("department", column(0)),
        Column::new("year".into(), column(1).iter().map(|year| year.parse().unwrap_or(0)).collect::<Vec<i32>>()),
        texts("folder", column(0)),
        numbers("stated_score", column(2)),
        numbers("score", column(3)),
        texts("stated_grade", column(4)),
        texts("grade", column(5)),
        Column::new("errors".into(), vec![1_u32; rows.len()]),
        Column::new("warnings".into(), vec![0_u32; rows.len()]),
    ];
    DataFrame::new(rows.len(), columns).expect("a table").lazy()
}

/// The facts.parquet of a run: `department year table item measure value low high`.
fn facts(rows: &[&str]) -> LazyFrame {
    let cells: Vec<Vec<String>> = rows.iter().map(|row| row.split(' ').map(str::to_string).collect()).collect();
    let column = |index: usize| cells.iter().map(|row| row[index].clone()).collect::<Vec<String>>();
    let columns = vec![
        texts("submission", keys(&column(0), &column(1))),
        texts("department", column(0)),
        Column::new("year".into(), column(1).iter().map(|year| year.parse().unwrap_or(0)).collect::<Vec<i32>>()),
        texts("table", column(2)),
        texts("item", column(3)),
        texts("measure", column(4)),
        numbers("value", column(5)),
        numbers("low", column(6)),
        numbers("high", column(7)),
        texts("file", column(0)),
        texts("sheet", column(2)),
        Column::new("cell".into(), vec!["C11"; rows.len()]),
    ];
    DataFrame::new(rows.len(), columns).expect("a table").lazy()
}

pub(super) fn tables(forms_of: &[&str], submissions_of: &[&str], facts_of: &[&str]) -> RunTables {
    RunTables { forms: forms(forms_of), submissions: submissions(submissions_of), facts: facts(facts_of) }
}

/// A row as it is read on the sheet.
fn shown(answer: &Answer) -> Vec<Vec<String>> {
    let table = &answer.chapter("x").tables[0].1;
    table.rows.iter().map(|row| row.iter().map(|cell| cell.shown()).collect()).collect()
}

pub(super) fn picked(answer: &Answer, columns: &[&str]) -> Vec<String> {
    let places: Vec<usize> = columns
        .iter()
        .map(|name| answer.columns.iter().position(|column| column.name == *name).expect("a column"))
        .collect();
    shown(answer)
        .iter()
        .map(|row| places.iter().map(|place| row[*place].as_str()).collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn totals_are_exact_and_count_a_form_filed_twice_once() {
    let rows = [
        "project 教育局 县一中 食堂改造 2023 1000000.10 900000.09 90 90 优 a",
        "project 教育局 县一中 食堂改造 2023 1000000.10 900000.09 90 90 优 b",
        "project 教育局 县二中 操场 2023 2000000.20 2000000.20 100 95.5 优 c",
        "project 教育局 县二中 图书 2023 - 5 - - - d",
        "department 教育局 - - 2023 9000000 8000000 88.89 92 优 e",
        "project 水利局 水利局 堤防 2023 3 1 33.33 60 中 f",
    ];
    let answer = totals::answer(&tables(&rows, &[], &[])).expect("totals");
    let columns = [
        "level",
        "department",
        "unit",
        "projects",
        "incomplete",
        "final_budget",
        "executed",
        "rate",
        "mean_score",
        "department_score",
    ];
    assert_eq!(
        picked(&answer, &columns),
        [
            "全部   4 1 300.00033 290.000629 96.67% 81.83 ",
            "部门 教育局  3 1 300.00003 290.000529 96.67% 92.75 92.00",
            "实施单位 教育局 县一中 1 0 100.00001 90.000009 90.00% 90.00 ",
            "实施单位 教育局 县二中 2 1 200.00002 200.00052 100.00% 95.50 ",
            "部门 水利局  1 0 0.0003 0.0001 33.33% 60.00 ",
        ]
    );
}

#[test]
fn the_same_name_is_no_duplicate_within_one_file_and_amounts_are_compared() {
    let rows = [
        "project 教育局 教育局 办公设备购置 2023 100 90 90 90 优 a",
        "project 水利局 水利局 办公设备购置 2023 200 90 45 90 优 b",
        "project 民政局 民政局 养老补贴 2023 500 500 100 90 优 c",
        "project 社保局 社保局 养老（补贴） 2023 500 500 100 91 优 d",
        "project 园林局 园林局 公园养护 2023 7 7 100 91 优 e",
        "project 园林局 园林局 公园养护 2023 7 7 100 91 优 e",
        "project 园林局 园林局 公园养护 2022 7 7 100 91 优 f",
        "project 园林局 园林局 - 2023 7 7 100 91 优 g",
    ];
    let answer = duplicates::answer(&tables(&rows, &[], &[])).expect("duplicates");
    assert_eq!(
        picked(&answer, &["group", "project", "department", "comparison", "relation"]),
        [
            "1 养老补贴 民政局 金额相同 不同单位",
            "1 养老（补贴） 社保局 金额相同 不同单位",
            "2 办公设备购置 教育局 金额不同 不同单位",
            "2 办公设备购置 水利局 金额不同 不同单位",
        ]
    );
}

#[test]
fn departments_and_projects_are_ranked_by_score() {
    let rows =
        ["project 教育局 县一中 食堂改造 2023 1 1 100 90 优 a", "project 教育局 县一中 操场 2023 1 1 100 95 优 b"];
    let submissions = ["教育局 2023 98 95.5 优 优", "水利局 2023 97 97 优 优", "民政局 2023 90 - 优 -"];
    let tables = tables(&rows, &submissions, &[]);
    let [departments, projects] =
        [ranking::of_departments(&tables), ranking::of_projects(&tables)].map(|answer| answer.expect("a ranking"));
    assert_eq!(
        picked(&departments, &["rank", "department", "score", "stated_score"]),
        ["1 水利局 97.00 97.00", "2 教育局 95.50 98.00"]
    );
    assert_eq!(picked(&projects, &["rank", "project", "score"]), ["1 操场 95.00", "2 食堂改造 90.00"]);
}

#[test]
fn a_rate_far_from_the_others_is_listed_with_its_reason() {
    let mut rows: Vec<String> = (0..30)
        .map(|index| format!("project 教育局 县一中 项目{index} 2023 1 1 {} 90 优 f{index}", 80 + index % 20))
        .collect();
    rows.push("project 教育局 县一中 停工项目 2023 1 0 5 90 优 g".to_string());
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let answer = outliers::answer(&tables(&rows, &[], &[])).expect("outliers");
    assert_eq!(picked(&answer, &["measure", "project", "value", "forms"]), ["执行率 停工项目 5.00 31"]);
    assert!(picked(&answer, &["reason"])[0].contains("低于下界"));
    let few = outliers::answer(&tables(&rows[20..], &[], &[])).expect("outliers");
    assert!(few.rows.is_empty(), "eleven forms tell nothing");
}

#[test]
fn grades_are_counted_as_filed_and_as_recomputed() {
    let rows = ["project 教育局 县一中 食堂改造 2023 1 1 100 90 优秀 a", "department 教育局 - - 2023 1 1 100 90 优 b"];
    let submissions = ["教育局 2023 98 85 优 良", "水利局 2023 97 97 优 优"];
    let answer = grades::answer(&tables(&rows, &submissions, &[])).expect("grades");
    assert_eq!(
        picked(&answer, &["kind", "state", "all", "excellent", "good", "none", "excellent_share"]),
        [
            "部门整体 自评 1 1 0 0 100.00%",
            "部门整体 复核 1 0 1 0 0.00%",
            "项目自评 自评 1 1 0 0 100.00%",
            "项目自评 复核 1 1 0 0 100.00%"
        ]
    );
}

#[test]
fn two_years_are_brought_together_by_the_departments_name() {
    let rows = [
        "project 园林局 园林局 公园养护 2022 1000000 500000 50 90 优 a",
        "project 园林局（盖章） 园林局 公园养护 2023 1500000 1500000 100 95 优 b",
        "project 水利局 水利局 堤防 2023 1 1 100 95 优 c",
    ];
    let facts = [
        "园林局 2022 01 closing_balance amount 1227800 1227750 1227850",
        "园林局（盖章） 2023 01 opening_balance amount 217800 217750 217850",
        "园林局 2022 04 closing_appropriation total 100 50 150",
        "园林局（盖章） 2023 04 opening_appropriation amount 140 90 190",
        "水利局 2023 01 opening_balance amount 1 1 1",
    ];
    let tables = tables(&rows, &[], &facts);
    let years = years::answer(&tables).expect("years");
    assert_eq!(
        picked(&years, &["department", "before", "year", "budget_change", "executed_change", "rate_before", "rate"]),
        ["园林局（盖章） 2022 2023 50.00% 200.00% 50.00% 100.00%"]
    );
    let balances = balances::answer(&tables).expect("balances");
    assert_eq!(
        picked(&balances, &["table", "closing", "opening", "difference", "verdict"]),
        ["公开01 122.78 21.78 -101.00 不符", "公开04 0.01 0.014 0.004 相符"]
    );
    let files = &picked(&balances, &["file_before", "file"])[0];
    assert_eq!(files, "2022年：园林局 2023年：园林局（盖章）", "folders of two years may have one name");
    let frame = balances.frame().expect("a table");
    assert_eq!(frame::texts(&frame, "file_before").expect("texts")[0], "园林局", "as in facts.parquet");
}

#[test]
fn a_rate_by_formula_is_shown_with_two_digits_and_kept_with_all() {
    let rows = ["project 教育局 县一中 食堂改造 2023 3 2 97.3456789012 90 优 a"];
    let projects = ranking::of_projects(&tables(&rows, &["教育局 2023 98 95.5 优 优"], &[])).expect("a ranking");
    assert_eq!(picked(&projects, &["rate"]), ["97.35%"]);
    let frame = projects.frame().expect("a table");
    assert_eq!(frame::numbers(&frame, "rate").expect("numbers")[0], "97.3456789012".parse().ok());
}

#[test]
fn answers_are_written_beside_the_tables_and_taken_away_again() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let RunTables { submissions, forms, facts } = tables(
        &["project 教育局 县一中 食堂改造 2023 1 1 100 90 优 a"],
        &["教育局 2023 98 95.5 优 优"],
        &["园林局 2022 01 closing_balance amount 1 1 1"],
    );
    for (name, table) in [("submissions", submissions), ("forms", forms), ("facts", facts)] {
        let file = std::fs::File::create(out.path().join(format!("{name}.parquet"))).expect("created");
        ParquetWriter::new(file).finish(&mut table.collect().expect("a table")).expect("written");
    }
    let chapters = write(out.path()).expect("answered");
    assert!(chapters.iter().any(|chapter| chapter.name == "汇总统计"));
    assert!(chapters.iter().all(|chapter| chapter.name != "年度比较"), "a sheet without rows is none");
    let files = || std::fs::read_dir(out.path().join(FOLDER)).expect("the folder").count();
    assert_eq!(files(), QUESTIONS.len());
    clear(out.path());
    assert_eq!(files(), 0);
}

#[test]
fn an_answer_is_written_with_exact_decimals() {
    let rows = ["project 教育局 县一中 食堂改造 2023 1000000.10 900000.09 90 90 优 a"];
    let answer = totals::answer(&tables(&rows, &[], &[])).expect("totals");
    let frame = answer.frame().expect("a table");
    assert_eq!(frame.column("final_budget").expect("the column").dtype(), &DataType::Decimal(38, 10));
    let sums = frame::numbers(&frame, "final_budget").expect("numbers");
    assert_eq!(sums[0], Some("1000000.10".parse::<Number>().expect("a number").normalize()));
    assert!(answer.rows.iter().all(|row| row.values.len() == answer.columns.len()));
    assert_eq!(answer.rows[0].values[1], AnswerValue::text("全部"));
    let keys = frame::texts(&frame, "submission").expect("keys");
    assert_eq!(&keys[..2], ["", "|教育局|2023"], "a row over all is about none");
}
