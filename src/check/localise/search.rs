//! Conflict-driven search: conflicts on one side, hitting sets on the other, until a set will do.

use std::collections::{BTreeMap, BTreeSet};

use super::cover::covers;
use super::exact::ExactOutcome;
use super::model::{Conflict, Model, figures, holds_alone};
use super::{Contradiction, Diagnosis, System};

/// At most so many sets are tried; more means that far too much is wrong to say what.
const MOST_TRIALS: usize = 600;

/// What is wrong in one connected part of a system.
pub fn diagnose(system: &System, part: &[usize]) -> ExactOutcome<Diagnosis> {
    let broken: BTreeSet<usize> =
        broken_alone(system, part).iter().flat_map(|conflict| conflict.laws.clone()).collect();
    let mut model = Model::new(system, part)?;
    let strained = strained(&mut model, &broken)?;
    if broken.is_empty() {
        return Ok(Diagnosis { contradictions: Vec::new(), strained });
    }
    // Strained laws are no evidence against any figure; broken ones are, and come in again.
    model.keep_dropped(&strained)?;
    let weight: Vec<u32> = system.variables.iter().map(|variable| variable.weight).collect();
    let conflicts = broken_alone(system, part);
    let search = Search { model, weight, slack: system.slack, conflicts, known: BTreeMap::new(), trials: 0 };
    Ok(Diagnosis { contradictions: search.run()?, strained })
}

/// Every law that is broken by itself is a conflict.
fn broken_alone(system: &System, part: &[usize]) -> Vec<Conflict> {
    let constraints = part.iter().map(|&index| &system.constraints[index]);
    let broken = constraints.filter(|constraint| !holds_alone(system, constraint));
    broken.map(|constraint| Conflict { figures: figures(constraint).collect(), laws: vec![constraint.law] }).collect()
}

/// Laws that have to be left out for those that hold one by one to hold together. They are no evidence against any
/// figure: people even out differences of rounding by hand so that tables add up.
fn strained(model: &mut Model, broken: &BTreeSet<usize>) -> ExactOutcome<Vec<usize>> {
    model.drop_laws(broken.iter().copied())?;
    let mut strained = Vec::new();
    while let Err(conflict) = model.check(&[])? {
        let Some(&law) = conflict.laws.last() else { break };
        strained.push(law);
        model.drop_laws([law])?;
    }
    strained.sort_unstable();
    Ok(strained)
}

struct Search {
    model: Model,
    weight: Vec<u32>,
    slack: u32,
    conflicts: Vec<Conflict>,
    /// Sets already tried.
    known: BTreeMap<Vec<usize>, bool>,
    trials: usize,
}

/// Conflicts connected by common figures, and the sets that meet them all.
struct Cluster {
    conflicts: Vec<usize>,
    options: Option<Vec<Vec<usize>>>,
}

impl Search {
    fn run(mut self) -> ExactOutcome<Vec<Contradiction>> {
        loop {
            let mut clusters = self.clusters();
            // What is too tangled to be decided is put out of the way, so that the rest can be.
            // Clusters share no figure, so that the lightest of each together are the lightest of all.
            let first: Vec<usize> = clusters.iter().flat_map(|cluster| self.choice(cluster)).collect();
            if !self.will_do(&first)? {
                self.more_conflicts(first)?;
                continue;
            }
            if self.trials < MOST_TRIALS && self.refuted(&clusters)? {
                continue;
            }
            self.strike_out(&mut clusters);
            return Ok(clusters.iter().map(|cluster| self.contradiction(cluster)).collect());
        }
    }

    /// The lightest set of a cluster; all of its figures where it has none.
    fn choice(&self, cluster: &Cluster) -> Vec<usize> {
        let all = || cluster.conflicts.iter().flat_map(|&index| self.conflicts[index].figures.clone()).collect();
        cluster.options.as_ref().and_then(|options| options.first().cloned()).unwrap_or_else(all)
    }

    fn will_do(&mut self, set: &[usize]) -> ExactOutcome<bool> {
        // In order and once each, so that the same set is not tried under two names.
        let key: Vec<usize> = set.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        if let Some(&known) = self.known.get(&key) {
            return Ok(known);
        }
        self.trials += 1;
        let result = self.model.check(&key)?;
        let will_do = result.is_ok();
        if let Err(conflict) = result {
            self.add(conflict);
        }
        self.known.insert(key, will_do);
        Ok(will_do)
    }

    fn add(&mut self, conflict: Conflict) {
        if !self.conflicts.contains(&conflict) {
            self.conflicts.push(conflict);
        }
    }

    /// Goes on with the last conflict's figures in doubt too, for conflicts that lie elsewhere.
    fn more_conflicts(&mut self, mut doubted: Vec<usize>) -> ExactOutcome<()> {
        doubted.extend(self.conflicts.last().into_iter().flat_map(|conflict| conflict.figures.iter().copied()));
        while let Err(conflict) = self.model.check(&doubted)? {
            doubted.extend(conflict.figures.iter().copied());
            self.add(conflict);
        }
        Ok(())
    }

    /// Tries every other set of each cluster; whether one did not do and a new conflict is known.
    fn refuted(&mut self, clusters: &[Cluster]) -> ExactOutcome<bool> {
        let before = self.conflicts.len();
        for (index, cluster) in clusters.iter().enumerate() {
            // The first was tried with all other firsts just before.
            for option in cluster.options.iter().flatten().skip(1) {
                let others = clusters.iter().enumerate().filter(|(other, _)| *other != index);
                let mut set: Vec<usize> = others.flat_map(|(_, other)| self.choice(other)).collect();
                set.extend(option);
                self.will_do(&set)?;
                if self.trials >= MOST_TRIALS {
                    return Ok(false);
                }
            }
        }
        Ok(self.conflicts.len() > before)
    }

    /// Leaves out sets that are known not to do together with the first of the others, where the trials ended early.
    fn strike_out(&self, clusters: &mut [Cluster]) {
        let first: Vec<Vec<usize>> = clusters.iter().map(|cluster| self.choice(cluster)).collect();
        for (index, cluster) in clusters.iter_mut().enumerate() {
            let others = first.iter().enumerate().filter(|(other, _)| *other != index);
            let others: BTreeSet<usize> = others.flat_map(|(_, set)| set.iter().copied()).collect();
            let refuted = |option: &Vec<usize>| {
                let set: BTreeSet<usize> = others.iter().chain(option).copied().collect();
                self.known.get(&set.into_iter().collect::<Vec<_>>()) == Some(&false)
            };
            cluster.options.iter_mut().for_each(|options| options.retain(|option| !refuted(option)));
        }
    }

    fn clusters(&self) -> Vec<Cluster> {
        let mut groups: Vec<(BTreeSet<usize>, Vec<usize>)> = Vec::new();
        for (index, conflict) in self.conflicts.iter().enumerate() {
            let touches = |group: &(BTreeSet<usize>, Vec<usize>)| conflict.figures.iter().any(|f| group.0.contains(f));
            let (touching, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(touches);
            let mut merged = (conflict.figures.iter().copied().collect::<BTreeSet<_>>(), vec![index]);
            for (figures, members) in touching {
                merged.0.extend(figures);
                merged.1.extend(members);
            }
            groups = apart;
            groups.push(merged);
        }
        groups.into_iter().map(|(_, conflicts)| self.cluster(conflicts)).collect()
    }

    fn cluster(&self, conflicts: Vec<usize>) -> Cluster {
        let figures: Vec<Vec<usize>> = conflicts.iter().map(|&index| self.conflicts[index].figures.clone()).collect();
        // Where too many sets come near the lightest, only the nearest are looked at.
        let slacks = [self.slack, self.slack / 8, 0].into_iter().take_while(|_| self.trials < MOST_TRIALS);
        let options = slacks.filter_map(|slack| covers(&figures, &self.weight, slack)).next();
        Cluster { options, conflicts }
    }

    fn contradiction(&self, cluster: &Cluster) -> Contradiction {
        let laws: BTreeSet<usize> =
            cluster.conflicts.iter().flat_map(|&index| self.conflicts[index].laws.iter().copied()).collect();
        Contradiction { laws: laws.into_iter().collect(), solutions: cluster.options.clone().unwrap_or_default() }
    }
}
