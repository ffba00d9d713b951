//! Decisions of bodies: what was decided, and whether the money stands in the budget.

use app::Outcome;
use app::form::Typed;
use app::measure::MeasureView;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::MeasureId;
use domain::identity::Permission;
use domain::measure::CouncilDecision;

use super::frame::{shell, tabs};
use super::link;
use crate::error::PageResult;
use crate::extract::Org;
use crate::form::{
    Desk, Done, FormPage, FormView, Loaded, Place, Removable, Removal, Restorable, Spot,
};
use crate::kit::part::{Link, Tab};
use crate::kit::shell::Shell;
use crate::page::Page;
use crate::page::flash::Notice;

struct Row {
    title: String,
    href: String,
    /// Body, day and section.
    when: String,
    text: String,
    measures: Vec<Link>,
    euros: String,
    budget: String,
    lacks_money: bool,
}

/// `GET /{org}/measures/decisions`
#[derive(Template)]
#[template(path = "measure/decisions.html")]
struct ListPage {
    shell: Shell,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    new: String,
}

fn row(org: &Org, all: &[MeasureView], one: &CouncilDecision) -> Row {
    let t = org.t();
    let named = |id: &MeasureId| {
        let view = all.iter().find(|view| view.id == *id)?;
        Some(Link::new(&view.title, &org.to(link::MEASURE, id)))
    };
    let day = t.date(one.decided_on);
    let budgeted = one.budgeted.map_or_else(|| "–".to_owned(), |n| t.euros(n));
    Row {
        title: one.title.to_string(),
        href: if org.cx.may(Permission::RiskDecide) {
            org.to(link::DECISION, &one.id)
        } else {
            String::new()
        },
        when: t.with(
            "risk.decision.when",
            &[
                ("body", &one.body),
                ("day", &day),
                ("section", &one.section),
            ],
        ),
        text: one.text.clone(),
        measures: one.measures.iter().filter_map(named).collect(),
        euros: t.euros(one.euros),
        budget: one.budget_line.as_ref().map_or_else(
            || t.say("risk.decision.no-line").to_owned(),
            |line| format!("{line}: {budgeted}"),
        ),
        lacks_money: one.lacks_money(),
    }
}

/// `GET /{org}/measures/decisions`
pub(super) async fn list(org: Org) -> PageResult<Response> {
    let decisions = app::measure::decisions(&org.cx).await?;
    let all = app::measure::measures(&org.cx).await?;
    let may_decide = org.cx.may(Permission::RiskDecide);
    Ok(Page(ListPage {
        shell: shell(&org, org.t().say("measure.tab.decisions")),
        tabs: tabs(&org, link::DECISIONS),
        rows: decisions.iter().map(|one| row(&org, &all, one)).collect(),
        new: if may_decide {
            org.to(link::NEW_DECISION, ())
        } else {
            String::new()
        },
    })
    .into_response())
}

/// Characters of a title that is made of a longer text.
const TITLE: usize = 120;

/// As many whole words of a text as a title holds.
fn first_words(text: &str) -> String {
    if text.chars().count() <= TITLE {
        return text.trim_end_matches('.').to_owned();
    }
    let cut: String = text.chars().take(TITLE).collect();
    let whole = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", whole.trim_end_matches([',', ';', '.']))
}

/// The form of a decision.
pub(super) struct Decisions;

impl Desk for Decisions {
    type Form = CouncilDecision;
    type New = ();
    type Old = String;
    type Page = FormPage;

    async fn load(org: &Org, at: &Place<Self>) -> Outcome<Loaded<CouncilDecision>> {
        Ok(Loaded {
            with: app::measure::measures(&org.cx).await?,
            was: match at {
                Spot::New(()) => None,
                Spot::Old(id) => Some(app::measure::decision(&org.cx, id).await?),
            },
        })
    }

    /// A choice of measures is carried over with what it costs, `?measure=…`, and so is what an
    /// assessment proposes, `?proposal=…`.
    fn begin(org: &Org, query: &Typed, loaded: &Loaded<CouncilDecision>) -> Option<Typed> {
        let (t, chosen) = (org.t(), query.all("measure"));
        let is_chosen = |it: &&MeasureView| chosen.iter().any(|id| it.id == id.as_str());
        let costs = loaded.with.iter().filter(is_chosen);
        let sum: i64 = costs.map(|it| it.cost).sum();
        let typed = Typed::of(&[("body", t.say("leadership.body.council"))]);
        let typed = typed.with_all("measure", chosen);
        let proposal = query.text("proposal");
        let typed = typed
            .with("title", &first_words(proposal))
            .with("text", proposal);
        Some(if sum > 0 {
            typed.with("euros", &sum.to_string())
        } else {
            typed
        })
    }

    async fn save(org: &Org, _: &Place<Self>, value: CouncilDecision) -> Outcome<Done> {
        app::measure::record_decision(&org.cx, &value).await?;
        Ok(Done {
            to: org.to(link::DECISIONS, ()),
            notice: Notice::done("risk.decision.saved"),
        })
    }

    async fn page(
        org: &Org,
        at: &Place<Self>,
        _: &Loaded<CouncilDecision>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<FormPage> {
        let t = org.t();
        let (title, form) = match at {
            Spot::New(()) => ("risk.decision.new", form(org.to(link::NEW_DECISION, ()))),
            Spot::Old(id) => {
                let removal = Removal {
                    action: org.to(link::REMOVE_DECISION, id),
                    title: t.say("risk.decision.remove"),
                    text: t.say("risk.decision.remove-text"),
                    label: t.say("risk.decision.remove"),
                };
                let form = form(org.to(link::DECISION, id));
                ("risk.decision.edit", form.with_removal(Some(removal)))
            }
        };
        let crumbs = [
            (t.say("measure.title"), org.to(link::BUDGET, ())),
            (t.say("measure.tab.decisions"), org.to(link::DECISIONS, ())),
        ];
        Ok(FormPage {
            shell: org.shell(t.say(title), &crumbs),
            lead: t.say("risk.decision.form-lead").to_owned(),
            form,
        })
    }
}

impl Removable for Decisions {
    async fn remove(org: &Org, id: &String, revision: i64) -> Outcome<Done> {
        app::measure::remove_decision(&org.cx, id, revision).await?;
        Ok(Done {
            to: org.to(link::DECISIONS, ()),
            notice: Notice::done("risk.decision.removed")
                .with_undo(&org.to(link::RESTORE_DECISION, id)),
        })
    }

    fn kept(org: &Org, _: &String) -> String {
        org.to(link::DECISIONS, ())
    }
}

impl Restorable for Decisions {
    async fn restore(org: &Org, id: &String) -> Outcome<Done> {
        app::measure::restore_decision(&org.cx, id).await?;
        Ok(Done {
            to: org.to(link::DECISIONS, ()),
            notice: Notice::done("risk.decision.restored"),
        })
    }
}
