//! One threat: what happens, how often and how long, where that comes from, and the workshop's form.

use app::threat::Weighed;
use app::{Error, Outcome};
use askama::Template;
use domain::ThreatId;
use domain::identity::Permission;
use domain::threat::AdaptedThreat;
use i18n::Texts;

use super::link;
use super::words;
use crate::error::PageResult;
use crate::evidence::{Source, sources, strength};
use crate::extract::Org;
use crate::form::{Desk, Done, FormView, Loaded, Place, Removable};
use crate::kit::shell::Shell;
use crate::page::flash::Notice;

/// `GET /{org}/threats/{threat}`
#[derive(Template)]
#[template(path = "threat/one.html")]
pub(super) struct ThreatPage {
    shell: Shell,
    happens: String,
    notice: String,
    example: String,
    reduces: Vec<String>,
    uncertain: String,
    often: String,
    /// What the ranges say and imply: label and sentence.
    lines: Vec<(&'static str, String)>,
    strength: (String, String),
    sources: Vec<Source>,
    is_on: bool,
    why: String,
    may_write: bool,
    forget: String,
    /// The revision of the own ranges that are shown.
    revision: i64,
    form: FormView,
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

/// The form of a workshop's own ranges.
pub(super) struct Ranges;

impl Desk for Ranges {
    type Form = AdaptedThreat;
    type New = ();
    type Old = ThreatId;
    type Page = ThreatPage;

    async fn load(org: &Org, at: &Place<Self>) -> Outcome<Loaded<AdaptedThreat>> {
        let id = at.old().ok_or(Error::NotFound)?;
        let with = app::threat::threat(&org.cx, id).await?;
        Ok(Loaded {
            was: Some(with.ranges()),
            with,
        })
    }

    /// Writes the workshop's ranges and shows at once what they imply.
    async fn save(org: &Org, _: &Place<Self>, value: AdaptedThreat) -> Outcome<Done> {
        app::threat::adapt(&org.cx, &value).await?;
        Ok(Done {
            to: org.to(link::THREAT, value.threat),
            notice: Notice::done("threat.saved"),
        })
    }

    async fn page(
        org: &Org,
        _: &Place<Self>,
        loaded: &Loaded<AdaptedThreat>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<ThreatPage> {
        let (t, locale, one) = (org.t(), org.cx.locale(), &loaded.with);
        let threat = one.threat;
        let text = |it: &domain::Localised| it.text(locale).to_owned();
        let own = one.own.as_ref();
        Ok(ThreatPage {
            shell: org.shell(
                threat.title.text(locale),
                &[(t.say("threat.title"), org.to(link::LIST, ()))],
            ),
            happens: text(&threat.happens),
            notice: text(&threat.notice),
            example: threat.example.as_ref().map(text).unwrap_or_default(),
            reduces: threat.reduces.iter().map(text).collect(),
            uncertain: text(&threat.uncertain),
            often: words::often(t, one),
            lines: lines(org, one),
            strength: strength(locale, threat.strength),
            sources: sources(locale, &threat.sources),
            is_on: one.is_on(),
            why: own.map_or_else(String::new, |own| own.why.clone()),
            may_write: org.cx.may(Permission::ThreatWrite),
            revision: own.map_or(0, |own| own.revision),
            forget: own.map_or_else(String::new, |_| org.to(link::FORGET, &threat.id)),
            form: form(org.to(link::THREAT, &threat.id)),
        })
    }
}

/// `POST /{org}/threats/{threat}/forget`: the shipped ranges hold again.
impl Removable for Ranges {
    async fn remove(org: &Org, id: &ThreatId, revision: i64) -> Outcome<Done> {
        app::threat::forget(&org.cx, id, revision).await?;
        Ok(Done {
            to: org.to(link::THREAT, id),
            notice: Notice::done("threat.forgotten"),
        })
    }

    fn kept(org: &Org, id: &ThreatId) -> String {
        org.to(link::THREAT, id)
    }
}
