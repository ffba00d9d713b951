//! Values that several tests need.

use std::collections::BTreeSet;

use domain::framework::{Criterion, Framework, Theme};
use domain::handbook::{Fault, FaultKind, Known, Open, Prose, read};
use domain::{Cleared, Exception, Localised};

/// The id of a theme or criterion, in whatever type the field has.
pub(crate) fn id<Id: for<'a> From<&'a str>>(code: &str) -> Id {
    code.into()
}

/// A framework of one theme for each list of criteria, named `t0`, `t1`, …
pub(crate) fn framework(themes: &[&[&str]]) -> Framework {
    let criterion = |code: &&str| Criterion {
        id: id(code),
        title: Localised::same(*code),
        meaning: Localised::default(),
        area: None,
        duty: None,
        sources: Vec::new(),
        references: Vec::new(),
        leadership: None,
    };
    let theme = |(at, criteria): (usize, &&[&str])| Theme {
        id: id(&format!("t{at}")),
        title: Localised::same(format!("Teema {at}")),
        question: Localised::default(),
        criteria: criteria.iter().map(criterion).collect(),
    };
    Framework {
        id: "f".to_owned(),
        version: "1".to_owned(),
        title: Localised::same("F"),
        provenance: String::new(),
        themes: themes.iter().enumerate().map(theme).collect(),
    }
}

/// Reads running text in which one of everything is known: the fact `support`, the source
/// `lahti-2019`, the card `role` and the picture `kaavio.png`.
pub(crate) fn read_prose(text: &str) -> Result<Prose, Vec<Fault>> {
    let known = ["support", "lahti-2019", "role", "kaavio.png"].map(|one| BTreeSet::from([one]));
    let [facts, sources, cards, pictures] = &known;
    let known = Known {
        facts,
        sources,
        cards,
        pictures,
    };
    let open: Open = Cleared::exception(text, Exception::Sample);
    read(&open, known)
}

/// The lines and kinds of what stands in the way of a text; none when nothing does.
pub(crate) fn faults(text: &str) -> Vec<(usize, FaultKind)> {
    let found = read_prose(text).err().unwrap_or_default();
    found.iter().map(|fault| (fault.line, fault.kind)).collect()
}
