//! A blank form, filled in soundly.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use ziping::model::form::{Field, Measure};
use ziping::model::place::{Address, Region};
use ziping::read::{Cell, Sheet};
use ziping::recognise::Layouts;

use super::blank::Blank;
use super::funds::{self, Funds};
use super::kinds::{Due, Indicator};
use super::plan::{Frame, Planned, plan};
use super::typing::{self, Points, chance, cut, one, round};
use super::words::{GOALS, NO_REASONS, OUTCOMES, PROJECTS, REASONS, UNITS};
use crate::perturbation::dice::Dice;
use crate::perturbation::grid;

/// A filled form, and where the figures stand that a fault can be planted in.
pub struct Filled {
    pub sheet: Sheet,
    pub rate: Address,
    pub fraction: Decimal,
    pub total: Option<(Address, Decimal)>,
    pub grade: Option<(Address, &'static str)>,
    /// Scores of indicators, with their weights.
    pub scores: Vec<(Address, Decimal)>,
    /// Scores that people lowered though the target was met, and whether a formula gives more for certain: then the
    /// regulation wants that to be mentioned (P-211).
    pub deducted: BTreeMap<Address, bool>,
}

struct Writer<'a> {
    blank: Blank,
    /// The column 说明 of forms that have none for reasons.
    remarks: Option<u32>,
    dice: &'a mut Dice,
    scores: Vec<(Address, Decimal)>,
    deducted: BTreeMap<Address, bool>,
    /// The points of the form, as read and as stored.
    awarded: Vec<(Decimal, Decimal)>,
}

/// Fills a blank form; with `deducts`, one indicator scores less than its formula gives, and says why.
pub fn fill(id: &str, layouts: &Layouts, dice: &mut Dice, deducts: bool) -> Filled {
    let mut blank = Blank::new(id, layouts);
    let year = 2021 + dice.below(4);
    let block = blank.form.block("funds").expect("funds").clone();
    let funds = funds::fill(&mut blank.sheet, &block, dice);
    let has = |measure| blank.columns.contains_key(&measure);
    let frame = Frame {
        levels: &blank.levels,
        year,
        in_columns: has(Measure::Direction),
        points: Decimal::ONE_HUNDRED - funds.points.as_ref().map_or(Decimal::ZERO, |(weight, _)| *weight),
        is_weighed: has(Measure::Weight),
    };
    let planned = plan(&frame, &funds, dice);
    blank.make_room(u32::try_from(planned.len()).expect("few"));
    let awarded = funds.points.iter().map(|(_, points)| (points.shown, points.stored)).collect();
    let remarks = remarks(&blank);
    let mut writer = Writer { blank, remarks, dice, scores: Vec::new(), deducted: BTreeMap::new(), awarded };
    writer.head(year);
    writer.levels(&planned);
    // The program takes no reason from the column 说明, so that a lowered score would be an error there.
    let mut may_deduct = deducts && remarks.is_none();
    let first = writer.blank.area.start;
    for (row, planned) in (first..).zip(&planned) {
        writer.row(row, planned, &mut may_deduct);
    }
    writer.finish(&funds)
}

fn remarks(blank: &Blank) -> Option<u32> {
    let header = blank.sheet.row(blank.area.start - 1);
    header.filter(|(_, cell)| cell.text() == "说明").map(|(at, _)| at.column).last()
}

impl Writer<'_> {
    fn put(&mut self, cell: Address, content: Cell) {
        self.blank.sheet.cells.insert(cell, content);
    }

    fn text(&mut self, cell: Address, text: &str) {
        if !text.is_empty() {
            self.put(cell, typing::text(text));
        }
    }

    fn column(&self, row: u32, measure: Measure) -> Option<Address> {
        self.blank.columns.get(&measure).map(|column| Address::new(row, *column))
    }

    /// Year, names, goals, and the line at the foot.
    fn head(&mut self, year: u32) {
        let cells: Vec<(Address, String)> =
            self.blank.sheet.cells.iter().map(|(at, cell)| (*at, cell.text())).collect();
        for (cell, label) in cells {
            let right = Address::new(cell.row, grid::region(&self.blank.sheet, cell).last.column + 1);
            // Goals stand below their labels.
            let below = Address::new(cell.row + 1, cell.column);
            match label.as_str() {
                "（    年度）" => self.text(cell, &format!("（{year}年度）")),
                "联系人" => self.text(right, "王某某"),
                "联系电话" => self.text(right, "0000-0000000"),
                "说明" if cell.column == 0 => self.text(right, "无"),
                "中央主管部门" => self.text(right, "农业农村部"),
                "预期目标" | "总体目标" | "年初绩效目标" | "全年（调整）绩效目标" => {
                    let goal = *one(self.dice, &GOALS);
                    self.text(below, goal);
                }
                "实际完成情况" | "全年实际完成情况" | "全年目标实际完成情况" => {
                    let outcome = *one(self.dice, &OUTCOMES);
                    self.text(below, outcome);
                }
                foot if foot.starts_with("填表人") => {
                    let date = format!("{}年3月{}日", year + 1, 1 + self.dice.below(28));
                    self.text(cell, &format!("填表人：王某某　　联系电话：0000-0000000　　填报日期：{date}"));
                }
                _ => {}
            }
        }
        let unit = *one(self.dice, &UNITS);
        for field in [Field::Project, Field::Supervisor, Field::Unit, Field::Department] {
            let text = if field == Field::Project { *one(self.dice, &PROJECTS) } else { unit };
            self.blank.field(field).into_iter().for_each(|cell| self.text(cell, text));
        }
    }

    /// First and second levels, merged over their rows; with or without the weight of each in its label.
    fn levels(&mut self, planned: &[Planned]) {
        let levels = self.blank.levels.clone();
        for (first, level) in levels.iter().enumerate() {
            let of_level = |row: &Planned| row.first == first;
            // Where weights are stated at all they stand with most first levels and seldom with second ones.
            let name = weighed_label(&level.name, planned, of_level, chance(self.dice, 70));
            self.heading(planned, Measure::FirstLevel, &name, of_level);
            for (second, name) in level.seconds.iter().enumerate() {
                let of_level = |row: &Planned| row.first == first && row.second == second;
                let name = weighed_label(name, planned, of_level, chance(self.dice, 10));
                self.heading(planned, Measure::SecondLevel, &name, of_level);
            }
        }
    }

    fn heading(&mut self, planned: &[Planned], measure: Measure, name: &str, of_level: impl Fn(&Planned) -> bool) {
        let rows: Vec<u32> =
            (self.blank.area.start..).zip(planned).filter(|(_, row)| of_level(row)).map(|(row, _)| row).collect();
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
        let (Some(first), Some(last)) = (self.column(*first, measure), self.column(*last, measure)) else { return };
        self.text(first, name);
        grid::merge(&mut self.blank.sheet, Region { first, last });
    }

    fn row(&mut self, row: u32, planned: &Planned, may_deduct: &mut bool) {
        match &planned.indicator {
            Some(indicator) => self.indicator(row, indicator, planned.weight, may_deduct),
            None if self.dice.coin() => {
                use Measure::{Actual, Score, Target, ThirdLevel, Weight};
                for cell in [ThirdLevel, Target, Actual, Weight, Score].map(|measure| self.column(row, measure)) {
                    cell.into_iter().for_each(|cell| self.text(cell, "—"));
                }
            }
            None => {}
        }
    }

    fn indicator(&mut self, row: u32, indicator: &Indicator, weight: Option<Decimal>, may_deduct: &mut bool) {
        let number = row - self.blank.area.start + 1;
        let name = if self.dice.coin() { indicator.name.clone() } else { format!("{number}.{}", indicator.name) };
        let stated = &indicator.stated;
        let cells = [
            (Measure::ThirdLevel, typing::text(&name)),
            (Measure::Direction, typing::text(&stated.direction)),
            (Measure::Target, stated.target.clone()),
            (Measure::MeasuringUnit, typing::text(&stated.unit)),
            (Measure::Actual, indicator.actual.clone()),
            (Measure::Core, typing::text(if self.dice.coin() { "是" } else { "否" })),
        ];
        for (measure, content) in cells {
            self.column(row, measure).into_iter().for_each(|cell| self.put(cell, content.clone()));
        }
        if let Some(cell) = self.column(row, Measure::AdjustedTarget).filter(|_| self.dice.coin()) {
            self.put(cell, stated.target.clone());
        }
        let lost = weight.is_some_and(|weight| self.scored(row, indicator, weight, may_deduct));
        // A target that was missed is explained even where its points round up to all.
        let is_wanted = lost
            || !matches!(indicator.due, Due::Full)
            || indicator.explain && weight.is_some()
            || chance(self.dice, 10);
        let reason = if is_wanted { *one(self.dice, &REASONS) } else { *one(self.dice, &NO_REASONS) };
        let column = self.column(row, Measure::Reason).or(self.remarks.map(|column| Address::new(row, column)));
        column.into_iter().for_each(|cell| self.text(cell, reason));
    }

    /// Weight, points and coefficient of an indicator; whether points were lost.
    fn scored(&mut self, row: u32, indicator: &Indicator, weight: Decimal, may_deduct: &mut bool) -> bool {
        let mut points = due(self.dice, indicator.due, weight);
        let cell = self.column(row, Measure::Score).expect("得分");
        if *may_deduct && matches!(indicator.due, Due::Full) {
            // By half where a formula says what is due; else within the highest tier.
            let kept = if indicator.is_measured { Decimal::new(5, 1) } else { Decimal::new(9, 1) };
            points = Points::plain(self.dice, round(weight * kept, 2));
            self.deducted.insert(cell, indicator.is_measured);
            *may_deduct = false;
        }
        self.put(cell, points.cell.clone());
        self.scores.push((cell, weight));
        self.awarded.push((points.shown, points.stored));
        let typed = Points::plain(self.dice, weight).cell;
        self.column(row, Measure::Weight).into_iter().for_each(|cell| self.put(cell, typed.clone()));
        if let Some(cell) = self.column(row, Measure::Coefficient) {
            let share = points.stored / weight;
            let digits = *one(self.dice, &[0, 1, 2, 2]);
            let percent = round(share * Decimal::ONE_HUNDRED, digits);
            let sign = typing::text(&format!("{}%", typing::show(percent, digits)));
            let content = if self.dice.coin() { typing::general(percent) } else { sign };
            self.put(cell, content);
        }
        points.shown < weight
    }

    /// The total, as printed points or the cells behind them add up, and the grade that follows from it.
    fn finish(mut self, funds: &Funds) -> Filled {
        let hides = self.awarded.iter().any(|(shown, stored)| shown != stored);
        let by_formula = hides && self.dice.coin();
        let sum: Decimal = self.awarded.iter().map(|(shown, stored)| if by_formula { stored } else { shown }).sum();
        let mut filled = Filled {
            rate: funds.rate_cell,
            fraction: funds.rate,
            total: None,
            grade: None,
            scores: self.scores.clone(),
            deducted: self.deducted.clone(),
            sheet: Sheet::default(),
        };
        if let Some(cell) = self.blank.total(Measure::Score).filter(|_| !self.awarded.is_empty()) {
            let stated = match self.dice.below(10) {
                0 => round(sum, 0),
                1 => round(sum, 1),
                _ => round(sum, 2),
            };
            let content = Points::plain(self.dice, stated).cell;
            self.put(cell, content);
            filled.total = Some((cell, stated));
            if let Some(cell) = self.blank.field(Field::Grade) {
                let grade = grade(stated);
                self.text(cell, grade);
                filled.grade = Some((cell, grade));
            }
        }
        filled.sheet = self.blank.sheet;
        filled
    }
}

fn weighed_label(name: &str, planned: &[Planned], of_level: impl Fn(&Planned) -> bool, states: bool) -> String {
    let weights: Vec<Decimal> = planned.iter().filter(|row| of_level(row)).filter_map(|row| row.weight).collect();
    let sum: Decimal = weights.iter().sum();
    if states && !weights.is_empty() { format!("{name}（{}分）", sum.normalize()) } else { name.to_string() }
}

/// The points that are due, as people compute, round and judge them.
fn due(dice: &mut Dice, due: Due, weight: Decimal) -> Points {
    match due {
        Due::Full => Points::plain(dice, weight),
        Due::Share(above, below) => Points::calculated(dice, weight * above / below, weight),
        Due::Between(low, high) => {
            let low = round(low * weight, 2); // bounds are rounded to two digits
            let last = if high == Decimal::ONE { weight } else { high * weight - Decimal::new(1, 2) };
            let share = Decimal::new(i64::from(dice.below(101)), 2);
            let judged = cut(low + (last - low).max(Decimal::ZERO) * share, *one(dice, &[1, 2, 2]));
            Points::plain(dice, judged.max(low))
        }
    }
}

/// 办法: 90, 80 and 60 points.
fn grade(total: Decimal) -> &'static str {
    match total {
        total if total >= Decimal::from(90) => "优",
        total if total >= Decimal::from(80) => "良",
        total if total >= Decimal::from(60) => "中",
        _ => "差",
    }
}
