//! Actions that the assessor proposes: written and changed.

use domain::assessment::{Action, Body, Effect, Effort, Marking};
use domain::identity::Permission;
use domain::text::{PARAGRAPH, Title, optional};
use domain::{ActionId, Classified, RoundId};
use jiff::civil::Date;

use crate::assessment::proposal;
use crate::assessment::texts::marking;
use crate::cx::OrgCx;
use crate::day;
use crate::error::{Error, Invalid, Outcome};

/// An action's form as typed.
#[derive(Debug, Clone, Default)]
pub struct ActionDraft {
    /// The action to change; nothing for a new one.
    pub id: Option<ActionId>,
    /// Theme.
    pub theme: String,
    /// Criterion; empty when it concerns the theme at large.
    pub criterion: String,
    /// What is to be done.
    pub title: String,
    /// Why, and how.
    pub body: String,
    /// Who does it: a post or a unit.
    pub owner: String,
    /// Code of the body that decides.
    pub decided_by: String,
    /// Code of the work it takes.
    pub effort: String,
    /// Code of how much it helps.
    pub effect: String,
    /// By when, `yyyy-mm-dd`; may be empty.
    pub due_on: String,
    /// Whether it is put before leadership as a decision.
    pub is_decision: bool,
    /// Code of the publicity class.
    pub publicity: String,
    /// Legal ground when secret.
    pub ground: String,
    /// Revision that was seen; 0 for a new one.
    pub revision: i64,
}

/// The most characters of an owner: a post or a unit.
const OWNER: usize = 120;

/// What a form holds once nothing in it must be mended.
struct Read {
    title: Title,
    body: String,
    owner: String,
    decided_by: Body,
    effort: Effort,
    effect: Effect,
    due_on: Option<Date>,
    marking: Marking,
}

fn read(draft: &ActionDraft) -> Outcome<Read> {
    let mut invalid = Invalid::default();
    let choose = "error.field.choose";
    let title = invalid.text("title", Title::parse(&draft.title));
    let body = invalid.text("body", optional(&draft.body, PARAGRAPH));
    let owner = invalid.text("owner", optional(&draft.owner, OWNER));
    let decided_by = invalid.need("decided_by", choose, Body::from_code(&draft.decided_by));
    let effort = invalid.need("effort", choose, Effort::from_code(&draft.effort));
    let effect = invalid.need("effect", choose, Effect::from_code(&draft.effect));
    let due_on = day::optional(&mut invalid, "due_on", &draft.due_on);
    let marking = marking(&mut invalid, &draft.publicity, &draft.ground);
    invalid.check()?;
    let words = title.zip(body).zip(owner);
    let choices = decided_by.zip(effort).zip(effect).zip(marking);
    let (Some(((title, body), owner)), Some((((decided_by, effort), effect), marking))) =
        (words, choices)
    else {
        return Err(Error::NotFound);
    };
    Ok(Read {
        title,
        body,
        owner,
        decided_by,
        effort,
        effect,
        due_on,
        marking,
    })
}

/// Writes a proposed action.
///
/// # Errors
/// [`Error::Invalid`] when the form must be mended, [`Error::Refused`] once the round is published,
/// [`Error::Conflict`] when someone else changed it meanwhile.
pub async fn save_action(cx: &OrgCx, round: RoundId, draft: &ActionDraft) -> Outcome<ActionId> {
    cx.require(Permission::Judge)?;
    let read = read(draft)?;
    let at = (draft.theme.as_str(), draft.criterion.as_str());
    let changed = draft.id.map(|id| (id, draft.revision));
    let mut org = proposal::begin(cx, round, at, changed).await?;
    let class = read.marking.publicity;
    let action = Action {
        id: draft.id.unwrap_or_else(|| cx.id()),
        theme: draft.theme.clone(),
        criterion: draft.criterion.clone(),
        title: Classified::new(read.title.to_string(), class),
        body: Classified::new(read.body, class),
        owner: read.owner.replace('\n', " "),
        decided_by: read.decided_by,
        effort: read.effort,
        effect: read.effect,
        due_on: read.due_on,
        is_decision: draft.is_decision,
        ground: read.marking.ground,
        revision: draft.id.map_or(0, |_| draft.revision),
    };
    org.save_action(round, &action, cx.stamp()).await?;
    proposal::end(cx, org, action.id).await
}
