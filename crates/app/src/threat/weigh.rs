//! What a threat's ranges imply.

use content::threat::{Ask, Basis, Threat};
use domain::organisation::Organisation;
use domain::threat::{AdaptedThreat, Range};
use simulation::distribution::{
    Distribution, Implied, Lognormal, implied, rate_from_hundred, share_of_terms,
};

/// Years of a council term.
const TERM: f64 = 4.0;

/// Residents of a municipality that has not told how many it has.
const RESIDENTS: f64 = 6_000.0;

/// How often, in the unit of the threat's question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Often {
    /// The range of what is not known.
    pub range: Range,
    /// The figure one would name.
    pub middle: f64,
}

/// A threat as a municipality sees it, with what that implies.
#[derive(Debug, Clone)]
pub struct Weighed {
    /// The threat.
    pub threat: &'static Threat,
    /// How it was adapted; nothing while the shipped ranges hold.
    pub own: Option<AdaptedThreat>,
    /// How often.
    pub often: Often,
    /// Days that something is down, and what the range implies; nothing where nothing stops.
    pub days: Option<(Range, Implied)>,
    /// Euros of one event beside the outages, and what the range implies.
    pub euros: (Range, Implied),
    /// The worst case believed, in days and euros.
    worst: (Option<f64>, Option<f64>),
}

impl Weighed {
    /// Whether it concerns the municipality.
    pub fn is_on(&self) -> bool {
        self.own.as_ref().is_none_or(|own| own.is_on)
    }

    /// Events a year: the mean, and the 90 % interval of what is not known about it.
    pub(crate) fn per_year(&self) -> (f64, (f64, f64)) {
        let rate = |often: f64| match self.threat.ask {
            Ask::HundredMunicipalities | Ask::HundredSuppliers => {
                rate_from_hundred(often.min(99.0), TERM).unwrap_or_default()
            }
            Ask::Times => often / TERM,
        };
        let Often { range, middle } = self.often;
        (rate(middle), (rate(range.low), rate(range.high)))
    }

    /// Days that something is down; nothing where nothing stops.
    pub(crate) fn days_distribution(&self) -> Option<Lognormal> {
        self.days.and_then(|(range, _)| cut(range, self.worst.0))
    }

    /// Euros of one event beside the outages.
    pub(crate) fn euros_distribution(&self) -> Option<Lognormal> {
        cut(self.euros.0, self.worst.1)
    }
}

/// A threat with the municipality's own ranges, or with the shipped ones.
pub fn weighed(
    organisation: &Organisation,
    threat: &'static Threat,
    own: Option<AdaptedThreat>,
) -> Weighed {
    let often = own
        .as_ref()
        .map_or_else(|| shipped_often(threat), |own| often(threat, own.often));
    let (own_days, own_euros) = own.as_ref().map_or((None, None), |own| own.worst);
    let days = match &own {
        Some(own) => own.days.map(|range| (range, own_days)),
        None => threat.duration.map(|it| {
            let range = Range {
                low: it.low,
                high: it.high,
            };
            (range, Some(it.cap))
        }),
    };
    let euros = own.as_ref().map_or_else(
        || shipped_euros(organisation, threat),
        |own| (own.euros, own_euros),
    );
    Weighed {
        often,
        days: days.map(|(range, worst)| (range, of_range(range, worst))),
        euros: (euros.0, of_range(euros.0, euros.1)),
        worst: (days.and_then(|(_, worst)| worst), euros.1),
        threat,
        own,
    }
}

/// The shipped rate in the unit of the question.
fn shipped_often(threat: &Threat) -> Often {
    let rate = threat.rate;
    let unit = |per_year: f64| match threat.ask {
        Ask::HundredMunicipalities | Ask::HundredSuppliers => share_of_terms(per_year, TERM),
        Ask::Times => per_year * TERM,
    };
    Often {
        range: Range {
            low: unit(rate.low),
            high: unit(rate.high),
        },
        middle: unit(rate.mean),
    }
}

/// A range that people gave, with the figure in the middle of it: the mean of the rates.
fn often(threat: &Threat, range: Range) -> Often {
    let middle = match threat.ask {
        Ask::HundredMunicipalities | Ask::HundredSuppliers => {
            let rate = |share: f64| rate_from_hundred(share.min(99.0), TERM).unwrap_or_default();
            let rates = Range {
                low: rate(range.low),
                high: rate(range.high),
            };
            share_of_terms(of_range(rates, None).mean.min(rates.high), TERM)
        }
        Ask::Times => of_range(range, None).mean.min(range.high),
    };
    Often { range, middle }
}

/// The shipped cost in euros for a municipality of this size.
fn shipped_euros(organisation: &Organisation, threat: &Threat) -> (Range, Option<f64>) {
    let residents = organisation
        .population
        .and_then(|count| u32::try_from(count).ok())
        .map_or(RESIDENTS, f64::from);
    let cost = threat.cost;
    let times = match cost.basis {
        Basis::Fixed => 1.0,
        Basis::PerResident => residents,
    };
    let range = Range {
        low: (cost.low * times).max(cost.floor),
        high: (cost.high * times).max(cost.floor * 2.0),
    };
    (range, Some((cost.cap * times).max(range.high)))
}

/// What a range implies when it is read as nine of ten cases of a lognormal.
fn of_range(range: Range, worst: Option<f64>) -> Implied {
    cut(range, worst).map_or(
        Implied {
            median: range.low,
            mean: range.low,
            one_in_twenty: range.high,
            one_in_hundred: range.high,
        },
        |it| implied(&Distribution::Lognormal(it)),
    )
}

/// The lognormal with nine of ten cases in the range, cut at the worst case believed.
fn cut(range: Range, worst: Option<f64>) -> Option<Lognormal> {
    let lognormal = Lognormal::from_interval(range.low, range.high).ok()?;
    worst.map_or(Some(lognormal), |worst| lognormal.capped(worst).ok())
}
