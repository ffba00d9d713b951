//! The layers of the picture of what depends on what.

use std::collections::BTreeMap;

use super::Node;
use super::graph::{Register, change};
use crate::NodeId;

impl Register {
    /// The layers of the picture: services first, and everything below all that depends on it. Within
    /// a layer, neighbours stand near what they are joined to.
    pub fn layers(&self) -> Vec<Vec<NodeId>> {
        let mut depth = vec![0_usize; self.nodes.len()];
        for component in self.components.iter().rev() {
            self.sink(component, &mut depth);
        }
        let mut layers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, level) in depth.iter().enumerate() {
            layers.entry(*level).or_default().push(at);
        }
        let mut layers: Vec<Vec<usize>> = layers.into_values().collect();
        self.untangle(&mut layers);
        layers
            .iter()
            .map(|layer| layer.iter().filter_map(|at| self.id_at(*at)).collect())
            .collect()
    }

    /// Puts a component on its level, and what it depends on below it.
    fn sink(&self, component: &[usize], depth: &mut [usize]) {
        let levels = component.iter().filter_map(|at| depth.get(*at)).copied();
        let level = levels.max().unwrap_or(0);
        for at in component {
            let is_top = self.nodes.get(*at).is_some_and(Node::is_service);
            let level = level.max(usize::from(!is_top));
            change(depth, *at, |place| *place = level);
            for member in self.members(*at).filter(|one| !component.contains(one)) {
                change(depth, member, |place| *place = (*place).max(level + 1));
            }
        }
    }

    /// Orders each layer by the middle of what its things are joined to, down and up a few times.
    fn untangle(&self, layers: &mut [Vec<usize>]) {
        const SWEEPS: usize = 4;
        let mut spots: BTreeMap<usize, usize> = BTreeMap::new();
        for layer in layers.iter() {
            spots.extend(layer.iter().enumerate().map(|(n, at)| (*at, n)));
        }
        for sweep in 0..SWEEPS {
            let is_down = sweep % 2 == 0;
            for n in order(layers.len(), is_down) {
                let layer = |layer: &mut Vec<usize>| self.settle(layer, is_down, &mut spots);
                change(layers, n, layer);
            }
        }
    }

    /// Orders one layer by where those stand that its things are joined to.
    fn settle(&self, layer: &mut [usize], is_down: bool, spots: &mut BTreeMap<usize, usize>) {
        layer.sort_by_cached_key(|at| {
            let joined: Vec<usize> = if is_down {
                self.above.get(*at).cloned().unwrap_or_default()
            } else {
                self.members(*at).collect()
            };
            let sum: usize = joined.iter().filter_map(|one| spots.get(one)).sum();
            let own = spots.get(at).copied().unwrap_or(0);
            let middle = (sum * 1_000).checked_div(joined.len());
            middle.unwrap_or(own * 1_000)
        });
        spots.extend(layer.iter().enumerate().map(|(n, at)| (*at, n)));
    }
}

/// Places from the first to the last, or back.
fn order(count: usize, is_down: bool) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    if !is_down {
        places.reverse();
    }
    places
}
