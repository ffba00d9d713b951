//! The form of a finding.

use app::assessment::FindingDraft;
use app::{Error, OrgCx};
use askama::Template;
use domain::assessment::Finding;
use domain::framework::Criterion;
use domain::{FindingId, Locale, RoundId};
use i18n::Texts;

use super::link;
use super::proposal::{Form, Keys, Links, Sheet};
use super::words;
use crate::extract::Fields;
use crate::kit::part::Difference;
use crate::kit::shell::Shell;

/// `GET /{org}/rounds/{round}/findings/new` and `GET /{org}/rounds/{round}/findings/{finding}`
#[derive(Template)]
#[template(path = "assessment/finding.html")]
pub(super) struct FindingPage {
    shell: Shell,
    sheet: Sheet,
}

impl Form for FindingId {
    const KEYS: Keys = Keys {
        about: "assessment.finding.about",
        new: "assessment.finding.new",
        edit: "assessment.finding.edit",
        saved: "assessment.finding.saved",
        removed: "assessment.finding.removed",
        restored: "assessment.finding.restored",
    };
    const LINKS: Links<Self> = Links {
        new: link::NEW_FINDING,
        one: link::FINDING,
        remove: link::REMOVE_FINDING,
        restore: link::RESTORE_FINDING,
    };
    type Page = FindingPage;

    fn page(shell: Shell, sheet: Sheet) -> FindingPage {
        FindingPage { shell, sheet }
    }

    fn proposed(_: &Criterion, _: Locale) -> Option<(&str, &str)> {
        None
    }

    fn stored(one: &Finding) -> Fields {
        Fields::of(&[
            ("theme", &one.theme),
            ("criterion", &one.criterion),
            ("title", one.title.for_member()),
            ("body", one.body.for_member()),
            ("publicity", one.title.publicity().code()),
            ("ground", &one.ground),
            ("revision", &one.revision.to_string()),
        ])
    }

    fn place(one: &Finding) -> (&str, &str) {
        (&one.theme, &one.criterion)
    }

    fn both(t: Texts, typed: &Fields, saved: &Fields) -> Vec<Difference> {
        let fields = [
            (t.say("assessment.finding.title"), "title"),
            (t.say("assessment.finding.body"), "body"),
        ];
        words::differences(typed, saved, &fields)
    }

    async fn save(
        cx: &OrgCx,
        round: RoundId,
        id: Option<Self>,
        fields: &Fields,
    ) -> Result<Self, Error> {
        let text = |name: &str| fields.text(name).to_owned();
        let draft = FindingDraft {
            id,
            theme: text("theme"),
            criterion: text("criterion"),
            title: text("title"),
            body: text("body"),
            publicity: text("publicity"),
            ground: text("ground"),
            revision: fields.read("revision").unwrap_or_default(),
        };
        app::assessment::save_finding(cx, round, &draft).await
    }
}
