//! Finding what depends on itself.

use std::collections::{BTreeMap, BTreeSet};

/// Groups places so that those that reach each other are together, by Tarjan's algorithm; a group
/// comes after everything that it reaches.
///
/// The stack is our own: an imported chain may be longer than the machine's.
pub(super) fn components(count: usize, reached: impl Fn(usize) -> Vec<usize>) -> Vec<Vec<usize>> {
    let mut search = Search {
        seen: vec![None; count],
        ..Search::default()
    };
    for root in 0..count {
        if search.seen_at(root).is_none() {
            search.from(root, &reached);
        }
    }
    search.components
}

/// The state of the search for components.
#[derive(Default)]
struct Search {
    seen: Vec<Option<usize>>,
    low: BTreeMap<usize, usize>,
    open: Vec<usize>,
    is_open: BTreeSet<usize>,
    count: usize,
    components: Vec<Vec<usize>>,
}

impl Search {
    fn from(&mut self, root: usize, reached: &impl Fn(usize) -> Vec<usize>) {
        let mut path: Vec<(usize, Vec<usize>)> = vec![(root, reached(root))];
        self.enter(root);
        while let Some((at, rest)) = path.last_mut() {
            let (at, next) = (*at, rest.pop());
            match next {
                Some(member) if self.seen_at(member).is_none() => {
                    self.enter(member);
                    path.push((member, reached(member)));
                }
                Some(member) => self.meet(at, member),
                None => {
                    path.pop();
                    let low = self.leave(at);
                    let above = path.last().map_or(at, |(above, _)| *above);
                    self.lower(above, low);
                }
            }
        }
    }

    /// Reaches what has been seen: when it is still open, it is on the way here.
    fn meet(&mut self, at: usize, member: usize) {
        if self.is_open.contains(&member) {
            self.lower(at, self.seen_at(member).unwrap_or(usize::MAX));
        }
    }

    fn seen_at(&self, at: usize) -> Option<usize> {
        self.seen.get(at).copied().flatten()
    }

    fn enter(&mut self, at: usize) {
        if let Some(place) = self.seen.get_mut(at) {
            *place = Some(self.count);
        }
        self.low.insert(at, self.count);
        self.count += 1;
        self.open.push(at);
        self.is_open.insert(at);
    }

    fn lower(&mut self, at: usize, to: usize) {
        let low = self.low.entry(at).or_insert(to);
        *low = (*low).min(to);
    }

    /// Ends with a thing: when nothing before it is reached from it, its component is complete.
    fn leave(&mut self, at: usize) -> usize {
        let low = self.low.get(&at).copied().unwrap_or(usize::MAX);
        if Some(low) == self.seen_at(at) {
            let from = self.open.iter().rposition(|one| *one == at);
            let component = self.open.split_off(from.unwrap_or(0));
            for one in &component {
                self.is_open.remove(one);
            }
            self.components.push(component);
        }
        low
    }
}
