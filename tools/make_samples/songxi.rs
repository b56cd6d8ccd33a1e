//! Sample (d): forms in older and other formats, converted by LibreOffice.

use std::io::Cursor;
use std::path::Path;
use std::process::Command;
use std::{env, fs, io, process};

use anyhow::{Context, Result, ensure};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

use crate::book::Book;
use crate::evaluation::{Head, read_forms};
use crate::form::form_sheet;
use crate::grid::{Shown, Value};
use crate::number::dec;
use crate::samples::Samples;

const HEAD: Head =
    Head { department: "松溪县融媒体中心", supervisor: "中共松溪县委宣传部", year: 2023 };

pub fn write(samples: &mut Samples) -> Result<()> {
    let forms = read_forms(include_str!("data/songxi.txt"), &HEAD);
    let [equipment, broadcast] = &forms[..] else { panic!("the data has two forms") };
    let mut book = Book::of("自评表", form_sheet(equipment));
    book.plant("fund.total.rate", Value::text("96.30%"), "P-103");
    convert(samples, "项目自评表-融媒体采编设备更新", "xls", &book)?;
    let mut book = Book::of("自评表", form_sheet(broadcast));
    let wrong = broadcast.score() + dec("0.45");
    book.plant("total.score", Value::Number(wrong, Shown::Fixed), "P-401");
    convert(samples, "项目自评表-乡村应急广播运维", "ods", &book)
}

/// Converts by way of a temporary .xlsx; without LibreOffice the file that is there stays.
fn convert(samples: &mut Samples, stem: &str, format: &str, book: &Book) -> Result<()> {
    let file = format!("{stem}.{format}");
    samples.enter(HEAD.department, &file, book);
    let target = samples.path(HEAD.department, &file)?;
    let folder = env::temp_dir().join(format!("make_samples-{}", process::id()));
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let source = folder.join(format!("{stem}.xlsx"));
    book.save(&source)?;
    let outcome = run_soffice(&folder, &source, format);
    if matches!(outcome, Ok(true)) {
        let converted = fs::read(source.with_extension(format))?;
        let bytes = if format == "ods" { undated(&converted)? } else { converted };
        samples.save_bytes(HEAD.department, &file, &bytes)?;
    } else if outcome.is_ok() {
        println!("未找到 soffice（LibreOffice），{} 未重新生成，原有文件保留", target.display());
    }
    fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    outcome.map(|_| ())
}

/// The same package without the time of writing, so that each run gives the same bytes.
fn undated(package: &[u8]) -> Result<Vec<u8>> {
    let mut from = ZipArchive::new(Cursor::new(package))?;
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..from.len() {
        let mut part = from.by_index(i)?;
        let options =
            SimpleFileOptions::default().last_modified_time(DateTime::default()).compression_method(part.compression());
        to.start_file(part.name()?.into_owned(), options)?;
        io::copy(&mut part, &mut to)?;
    }
    Ok(to.finish()?.into_inner())
}

/// Whether there was a LibreOffice to run.
fn run_soffice(folder: &Path, source: &Path, format: &str) -> Result<bool> {
    let filter = if format == "xls" { "xls:MS Excel 97" } else { format };
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let run = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", filter, "--outdir"])
        .arg(folder)
        .arg(source)
        .output();
    let Ok(output) = run else { return Ok(false) };
    ensure!(
        output.status.success() && source.with_extension(format).exists(),
        "soffice could not convert {}: {}",
        source.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(true)
}
