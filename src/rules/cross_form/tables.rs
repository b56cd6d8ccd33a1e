//! Which tables of a submission belong together: those of one department for one year.

use crate::model::form::{Field, Form, FormKind};
use crate::model::text::organisations::same_organisation;
use crate::rules::LawOrSkip;
use crate::submission::Submission;

/// The accounts of one department for one year.
#[derive(Debug, Clone)]
pub struct Accounts<'a> {
    /// The year; none where neither the tables nor the other forms name one.
    pub year: Option<i32>,
    /// The tables, in the order of files and sheets.
    pub forms: Vec<&'a Form>,
}

impl<'a> Accounts<'a> {
    /// The table of this number; where it stands twice, the first.
    pub fn table(&self, number: &str) -> Option<&'a Form> {
        self.forms.iter().copied().find(|form| form.layout.table() == Some(number))
    }

    /// The tables of these numbers; none where one of them is not there.
    pub fn tables(&self, numbers: [&str; 2]) -> Option<[&'a Form; 2]> {
        Some([self.table(numbers[0])?, self.table(numbers[1])?])
    }

    /// The department that its tables name first.
    pub fn department(&self) -> Option<&'a str> {
        self.forms.iter().find_map(|form| form.field(Field::Department))
    }

    /// Whether a table is one of another department whose own such table is here already.
    fn is_taken(&self, form: &Form) -> bool {
        let names_another = |known: &&&Form| {
            let names = known.field(Field::Department).zip(form.field(Field::Department));
            known.layout.table() == form.layout.table()
                && names.is_some_and(|(known, name)| !same_organisation(known, name))
        };
        self.forms.iter().any(|known| names_another(&known))
    }

    /// Whether a form may be one of this department.
    fn is_of(&self, form: &Form) -> bool {
        let names = self.department().zip(form.field(Field::Department));
        names.is_none_or(|(known, name)| same_organisation(known, name))
    }
}

/// The year that a form is about: its own, or else that of the submission.
pub fn year_of(submission: &Submission, form: &Form) -> Option<i32> {
    form.year.or(submission.year)
}

/// The accounts of every year and department, the latest year first.
pub fn of(submission: &Submission) -> Vec<Accounts<'_>> {
    let mut all: Vec<Accounts> = Vec::new();
    for form in submission.forms.iter().filter(|form| form.layout.kind == FormKind::Accounts) {
        let year = year_of(submission, form);
        let mut of_year = all.iter_mut().filter(|accounts| accounts.year == year).collect::<Vec<_>>();
        // A table that names another department is a slip of the pen, unless the department has that table already.
        let own = of_year.iter().position(|accounts| accounts.is_of(form) && !accounts.is_taken(form));
        let own = own.or_else(|| of_year.iter().position(|accounts| !accounts.is_taken(form)));
        match own {
            Some(index) => of_year.swap_remove(index).forms.push(form),
            None => all.push(Accounts { year, forms: vec![form] }),
        }
    }
    // Stable: departments of one year stay in the order of their files.
    all.sort_by_key(|accounts| std::cmp::Reverse(accounts.year));
    all
}

/// What laws between tables say of each year's accounts.
pub fn each(submission: &Submission, laws: fn(&Accounts) -> Vec<LawOrSkip>) -> Vec<LawOrSkip> {
    of(submission).iter().flat_map(laws).collect()
}

/// The accounts that another form has to agree with: of the same year, and of its department if they tell.
pub fn beside<'a>(submission: &'a Submission, form: &Form) -> Option<Accounts<'a>> {
    let mut of_year: Vec<Accounts> = of(submission);
    of_year.retain(|accounts| accounts.year == year_of(submission, form));
    let own = of_year.iter().position(|accounts| accounts.is_of(form)).unwrap_or(0);
    of_year.into_iter().nth(own)
}
