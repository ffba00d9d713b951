//! The form of an action that the assessor proposes.

use std::sync::Arc;

use domain::Classified;
use domain::assessment::{Action, Marking};
use domain::framework::Framework;
use domain::text::Title;

use crate::form::{Form, Walk, day, line, maybe, paragraph, pick, tick, title, word_offers};

/// The most characters of an owner: a post or a unit.
const OWNER: usize = 120;

impl Form for Action {
    /// The framework that has the place the action is about.
    type With = Arc<Framework>;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let t = f.t();
        let bodies = pick(word_offers(t, "assessment.body")).empty("assessment.measure.choose");
        let efforts = pick(word_offers(t, "assessment.effort")).visible();
        let effects = pick(word_offers(t, "assessment.effect")).visible();
        let text = paragraph().or_empty();
        let post = line(OWNER).or_empty();
        let theme = f.unseen("theme", |it| it.theme.clone());
        let criterion = f.unseen("criterion", |it| it.criterion.clone());
        let short = f.field("title", "assessment.measure.title", title(), |it| {
            Title::parse(it.title.for_member()).ok()
        });
        let body = f.field("body", "assessment.measure.body", text, |it| {
            it.body.for_member().clone()
        });
        let owner = f.field("owner", "assessment.measure.owner", post, |it| {
            it.owner.clone()
        });
        let by = f.field(
            "decided_by",
            "assessment.measure.decided-by",
            bodies,
            |it| it.decided_by,
        );
        let effort = f.field("effort", "assessment.measure.effort", efforts, |it| {
            it.effort
        });
        let effect = f.field("effect", "assessment.measure.effect", effects, |it| {
            it.effect
        });
        let due_on = f.field("due_on", "assessment.measure.due", maybe(day()), |it| {
            it.due_on
        });
        let is_decision = f.field(
            "is_decision",
            "assessment.measure.is-decision",
            tick(),
            |it| it.is_decision,
        );
        let marking = f.marking("assessment.publicity.label", |it| Marking {
            publicity: it.title.publicity(),
            ground: it.ground.clone(),
        });
        let revision = f.revision(|it| it.revision);
        let marking = marking?;
        Some(Self {
            id: f.id(|it| it.id),
            theme,
            criterion,
            title: Classified::new(short?.to_string(), marking.publicity),
            body: Classified::new(body?, marking.publicity),
            owner: owner?,
            decided_by: by?,
            effort: effort?,
            effect: effect?,
            due_on: due_on?,
            is_decision: is_decision?,
            ground: marking.ground,
            revision,
        })
    }
}
