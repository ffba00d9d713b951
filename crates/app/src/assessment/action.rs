//! The form of an action that the assessor proposes.

use std::sync::Arc;

use domain::assessment::Action;
use domain::framework::Framework;

use super::proposal::{place, written};
use crate::form::{Form, Walk, day, line, maybe, paragraph, pick, tick, title, word_offers};

/// The most characters of an owner: a post or a unit.
const OWNER: usize = 120;

impl Form for Action {
    /// The framework that has the place the action is about.
    type With = Arc<Framework>;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let t = f.t();
        let bodies = pick(word_offers(t, "assessment.body")).empty("assessment.action.choose");
        let efforts = pick(word_offers(t, "assessment.effort")).visible();
        let effects = pick(word_offers(t, "assessment.effect")).visible();
        let text = paragraph().or_empty();
        let post = maybe(line(OWNER));
        let place = place(f, |it| &it.place);
        let short = f.field("title", "assessment.action.title", title(), |it| {
            Some(it.text.for_member().title.clone())
        });
        let body = f.field("body", "assessment.action.body", text, |it| {
            it.text.for_member().body.clone()
        });
        let owner = f.field("owner", "assessment.action.owner", post, |it| {
            it.owner.clone()
        });
        let by = f.field("decided_by", "assessment.action.decided-by", bodies, |it| {
            it.decided_by
        });
        let effort = f.field("effort", "assessment.action.effort", efforts, |it| {
            it.effort
        });
        let effect = f.field("effect", "assessment.action.effect", effects, |it| {
            it.effect
        });
        let due_on = f.field("due_on", "assessment.action.due", maybe(day()), |it| {
            it.due_on
        });
        let is_decision = f.field(
            "is_decision",
            "assessment.action.is-decision",
            tick(),
            |it| it.is_decision,
        );
        let marking = f.marking("assessment.publicity.label", |it| it.text.marking());
        let revision = f.revision(|it| it.revision);
        Some(Self {
            id: f.id(|it| it.id),
            place,
            text: written(short, body, marking)?,
            owner: owner?,
            decided_by: by?,
            effort: effort?,
            effect: effect?,
            due_on: due_on?,
            is_decision: is_decision?,
            revision,
        })
    }
}
