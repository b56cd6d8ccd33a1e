//! The year that the forms of a submission are about.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::form::Form;
use crate::model::text::label::normalise;
use crate::model::text::year::year_in;

/// The year that most files state, then most forms; of equals the latest, for last year's tables may lie beside
/// this year's, and there are ten of them in one file.
pub fn most_common(forms: &[Form]) -> Option<i32> {
    let mut counts: BTreeMap<i32, (BTreeSet<&str>, usize)> = BTreeMap::new();
    for (form, year) in forms.iter().filter_map(|form| Some((form, form.year?))) {
        let (files, count) = counts.entry(year).or_default();
        files.insert(&form.place.file);
        *count += 1;
    }
    let most = counts.into_iter().max_by_key(|(year, (files, count))| (files.len(), *count, *year));
    most.map(|(year, _)| year)
}

/// Forms that state no year are about that of the other forms of their workbook, or else about the 「2022年度」 of
/// the workbook's name.
pub fn complete(forms: &mut [Form], file: &str) {
    let mut stated: Vec<i32> = forms.iter().filter_map(|form| form.year).collect();
    stated.sort_unstable();
    stated.dedup();
    let year = match stated[..] {
        [] => of_file(file),
        [only] => Some(only),
        _ => None,
    };
    forms.iter_mut().filter(|form| form.year.is_none()).for_each(|form| form.year = year);
}

/// The only year in a file's name that 「年度」 follows, or else that of a folder which is named by nothing but a year.
pub fn of_file(file: &str) -> Option<i32> {
    let mut parts = file.rsplit('/').map(normalise);
    let name = parts.next()?;
    let is_lone = name.matches("年").count() == 1;
    let of_name = year_in(&name).filter(|(of_year, _)| *of_year && is_lone).map(|(_, year)| year);
    let of_folder = |folder: String| {
        let digits = folder.trim_end_matches('度').trim_end_matches('年');
        digits.parse().ok().filter(|year| (2000..2100).contains(year))
    };
    of_name.or_else(|| parts.find_map(of_folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_may_tell_the_year() {
        assert_eq!(of_file("某局/2022年度部门决算公开表.xlsx"), Some(2022));
        assert_eq!(of_file("2024年报送/2023年绩效自评表.xlsx"), None);
        assert_eq!(of_file("2024年报送（2023年度）.xlsx"), None, "two years tell nothing");
        assert_eq!(of_file("部门决算公开表.xlsx"), None);
        assert_eq!(of_file("某局/2022年/部门决算公开表.xlsx"), Some(2022));
        assert_eq!(of_file("某局/2022/2023年度部门决算公开表.xlsx"), Some(2023));
    }
}
