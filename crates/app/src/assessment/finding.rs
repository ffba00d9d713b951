//! The form of a finding.

use std::sync::Arc;

use domain::Classified;
use domain::assessment::{Finding, Marking};
use domain::framework::Framework;
use domain::text::Title;

use crate::form::{Form, Walk, paragraph, title};

impl Form for Finding {
    /// The framework that has the place the finding is about.
    type With = Arc<Framework>;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let theme = f.unseen("theme", |it| it.theme.clone());
        let criterion = f.unseen("criterion", |it| it.criterion.clone());
        let short = f.field("title", "assessment.finding.title", title(), |it| {
            Title::parse(it.title.for_member()).ok()
        });
        let body = f.field(
            "body",
            "assessment.finding.body",
            paragraph().or_empty(),
            |it| it.body.for_member().clone(),
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
            ground: marking.ground,
            revision,
        })
    }
}
