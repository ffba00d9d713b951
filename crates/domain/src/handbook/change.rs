//! What changed between two versions of a text, line by line.

/// A line of either version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Stands in both.
    Same(String),
    /// Only in the older one.
    Gone(String),
    /// Only in the newer one.
    New(String),
}

/// The most lines compared; of longer texts the rest is shown as gone and new.
const MOST_LINES: usize = 600;

/// The lines of both versions in reading order: the fewest gone and new ones that explain the rest.
pub fn changes(older: &str, newer: &str) -> Vec<Change> {
    let old: Vec<&str> = older
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let new: Vec<&str> = newer
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let shared = shared(&old, &new);
    let (mut a, mut b) = (0, 0);
    let mut all = Vec::new();
    for (in_old, in_new) in shared.into_iter().chain([(old.len(), new.len())]) {
        let gone = old.get(a..in_old).unwrap_or_default();
        let fresh = new.get(b..in_new).unwrap_or_default();
        all.extend(gone.iter().map(|line| Change::Gone((*line).to_owned())));
        all.extend(fresh.iter().map(|line| Change::New((*line).to_owned())));
        if let Some(line) = old.get(in_old) {
            all.push(Change::Same((*line).to_owned()));
        }
        (a, b) = (in_old + 1, in_new + 1);
    }
    all
}

/// Pairs of places that hold the same line in both, as many as there can be, in order.
fn shared(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let old = old.get(..old.len().min(MOST_LINES)).unwrap_or_default();
    let new = new.get(..new.len().min(MOST_LINES)).unwrap_or_default();
    let width = new.len() + 1;
    let mut longest = vec![0_u16; (old.len() + 1) * width];
    let at = |i: usize, j: usize| i * width + j;
    let value = |table: &[u16], place: usize| table.get(place).copied().unwrap_or_default();
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            let best = if a == b {
                value(&longest, at(i + 1, j + 1)) + 1
            } else {
                value(&longest, at(i + 1, j)).max(value(&longest, at(i, j + 1)))
            };
            if let Some(place) = longest.get_mut(at(i, j)) {
                *place = best;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while let (Some(a), Some(b)) = (old.get(i), new.get(j)) {
        if a == b {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if value(&longest, at(i + 1, j)) >= value(&longest, at(i, j + 1)) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_line_is_gone_and_new_between_what_stays() {
        let line = |text: &str| text.to_owned();
        assert_eq!(
            changes("yksi\nkaksi\nkolme", "yksi\n\nuusi\nkolme\nneljä"),
            [
                Change::Same(line("yksi")),
                Change::Gone(line("kaksi")),
                Change::New(line("uusi")),
                Change::Same(line("kolme")),
                Change::New(line("neljä")),
            ]
        );
        assert_eq!(changes("", ""), []);
    }
}
