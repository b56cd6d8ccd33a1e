//! Minimum-weight hitting sets: the lightest sets that have something in common with every conflict.

use std::collections::BTreeMap;

/// At most so many conflicts are looked at together.
pub const MOST_CONFLICTS: usize = 64;
/// At most so many sets are listed, and so many steps taken in looking for them.
const MOST_SETS: usize = 256;
const MOST_STEPS: usize = 200_000;

/// Members that stand in the same conflicts and weigh the same are one choice.
struct Class {
    conflicts: u64,
    weight: u32,
    members: Vec<usize>,
}

/// The sets that meet every conflict and weigh at most `slack` more than the lightest of them, from the lightest;
/// nothing where there are too many conflicts, too many sets, or too long a search.
pub fn covers(conflicts: &[Vec<usize>], weight: &[u32], slack: u32) -> Option<Vec<Vec<usize>>> {
    if conflicts.len() > MOST_CONFLICTS {
        return None;
    }
    let classes = classes(conflicts, weight);
    // Shifting by 64, for no conflict at all, would overflow.
    let all = u64::MAX.checked_shr(u32::try_from(64 - conflicts.len()).ok()?).unwrap_or(0);
    let mut search = CoverSearch { classes: &classes, all, least: u32::MAX, slack, found: Vec::new(), steps: 0 };
    search.descend(0, 0, &mut Vec::new());
    if search.steps >= MOST_STEPS {
        return None;
    }
    let most = search.least.saturating_add(slack);
    let chosen = search.found.iter().filter(|(total, _)| *total <= most).flat_map(|(total, classes_of)| {
        let members = classes_of.iter().map(|&class| classes[class].members.as_slice());
        combinations(members).into_iter().map(move |set| (*total, set))
    });
    // One more than allowed, to know that there are too many.
    let mut sets: Vec<(u32, Vec<usize>)> = chosen.take(MOST_SETS + 1).collect();
    sets.iter_mut().for_each(|(_, set)| set.sort_unstable());
    sets.sort();
    sets.dedup();
    (sets.len() <= MOST_SETS).then(|| sets.into_iter().map(|(_, set)| set).collect())
}

fn classes(conflicts: &[Vec<usize>], weight: &[u32]) -> Vec<Class> {
    let mut masks: BTreeMap<usize, u64> = BTreeMap::new();
    for (index, conflict) in conflicts.iter().enumerate() {
        for &member in conflict {
            *masks.entry(member).or_default() |= 1 << index;
        }
    }
    let mut classes: BTreeMap<(u64, u32), Vec<usize>> = BTreeMap::new();
    for (member, mask) in masks {
        classes.entry((mask, weight[member])).or_default().push(member);
    }
    classes.into_iter().map(|((conflicts, weight), members)| Class { conflicts, weight, members }).collect()
}

struct CoverSearch<'a> {
    classes: &'a [Class],
    all: u64,
    least: u32,
    slack: u32,
    found: Vec<(u32, Vec<usize>)>,
    steps: usize,
}

impl CoverSearch<'_> {
    /// Takes one class more for the first conflict that is not met yet.
    fn descend(&mut self, met: u64, total: u32, chosen: &mut Vec<usize>) {
        self.steps += 1;
        if self.steps >= MOST_STEPS || total > self.least.saturating_add(self.slack) {
            return;
        }
        if met == self.all {
            self.least = self.least.min(total);
            self.found.push((total, chosen.clone()));
            return;
        }
        let open = 1 << (!met & self.all).trailing_zeros();
        for index in 0..self.classes.len() {
            if self.classes[index].conflicts & open != 0 {
                chosen.push(index);
                self.descend(met | self.classes[index].conflicts, total + self.classes[index].weight, chosen);
                chosen.pop();
            }
        }
    }
}

/// One member of each.
fn combinations<'a>(members: impl Iterator<Item = &'a [usize]>) -> Vec<Vec<usize>> {
    let with = |sets: Vec<Vec<usize>>, members: &'a [usize]| {
        let longer = |set: &Vec<usize>, &member: &usize| [set.as_slice(), &[member]].concat();
        sets.iter().flat_map(|set| members.iter().map(move |member| longer(set, member))).take(MOST_SETS + 1).collect()
    };
    members.fold(vec![Vec::new()], with)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_every_conflict_is_lightest() {
        let conflicts = [vec![0, 1, 2], vec![2, 3], vec![2, 4, 5]];
        assert_eq!(covers(&conflicts, &[10; 6], 0), Some(vec![vec![2]]));
    }

    #[test]
    fn equals_are_all_listed_and_the_lighter_comes_first() {
        assert_eq!(covers(&[vec![0, 1, 2]], &[10, 9, 10], 1), Some(vec![vec![1], vec![0], vec![2]]));
        assert_eq!(covers(&[vec![0, 1, 2]], &[10, 9, 10], 0), Some(vec![vec![1]]));
    }

    #[test]
    fn two_conflicts_apart_need_one_of_each() {
        let sets = covers(&[vec![0, 1], vec![2, 3]], &[10; 4], 0).expect("few sets");
        assert_eq!(sets, [[0, 2], [0, 3], [1, 2], [1, 3]]);
    }

    #[test]
    fn no_conflict_is_met_by_nothing() {
        assert_eq!(covers(&[], &[], 0), Some(vec![vec![]]));
    }

    #[test]
    fn too_many_sets_are_not_listed() {
        let conflicts: Vec<Vec<usize>> = (0..4).map(|index| (index * 10..index * 10 + 10).collect()).collect();
        assert_eq!(covers(&conflicts, &[10; 40], 0), None);
    }
}
