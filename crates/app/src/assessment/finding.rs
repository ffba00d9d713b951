//! The form of a finding.

use std::sync::Arc;

use domain::assessment::Finding;
use domain::framework::Framework;

use super::proposal::{place, written};
use crate::form::{Form, Walk, paragraph, title};

impl Form for Finding {
    /// The framework that has the place the finding is about.
    type With = Arc<Framework>;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let place = place(f, |it| &it.place);
        let short = f.field("title", "assessment.finding.title", title(), |it| {
            Some(it.text.for_member().title.clone())
        });
        let body = f.field(
            "body",
            "assessment.finding.body",
            paragraph().or_empty(),
            |it| it.text.for_member().body.clone(),
        );
        let marking = f.marking("assessment.publicity.label", |it| it.text.marking());
        let revision = f.revision(|it| it.revision);
        Some(Self {
            id: f.id(|it| it.id),
            place,
            text: written(short, body, marking)?,
            revision,
        })
    }
}
