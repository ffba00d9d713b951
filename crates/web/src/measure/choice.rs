//! What is asked in an address: a budget, or a choice of one's own.

use app::form::Fault;
use app::measure::Asked;
use domain::MeasureId;

use crate::extract::Fields;

/// The budget that is shown before anyone asks.
pub(super) const FIRST: i64 = 50_000;

/// What the address asks; why the budget could not be read.
pub(super) fn asked(query: &Fields) -> (Asked, Option<Fault>) {
    if query.is_on("own") {
        let ids = query.all("measure").iter().map(MeasureId::new);
        return (Asked::Own(ids.collect()), None);
    }
    let typed = query.text("budget");
    if typed.trim().is_empty() {
        return (Asked::Budget(FIRST), None);
    }
    match Asked::budget(typed) {
        Ok(asked) => (asked, None),
        Err(fault) => (Asked::Budget(FIRST), Some(fault)),
    }
}

/// The same as names and values, for the query of an address and for hidden fields.
pub(super) fn pairs(asked: &Asked) -> Vec<(&'static str, String)> {
    match asked {
        Asked::Budget(euros) => vec![("budget", euros.to_string())],
        Asked::Own(ids) => {
            let all = ids.iter().map(|id| ("measure", id.to_string()));
            std::iter::once(("own", "1".to_owned()))
                .chain(all)
                .collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::Tail;

    #[test]
    fn what_is_asked_reads_back_from_its_address() {
        for wanted in [
            Asked::Budget(75_000),
            Asked::Own(["tested-restore", "training"].map(MeasureId::new).to_vec()),
            Asked::Own(Vec::new()),
        ] {
            let query = String::new().query(&pairs(&wanted));
            let fields = Fields::parse(query.trim_start_matches('?').as_bytes()).unwrap();
            assert_eq!(asked(&fields), (wanted, None));
        }
        for typed in ["paljon", "50.000"] {
            let wrong = Fields::parse(format!("budget={typed}").as_bytes()).unwrap();
            let (asked, fault) = asked(&wrong);
            assert_eq!(asked, Asked::Budget(FIRST));
            assert!(fault.is_some(), "{typed}");
        }
    }
}
