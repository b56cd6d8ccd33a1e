//! Candidate solutions of a contradiction: wrong figures, their values, and the slips that explain them.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::check::diagnose::network::{Network, PREFERENCE, operands};
use crate::model::figure::{Figure, Range, unit_in_last_place};
use crate::model::place::Place;
use crate::model::relation::slip::{Slip, SlipReading, readings};
use crate::model::relation::{Operand, Relation, Verdict};

/// Among so many solutions a slip says half as much.
const CROWD: u32 = 4;
/// So many steps of the last digit, and a value is not known any more.
const VAGUE: Decimal = Decimal::from_parts(20, 0, 0, false, 0);
/// A slip that says this much is believed to the last digit.
const TELLING: u32 = 80;
/// What speaks against a value that is negative where none was, or that leaves a relation broken.
const IMPLAUSIBLE: u32 = 400;
/// What speaks against a figure for which no value can be said.
const UNKNOWN: u32 = 100;

/// Figures at fault in other contradictions, with the values they should have where these are known.
pub type Elsewhere<'a> = BTreeMap<&'a Place, Option<Decimal>>;

/// A figure at fault.
#[derive(Debug, Clone)]
pub struct Fault<'a> {
    /// The figure.
    pub operand: &'a Operand,
    /// Some law derives it.
    derived: bool,
    /// The broken relations that it stands in.
    pub broken: Vec<usize>,
    /// What it should be, in its own unit, if that can be said.
    pub value: Option<Decimal>,
    /// The values, in its own unit, that the relations leave open.
    pub allowed: Option<Range>,
    /// How it may have come about.
    pub slip: Option<Slip>,
    /// With the value every relation holds.
    pub mends: bool,
}

/// Figures whose change lets every relation hold.
#[derive(Debug, Clone)]
pub struct Solution<'a> {
    /// The figures.
    pub faults: Vec<Fault<'a>>,
    /// The less, the more likely.
    pub weight: u32,
}

impl<'a> Solution<'a> {
    /// The solution that consists of these figures of a network, while others are at fault elsewhere.
    pub fn of(
        network: &Network<'a>,
        figures: &[usize],
        broken: &BTreeSet<usize>,
        elsewhere: &Elsewhere,
    ) -> Solution<'a> {
        let mut faults: Vec<Fault> = figures.iter().map(|&figure| Fault::of(network, figure, broken)).collect();
        determine(network, figures, &mut faults, elsewhere);
        name_exchanges(&mut faults.iter_mut().collect::<Vec<_>>());
        let weight = figures.iter().map(|&figure| network.system.variables[figure].weight).sum();
        Solution { weight, faults }
    }

    /// Takes into account what speaks for and against it, as one of so many.
    pub fn weigh(&mut self, many: u32) {
        let speaks: u32 = self.faults.iter().map(Fault::speaks).sum();
        let against: u32 = self.faults.iter().map(Fault::against).sum();
        self.weight = (self.weight + against).saturating_sub(speaks * CROWD / (CROWD + many.saturating_sub(1)));
    }
}

impl<'a> Fault<'a> {
    fn of(network: &Network<'a>, figure: usize, broken: &BTreeSet<usize>) -> Fault<'a> {
        let node = &network.nodes[figure];
        let broken = node.laws.iter().copied().filter(|law| broken.contains(law)).collect();
        Fault {
            operand: node.operand,
            derived: node.derived,
            broken,
            value: None,
            allowed: None,
            slip: None,
            mends: false,
        }
    }

    /// The figure at fault.
    pub fn figure(&self) -> &'a Figure {
        &self.operand.figure
    }

    /// Whether the value is only known to lie in a wide range, as where nothing but a rate tells.
    pub fn is_vague(&self) -> bool {
        let step = unit_in_last_place(self.figure().own_decimals);
        let wide = |range: Range| range.high.saturating_sub(range.low) > step * VAGUE;
        !self.derived
            && self.slip.as_ref().is_none_or(|slip| slip.strength() < TELLING)
            && self.allowed.is_some_and(wide)
    }

    /// A total that equals one of its parts may have been copied from it, or the part from the total.
    fn loses_preference(&self) -> bool {
        self.derived && matches!(self.slip, Some(Slip::Copied(_)))
    }

    fn speaks(&self) -> u32 {
        self.slip.as_ref().map_or(0, Slip::strength)
    }

    fn against(&self) -> u32 {
        let Some(value) = self.value else { return UNKNOWN };
        let negative = value < Decimal::ZERO && self.figure().value >= Decimal::ZERO;
        let preferred = if self.loses_preference() { PREFERENCE } else { 0 };
        preferred + IMPLAUSIBLE * (u32::from(negative) + u32::from(!self.mends))
    }
}

/// Finds the values, those first that follow from figures not in doubt.
fn determine(network: &Network, figures: &[usize], faults: &mut [Fault], elsewhere: &Elsewhere) {
    let numbers: BTreeSet<usize> =
        figures.iter().flat_map(|&figure| network.nodes[figure].laws.iter().copied()).collect();
    // A law with a figure that is wrong elsewhere and has no known value says nothing about this one.
    let unknown =
        |relation: &Relation| elsewhere.iter().any(|(place, value)| value.is_none() && relation.involves(place));
    let known = |relation: &Relation| {
        let values = elsewhere.iter().filter_map(|(place, value)| Some((place, (*value)?)));
        values.fold(relation.clone(), |relation, (place, value)| relation.with(place, value))
    };
    let relations = numbers.into_iter().map(|law| network.relations[law]);
    let mut laws: Vec<Relation> = relations.filter(|relation| !unknown(relation)).map(known).collect();
    let mut open: Vec<usize> = (0..faults.len()).collect();
    while let Some(position) = open.iter().position(|&index| !usable(&laws, faults, &open, index).is_empty()) {
        let index = open[position];
        let usable = usable(&laws, faults, &open, index);
        let beside: Vec<&Figure> = network.not_tied(figures[index]).collect();
        value_from(&usable, &beside, &mut faults[index]);
        open.remove(position);
        if let Some(value) = faults[index].value {
            let place = &faults[index].figure().place;
            // One figure found may make the next one follow: wrong part, wrong subtotal, wrong total.
            laws.iter_mut().for_each(|relation| *relation = relation.with(place, value));
        }
    }
}

/// The relations of one figure that no other open figure stands in.
fn usable<'l>(laws: &'l [Relation], faults: &[Fault], open: &[usize], index: usize) -> Vec<&'l Relation> {
    let place = &faults[index].figure().place;
    let others: Vec<&Place> =
        open.iter().filter(|&&other| other != index).map(|&other| &faults[other].figure().place).collect();
    let of_it = laws.iter().filter(|relation| relation.involves(place));
    of_it.filter(|relation| !others.iter().any(|other| relation.involves(other))).collect()
}

/// The value with which most relations hold; of equals the one that the shortest of them gives.
fn value_from(laws: &[&Relation], beside: &[&Figure], fault: &mut Fault) {
    let figure = fault.figure();
    let mends =
        |value: Decimal| laws.iter().filter(|law| law.with(&figure.place, value).verdict() != Verdict::Broken).count();
    let mut solved: Vec<(usize, usize, Decimal)> = laws
        .iter()
        .filter_map(|law| {
            let value = law.rounded_for(figure, law.solved_for(&figure.place)?);
            // A short law carries less rounding of its addends into the value.
            Some((laws.len() - mends(value), operands(law).count(), value))
        })
        .collect();
    solved.sort_by_key(|(unmended, length, _)| (*unmended, *length));
    let nominal = solved.first().map(|(.., value)| *value);
    let allowed = laws.iter().filter_map(|law| law.range_for(&figure.place)).reduce(Range::common);
    // A mere limit would let nearly any slip pass.
    let bounded = allowed.filter(|allowed| allowed.low > Decimal::MIN && allowed.high < Decimal::MAX);
    let scale = figure.unit.scale();
    fault.allowed = bounded.map(|range| Range { low: range.low / scale, high: range.high / scale });
    let reading = bounded.and_then(|allowed| likeliest(figure, allowed, nominal));
    fault.value = match (&reading, nominal) {
        // What a law derives is calculated; a reported figure is what was meant, to the last digit.
        (Some(reading), nominal)
            if !fault.derived
                && reading.slip.strength() >= TELLING
                && mends(reading.value) == laws.len()
                && nominal.is_none_or(|nominal| nominal.scale() <= u32::try_from(figure.decimals).unwrap_or(0)) =>
        {
            Some(reading.value)
        }
        (_, nominal) => nominal,
    };
    fault.mends = fault.value.is_some_and(|value| mends(value) == laws.len());
    let explains =
        |reading: &SlipReading| reading.range.low != reading.range.high || Some(reading.value) == fault.value;
    fault.slip = reading.filter(explains).map(|reading| reading.slip).or_else(|| copied(figure, beside));
}

/// The slip that says most among those that lead to an allowed value; of equals the one nearest to what follows.
fn likeliest(figure: &Figure, allowed: Range, nominal: Option<Decimal>) -> Option<SlipReading> {
    let scale = figure.unit.scale();
    // Half a step of the last digit is what rounding to that digit can hide.
    let reach = unit_in_last_place(figure.own_decimals) * Decimal::new(5, 1);
    let allowed =
        Range { low: (allowed.low / scale).saturating_sub(reach), high: (allowed.high / scale).saturating_add(reach) };
    // Two digits at least have to be known of a value before a slip explains it.
    let least = (allowed.high.saturating_sub(allowed.low)).saturating_mul(Decimal::TEN);
    let distance = |reading: &SlipReading| nominal.map_or(Decimal::ZERO, |nominal| (reading.value - nominal).abs());
    // What digits tell has to come as near to what follows as rounding explains.
    let near = |reading: &SlipReading| {
        reading.range.low != reading.range.high || distance(reading) <= reach * Decimal::from(4)
    };
    let fits = readings(figure)
        .into_iter()
        .filter(|reading| reading.range.meets(allowed) && reading.value.abs() >= least && near(reading));
    let best =
        fits.min_by(|a, b| b.slip.strength().cmp(&a.slip.strength()).then_with(|| distance(a).cmp(&distance(b))))?;
    // Digits that a factor has lost come back from what follows.
    let lost = |nominal: &Decimal| best.range.contains(*nominal);
    let value = nominal.filter(lost).unwrap_or_else(|| figure.rounded_like(best.value * scale));
    Some(SlipReading { value, ..best })
}

fn copied(figure: &Figure, beside: &[&Figure]) -> Option<Slip> {
    let same = |other: &&&Figure| other.unit == figure.unit && other.value == figure.value && !figure.value.is_zero();
    beside.iter().find(same).map(|other| Slip::Copied(other.place.cell_name()))
}

/// Figures that should have each other's values were exchanged; several that should have their neighbours' slid along.
pub fn name_exchanges(faults: &mut [&mut Fault]) {
    let has = |fault: &Fault, other: &Fault| {
        let (meant, typed) = (fault.figure(), other.figure());
        let scale = meant.unit.scale();
        let allowed = fault.allowed.map(|range| Range { low: range.low * scale, high: range.high * scale });
        typed.base() != meant.base() && allowed.is_some_and(|allowed| allowed.meets(typed.own_range()))
    };
    let sources: Vec<Vec<usize>> =
        faults.iter().map(|fault| (0..faults.len()).filter(|&other| has(fault, faults[other])).collect()).collect();
    let cells: Vec<String> = faults.iter().map(|fault| fault.figure().place.cell_name()).collect();
    let slid = sources.iter().filter(|sources| !sources.is_empty()).count();
    for (index, from) in sources.iter().enumerate() {
        let mutual = from.iter().find(|&&other| sources[other].contains(&index));
        let (other, slip) = match (mutual, &from[..]) {
            (Some(&other), _) => (other, Slip::Exchanged(cells[other].clone())),
            // One figure alone that has another's value is no row of figures that slid along.
            (None, &[other]) if slid > 1 => (other, Slip::Shifted),
            _ => continue,
        };
        let (figure, typed) = (faults[index].figure(), faults[other].figure());
        faults[index].value = Some(figure.rounded_like(typed.base()));
        faults[index].slip = Some(slip);
    }
}
