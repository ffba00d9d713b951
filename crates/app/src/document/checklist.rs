//! The checklist of a round: expected documents and the municipality's own, with what is recorded.

use std::collections::BTreeSet;
use std::sync::Arc;

use content::ExpectedDocument;
use domain::assessment::Round;
use domain::document::{DocumentReview, DocumentState};
use domain::framework::Framework;
use domain::identity::Permission;
use domain::text::Title;
use domain::{CriterionId, Localised, Marked, Marking, Publicity, RoundId, ThemeId};

use super::due::{Due, due};
use crate::assessment::framework;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};

/// What the person may see of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Nothing is written.
    Empty,
    /// The text.
    Shown(String),
    /// Something secret is written, and the person has no right to read it.
    Withheld,
}

/// A document of the checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Id.
    pub id: String,
    /// Name.
    pub title: Localised,
    /// The theme it is listed under, when one is known.
    pub theme: Option<ThemeId>,
    /// What the shipped checklist says of it; none for the municipality's own.
    pub expected: Option<&'static ExpectedDocument>,
    /// Criteria of the framework that it gives evidence on.
    pub criteria: Vec<CriterionId>,
    /// What is recorded, without the note; revision 0 when nothing is.
    pub review: DocumentReview,
    /// The note.
    pub note: Note,
    /// Which dates are past.
    pub due: Due,
}

impl Item {
    /// The class of the note: of one that is withheld this much is known.
    pub fn class(&self) -> Publicity {
        match self.note {
            Note::Withheld => Publicity::Secret,
            Note::Empty | Note::Shown(_) => self.review.note.publicity(),
        }
    }

    /// Whether someone has looked at it.
    pub fn is_reviewed(&self) -> bool {
        self.review.state != DocumentState::Unreviewed
    }

    /// Whether a filter shows it: the word of a state, or `late`. An unknown filter shows all.
    pub fn is_under(&self, filter: &str) -> bool {
        match (filter, DocumentState::from_code(filter)) {
            ("late", _) => self.due.is_late(),
            (_, Some(state)) => self.review.state == state,
            _ => true,
        }
    }
}

/// The checklist of a round.
#[derive(Debug, Clone, PartialEq)]
pub struct Checklist {
    /// The round.
    pub round: Round,
    /// The round's framework.
    pub framework: Arc<Framework>,
    /// Documents in the order of the framework's themes, the municipality's own after the others.
    pub items: Vec<Item>,
}

impl Checklist {
    /// How many someone has looked at.
    pub fn reviewed(&self) -> usize {
        self.items.iter().filter(|item| item.is_reviewed()).count()
    }

    /// One document.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The first document nobody has looked at after this one, or from the beginning.
    pub fn next_unreviewed(&self, after: &str) -> Option<&Item> {
        let here = self.items.iter().position(|item| item.id == after);
        let after = self.items.iter().skip(here.map_or(0, |at| at + 1));
        let open = |item: &&Item| !item.is_reviewed();
        after
            .clone()
            .find(open)
            .or_else(|| self.items.iter().find(open))
    }
}

/// The checklist of a round.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has no such round.
pub async fn checklist(cx: &OrgCx, id: RoundId) -> Outcome<Checklist> {
    cx.require(Permission::DocumentRead)?;
    let mut org = cx.read().await?;
    let round = org.round(id).await?.ok_or(Error::NotFound)?;
    let reviews = org.document_reviews(id).await?;
    drop(org);
    let framework = framework(cx, &round.framework).await?;
    Ok(of_round(cx, round, framework, reviews))
}

/// Puts together what is expected and what is recorded.
pub(crate) fn of_round(
    cx: &OrgCx,
    round: Round,
    framework: Arc<Framework>,
    mut reviews: Vec<DocumentReview>,
) -> Checklist {
    let known: BTreeSet<&str> = framework
        .criteria()
        .map(|(_, criterion)| criterion.id.as_str())
        .collect();
    let mut items = Vec::new();
    for expected in content::documents() {
        let criteria: Vec<CriterionId> = expected
            .criteria
            .iter()
            .filter(|id| known.contains(id.as_str()))
            .cloned()
            .collect();
        let at = reviews.iter().position(|one| one.document == expected.id);
        let review = at.map(|at| reviews.swap_remove(at));
        // Under another framework, only what speaks of its criteria or has been recorded is listed.
        if !criteria.is_empty() || review.is_some() {
            let review = review.unwrap_or_else(|| recorded(round.id, &expected.id));
            items.push(item(cx, Some(expected), criteria, review));
        }
    }
    reviews.sort_by(|a, b| a.title.cmp(&b.title));
    for own in reviews {
        items.push(item(cx, None, Vec::new(), own));
    }
    let order = |item: &Item| {
        let theme = framework
            .themes
            .iter()
            .position(|one| Some(&one.id) == item.theme.as_ref());
        theme.unwrap_or(usize::MAX)
    };
    for item in &mut items {
        item.theme = theme_of(&framework, item);
    }
    items.sort_by_key(order);
    Checklist {
        round,
        framework,
        items,
    }
}

/// The theme of the first criterion, as the framework has it.
fn theme_of(framework: &Framework, item: &Item) -> Option<ThemeId> {
    let listed = item.expected.map(|expected| &expected.theme);
    let is_known = |id: &&ThemeId| framework.themes.iter().any(|theme| theme.id == **id);
    let first = item.criteria.first();
    let by_criterion = || {
        framework
            .criteria()
            .find(|(_, criterion)| Some(&criterion.id) == first)
            .map(|(theme, _)| &theme.id)
    };
    listed.filter(is_known).or_else(by_criterion).cloned()
}

/// What stands for a review before anything is recorded.
pub(crate) fn recorded(round: RoundId, document: &str) -> DocumentReview {
    DocumentReview {
        round,
        document: document.to_owned(),
        title: None,
        state: DocumentState::Unreviewed,
        approved_by: String::new(),
        approved_on: None,
        tested_on: None,
        criteria: Vec::new(),
        note: Marked::new(String::new(), Marking::INTERNAL),
        revision: 0,
    }
}

fn item(
    cx: &OrgCx,
    expected: Option<&'static ExpectedDocument>,
    listed: Vec<CriterionId>,
    mut review: DocumentReview,
) -> Item {
    let may_see = |class| class != Publicity::Secret || cx.may(Permission::SecretRead);
    let mut marking = review.note.marking().clone();
    let note = if review.note.for_member().is_empty() {
        Note::Empty
    } else if may_see(review.note.publicity()) {
        Note::Shown(review.note.for_member().clone())
    } else {
        // The ground may tell as much as the note.
        marking = Marking::INTERNAL;
        Note::Withheld
    };
    review.note = Marked::new(String::new(), marking);
    Item {
        id: review.document.clone(),
        title: expected.map_or_else(
            || Localised::same(review.title.as_ref().map_or("", Title::as_str)),
            |expected| expected.title.clone(),
        ),
        theme: None,
        criteria: if review.criteria.is_empty() {
            listed
        } else {
            review.criteria.clone()
        },
        due: expected.map_or_else(Due::default, |expected| due(expected, &review, cx.today())),
        expected,
        review,
        note,
    }
}
