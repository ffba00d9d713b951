//! What a budget buys: the form that asks, the answer, and every measure with its state.

use app::Error;
use app::form::{Problem, typed_whole};
use app::measure::{Asked, BudgetPlan, MeasureStep, MeasureView};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::identity::Permission;
use i18n::Texts;

use super::choice::{FIRST, asked, pairs};
use super::frame::tabs;
use super::{link, words};
use crate::error::{PageError, PageResult};
use crate::extract::{Fields, Org, Query};
use crate::kit::chart::{Bar, Bars, Frontier, FrontierPoint, Heading};
use crate::kit::part::{Choice, KeyFigure, Link, Tab};
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::Page;

/// Budgets that are one press away.
const QUICK: [i64; 4] = [25_000, 50_000, 100_000, 200_000];

/// The most services whose change is drawn.
const SERVICES: usize = 8;

/// The most points of the drawn line: more cannot be told apart on a screen.
const POINTS: usize = 40;

/// How many steps in and out are shown.
const STEPS: usize = 3;

struct Bought {
    title: String,
    href: String,
    cost: String,
    is_default: bool,
}

/// The answer.
struct Answer {
    says: String,
    figures: Vec<KeyFigure>,
    insurance: &'static str,
    bought: Vec<Bought>,
    services: Option<Bars>,
    frontier: Frontier,
    next_in: Vec<String>,
    next_out: Vec<String>,
    postponing: String,
    gap: String,
    unknown: Vec<String>,
    choices: Vec<Choice>,
    is_own: bool,
    paper: String,
    record: String,
}

struct Row {
    title: String,
    href: String,
    cost: String,
    is_default: bool,
    owner: String,
    due: String,
    is_late: bool,
    status: &'static str,
    tag: &'static str,
}

/// `GET /{org}/measures`
#[derive(Template)]
#[template(path = "measure/budget.html")]
struct BudgetPage {
    shell: Shell,
    tabs: Vec<Tab>,
    action: String,
    budget: String,
    slider: (i64, i64),
    problem: String,
    quick: Vec<Link>,
    answer: Option<Answer>,
    refused: &'static str,
    services: String,
    rows: Vec<Row>,
    new: String,
}

/// `GET /{org}/measures?budget=…` or `?own=1&measure=…`
pub(super) async fn show(org: Org, Query(query): Query) -> PageResult<Response> {
    let (asked, fault) = asked(&query);
    let (plan, refused) = match app::measure::plan(&org.cx, &asked).await {
        Ok(plan) => (plan, ""),
        Err(Error::Refused(key)) => (None, org.t().say(key)),
        Err(other) => return Err(PageError::from(other)),
    };
    let all = app::measure::measures(&org.cx).await?;
    let mut page = page(&org, &query, &asked, plan.as_ref(), &all);
    page.refused = refused;
    if let Some(fault) = fault {
        let label = org.t().say("measure.budget.field");
        page.problem = Problem::new(org.t(), "budget", label, &fault).text;
    }
    Ok(Page(page).into_response())
}

fn page(
    org: &Org,
    typed: &Fields,
    asked: &Asked,
    plan: Option<&BudgetPlan>,
    all: &[MeasureView],
) -> BudgetPage {
    let t = org.t();
    let most = plan.map_or(FIRST, |plan| whole(plan.most));
    let now = match asked {
        Asked::Budget(euros) => *euros,
        Asked::Own(_) => plan.map_or(FIRST, |plan| whole(plan.cost)),
    };
    let typed = typed.text("budget");
    let to = |euros: i64, label: String| Link {
        label,
        href: org
            .to(link::BUDGET, ())
            .query(&pairs(&Asked::Budget(euros))),
    };
    let quick = QUICK.iter().filter(|euros| **euros < most);
    let mut quick: Vec<Link> = quick.map(|euros| to(*euros, t.euros(*euros))).collect();
    quick.push(to(most, t.say("measure.budget.everything").to_owned()));
    BudgetPage {
        shell: org.shell(t.say("measure.title"), &[]),
        tabs: tabs(org, link::BUDGET),
        action: org.to(link::BUDGET, ()),
        budget: if typed.is_empty() {
            typed_whole(now)
        } else {
            typed.to_owned()
        },
        // The slider ends at a round figure that pays for everything.
        slider: ((most / 5_000 + 1) * 5_000, now),
        problem: String::new(),
        quick,
        answer: plan.map(|plan| answer(org, asked, plan)),
        refused: "",
        services: org.to(crate::service::link::LIST, ()),
        rows: all.iter().map(|one| row(org, one)).collect(),
        new: if org.cx.may(Permission::MeasureWrite) {
            org.to(link::NEW, ())
        } else {
            String::new()
        },
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "sums of costs are far below 2^53"
)]
fn whole(euros: f64) -> i64 {
    euros.ceil() as i64
}

fn row(org: &Org, one: &MeasureView) -> Row {
    let t = org.t();
    let (told, today) = (&one.planned, org.cx.today());
    let is_open = told.status.is_weighed();
    Row {
        title: one.title.clone(),
        href: org.to(link::MEASURE, &one.id),
        cost: t.euros(one.cost),
        is_default: one.is_default_cost,
        owner: words::told(&told.owner),
        due: words::day(t, told.due_on),
        is_late: is_open && told.due_on.is_some_and(|day| day < today),
        status: words::status(t, told.status),
        tag: words::tag(told.status),
    }
}

fn answer(org: &Org, asked: &Asked, plan: &BudgetPlan) -> Answer {
    let t = org.t();
    let is_own = matches!(asked, Asked::Own(_));
    let record = org.to_if_may(link::NEW_DECISION, ());
    let choices = plan.items.iter().map(|it| {
        let hint = words::exact(t, cost(&it.view));
        let choice = Choice::new(it.view.id.as_str(), &it.view.title).with_hint(&hint);
        choice.chosen_if(if it.is_in { it.view.id.as_str() } else { "" })
    });
    let gap = if plan.is_estimated {
        t.say("measure.answer.estimated").to_owned()
    } else if plan.gap >= 1.0 {
        t.with("measure.answer.gap", &[("n", &t.rough(plan.gap))])
    } else {
        t.say("measure.answer.all-tried").to_owned()
    };
    Answer {
        says: says(t, asked, plan),
        figures: figures(t, plan),
        insurance: if plan.chosen().next().is_some() && plan.pays_back.value < 0.5 {
            t.say("measure.answer.insurance")
        } else {
            ""
        },
        bought: plan.chosen().map(|one| bought(org, one)).collect(),
        services: services(t, plan),
        frontier: frontier(t, plan),
        next_in: steps(t, "measure.answer.step-in", &plan.next_in),
        next_out: steps(t, "measure.answer.step-out", &plan.next_out),
        postponing: if plan.postponing >= 1.0 {
            let n = t.rough(plan.postponing);
            t.with("measure.answer.postponing", &[("n", &n)])
        } else {
            String::new()
        },
        gap: if is_own { String::new() } else { gap },
        unknown: unknown(t, plan),
        choices: choices.collect(),
        is_own,
        paper: org.to(link::PAPER, ()).query(&pairs(asked)),
        record: record
            .map(|to| to.query(&pairs(&Asked::Own(plan.ids()))))
            .unwrap_or_default(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "euros are far below 2^52")]
fn cost(view: &MeasureView) -> f64 {
    view.cost as f64
}

#[expect(clippy::cast_precision_loss, reason = "euros are far below 2^52")]
fn says(t: Texts, asked: &Asked, plan: &BudgetPlan) -> String {
    let count = i64::try_from(plan.chosen().count()).unwrap_or(i64::MAX);
    let measures = t.count("measure.count", count);
    let cost = words::exact(t, plan.cost);
    match asked {
        Asked::Budget(_) if count == 0 => t.say("measure.answer.nothing").to_owned(),
        Asked::Budget(budget) => {
            let budget = t.decimal(*budget as f64, 0);
            t.with(
                "measure.answer.says",
                &[
                    ("budget", &budget),
                    ("measures", &measures),
                    ("cost", &cost),
                ],
            )
        }
        Asked::Own(_) => t.with(
            "measure.answer.says-own",
            &[("measures", &measures), ("cost", &cost)],
        ),
    }
}

fn figures(t: Texts, plan: &BudgetPlan) -> Vec<KeyFigure> {
    let (before, after) = plan.loss;
    let figure = |value: String, label: &str, note: String| KeyFigure {
        value,
        label: t.say(label).to_owned(),
        note,
    };
    let was = words::euros(t, before);
    let saved = words::euros(t, before - after);
    let mut all = vec![
        figure(
            words::exact(t, plan.cost),
            "measure.answer.cost",
            t.say("measure.answer.in-term").to_owned(),
        ),
        figure(
            words::euros(t, after),
            "measure.answer.loss",
            t.with(
                "measure.answer.loss-note",
                &[("before", &was), ("saved", &saved)],
            ),
        ),
    ];
    if plan.chosen().next().is_some() {
        let n = words::of_hundred(t, plan.pays_back.value);
        all.push(figure(
            t.with("measure.answer.of-hundred", &[("n", &n)]),
            "measure.answer.pays-back",
            t.say("measure.answer.pays-back-note").to_owned(),
        ));
    }
    all
}

fn bought(org: &Org, one: &MeasureView) -> Bought {
    Bought {
        title: one.title.clone(),
        href: org.to(link::MEASURE, &one.id),
        cost: words::exact(org.t(), cost(one)),
        is_default: one.is_default_cost,
    }
}

/// The services whose chance of too long an outage falls most; nothing when none does.
fn services(t: Texts, plan: &BudgetPlan) -> Option<Bars> {
    let fall = |it: &app::measure::ServiceChange| it.chance.0 - it.chance.1;
    let mut changed: Vec<_> = plan
        .services
        .iter()
        .filter(|it| fall(it) >= 0.005)
        .collect();
    changed.sort_by(|a, b| fall(b).total_cmp(&fall(a)).then(a.id.cmp(&b.id)));
    changed.truncate(SERVICES);
    let most = changed.iter().map(|it| it.chance.0).fold(0.0, f64::max);
    let register = &plan.computed.built.register;
    let rows = changed.iter().filter_map(|it| {
        let (before, after) = it.chance;
        Some(Bar {
            label: register.node(it.id)?.name.clone(),
            share: after / most,
            text: t.with(
                "measure.answer.from-to",
                &[
                    ("before", &words::of_hundred(t, before)),
                    ("after", &words::of_hundred(t, after)),
                ],
            ),
            before: Some((before / most, words::of_hundred(t, before))),
        })
    });
    let rows: Vec<Bar> = rows.collect();
    let heads = ["service", "with", "without"].map(|it| t.say(&format!("measure.services.{it}")));
    (!rows.is_empty()).then(|| Bars {
        heading: Heading::new(
            "services-change",
            t.say("measure.services.title"),
            t.say("measure.services.lead"),
            t.say("kit.numbers"),
        ),
        heads: heads.map(str::to_owned),
        rows,
    })
}

fn frontier(t: Texts, plan: &BudgetPlan) -> Frontier {
    let point = |(cost, loss): (f64, f64)| FrontierPoint {
        cost,
        loss,
        texts: [words::exact(t, cost), words::euros(t, loss)],
    };
    let every = plan.frontier.len().div_ceil(POINTS).max(1);
    let last = plan.frontier.len().saturating_sub(1);
    let kept = plan.frontier.iter().enumerate();
    let kept = kept.filter(|(at, _)| at % every == 0 || *at == last);
    let heads = ["measure.frontier.cost", "measure.frontier.loss"];
    let scale = (plan.most.max(plan.cost).max(1.0), plan.loss.0.max(1.0));
    Frontier {
        heading: Heading::new(
            "frontier",
            t.say("measure.frontier.title"),
            t.say("measure.frontier.lead"),
            t.say("kit.numbers"),
        ),
        heads: heads.map(|key| t.say(key).to_owned()),
        points: kept.map(|(_, pair)| point(*pair)).collect(),
        chosen: point((plan.cost, plan.loss.1)),
        chosen_label: t.say("measure.frontier.chosen").to_owned(),
        most: [words::exact(t, scale.0), words::euros(t, scale.1)],
        scale,
    }
}

fn steps(t: Texts, key: &str, steps: &[MeasureStep]) -> Vec<String> {
    let step = |it: &MeasureStep| {
        t.with(
            key,
            &[
                ("title", &it.title),
                ("cost", &t.decimal(it.cost, 0)),
                ("saves", &t.rough(it.saves)),
            ],
        )
    };
    steps.iter().take(STEPS).map(step).collect()
}

/// What the figures do not know, apart from what is left to chance.
fn unknown(t: Texts, plan: &BudgetPlan) -> Vec<String> {
    let (gaps, loss) = (&plan.computed.built.gaps, &plan.computed.numbers.loss);
    let band = [loss.low, loss.high].map(|it| words::euros(t, it));
    let [low, high] = &band;
    let mut all = vec![t.with("measure.unknown.band", &[("low", low), ("high", high)])];
    let defaults = plan.chosen().filter(|one| one.is_default_cost).count();
    let counts = [
        ("measure.unknown.costs", defaults),
        ("measure.unknown.outage-cost", gaps.no_cost.len()),
        ("measure.unknown.tolerance", gaps.no_tolerance.len()),
        ("measure.unknown.threats", gaps.shipped.0),
        ("measure.unknown.left-out", gaps.left_out),
    ];
    let told = counts.into_iter().filter(|(_, count)| *count > 0);
    all.extend(told.map(|(key, count)| t.count(key, count)));
    all
}
