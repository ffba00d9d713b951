//! Which backups are kept: the newest of each of so many days, weeks and months that have one.

use std::collections::BTreeSet;

use i18n::format::day;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use store::Store;

use super::place::whole;
use super::{Fault, disk};
use crate::plan::{Keep, Plan};
use crate::world::App;

/// The names of those that may go, of all that are whole, the newest first. The newest always stays.
///
/// Days, weeks and months are those that have a backup: when none has been made for long, the old
/// ones are all there is, and stay.
pub(super) fn stale(all: &[(Timestamp, String)], keep: Keep) -> Vec<String> {
    let keep_of = |most: usize, period: fn(Date) -> (i16, i8)| -> BTreeSet<&String> {
        let (mut seen, mut kept) = (BTreeSet::new(), BTreeSet::new());
        for (at, name) in all {
            if seen.len() < most && seen.insert(period(day(*at))) {
                kept.insert(name);
            }
        }
        kept
    };
    let mut kept = keep_of(keep.months, |date| (date.year(), date.month()));
    kept.extend(keep_of(keep.weeks, |date| {
        let week = date.iso_week_date();
        (week.year(), week.week())
    }));
    // Days of a year fit no `i8`, so days are told by their month and day.
    kept.extend(keep_of(keep.days, |date| {
        (date.year() * 12 + i16::from(date.month()), date.day())
    }));
    kept.extend(all.first().map(|(_, name)| name));
    let stale = all
        .iter()
        .map(|(_, name)| name)
        .filter(|name| !kept.contains(name));
    stale.cloned().collect()
}

/// Removes what the rule keeps no longer, and writes down that it is gone.
pub(super) async fn tidy(store: &Store, plan: &Plan, now: Timestamp) -> Result<(), Fault> {
    let all = whole(&plan.folder)?;
    for name in stale(&all, plan.keep) {
        let path = plan.folder.join(&name);
        std::fs::remove_dir_all(&path).map_err(disk("remove", &path))?;
        let mut site = store.site_write().await?;
        site.backup_removed(&name, now).await?;
        site.commit().await?;
    }
    let mut site = store.site_write().await?;
    site.forget_backups(now.checked_sub(9_600.hours()).unwrap_or(now))
        .await?;
    Ok(site.commit().await?)
}

/// By which day what is erased today is in no backup any more, when backups are made and kept by the
/// rule; nothing when none are.
pub(super) fn last_gone(app: &App) -> Option<Date> {
    let plan = app.backup_plan()?;
    let days = i64::try_from(plan.keep.days).unwrap_or(i64::MAX);
    let weeks = i64::try_from(plan.keep.weeks).unwrap_or(i64::MAX);
    let months = i64::try_from(plan.keep.months).unwrap_or(i64::MAX);
    let today = app.today();
    let far = |span: jiff::Span| today.checked_add(span).unwrap_or(Date::MAX);
    // The newest of a month is of its last day, and a month longer than the rule may have to pass.
    let ends = [
        far(days.days()),
        far(weeks.weeks()),
        far(months.saturating_add(1).months()),
    ];
    ends.into_iter().max()
}

#[cfg(test)]
mod tests {
    use super::super::place::name;
    use super::*;

    const YEAR: Keep = Keep {
        days: 7,
        weeks: 5,
        months: 12,
    };

    /// A backup every night from this day on, the newest first.
    fn nights(first: &str, count: usize) -> Vec<(Timestamp, String)> {
        let first: Timestamp = first.parse().unwrap();
        let mut all: Vec<_> = (0..i64::try_from(count).unwrap())
            .map(|night| first.checked_add((24 * night).hours()).unwrap())
            .map(|at| (at, name(at)))
            .collect();
        all.reverse();
        all
    }

    fn kept(all: &[(Timestamp, String)], keep: Keep) -> Vec<String> {
        let stale = stale(all, keep);
        let left = all
            .iter()
            .map(|(_, name)| name)
            .filter(|name| !stale.contains(name));
        left.map(|name| name.chars().skip("luotsi-".len()).take(8).collect())
            .collect()
    }

    #[test]
    fn a_year_and_more_leaves_days_weeks_and_months() {
        let all = nights("2026-01-01T00:30:00Z", 500);
        let left = kept(&all, YEAR);
        assert_eq!(
            left,
            [
                // Seven days.
                "20270515", "20270514", "20270513", "20270512", "20270511", "20270510", "20270509",
                // The Sundays of the weeks before; the month before ends among them.
                "20270502", "20270430", "20270425", "20270418",
                // The ends of months.
                "20270331", "20270228", "20270131", "20261231", "20261130", "20261031", "20260930",
                "20260831", "20260731", "20260630",
            ]
        );
    }

    #[test]
    fn kept_night_by_night_it_is_the_same() {
        let mut there: Vec<(Timestamp, String)> = Vec::new();
        for one in nights("2026-01-01T00:30:00Z", 500).into_iter().rev() {
            there.insert(0, one);
            let gone = stale(&there, YEAR);
            there.retain(|(_, name)| !gone.contains(name));
        }
        let all = nights("2026-01-01T00:30:00Z", 500);
        assert_eq!(kept(&there, YEAR), kept(&all, YEAR));
    }

    #[test]
    fn the_newest_stays_whatever_the_rule_and_old_ones_stay_when_none_is_made() {
        let all = nights("2026-01-01T00:30:00Z", 3);
        let none = Keep {
            days: 0,
            weeks: 0,
            months: 0,
        };
        assert_eq!(kept(&all, none), ["20260103"]);
        assert!(stale(&[], none).is_empty());
        assert_eq!(kept(&all, YEAR).len(), 3);
    }

    #[test]
    fn of_several_of_one_day_the_newest_stays() {
        let at = |text: &str| {
            let at: Timestamp = text.parse().unwrap();
            (at, name(at))
        };
        // The first is of the day before in Finland.
        let all = [
            at("2026-07-15T20:59:00Z"),
            at("2026-07-15T10:00:00Z"),
            at("2026-07-14T21:30:00Z"),
            at("2026-07-14T20:30:00Z"),
        ];
        let days = Keep {
            days: 2,
            weeks: 0,
            months: 0,
        };
        let gone = stale(&all, days);
        assert_eq!(gone, [name(all[1].0), name(all[2].0)]);
    }
}
