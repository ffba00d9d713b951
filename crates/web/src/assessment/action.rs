//! The form of a proposed measure.

use app::assessment::ActionDraft;
use app::{Error, OrgCx};
use askama::Template;
use domain::assessment::{Action, Body, Effect, Effort};
use domain::framework::Criterion;
use domain::{ActionId, Locale, RoundId};
use i18n::Texts;

use super::link;
use super::proposal::{Form, Keys, Links, Sheet};
use super::words;
use crate::extract::Fields;
use crate::kit::part::{Choice, Difference};
use crate::kit::shell::Shell;

/// `GET /{org}/rounds/{round}/measures/new` and `GET /{org}/rounds/{round}/measures/{measure}`
#[derive(Template)]
#[template(path = "assessment/action.html")]
pub(super) struct MeasurePage {
    shell: Shell,
    sheet: Sheet,
    bodies: Vec<Choice>,
    efforts: Vec<Choice>,
    effects: Vec<Choice>,
}

fn choices(
    t: Texts,
    prefix: &str,
    codes: impl Iterator<Item = &'static str>,
    kept: &str,
) -> Vec<Choice> {
    codes
        .map(|code| Choice::new(code, t.say(&format!("{prefix}.{code}"))).chosen_if(kept))
        .collect()
}

fn draft(id: Option<ActionId>, fields: &Fields) -> ActionDraft {
    let text = |name: &str| fields.text(name).to_owned();
    ActionDraft {
        id,
        theme: text("theme"),
        criterion: text("criterion"),
        title: text("title"),
        body: text("body"),
        owner: text("owner"),
        decided_by: text("decided_by"),
        effort: text("effort"),
        effect: text("effect"),
        due_on: text("due_on"),
        is_decision: fields.is_on("is_decision"),
        publicity: text("publicity"),
        ground: text("ground"),
        revision: fields.read("revision").unwrap_or_default(),
    }
}

impl Form for ActionId {
    const KEYS: Keys = Keys {
        about: "assessment.measure.about",
        new: "assessment.measure.new",
        edit: "assessment.measure.edit",
        saved: "assessment.measure.saved",
        removed: "assessment.measure.removed",
        restored: "assessment.measure.restored",
    };
    const LINKS: Links<Self> = Links {
        new: link::NEW_MEASURE,
        one: link::MEASURE,
        remove: link::REMOVE_MEASURE,
        restore: link::RESTORE_MEASURE,
    };
    type Page = MeasurePage;

    fn page(shell: Shell, sheet: Sheet) -> MeasurePage {
        let (t, fields) = (shell.t, &sheet.fields);
        let (bodies, efforts, effects) = (
            Body::ALL.iter().map(|one| one.code()),
            Effort::ALL.iter().map(|one| one.code()),
            Effect::ALL.iter().map(|one| one.code()),
        );
        MeasurePage {
            bodies: choices(t, "assessment.body", bodies, fields.text("decided_by")),
            efforts: choices(t, "assessment.effort", efforts, fields.text("effort")),
            effects: choices(t, "assessment.effect", effects, fields.text("effect")),
            shell,
            sheet,
        }
    }

    fn proposed(criterion: &Criterion, locale: Locale) -> Option<(&str, &str)> {
        let own = criterion.leadership.as_ref()?;
        Some((own.action.text(locale), own.worry.text(locale)))
    }

    fn stored(one: &Action) -> Fields {
        let due = one.due_on.map(|day| day.to_string()).unwrap_or_default();
        Fields::of(&[
            ("theme", &one.theme),
            ("criterion", &one.criterion),
            ("title", one.title.for_member()),
            ("body", one.body.for_member()),
            ("owner", &one.owner),
            ("decided_by", one.decided_by.code()),
            ("effort", one.effort.code()),
            ("effect", one.effect.code()),
            ("due_on", &due),
            ("is_decision", if one.is_decision { "true" } else { "" }),
            ("publicity", one.title.publicity().code()),
            ("ground", &one.ground),
            ("revision", &one.revision.to_string()),
        ])
    }

    fn place(one: &Action) -> (&str, &str) {
        (&one.theme, &one.criterion)
    }

    fn both(t: Texts, typed: &Fields, saved: &Fields) -> Vec<Difference> {
        let plain = [
            (t.say("assessment.measure.title"), "title"),
            (t.say("assessment.measure.body"), "body"),
            (t.say("assessment.measure.owner"), "owner"),
            (t.say("assessment.measure.due"), "due_on"),
        ];
        let chosen = [
            (
                t.say("assessment.measure.decided-by"),
                "decided_by",
                "assessment.body",
            ),
            (
                t.say("assessment.measure.effort"),
                "effort",
                "assessment.effort",
            ),
            (
                t.say("assessment.measure.effect"),
                "effect",
                "assessment.effect",
            ),
        ];
        let word = |fields: &Fields| {
            let key = if fields.is_on("is_decision") {
                "common.yes"
            } else {
                "common.no"
            };
            t.say(key).to_owned()
        };
        let mut all = words::differences(typed, saved, &plain);
        all.extend(
            chosen
                .into_iter()
                .map(|field| words::choice_difference(t, (typed, saved), field)),
        );
        all.push(Difference {
            label: t.say("assessment.measure.is-decision").to_owned(),
            mine: word(typed),
            saved: word(saved),
            differs: typed.is_on("is_decision") != saved.is_on("is_decision"),
        });
        all
    }

    async fn save(
        cx: &OrgCx,
        round: RoundId,
        id: Option<Self>,
        fields: &Fields,
    ) -> Result<Self, Error> {
        app::assessment::save_action(cx, round, &draft(id, fields)).await
    }
}
