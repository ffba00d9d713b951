//! The municipality's own facts: written by hand, or taken from what the product knows when a person
//! says that it is public.

use std::collections::BTreeMap;

use content::handbook::{Fact, Shape};
use domain::Publicity;
use domain::assessment::{Body, RoundState};
use domain::audit::AuditKind;
use domain::handbook::{Field, OwnPart, PartKey, PartKind};
use domain::identity::Permission;
use domain::publicity::Public;
use domain::service::Node;
use i18n::Texts;
use store::OrgStore;

use super::edit::part_subject;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Form, Walk, paragraph, tick};

/// The most characters of a fact.
const MOST: usize = 2_000;

/// How many services are proposed as the most critical.
const MOST_SERVICES: usize = 10;

/// A fact for its form.
#[derive(Debug, Clone)]
pub struct FactRow {
    /// What it is.
    pub fact: &'static Fact,
    /// What has been written, in the person's language.
    pub text: String,
    /// Whether somebody has confirmed that it is public.
    pub is_confirmed: bool,
    /// What the product's own data would say; empty when they say nothing.
    pub proposal: String,
    /// Revision; 0 when nothing has been written.
    pub revision: i64,
    /// Whether the person who sent the form changed it.
    pub is_touched: bool,
}

impl FactRow {
    /// Whether the fact is shown in the handbook.
    pub fn is_shown(&self) -> bool {
        !self.text.is_empty() && (self.is_confirmed || !self.fact.care)
    }
}

/// The form of all facts: one save for all of them.
#[derive(Debug, Clone)]
pub struct FactSheet {
    /// The facts in their order.
    pub rows: Vec<FactRow>,
}

impl Form for FactSheet {
    type With = ();

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let stored = f.was().map_or(&[][..], |it| &it.rows);
        let read: Vec<_> = stored.iter().map(|it| row(f, it)).collect();
        let rows: Option<Vec<FactRow>> = read.into_iter().collect();
        rows.map(|rows| Self { rows })
    }
}

/// One fact. What may be secret is confirmed to be public apart.
fn row(f: &mut Walk<'_, FactSheet>, stored: &FactRow) -> Option<FactRow> {
    let (fact, t) = (stored.fact, f.t());
    let id = &fact.id;
    let ((text, is_confirmed), row) = f.row(
        id,
        |_| stored.revision,
        |f| {
            let rows = if fact.shape == Shape::Line { 2 } else { 5 };
            let kind = paragraph().most(MOST).or_empty().rows(rows);
            let label = fact.title.text(t.locale()).to_owned();
            let text = f.field(format!("text-{id}"), label, kind, |_| stored.text.clone());
            f.hint(fact.hint.text(t.locale()));
            if !fact.care {
                return (text, Some(stored.is_confirmed));
            }
            let confirm = f.field(format!("ok-{id}"), "handbook.fact.confirm", tick(), |_| {
                stored.is_confirmed
            });
            (text, confirm)
        },
    );
    Some(FactRow {
        text: text?,
        is_confirmed: is_confirmed?,
        revision: row.revision,
        is_touched: row.is_touched,
        ..stored.clone()
    })
}

/// Every fact, with what the product's own data propose.
///
/// # Errors
/// [`Error::Forbidden`] without the right.
pub async fn facts(cx: &OrgCx) -> Outcome<Vec<FactRow>> {
    cx.require(Permission::HandbookWrite)?;
    let mut org = cx.read().await?;
    let parts = org.handbook_parts().await?;
    let proposals = proposals(cx, &mut org).await?;
    let rows = content::handbook().facts.iter().map(|fact| {
        let key = PartKey::new(PartKind::Fact, &fact.id);
        let part = parts
            .iter()
            .find(|part| part.key == key && part.locale == cx.locale());
        FactRow {
            fact,
            text: part.map_or("", |part| part.text(Field::Body)).to_owned(),
            is_confirmed: part.is_some_and(|part| part.publicity == Publicity::Public),
            proposal: proposals.get(fact.id.as_str()).cloned().unwrap_or_default(),
            revision: part.map_or(0, |part| part.revision),
            is_touched: false,
        }
    });
    Ok(rows.collect())
}

/// What the product's own data would say of each fact.
async fn proposals(cx: &OrgCx, org: &mut OrgStore) -> Outcome<BTreeMap<&'static str, String>> {
    let mut all = BTreeMap::new();
    let titles: Vec<String> = org
        .programmes()
        .await?
        .into_iter()
        .map(|one| one.title)
        .collect();
    all.insert("joint-work", titles.join("\n"));
    all.insert(
        "critical-services",
        services(cx.texts(), org.nodes().await?),
    );
    all.insert("council-decisions", decisions(cx.texts(), org).await?);
    Ok(all)
}

/// The services that can bear the shortest stop, with how long that is.
fn services(t: Texts, nodes: Vec<Node>) -> String {
    let mut known: Vec<(i64, String)> = nodes
        .into_iter()
        .filter(|node| node.is_service() && !node.is_proposed)
        .filter_map(|node| Some((node.care.tolerance_hours?, node.name)))
        .collect();
    known.sort();
    let line = |(hours, name): (i64, String)| {
        let long = if hours < 24 {
            t.count("handbook.hours", hours)
        } else {
            t.count("handbook.days", hours / 24)
        };
        format!("{name}: {long}")
    };
    let lines: Vec<String> = known.into_iter().take(MOST_SERVICES).map(line).collect();
    lines.join("\n")
}

/// What the latest published result put before the council, where that is public.
async fn decisions(t: Texts, org: &mut OrgStore) -> Outcome<String> {
    let rounds = org.rounds().await?;
    let Some(round) = rounds.iter().find(|one| one.state == RoundState::Published) else {
        return Ok(String::new());
    };
    let lines: Vec<String> = org
        .actions(round.id)
        .await?
        .into_iter()
        .filter(|action| action.is_decision && action.decided_by == Body::Council)
        .filter_map(|action| {
            let title = action.text.title().cleared::<Public>()?;
            Some(match action.due_on {
                Some(day) => format!("{title} ({})", t.date(day)),
                None => title.to_string(),
            })
        })
        .collect();
    Ok(lines.join("\n"))
}

/// Saves the facts that were changed, in the person's language; one that was emptied is taken back.
///
/// # Errors
/// [`Error::Conflict`] when someone else changed one of the same facts meanwhile; then none is saved.
pub async fn save_facts(cx: &OrgCx, sheet: &FactSheet) -> Outcome<()> {
    cx.require(Permission::HandbookWrite)?;
    let mut org = cx.write().await?;
    for row in sheet.rows.iter().filter(|row| row.is_touched) {
        save_fact(cx, &mut org, row).await?;
    }
    Ok(org.commit().await?)
}

async fn save_fact(cx: &OrgCx, org: &mut OrgStore, row: &FactRow) -> Outcome<()> {
    let key = PartKey::new(PartKind::Fact, &row.fact.id);
    let saved = org.handbook_part(&key, cx.locale()).await?;
    if saved.map_or(0, |part| part.revision) != row.revision {
        return Err(Error::Conflict);
    }
    if row.text.is_empty() {
        if row.revision == 0 {
            return Ok(());
        }
        org.remove_handbook_part(&key, cx.locale(), row.revision)
            .await?;
    } else {
        let part = OwnPart {
            key: key.clone(),
            locale: cx.locale(),
            fields: BTreeMap::from([(Field::Body, row.text.clone())]),
            basis: BTreeMap::new(),
            // What may be secret is not public before somebody says that it is.
            publicity: if row.is_confirmed || !row.fact.care {
                Publicity::Public
            } else {
                Publicity::Internal
            },
            revision: row.revision,
        };
        org.save_handbook_part(&part, cx.stamp()).await?;
    }
    let entry = cx.audit(
        AuditKind::HandbookSaved,
        part_subject(&key, cx.locale()),
        "",
    );
    Ok(org.audit(&entry).await?)
}
