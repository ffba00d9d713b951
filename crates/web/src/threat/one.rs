//! One threat: what happens, how often and how long, where that comes from, and the workshop's form.

use app::threat::{ThreatDraft, Weighed};
use app::{Error, Invalid};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use content::threat::Ask;
use domain::identity::Permission;
use i18n::Texts;

use super::link;
use super::words;
use crate::error::{PageError, PageResult};
use crate::evidence::{Source, sources, strength};
use crate::extract::{At, Fields, Org, Problems};
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

/// `GET /{org}/threats/{threat}`
#[derive(Template)]
#[template(path = "threat/one.html")]
struct ThreatPage {
    shell: Shell,
    happens: String,
    notice: String,
    example: String,
    reduces: Vec<String>,
    question: String,
    uncertain: String,
    often: String,
    /// What the ranges say and imply: label and sentence.
    lines: Vec<(&'static str, String)>,
    strength: (String, String),
    sources: Vec<Source>,
    is_on: bool,
    why: String,
    unit: &'static str,
    has_days: bool,
    may_write: bool,
    action: String,
    forget: String,
    fields: Fields,
    problems: Problems,
    /// That someone else adapted it meanwhile; empty when nobody did.
    conflict: &'static str,
}

/// The fields of the form as things stand.
fn stored(org: &Org, one: &Weighed) -> Fields {
    let t = org.t();
    let number = |value: f64| words::typed(t, value);
    let (worst_days, worst_euros) = one.own.as_ref().map_or((None, None), |own| own.worst);
    let shown = |value: Option<f64>| value.map(number).unwrap_or_default();
    let days = one.days.as_ref().map(|(range, _)| *range);
    let (range, euros) = (one.often.range, one.euros.0);
    Fields::of(&[
        ("is_on", if one.is_on() { "true" } else { "" }),
        ("often_low", &number(range.low)),
        ("often_high", &number(range.high)),
        ("days_low", &shown(days.map(|it| it.low))),
        ("days_high", &shown(days.map(|it| it.high))),
        ("days_worst", &shown(worst_days)),
        ("euros_low", &number(euros.low)),
        ("euros_high", &number(euros.high)),
        ("euros_worst", &shown(worst_euros)),
        ("why", one.own.as_ref().map_or("", |own| own.why.as_str())),
        (
            "revision",
            &one.own.as_ref().map_or(0, |own| own.revision).to_string(),
        ),
    ])
}

/// What the ranges of days and euros say, and what they imply.
fn lines(org: &Org, one: &Weighed) -> Vec<(&'static str, String)> {
    let t = org.t();
    let mut all = Vec::new();
    if let Some((range, implied)) = &one.days {
        let (usual, bad) = (implied.median, implied.one_in_twenty);
        let shown = [usual, bad].map(|days| words::time(t, days));
        all.push((
            t.say("threat.lasts"),
            implies(t, &shown, &words::times(t, *range)),
        ));
    }
    let (range, implied) = &one.euros;
    let shown = [implied.median, implied.one_in_twenty].map(|it| words::euros(t, it));
    let [low, high] = [range.low, range.high].map(|it| words::euros(t, it));
    let text = implies(t, &shown, &format!("{low} – {high}"));
    let mean = t.with("threat.mean", &[("mean", &words::euros(t, implied.mean))]);
    all.push((t.say("threat.costs"), format!("{text} {mean}")));
    all
}

/// The usual and the bad figure with the range, in a sentence.
fn implies(t: Texts, [usual, bad]: &[String; 2], range: &str) -> String {
    t.with(
        "threat.implies",
        &[("usual", usual), ("range", &range), ("bad", bad)],
    )
}

fn page(org: &Org, one: &Weighed, fields: Fields, invalid: &Invalid) -> ThreatPage {
    let (t, locale) = (org.t(), org.cx.locale());
    let threat = one.threat;
    let here = org.to(link::THREAT, &threat.id);
    let text = |it: &domain::Localised| it.text(locale).to_owned();
    ThreatPage {
        shell: org.shell(
            threat.title.text(locale),
            &[(t.say("threat.title"), org.to(link::LIST, ()))],
        ),
        happens: text(&threat.happens),
        notice: text(&threat.notice),
        example: threat.example.as_ref().map(text).unwrap_or_default(),
        reduces: threat.reduces.iter().map(text).collect(),
        question: text(&threat.question),
        uncertain: text(&threat.uncertain),
        often: words::often(t, one),
        lines: lines(org, one),
        strength: strength(locale, threat.strength),
        sources: sources(locale, &threat.sources),
        is_on: one.is_on(),
        why: one
            .own
            .as_ref()
            .map_or_else(String::new, |own| own.why.clone()),
        unit: match threat.ask {
            Ask::HundredMunicipalities => t.say("threat.unit.municipalities"),
            Ask::HundredSuppliers => t.say("threat.unit.suppliers"),
            Ask::Times => t.say("threat.unit.times"),
        },
        has_days: threat.duration.is_some(),
        may_write: org.cx.may(Permission::ThreatWrite),
        forget: if one.own.is_some() {
            org.to(link::FORGET, &threat.id)
        } else {
            String::new()
        },
        action: here,
        fields,
        problems: Problems::new(t, invalid),
        conflict: "",
    }
}

/// `GET /{org}/threats/{threat}`
pub(super) async fn show(org: Org, At(id): At<String>) -> PageResult<Response> {
    let one = app::threat::threat(&org.cx, &id).await?;
    let fields = stored(&org, &one);
    Ok(Page(page(&org, &one, fields, &Invalid::default())).into_response())
}

fn draft(fields: &Fields) -> ThreatDraft {
    let text = |name: &str| fields.text(name).to_owned();
    ThreatDraft {
        is_on: fields.is_on("is_on"),
        often_low: text("often_low"),
        often_high: text("often_high"),
        days_low: text("days_low"),
        days_high: text("days_high"),
        days_worst: text("days_worst"),
        euros_low: text("euros_low"),
        euros_high: text("euros_high"),
        euros_worst: text("euros_worst"),
        why: text("why"),
        revision: fields.read("revision").unwrap_or_default(),
    }
}

/// `POST /{org}/threats/{threat}`: writes the workshop's ranges and shows at once what they imply.
pub(super) async fn save(org: Org, At(id): At<String>, fields: Fields) -> PageResult<Response> {
    match app::threat::adapt(&org.cx, &id, &draft(&fields)).await {
        Ok(()) => {
            let to = org.to(link::THREAT, id);
            Ok(go_with(&to, &Notice::done("threat.saved")))
        }
        Err(Error::Invalid(invalid)) => {
            let one = app::threat::threat(&org.cx, &id).await?;
            Ok(mend(page(&org, &one, fields, &invalid)))
        }
        Err(Error::Conflict) => {
            let one = app::threat::threat(&org.cx, &id).await?;
            let revision = one.own.as_ref().map_or(0, |own| own.revision).to_string();
            let fields = crate::assessment::with_revision(&fields, &revision);
            let page = ThreatPage {
                conflict: org.t().say("threat.conflict"),
                ..page(&org, &one, fields, &Invalid::default())
            };
            Ok((StatusCode::CONFLICT, Page(page)).into_response())
        }
        Err(other) => Err(PageError::from(other)),
    }
}

/// `POST /{org}/threats/{threat}/forget`: the shipped ranges hold again.
pub(super) async fn forget(org: Org, At(id): At<String>) -> PageResult<Response> {
    app::threat::forget(&org.cx, &id).await?;
    let to = org.to(link::THREAT, id);
    Ok(go_with(&to, &Notice::done("threat.forgotten")))
}
