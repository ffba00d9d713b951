//! The municipality's facts: one form, one save.

use app::Outcome;
use app::form::Typed;
use app::handbook::{FactRow, FactSheet};
use askama::Template;
use domain::handbook::{PartKey, PartKind};
use i18n::Texts;

use super::link;
use crate::error::PageResult;
use crate::extract::Org;
use crate::form::{Desk, Done, FormView, Loaded, Place};
use crate::kit::shell::Shell;
use crate::page::flash::Notice;

/// A fact on the page: what is around its fields.
struct Row {
    id: String,
    title: String,
    missing: String,
    state: &'static str,
    mark: &'static str,
    proposal: String,
    is_empty: bool,
    /// Name of the field of its text.
    text: String,
    /// Name of the field that confirms that it is public, where that must be confirmed.
    confirm: Option<String>,
}

/// `GET /{org}/handbook/facts`
#[derive(Template)]
#[template(path = "handbook/facts.html")]
pub(super) struct FactsPage {
    shell: Shell,
    rows: Vec<Row>,
    form: FormView,
}

/// The button that takes a proposal: its value is the id of the fact.
const TAKE: &str = "take";

fn row(t: Texts, one: &FactRow) -> Row {
    let fact = one.fact;
    let is_empty = one.text.is_empty();
    let (state, mark) = match (is_empty, one.is_shown()) {
        (true, _) => (t.say("handbook.fact.untold"), "neutral"),
        (false, true) => (t.say("handbook.fact.shown"), "success"),
        (false, false) => (t.say("handbook.fact.hidden"), "warning"),
    };
    Row {
        title: fact.title.text(t.locale()).to_owned(),
        missing: fact.missing.text(t.locale()).to_owned(),
        state,
        mark,
        proposal: one.proposal.clone(),
        is_empty,
        text: format!("text-{}", fact.id),
        confirm: fact.care.then(|| format!("ok-{}", fact.id)),
        id: fact.id.clone(),
    }
}

/// The form of the facts.
pub(super) struct Facts;

impl Desk for Facts {
    type Form = FactSheet;
    type New = ();
    type Old = ();
    type Page = FactsPage;

    async fn load(org: &Org, _: &Place<Self>) -> Outcome<Loaded<FactSheet>> {
        let rows = app::handbook::facts(&org.cx).await?;
        Ok(Loaded {
            was: Some(FactSheet { rows }),
            with: (),
        })
    }

    /// A proposal fills a field that is still empty; everything else that was typed stays.
    fn received(typed: Typed, loaded: &Loaded<FactSheet>) -> Typed {
        let mut rows = loaded.was.iter().flat_map(|it| &it.rows);
        let taken = rows.find(|it| it.fact.id == typed.text(TAKE));
        match taken.map(|it| (format!("text-{}", it.fact.id), &it.proposal)) {
            Some((name, proposal)) if typed.text(&name).trim().is_empty() => {
                typed.with(&name, proposal)
            }
            _ => typed,
        }
    }

    async fn save(org: &Org, _: &Place<Self>, value: FactSheet) -> Outcome<Done> {
        app::handbook::save_facts(&org.cx, &value).await?;
        Ok(Done {
            to: org.to(link::FACTS, ()),
            notice: Notice::done("handbook.saved"),
        })
    }

    fn subject(_: &Org, _: &Place<Self>) -> Option<String> {
        // Each fact is a subject of its own.
        None
    }

    fn subject_of_row(org: &Org, _: &Place<Self>, fact: &str) -> Option<String> {
        let key = PartKey::new(PartKind::Fact, fact);
        Some(app::handbook::part_subject(&key, org.cx.locale()))
    }

    async fn page(
        org: &Org,
        _: &Place<Self>,
        loaded: &Loaded<FactSheet>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<FactsPage> {
        let t = org.t();
        let crumb = (t.say("handbook.title"), org.to(link::OVERVIEW, ()));
        let rows = loaded.was.iter().flat_map(|it| &it.rows);
        Ok(FactsPage {
            shell: org.shell(t.say("handbook.facts"), &[crumb]),
            rows: rows.map(|one| row(t, one)).collect(),
            form: form(org.to(link::FACTS, ())),
        })
    }
}
