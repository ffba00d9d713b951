//! Leadership's own words in the summary, in one language at a time.

use app::leadership::SummaryDraft;
use app::{Error, Invalid};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::{Locale, Publicity, RoundId};

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Problems, Query};
use crate::kit::part::{Choice, Difference, Tab};
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

/// `GET /{org}/rounds/{round}/results/edit`
#[derive(Template)]
#[template(path = "leadership/edit.html")]
struct EditPage {
    shell: Shell,
    action: String,
    back: String,
    languages: Vec<Tab>,
    fields: Fields,
    classes: Vec<Choice>,
    problems: Problems,
    differences: Vec<Difference>,
}

/// What a form page needs besides what was typed.
#[derive(Default)]
struct State {
    invalid: Invalid,
    differences: Vec<Difference>,
}

async fn page(
    org: &Org,
    id: RoundId,
    locale: Locale,
    (fields, state): (Fields, State),
) -> PageResult<EditPage> {
    let t = org.t();
    let round = app::leadership::round(&org.cx, id).await?;
    let crumbs = [
        (t.say("leadership.title"), org.to(link::LATEST, ())),
        (round.title.as_str(), org.to(link::RESULT, id)),
    ];
    let chosen = fields.text("publicity");
    Ok(EditPage {
        shell: org.shell(t.say("leadership.edit.title"), &crumbs),
        action: org.to(link::EDIT, id).query(&[("language", locale)]),
        back: org.to(link::RESULT, id),
        languages: Locale::ALL
            .into_iter()
            .map(|one| Tab {
                label: one.own_name().to_owned(),
                href: org.to(link::EDIT, id).query(&[("language", one)]),
                current: one == locale,
                count: String::new(),
            })
            .collect(),
        classes: Publicity::ALL
            .into_iter()
            .map(|class| {
                let label = match class {
                    Publicity::Public => "publicity.public",
                    Publicity::Internal => "publicity.internal",
                    Publicity::Secret => "publicity.secret",
                };
                Choice::new(class.code(), t.say(label)).chosen_if(chosen)
            })
            .collect(),
        problems: Problems::new(t, &state.invalid),
        differences: state.differences,
        fields,
    })
}

/// What is stored, as the fields of the form.
async fn stored(org: &Org, id: RoundId, locale: Locale) -> PageResult<Fields> {
    let words = app::leadership::summary_draft(&org.cx, id, locale).await?;
    Ok(words.map_or_else(
        || Fields::of(&[("publicity", Publicity::Public.code()), ("revision", "0")]),
        |words| {
            Fields::of(&[
                ("situation", &words.situation),
                ("next_steps", &words.next_steps),
                ("publicity", words.marking.publicity.code()),
                ("ground", &words.marking.ground),
                ("revision", &words.revision.to_string()),
            ])
        },
    ))
}

fn language(org: &Org, query: &Fields) -> Locale {
    query.read("language").unwrap_or(org.cx.locale())
}

/// `GET /{org}/rounds/{round}/results/edit`
pub(super) async fn show(
    org: Org,
    At(id): At<RoundId>,
    Query(query): Query,
) -> PageResult<Response> {
    let locale = language(&org, &query);
    let fields = stored(&org, id, locale).await?;
    Ok(Page(page(&org, id, locale, (fields, State::default())).await?).into_response())
}

/// `POST /{org}/rounds/{round}/results/edit`
pub(super) async fn save(
    org: Org,
    At(id): At<RoundId>,
    Query(query): Query,
    fields: Fields,
) -> PageResult<Response> {
    let locale = language(&org, &query);
    let draft = SummaryDraft {
        situation: fields.text("situation").to_owned(),
        next_steps: fields.text("next_steps").to_owned(),
        publicity: fields.text("publicity").to_owned(),
        ground: fields.text("ground").to_owned(),
        revision: fields.read("revision").unwrap_or_default(),
    };
    match app::leadership::save_summary(&org.cx, id, locale, &draft).await {
        Ok(()) => Ok(go_with(
            &org.to(link::RESULT, id),
            &Notice::done("leadership.edit.saved"),
        )),
        Err(Error::Invalid(invalid)) => {
            let state = State {
                invalid,
                ..State::default()
            };
            Ok(mend(page(&org, id, locale, (fields, state)).await?))
        }
        Err(Error::Conflict) => conflict(&org, id, locale, fields).await,
        Err(other) => Err(PageError::from(other)),
    }
}

/// Both versions side by side; what was typed stays in the form, on top of what is stored now.
async fn conflict(org: &Org, id: RoundId, locale: Locale, typed: Fields) -> PageResult<Response> {
    let t = org.t();
    let saved = stored(org, id, locale).await?;
    let differences = [
        ("situation", "leadership.edit.situation"),
        ("next_steps", "leadership.edit.next"),
        ("publicity", "leadership.edit.publicity"),
    ]
    .into_iter()
    .map(|(name, label)| {
        let word = |fields: &Fields| match Publicity::from_code(fields.text(name)) {
            Some(Publicity::Public) => t.say("publicity.public").to_owned(),
            Some(Publicity::Internal) => t.say("publicity.internal").to_owned(),
            Some(Publicity::Secret) => t.say("publicity.secret").to_owned(),
            None => fields.text(name).to_owned(),
        };
        let (mine, saved) = (word(&typed), word(&saved));
        Difference {
            label: t.say(label).to_owned(),
            differs: mine != saved,
            mine,
            saved,
        }
    })
    .collect();
    let fields = Fields::of(&[
        ("situation", typed.text("situation")),
        ("next_steps", typed.text("next_steps")),
        ("publicity", typed.text("publicity")),
        ("ground", typed.text("ground")),
        ("revision", saved.text("revision")),
    ]);
    let state = State {
        differences,
        ..State::default()
    };
    let page = page(org, id, locale, (fields, state)).await?;
    Ok((StatusCode::CONFLICT, Page(page)).into_response())
}
