use rust_decimal::Decimal;

use super::*;
use crate::figure::Range;

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
