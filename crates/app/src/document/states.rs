//! The states of the documents of a checklist: one form, one save.

use domain::RoundId;
use domain::document::{DocumentReview, DocumentState};
use domain::identity::Permission;

use super::checklist::{Checklist, recorded};
use super::review::record;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Form, Typed, Walk, pick, word_offers};
use crate::round::open_round;

/// How names of the fields begin.
const FIELD: &str = "state-";

/// A document in the form of states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateRow {
    /// Its id.
    pub document: String,
    /// What was found.
    pub state: DocumentState,
    /// The revision that was seen; 0 before the first save.
    pub revision: i64,
    /// Whether the person who sent the form changed it.
    pub is_touched: bool,
}

/// The form of the states: the documents of a checklist that a filter shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateSheet {
    /// The word of the filter; empty shows all.
    pub show: String,
    /// The documents in their order.
    pub rows: Vec<StateRow>,
}

/// The most rows of documents that are no longer on the list.
const LEFT: usize = 10;

/// Whether it looks like the id of a document.
fn is_id(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    text.len() <= 80 && text.chars().all(is_plain)
}

/// Name of the field of a document's state.
pub fn state_field(document: &str) -> String {
    format!("{FIELD}{document}")
}

impl StateSheet {
    /// The documents that the filter shows. Of a sent form it is those that were sent: what someone
    /// else did meanwhile must not take a row out of it.
    pub fn of(list: &Checklist, asked: &Typed) -> Self {
        let sent = asked
            .iter()
            .filter_map(|(name, _)| name.strip_prefix(FIELD));
        let sent: Vec<&str> = sent.collect();
        let show = asked.text("show");
        let listed = list.items.iter().filter(|item| {
            if sent.is_empty() {
                item.is_under(show)
            } else {
                sent.contains(&item.id.as_str())
            }
        });
        let rows =
            listed.map(|item| StateRow::new(&item.id, item.review.state, item.review.revision));
        // What was removed meanwhile is told; what nobody can have seen is not made a row of.
        let gone = sent
            .iter()
            .filter(|id| list.item(id).is_none() && is_id(id));
        let gone = gone.take(LEFT);
        let gone = gone.map(|id| StateRow::new(id, DocumentState::Unreviewed, 0));
        Self {
            rows: rows.chain(gone).collect(),
            show: show.to_owned(),
        }
    }
}

impl StateRow {
    fn new(document: &str, state: DocumentState, revision: i64) -> Self {
        Self {
            document: document.to_owned(),
            state,
            revision,
            is_touched: false,
        }
    }
}

impl Form for StateSheet {
    type With = Checklist;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let show = f.unseen("show", |it| it.show.clone());
        let stored = f.was().map_or(&[][..], |it| &it.rows);
        let read: Vec<_> = stored.iter().map(|it| row(f, it)).collect();
        let rows: Option<Vec<StateRow>> = read.into_iter().collect();
        rows.map(|rows| Self { show, rows })
    }
}

fn row(f: &mut Walk<'_, StateSheet>, stored: &StateRow) -> Option<StateRow> {
    let t = f.t();
    let title = f.with().item(&stored.document);
    let title = title.map_or("", |item| item.title.text(t.locale()));
    let label = format!("{}: {title}", t.say("document.change-state"));
    let states = pick(word_offers(t, "document.state"));
    let (state, row) = f.row(
        &stored.document,
        |_| stored.revision,
        |f| {
            f.field(state_field(&stored.document), label, states, |_| {
                stored.state
            })
        },
    );
    Some(StateRow {
        state: state?,
        revision: row.revision,
        is_touched: row.is_touched,
        document: stored.document.clone(),
    })
}

/// Saves the states that were changed.
///
/// # Errors
/// [`Error::Conflict`] when someone else recorded one of the same documents meanwhile,
/// [`Error::Refused`] when one of them is no longer on the checklist; then none is saved.
pub async fn save_states(cx: &OrgCx, round: RoundId, sheet: &StateSheet) -> Outcome<()> {
    cx.require(Permission::DocumentWrite)?;
    let mut org = cx.write().await?;
    open_round(&mut org, round).await?;
    for row in sheet.rows.iter().filter(|row| row.is_touched) {
        let before = match org.document_review(round, &row.document).await? {
            Some(before) => before,
            None if content::document(&row.document).is_some() => recorded(round, &row.document),
            None => return Err(Error::Refused("document.gone")),
        };
        let changed = DocumentReview {
            state: row.state,
            revision: row.revision,
            ..before
        };
        record(cx, &mut org, &changed).await?;
    }
    Ok(org.commit().await?)
}
