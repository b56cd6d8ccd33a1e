//! The properties: each change alone, changes together, and that a real change is noticed.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rust_decimal::Decimal;
use ziping::read::{Cell, Sheet, Value};

use super::dice::Dice;
use super::facts::{Reading, difference, facts, sum};
use super::scene::Scene;
use super::world::{World, world};
use super::{FIGURES, LAYOUT, NEIGHBOURS, Perturb, WORDING};

/// Variants of each change where `ZIPING_VARIANTS` does not say how many.
const VARIANTS: usize = 40;
/// Of so many draws one may apply: most changes suit some samples only.
const DRAWS: usize = 40;
/// Failures that are made smaller and shown.
const REPORTED: usize = 5;
/// Facts lost, and facts that are new, that a failure shows.
const SHOWN: usize = 3;

/// Changes one after another, each with the number that its choices follow from.
type Steps = Vec<(usize, u64)>;

fn variants() -> usize {
    std::env::var("ZIPING_VARIANTS").ok().and_then(|number| number.parse().ok()).unwrap_or(VARIANTS)
}

/// Always the same choices, so that a run can be repeated.
fn runner() -> TestRunner {
    TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// A change that leaves the sheet as it was proves nothing.
fn differs(one: &Sheet, other: &Sheet) -> bool {
    one.cells != other.cells || one.regions != other.regions || one.name != other.name
}

/// What became of a sample that was changed: how many of the steps applied, or what went wrong.
fn run(world: &World, sample: usize, perturbations: &[(&str, Perturb)], steps: &Steps) -> Result<usize, String> {
    let sample = &world.samples[sample];
    let mut scene =
        Scene { sheet: sample.sheet.clone(), reading: world.program.read(&sample.sheet), world, torn: false };
    let mut expected = sample.facts.clone();
    let (mut applied, mut weights_too) = (0, true);
    for (number, seed) in steps {
        let change = (perturbations[*number].1)(&scene, &mut Dice::new(*seed));
        let Some(change) = change.filter(|change| differs(&change.sheet, &scene.sheet)) else { continue };
        applied += 1;
        weights_too &= !change.new_weights;
        if let Some(added) = change.added {
            expected = sum(expected, &facts(&world.program.read(&added)));
        }
        let reading: Reading = catch_unwind(AssertUnwindSafe(|| world.program.read(&change.sheet)))
            .map_err(|_| format!("{}: the program panics", sample.name))?;
        let wrong = difference(&expected, &facts(&reading), weights_too);
        if !wrong.is_empty() {
            let typed = typed_anew(&scene.sheet, &change.sheet);
            return Err(format!("{}, {} facts differ{typed}:{}", sample.name, wrong.len(), excerpt(&wrong)));
        }
        scene = Scene { sheet: change.sheet, reading, world, torn: scene.torn || change.torn };
    }
    Ok(applied)
}

/// Texts that did not stand on the sheet before, with their cells.
fn typed_anew(before: &Sheet, after: &Sheet) -> String {
    let known: BTreeSet<String> = before.cells.values().map(Cell::text).collect();
    let new =
        after.cells.iter().map(|(address, cell)| (address, cell.text())).filter(|(_, text)| !known.contains(text));
    new.take(SHOWN).map(|(address, text)| format!(", {address} {text:?}")).collect()
}

/// Some of what was lost and some of what is new.
fn excerpt(wrong: &[String]) -> String {
    let some = |kind: &str| wrong.iter().filter(|fact| fact.starts_with(kind)).take(SHOWN).collect::<Vec<_>>();
    let shown = [some("lost"), some("new")].concat();
    shown.into_iter().map(|fact| format!("\n      {fact}")).collect()
}

/// Runs every change of a group alone, on samples chosen by chance, and prints how each of them went.
fn each_alone(group: &[(&str, Perturb)]) {
    let world = world();
    let mut failed = Vec::new();
    for (index, (name, _)) in group.iter().enumerate() {
        let (mut ran, mut errors) = (0, Vec::new());
        let strategy = (0..world.samples.len(), any::<u64>());
        let mut runner = runner();
        for _ in 0..variants() * DRAWS {
            let (sample, seed) = strategy.new_tree(&mut runner).expect("no rejects").current();
            match run(world, sample, group, &vec![(index, seed)]) {
                Ok(0) => continue,
                Ok(_) => {}
                Err(error) => errors.push(format!("seed {seed}: {error}")),
            }
            ran += 1;
            if ran == variants() {
                break;
            }
        }
        println!("{name:<45} {ran:>6} variants {:>6} failed", errors.len());
        assert!(ran > 0, "{name} applies to no sample");
        failed.extend(errors.into_iter().take(3).map(|error| format!("{name}, {error}")));
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

#[test]
fn rows_columns_and_merged_cells_say_nothing() {
    each_alone(LAYOUT);
}

#[test]
fn labels_may_be_worded_and_typed_differently() {
    each_alone(WORDING);
}

#[test]
fn figures_may_be_kept_differently() {
    each_alone(FIGURES);
}

#[test]
fn a_form_is_read_beside_whatever_stands_on_its_sheet() {
    each_alone(NEIGHBOURS);
}

#[test]
fn changes_may_come_together() {
    let world = world();
    let all = [LAYOUT, WORDING, FIGURES, NEIGHBOURS].concat();
    let step = (0..all.len(), any::<u64>());
    let strategy = (0..world.samples.len(), prop::collection::vec(step, 1..=4));
    let mut runner = runner();
    let mut failed = Vec::new();
    let is_promised = |steps: &Steps| {
        let has = |name: &str| steps.iter().any(|(number, _)| all[*number].0.starts_with(name));
        !(has("merge a label with the blank left") && has("split"))
    };
    for _ in 0..variants() * 10 {
        let mut tree = strategy.new_tree(&mut runner).expect("no rejects");
        if !is_promised(&tree.current().1) {
            continue; // merged and taken apart again, a label stands over a blank column for good
        }
        let fails = |tree: &dyn ValueTree<Value = (usize, Steps)>| {
            let (sample, steps) = tree.current();
            run(world, sample, &all, &steps).err().map(|error| (steps, error))
        };
        let Some(mut smallest) = fails(&tree) else { continue };
        let mut smaller = failed.len() < REPORTED && tree.simplify();
        while smaller {
            smaller = match fails(&tree) {
                Some(failure) => {
                    smallest = failure;
                    tree.simplify()
                }
                None => tree.complicate(),
            };
        }
        let names: Vec<&str> = smallest.0.iter().map(|(number, _)| all[*number].0).collect();
        failed.push(format!("{}: {}", names.join(" + "), smallest.1));
    }
    println!("{:<45} {:>6} variants {:>6} failed", "one to four changes together", variants() * 10, failed.len());
    assert!(failed.is_empty(), "\n{}", failed[..failed.len().min(REPORTED)].join("\n"));
}

/// The properties would hold for a program that reads nothing at all; this one would not.
#[test]
fn a_changed_figure_is_another_fact() {
    let world = world();
    assert!(world.samples.len() > 30, "{} samples", world.samples.len());
    for sample in &world.samples {
        let reading = world.program.read(&sample.sheet);
        let figures = reading.forms.iter().flat_map(|form| form.entries().filter_map(|(.., entry)| entry.figure()));
        let Some(cell) = figures.filter_map(|figure| figure.place.cell).last() else { continue };
        let mut sheet = sample.sheet.clone();
        let changed = sheet.cells.get_mut(&cell).expect("a figure stands in a cell");
        changed.value = Value::Number(Decimal::from(77));
        assert_ne!(facts(&world.program.read(&sheet)), sample.facts, "{} {cell}", sample.name);
    }
}
