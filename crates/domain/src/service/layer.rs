//! The layers of the picture of what stands on what.

use std::collections::BTreeMap;

use super::Node;
use super::graph::Register;
use crate::NodeId;

impl Register {
    /// The layers of the picture: services first, and everything below all that stands on it. Within
    /// a layer, neighbours stand near what they are joined to.
    pub fn layers(&self) -> Vec<Vec<NodeId>> {
        let mut depth = vec![0_usize; self.nodes.len()];
        for knot in self.knots.iter().rev() {
            let deepest = |at: &usize| depth.get(*at).copied().unwrap_or(0);
            let level = knot.iter().map(deepest).max().unwrap_or(0);
            for at in knot {
                let is_top = self.nodes.get(*at).is_some_and(Node::is_service);
                let level = if is_top { level } else { level.max(1) };
                if let Some(place) = depth.get_mut(*at) {
                    *place = level;
                }
                for member in self.members(*at).filter(|one| !knot.contains(one)) {
                    if let Some(place) = depth.get_mut(member) {
                        *place = (*place).max(level + 1);
                    }
                }
            }
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

    /// Orders each layer by the middle of what its things are joined to, down and up a few times.
    fn untangle(&self, layers: &mut [Vec<usize>]) {
        const SWEEPS: usize = 4;
        let mut spot: BTreeMap<usize, usize> = BTreeMap::new();
        for layer in layers.iter() {
            spot.extend(layer.iter().enumerate().map(|(n, at)| (*at, n)));
        }
        for sweep in 0..SWEEPS {
            let is_down = sweep % 2 == 0;
            for n in 0..layers.len() {
                let n = if is_down { n } else { layers.len() - 1 - n };
                let Some(layer) = layers.get_mut(n) else {
                    continue;
                };
                layer.sort_by_cached_key(|at| {
                    let joined: Vec<usize> = if is_down {
                        self.above.get(*at).cloned().unwrap_or_default()
                    } else {
                        self.members(*at).collect()
                    };
                    let spots = joined.iter().filter_map(|one| spot.get(one));
                    let sum: usize = spots.sum();
                    let own = spot.get(at).copied().unwrap_or(0);
                    (sum * 1_000)
                        .checked_div(joined.len())
                        .unwrap_or(own * 1_000)
                });
                spot.extend(layer.iter().enumerate().map(|(n, at)| (*at, n)));
            }
        }
    }
}
