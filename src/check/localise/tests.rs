use rust_decimal::Decimal;

use super::*;
use crate::model::figure::Range;

/// A system over figures with two digits that are all equally heavy.
fn system(values: &[&str]) -> System {
    let half = Decimal::new(5, 3);
    let variable = |value: &&str| {
        let value: Decimal = value.parse().expect("a number");
        Variable { value, range: Range { low: value - half, high: value + half }, weight: 10 }
    };
    System { variables: values.iter().map(variable).collect(), ..System::default() }
}

impl System {
    /// The same with another law: the first figure is the sum of the others.
    fn sum(mut self, total: usize, parts: &[usize]) -> System {
        let terms = parts.iter().map(|&part| (part, Decimal::ONE)).chain([(total, Decimal::NEGATIVE_ONE)]).collect();
        let law = self.constraints.len();
        let zero = Some(Decimal::ZERO);
        self.constraints.push(Constraint { law, terms, low: zero, high: zero, given: Vec::new() });
        self
    }

    fn weighing(mut self, figure: usize, weight: u32) -> System {
        self.variables[figure].weight = weight;
        self
    }
}

#[test]
fn figures_that_agree_within_rounding_are_left_alone() {
    let sound = system(&["534.27", "411.48", "122.78"]).sum(0, &[1, 2]);
    assert_eq!(localise(&sound), Diagnosis::default());
}

#[test]
fn the_figure_that_stands_in_every_broken_law_is_at_fault() {
    // 2 is a part of 0 and the sum of 3 and 4.
    let faulty = system(&["30.00", "10.00", "21.00", "5.00", "15.00"]).sum(0, &[1, 2]).sum(2, &[3, 4]);
    let diagnosis = localise(&faulty);
    assert_eq!(diagnosis.contradictions, [Contradiction { laws: vec![0, 1], solutions: vec![vec![2]] }]);
}

#[test]
fn a_figure_that_another_law_confirms_is_not_suspected() {
    // 0 = 1 + 2 is broken; 0 = 3 and 1 = 4 hold, so that only 2 is left.
    let faulty = system(&["30.00", "10.00", "21.00", "30.00", "10.00"]).sum(0, &[1, 2]).sum(0, &[3]).sum(1, &[4]);
    let diagnosis = localise(&faulty);
    assert_eq!(diagnosis.contradictions, [Contradiction { laws: vec![0, 1, 2], solutions: vec![vec![2]] }]);
}

#[test]
fn a_lighter_figure_is_named_before_heavier_ones() {
    let faulty = system(&["30.00", "10.00", "21.00"]).sum(0, &[1, 2]).weighing(0, 9);
    assert_eq!(localise(&faulty).contradictions[0].solutions, [vec![0]]);
    let with_slack = System { slack: 1, ..faulty };
    assert_eq!(localise(&with_slack).contradictions[0].solutions, [vec![0], vec![1], vec![2]]);
}

#[test]
fn two_faults_apart_are_two_contradictions() {
    let faulty = system(&["30.00", "10.00", "21.00", "7.00", "3.00", "5.00"]).sum(0, &[1, 2]).sum(3, &[4, 5]);
    let diagnosis = localise(&faulty);
    assert_eq!(diagnosis.contradictions.iter().map(|c| c.solutions.len()).collect::<Vec<_>>(), [3, 3]);
}

#[test]
fn a_law_that_rests_on_a_doubted_figure_says_nothing() {
    // A rate of exactly 50 % between 0 and 1, stated as 2.
    let mut faulty = system(&["10.00", "30.00", "0.50"]);
    let half = Decimal::new(5, 1);
    let terms = vec![(0, Decimal::ONE), (1, -half)];
    let zero = Some(Decimal::ZERO);
    faulty.constraints.push(Constraint { law: 0, terms, low: zero, high: zero, given: vec![2] });
    let mut solutions = localise(&faulty).contradictions[0].solutions.clone();
    solutions.sort();
    assert_eq!(solutions, [[0], [1], [2]]);
}

#[test]
fn laws_that_only_hold_one_by_one_accuse_nobody() {
    let evened_out = system(&["10.00", "10.01", "10.02"]).sum(0, &[1]).sum(1, &[2]);
    let diagnosis = localise(&evened_out);
    assert!(diagnosis.contradictions.is_empty());
    assert_eq!(diagnosis.strained.len(), 1);
}

#[test]
fn a_system_of_any_size_is_looked_at_around_what_is_broken() {
    // A chain of equal figures, 2 000 long; the one in the middle differs from both its neighbours.
    let mut values = vec!["10.00"; 2000];
    values[1000] = "12.00";
    let chain = (1..2000).fold(system(&values), |chain, figure| chain.sum(figure - 1, &[figure]));
    let solutions: Vec<_> = localise(&chain).contradictions.into_iter().map(|case| case.solutions).collect();
    assert_eq!(solutions, [vec![vec![1000]]]);
}

/// The least weight of any set of figures that lets every law hold, by trying them all.
fn least_by_trying(system: &System) -> u32 {
    let all: Vec<usize> = (0..system.constraints.len()).collect();
    let mut model = model::Model::new(system, &all).expect("small numbers");
    let sets = 0_u32..1 << system.variables.len();
    let members = |set: u32| (0..system.variables.len()).filter(move |figure| set >> figure & 1 == 1);
    let will_do = |set: &u32| model.check(&members(*set).collect::<Vec<_>>()).expect("small numbers").is_ok();
    let weight = |set: u32| members(set).map(|figure| system.variables[figure].weight).sum();
    sets.filter(will_do).map(weight).min().expect("all figures in doubt let every law hold")
}

proptest::proptest! {
    #![proptest_config(crate::testing::failures_beside_the_test())]

    #[test]
    fn no_lighter_set_of_figures_will_do(
        values in proptest::collection::vec(0_i64..60, 7),
        weights in proptest::collection::vec(10_u32..14, 7),
        laws in proptest::collection::vec((0_usize..7, proptest::collection::btree_set(0_usize..7, 1..4)), 1..5),
    ) {
        // Values far apart compared with their rounding, so that no law holds by a hair.
        let values: Vec<String> = values.iter().map(|value| format!("{value}.00")).collect();
        let mut system = system(&values.iter().map(String::as_str).collect::<Vec<_>>());
        for (figure, weight) in weights.into_iter().enumerate() {
            system = system.weighing(figure, weight);
        }
        for (total, parts) in laws {
            let parts: Vec<usize> = parts.into_iter().filter(|part| *part != total).collect();
            if !parts.is_empty() {
                system = system.sum(total, &parts);
            }
        }
        let diagnosis = localise(&system);
        let weight = |set: &Vec<usize>| set.iter().map(|&figure| system.variables[figure].weight).sum::<u32>();
        let found: u32 = diagnosis.contradictions.iter().map(|case| weight(&case.solutions[0])).sum();
        proptest::prop_assert_eq!(found, least_by_trying(&system), "{:?}", diagnosis);
    }
}
