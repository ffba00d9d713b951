//! What happened when: the audit entries of a round, told in order.

use content::demo::{Anchor, Day};
use domain::UserId;
use domain::audit::AuditKind;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use store::{Audit, OrgStore, Stamp};

use crate::error::Outcome;
use crate::world::App;

/// Who fills a round, and what has been done so far.
pub(super) struct Story<'a> {
    pub(super) app: &'a App,
    pub(super) anchor: Anchor,
    by: UserId,
    told: Vec<Audit>,
}

impl<'a> Story<'a> {
    pub(super) const fn new(app: &'a App, anchor: Anchor, by: UserId) -> Self {
        Self {
            app,
            anchor,
            by,
            told: Vec::new(),
        }
    }

    /// The calendar day of a day in the data.
    pub(super) fn day(&self, day: Day) -> Date {
        self.anchor.day(day)
    }

    /// A text of the data with its years written out.
    pub(super) fn text(&self, text: &str) -> String {
        self.anchor.text(text)
    }

    /// Working hours of a day, never later than now.
    pub(super) fn moment(&self, day: Day) -> Timestamp {
        moment(self.day(day)).min(self.app.now())
    }

    /// Who wrote, and when.
    pub(super) fn stamp(&self, day: Day) -> Stamp {
        Stamp {
            at: self.moment(day),
            by: self.by,
        }
    }

    /// Notes what was done on a day.
    pub(super) fn note(&mut self, day: Day, kind: AuditKind, subject: impl std::fmt::Display) {
        self.told.push(Audit {
            kind,
            subject: subject.to_string(),
            detail: String::new(),
            actor: Some(self.by),
            at: self.moment(day),
        });
    }

    /// Writes the audit log, in the order of time.
    pub(super) async fn tell(mut self, org: &mut OrgStore) -> Outcome<()> {
        self.told.sort_by_key(|entry| entry.at);
        for entry in &self.told {
            org.audit(entry).await?;
        }
        Ok(())
    }
}

/// Ten o'clock in Finland, give or take the summer.
pub(super) fn moment(day: Date) -> Timestamp {
    day.to_zoned(jiff::tz::TimeZone::UTC)
        .map(|midnight| midnight.timestamp())
        .and_then(|midnight| midnight.checked_add(8.hours()))
        .unwrap_or(Timestamp::UNIX_EPOCH)
}
