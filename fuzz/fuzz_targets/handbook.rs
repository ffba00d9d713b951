//! Any text as a chapter of the handbook: it is read or refused at a line that it has, and what is drawn
//! of it holds no markup that was typed.
#![no_main]

use std::collections::BTreeSet;

use domain::handbook::{Known, Open, read};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (facts, sources) = (BTreeSet::from(["support"]), BTreeSet::from(["laki"]));
    let (cards, pictures) = (BTreeSet::from(["role"]), BTreeSet::from(["kaavio.png"]));
    let known = Known { facts: &facts, sources: &sources, cards: &cards, pictures: &pictures };
    match read(&Open::content(text), known) {
        Ok(prose) => drop(prose.plain()),
        Err(faults) => {
            let lines = text.matches('\n').count() + 1;
            assert!(!faults.is_empty() && faults.iter().all(|fault| (1..=lines).contains(&fault.line)));
        }
    }
});
