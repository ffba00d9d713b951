//! What the owner tells of a service: whom it serves, what happens when it stops, how long that can
//! be tolerated, and what carries meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::words::words;

words! {
    /// A moment of a stop at which the owner says what happens.
    Moment {
        /// The first hour.
        Hour1 = "hour-1",
        /// The third day.
        Day3 = "day-3",
        /// The third week.
        Week3 = "week-3",
    }
}

impl Moment {
    /// Hours from the beginning of the stop.
    pub const fn hours(self) -> i64 {
        match self {
            Self::Hour1 => 1,
            Self::Day3 => 72,
            Self::Week3 => 504,
        }
    }
}

words! {
    /// What a stop harms.
    EffectKind {
        /// People's safety.
        People = "people",
        /// The service itself: what is not got.
        Service = "service",
        /// Money.
        Money = "money",
        /// Law and deadlines.
        Law = "law",
        /// Trust.
        Trust = "trust",
    }
}

/// The most serious effect; 0 is none, 1 slight, 2 clear.
pub const MOST_EFFECT: u8 = 3;

/// How serious the effects of a stop are, by kind and moment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Effects(BTreeMap<EffectKind, BTreeMap<Moment, u8>>);

impl Effects {
    /// How serious; nothing when nobody has said.
    pub fn level(&self, kind: EffectKind, moment: Moment) -> Option<u8> {
        self.0.get(&kind)?.get(&moment).copied()
    }

    /// Says how serious; more than the most serious is the most serious.
    pub fn set(&mut self, kind: EffectKind, moment: Moment, level: u8) {
        let level = level.min(MOST_EFFECT);
        self.0.entry(kind).or_default().insert(moment, level);
    }

    /// The most serious effect of a moment; nothing when nobody has said any.
    pub fn gravest(&self, moment: Moment) -> Option<u8> {
        self.0
            .values()
            .filter_map(|levels| levels.get(&moment).copied())
            .max()
    }

    /// Whether nothing has been said.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(BTreeMap::is_empty)
    }
}

/// What the owner tells of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Care {
    /// What it gives, in a sentence.
    pub gives: String,
    /// How many people a stop of some days would touch.
    pub users: Option<i64>,
    /// Who answers for it: a post, not a person's name.
    pub owner: String,
    /// Who answers for it when the owner is away.
    pub deputy: String,
    /// Months in which a stop hurts most, 1 to 12.
    pub months: BTreeSet<i64>,
    /// How serious the effects of a stop are.
    pub effects: Effects,
    /// What happens, in words, by moment.
    pub happens: BTreeMap<Moment, String>,
    /// The longest stop that can be tolerated, the fallback in use.
    pub tolerance_hours: Option<i64>,
    /// The same in the months that hurt most, when it is shorter.
    pub season_tolerance_hours: Option<i64>,
    /// On how many days of a year it is so, when not through whole months: a payday, an election.
    pub season_days: Option<i64>,
    /// In how many hours it should be back.
    pub rto_hours: Option<i64>,
    /// How many hours of entries may be lost.
    pub rpo_hours: Option<i64>,
    /// Euros that a day of stop costs: extra work, and income not collected.
    pub cost_per_day: Option<i64>,
    /// How the work is done meanwhile.
    pub fallback: String,
    /// How many hours that carries.
    pub fallback_hours: Option<i64>,
    /// When it was last tried.
    pub fallback_tested_on: Option<Date>,
}

impl Care {
    /// The longest stop that can be tolerated, in a month when one is named.
    pub fn tolerance_in(&self, month: Option<i64>) -> Option<i64> {
        let is_season = month.is_some_and(|month| self.months.contains(&month));
        match self.season_tolerance_hours.filter(|_| is_season) {
            Some(hours) => Some(self.tolerance_hours.map_or(hours, |usual| usual.min(hours))),
            None => self.tolerance_hours,
        }
    }

    /// The share of a year in which the shorter tolerance holds, 0 to 1.
    #[expect(
        clippy::cast_precision_loss,
        reason = "at most 366 days or twelve months"
    )]
    pub fn season_share(&self) -> f64 {
        if self.season_tolerance_hours.is_none() {
            return 0.0;
        }
        let months = self.months.len() as f64 / 12.0;
        self.season_days
            .map_or(months, |days| (days as f64 / 365.0).clamp(0.0, 1.0))
    }

    /// What happens at a moment; empty when nobody has said.
    pub fn text(&self, moment: Moment) -> &str {
        self.happens.get(&moment).map_or("", String::as_str)
    }

    /// How many hours the fallback lasts; none when there is no fallback.
    pub fn carried_hours(&self) -> i64 {
        if self.fallback.is_empty() {
            0
        } else {
            self.fallback_hours.unwrap_or(0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_shortens_what_can_be_borne_and_never_lengthens_it() {
        let mut care = Care {
            tolerance_hours: Some(72),
            season_tolerance_hours: Some(24),
            months: BTreeSet::from([8]),
            ..Care::default()
        };
        assert_eq!(care.tolerance_in(None), Some(72));
        assert_eq!(care.tolerance_in(Some(8)), Some(24));
        assert_eq!(care.tolerance_in(Some(9)), Some(72));
        assert!((care.season_share() - 1.0 / 12.0).abs() < 1e-12);
        care.season_days = Some(36);
        assert!((care.season_share() - 36.0 / 365.0).abs() < 1e-12);
        care.season_tolerance_hours = Some(100);
        assert_eq!(care.tolerance_in(Some(8)), Some(72));
    }

    #[test]
    fn hours_of_a_fallback_that_does_not_exist_carry_nothing() {
        let mut care = Care {
            fallback_hours: Some(48),
            ..Care::default()
        };
        assert_eq!(care.carried_hours(), 0);
        care.fallback = "Paperilla".to_owned();
        assert_eq!(care.carried_hours(), 48);
    }

    #[test]
    fn the_gravest_effect_of_a_moment_counts() {
        let mut effects = Effects::default();
        assert!(effects.is_empty());
        effects.set(EffectKind::Money, Moment::Day3, 1);
        effects.set(EffectKind::Trust, Moment::Day3, 9);
        assert_eq!(effects.gravest(Moment::Day3), Some(3));
        assert_eq!(effects.gravest(Moment::Hour1), None);
    }
}
