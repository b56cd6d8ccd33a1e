//! Matching of filed forms with the rows of the list.
//!
//! First every row takes what is surely for it, those that name a project before those that take any; then rows that
//! are left with nothing take what may be for them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::filed::Filed;
use super::outcome::{DepartmentOutcome, FilingStatus, Line, RosterOutcome};
use super::{ExpectedFiling, FilingItem, RosterList, fill, leftovers};
use crate::model::text::organisations::{may_be_organisation, organisation_key};
use crate::model::text::projects::{self, Likeness, project_key};
use crate::submission::Unreadable;

/// Bodies of the list, and which of them a body that filed may be.
pub struct Bodies {
    listed: HashSet<String>,
    /// For keys that are not listed: the listed ones that may mean the same.
    alike: HashMap<String, Vec<String>>,
}

impl Bodies {
    fn new(rows: &[MatchedRow], filed: &[Filed]) -> Bodies {
        let keys = rows.iter().flat_map(|row| [&row.body, &row.department]).filter(|key| !key.is_empty());
        let listed: HashSet<String> = keys.cloned().collect();
        let names: BTreeSet<&String> = filed.iter().flat_map(|filed| filed.own.iter().chain(&filed.by)).collect();
        let mut ordered: Vec<&String> = listed.iter().collect();
        ordered.sort();
        let alike = names.into_iter().filter(|name| !listed.contains(*name)).map(|name| {
            let alike = ordered.iter().filter(|key| may_be_organisation(name, key)).map(|key| (*key).clone());
            (name.clone(), alike.collect())
        });
        Bodies { alike: alike.collect(), listed }
    }

    /// Whether the list has this body.
    pub fn has(&self, key: &str) -> bool {
        self.listed.contains(key)
    }

    /// The listed bodies that may be meant by one that is not listed.
    pub fn alike(&self, key: &str) -> &[String] {
        self.alike.get(key).map_or(&[], Vec::as_slice)
    }

    /// Whether an unlisted body may be this one, and no other.
    fn may_only_be(&self, key: &str, listed: &str) -> bool {
        matches!(self.alike(key), [only] if only == listed)
    }
}

/// A row of the list with its keys.
pub struct MatchedRow {
    expected: ExpectedFiling,
    body: String,
    department: String,
    project: String,
}

impl MatchedRow {
    fn of(expected: ExpectedFiling) -> MatchedRow {
        MatchedRow {
            body: organisation_key(expected.body()),
            department: organisation_key(&expected.department),
            project: project_key(&expected.project),
            expected,
        }
    }

    fn wants(&self, filed: &Filed) -> bool {
        self.expected.item == FilingItem::Any || self.expected.item == filed.item
    }

    /// How surely a form was filed for this row's body.
    fn body_likeness(&self, filed: &Filed, bodies: &Bodies) -> Option<Likeness> {
        let is_by = |key: &String| filed.by.contains(key);
        let is_own = filed.own.contains(&self.body);
        // A form about a whole body names that body, whoever handed it in.
        let whole = matches!(filed.item, FilingItem::Department | FilingItem::Accounts) && !filed.own.is_empty();
        let is_anothers = filed.own.iter().any(|key| bodies.has(key)) && !is_own;
        let over = !self.expected.unit.is_empty();
        let sure = match whole {
            true => is_own,
            false if over => is_own || is_by(&self.body) && !is_anothers,
            false => is_own || is_by(&self.body) || filed.item == FilingItem::Project && filed.over == self.body,
        };
        if sure {
            return Some(Likeness::Sure);
        }
        let mut names = filed.own.iter().chain(&filed.by);
        let of_department = over && (is_by(&self.department) || filed.over == self.department);
        let unsure = is_by(&self.body) || of_department || names.any(|key| bodies.may_only_be(key, &self.body));
        (unsure && !is_anothers).then_some(Likeness::Unsure)
    }

    fn project_likeness(&self, filed: &Filed) -> Option<Likeness> {
        match self.project.is_empty() {
            true => Some(Likeness::Sure),
            false if self.project == filed.project_key => Some(Likeness::Sure),
            false => projects::likeness(&self.expected.project, &filed.project).map(|_| Likeness::Unsure),
        }
    }
}

/// Compares a list with what was filed.
pub fn compare(list: RosterList, filed: Vec<Filed>, unreadable: &[Unreadable]) -> RosterOutcome {
    let rows: Vec<MatchedRow> = list.rows.into_iter().map(MatchedRow::of).collect();
    let year = list.year.or_else(|| usual_year(&filed));
    let mut matching = Matching {
        bodies: Bodies::new(&rows, &filed),
        lines: rows.iter().map(|row| Line::missing(&row.expected)).collect(),
        used: vec![false; filed.len()],
        by_body: HashMap::new(),
        rows,
        filed,
        year,
    };
    matching.index();
    matching.take_sure();
    matching.take_unsure();
    let Matching { bodies, lines, used, rows, filed, .. } = matching;
    let departments = departments(&rows, lines);
    let asked: HashSet<FilingItem> = rows.iter().map(|row| row.expected.item).collect();
    let of_year = |filed: &Filed| filed.year.is_none() || year.is_none() || filed.year == year;
    let left: Vec<&Filed> =
        filed.iter().zip(used).filter(|(filed, used)| !used && of_year(filed)).map(|(filed, _)| filed).collect();
    let homes: HashMap<&str, usize> = homes(&rows, &departments);
    let departments = leftovers::add(
        departments,
        &homes,
        leftovers::Left { left, asked, bodies: &bodies, filed: &filed, unreadable },
    );
    RosterOutcome { file: list.file, year, faults: list.faults, departments }
}

/// The year that most forms are about; of equals the latest.
fn usual_year(filed: &[Filed]) -> Option<i32> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    filed.iter().filter_map(|filed| filed.year).for_each(|year| *counts.entry(year).or_default() += 1);
    counts.into_iter().max_by_key(|(year, count)| (*count, *year)).map(|(year, _)| year)
}

/// The rows by their departments, in the order of the list.
fn departments(rows: &[MatchedRow], lines: Vec<Line>) -> Vec<DepartmentOutcome> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut departments: Vec<DepartmentOutcome> = Vec::new();
    for (row, line) in rows.iter().zip(lines) {
        let (key, name) = if row.expected.department.is_empty() {
            (&row.body, &row.expected.unit)
        } else {
            (&row.department, &row.expected.department)
        };
        let place = *places.entry(key).or_insert_with(|| {
            departments.push(DepartmentOutcome {
                department: name.clone(),
                is_listed: true,
                alike: Vec::new(),
                lines: Vec::new(),
            });
            departments.len() - 1
        });
        departments[place].lines.push(line);
    }
    departments
}

/// Where the lines of every listed body stand.
fn homes<'a>(rows: &'a [MatchedRow], departments: &[DepartmentOutcome]) -> HashMap<&'a str, usize> {
    let places: HashMap<String, usize> =
        departments.iter().enumerate().map(|(place, outcome)| (organisation_key(&outcome.department), place)).collect();
    let home = |row: &'a MatchedRow| {
        let place = *places.get(&row.department).or_else(|| places.get(&row.body))?;
        Some([(row.department.as_str(), place), (row.body.as_str(), place)])
    };
    rows.iter().filter_map(home).flatten().filter(|(key, _)| !key.is_empty()).collect()
}

struct Matching {
    rows: Vec<MatchedRow>,
    filed: Vec<Filed>,
    bodies: Bodies,
    lines: Vec<Line>,
    used: Vec<bool>,
    year: Option<i32>,
    /// What may be for a listed body.
    by_body: HashMap<String, Vec<usize>>,
}

impl Matching {
    fn index(&mut self) {
        for (index, filed) in self.filed.iter().enumerate() {
            let names = || filed.own.iter().chain(&filed.by).chain([&filed.over]);
            let alike = names().flat_map(|name| self.bodies.alike(name));
            let keys: BTreeSet<&String> = names().filter(|name| self.bodies.has(name)).chain(alike).collect();
            for key in keys {
                self.by_body.entry(key.clone()).or_default().push(index);
            }
        }
    }

    /// What is not taken yet and may be for a row, with how surely it is.
    fn candidates(&self, row: &MatchedRow) -> Vec<(usize, Likeness)> {
        let of = |key: &String| self.by_body.get(key).into_iter().flatten().copied();
        let open: BTreeSet<usize> =
            of(&row.body).chain(of(&row.department)).filter(|index| !self.used[*index]).collect();
        let likeness = |index: usize| {
            let filed = &self.filed[index];
            let body = row.body_likeness(filed, &self.bodies).filter(|_| row.wants(filed))?;
            let is_of_year = filed.year.is_none() || self.year.is_none() || filed.year == self.year;
            match (body, row.project_likeness(filed)?) {
                (Likeness::Sure, Likeness::Sure) if is_of_year => Some((index, Likeness::Sure)),
                (Likeness::Unsure, _) if !is_of_year => None,
                _ => Some((index, Likeness::Unsure)),
            }
        };
        open.into_iter().filter_map(likeness).collect()
    }

    /// Rows in the order in which they take: what names most comes first.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        order.sort_by_key(|index| {
            let ExpectedFiling { item, project, unit, .. } = &self.rows[*index].expected;
            (*item == FilingItem::Any, *item == FilingItem::Project && project.is_empty(), unit.is_empty())
        });
        order
    }

    fn take_sure(&mut self) {
        for place in self.order() {
            let candidates = self.candidates(&self.rows[place]);
            let sure = candidates.into_iter().filter(|(_, likeness)| *likeness == Likeness::Sure);
            let taken: Vec<usize> = sure.map(|(index, _)| index).collect();
            if !taken.is_empty() {
                self.take(place, &taken);
            }
        }
    }

    fn take(&mut self, place: usize, taken: &[usize]) {
        taken.iter().for_each(|index| self.used[*index] = true);
        let filed: Vec<&Filed> = taken.iter().map(|index| &self.filed[*index]).collect();
        fill::fill(&mut self.lines[place], &self.rows[place].expected, &filed);
    }

    fn take_unsure(&mut self) {
        for place in self.order() {
            let row = &self.rows[place];
            let mut candidates = if self.lines[place].filed == 0 { self.candidates(row) } else { Vec::new() };
            if !row.project.is_empty() || row.expected.item == FilingItem::Department {
                // One form is expected: the one whose name is nearest.
                let distance =
                    |(index, _): &(usize, Likeness)| strsim::levenshtein(&row.project, &self.filed[*index].project_key);
                candidates.sort_by_key(distance);
                candidates.truncate(1);
            }
            let taken: Vec<usize> = candidates.into_iter().map(|(index, _)| index).collect();
            let Some(first) = taken.first() else { continue };
            let why = self.why(row, &self.filed[*first]);
            self.take(place, &taken);
            self.lines[place].status = FilingStatus::Unsure;
            self.lines[place].note(&why);
        }
    }

    /// In what a form differs from what is expected.
    fn why(&self, row: &MatchedRow, filed: &Filed) -> String {
        let mut why = Vec::new();
        if let Some(year) = filed.year.filter(|year| self.year.is_some_and(|asked| asked != *year)) {
            why.push(format!("报送的是 {year} 年度的表"));
        }
        if row.project_likeness(filed) == Some(Likeness::Unsure) {
            why.push(format!("报送的项目名称为「{}」", filed.project));
        }
        if row.body_likeness(filed, &self.bodies) == Some(Likeness::Unsure) {
            why.push(format!("报送的单位为「{}」", filed.own.first().unwrap_or(&filed.department)));
        }
        format!("{}，请核实", why.join("，"))
    }
}
