//! What the figures do not know, in sentences, each with the place where it can be corrected.

use app::risk::Computed;

use crate::extract::Org;
use crate::kit::part::Link;

/// One sentence each; an empty address where there is nothing to correct.
pub(super) fn unknown(org: &Org, computed: &Computed) -> Vec<Link> {
    let t = org.t();
    let gaps = &computed.built.gaps;
    let services = org.to(crate::service::link::LIST, ());
    let threats = org.to(crate::threat::link::LIST, ());
    let counted = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let coincide = computed.numbers.services.iter();
    let coincide = coincide.filter(|it| it.needs_coincidence).count();
    let lines = [
        ("risk.unknown.proposed", gaps.proposed, services.as_str()),
        (
            "risk.unknown.no-tolerance",
            gaps.no_tolerance.len(),
            &services,
        ),
        ("risk.unknown.no-users", gaps.no_users.len(), &services),
        ("risk.unknown.no-cost", gaps.no_cost.len(), &services),
        ("risk.unknown.never-down", gaps.never_down.len(), &services),
        ("risk.unknown.stand-ins", gaps.stand_ins.len(), &services),
        ("risk.unknown.circles", gaps.circles, &services),
        ("risk.unknown.coincidence", coincide, ""),
        ("risk.unknown.left-out", gaps.left_out, ""),
    ];
    let (shipped, weak) = gaps.shipped;
    let mut all = Vec::new();
    if shipped > 0 {
        let text = t.count_with(
            "risk.unknown.shipped",
            counted(shipped),
            &[("weak", &counted(weak))],
        );
        all.push(Link::new(&text, &threats));
    }
    let told = lines.iter().filter(|(_, count, _)| *count > 0);
    all.extend(told.map(|(key, count, href)| Link::new(&t.count(key, counted(*count)), href)));
    all
}
