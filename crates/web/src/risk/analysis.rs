//! The analyst's page: every figure, by formula and by simulation, and what they were made of.

use app::risk::{Computed, Followed};
use askama::Template;
use axum::response::Response;
use domain::identity::Permission;
use domain::risk::{Estimated, RiskRun, RunState};
use i18n::Texts;

use super::frame::{shell, tabs};
use super::{charts, link};
use crate::error::PageResult;
use crate::extract::Org;
use crate::figures::{euros, two};
use crate::form::FormView;
use crate::kit::chart::Curve;
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::page::download;

/// Seconds after which a page with a running simulation looks again.
const LOOKS: u32 = 2;

struct ServiceRow {
    name: String,
    href: String,
    chance: String,
    simulated: String,
    days: String,
    simulated_days: String,
}

struct ThreatRow {
    title: String,
    href: String,
    times: String,
    euros: String,
    share: String,
}

/// A field of the matrix: the threats in it.
type Cell = Vec<String>;

/// What the page says of the latest simulation.
struct RunView {
    state: &'static str,
    is_alive: bool,
    percent: u64,
    progress: String,
    facts: Vec<(&'static str, String)>,
}

/// `GET /{org}/risk/analysis`
#[derive(Template)]
#[template(path = "risk/analysis.html")]
pub(super) struct AnalysisPage {
    shell: Shell,
    tabs: Vec<Tab>,
    facts: Vec<(&'static str, String)>,
    services: Vec<ServiceRow>,
    threats: Vec<ThreatRow>,
    matrix: Vec<(String, Vec<Cell>)>,
    matrix_heads: Vec<String>,
    curve: Curve,
    run: Option<RunView>,
    may_run: bool,
    stop: String,
    model: String,
    form: FormView,
}

/// The page with the form of a simulation.
pub(super) async fn page(org: &Org, form: FormView) -> PageResult<AnalysisPage> {
    let t = org.t();
    let computed = app::risk::computed(&org.cx).await?;
    let appetite = app::risk::appetite(&org.cx).await?;
    let run = app::risk::followed_run(&org.cx).await?;
    let same = run.as_ref().map(|it| &it.run);
    let same = same.filter(|run| is_of(run, &computed));
    let is_alive = run.as_ref().is_some_and(|run| run.is_alive);
    let weights = weights(org, &computed);
    let frame = shell(org, t.say("risk.tab.analysis")).wide();
    Ok(AnalysisPage {
        shell: if is_alive {
            frame.refreshing(LOOKS)
        } else {
            frame
        },
        tabs: tabs(org, link::ANALYSIS),
        facts: facts(t, &computed),
        services: services(org, &computed, same),
        matrix: matrix(t, &weights),
        threats: threats(t, weights),
        matrix_heads: COSTS.iter().map(|(_, key)| t.say(key).to_owned()).collect(),
        curve: charts::curve(t, &computed.numbers, &appetite.limits),
        run: run.as_ref().map(|run| run_view(org, run, &computed)),
        may_run: org.cx.may(Permission::ThreatWrite),
        stop: org.to(link::STOP, ()),
        model: org.to(link::MODEL, ()),
        form,
    })
}

/// `GET /{org}/risk/model.json`: the model for the command line.
pub(super) async fn model(org: Org) -> PageResult<Response> {
    let model = app::risk::model_file(&org.cx).await?;
    let slug = &org.cx.organisation().slug;
    let name = format!("{}-{slug}.json", org.t().say("risk.model.file"));
    Ok(download(&name, "application/json", model))
}

/// Whether a simulation is of the model as it stands.
fn is_of(run: &RiskRun, computed: &Computed) -> bool {
    run.fingerprint == computed.built.model.fingerprint()
}

fn facts(t: Texts, computed: &Computed) -> Vec<(&'static str, String)> {
    let model = &computed.built.model;
    let count = |n: usize| t.number(i64::try_from(n).unwrap_or(i64::MAX));
    let effects: usize = model.scenarios().iter().map(|it| it.effects.len()).sum();
    vec![
        (t.say("risk.fact.nodes"), count(model.nodes().len())),
        (
            t.say("risk.fact.services"),
            count(computed.built.services.len()),
        ),
        (t.say("risk.fact.streams"), count(model.scenarios().len())),
        (t.say("risk.fact.effects"), count(effects)),
        (t.say("risk.fact.measures"), count(model.measures().len())),
        (
            t.say("risk.fact.events"),
            two(t, computed.numbers.figures.events),
        ),
        (
            t.say("risk.fact.loss"),
            euros(t, computed.numbers.figures.loss),
        ),
        (
            t.say("risk.fact.response"),
            euros(t, computed.numbers.figures.response),
        ),
        (
            t.say("risk.fact.any"),
            t.percent(computed.numbers.any_intolerable()),
        ),
        (
            t.say("risk.fact.affected"),
            format!(
                "{} – {}",
                two(t, computed.numbers.joint.affected_at_least.value),
                two(t, computed.numbers.joint.affected_at_most.value)
            ),
        ),
        (
            t.say("risk.fact.overlap"),
            t.percent(computed.numbers.joint.overlap_share),
        ),
        (t.say("risk.fact.fingerprint"), model.fingerprint()),
    ]
}

fn services(org: &Org, computed: &Computed, run: Option<&RiskRun>) -> Vec<ServiceRow> {
    let t = org.t();
    let outcome = run.and_then(|run| run.outcome.as_ref());
    let row = |(at, id): (usize, &domain::NodeId)| {
        let figures = computed.numbers.figures.services.get(at)?;
        let numbers = computed.numbers.services.get(at)?;
        let simulated = outcome.and_then(|it| it.services.get(at));
        let dash = || "–".to_owned();
        let (chance, days) = (numbers.chance, numbers.days);
        Some(ServiceRow {
            name: computed.built.register.node(*id)?.name.clone(),
            href: org.to(link::SERVICE, id),
            chance: format!(
                "{} ({} – {})",
                t.decimal(figures.intolerable, 3),
                t.decimal(chance.low, 2),
                t.decimal(chance.high, 2)
            ),
            simulated: simulated.map_or_else(dash, |it| with_error(t, it.1, 4)),
            days: format!(
                "{} ({} – {})",
                t.decimal(figures.outage_days, 2),
                t.decimal(days.low, 1),
                t.decimal(days.high, 1)
            ),
            simulated_days: simulated.map_or_else(dash, |it| with_error(t, it.0, 3)),
        })
    };
    computed
        .built
        .services
        .iter()
        .enumerate()
        .filter_map(row)
        .collect()
}

fn with_error(t: Texts, estimated: Estimated, digits: usize) -> String {
    let [value, error] = [estimated.value, estimated.error].map(|it| t.decimal(it, digits));
    format!("{value} ± {error}")
}

/// A threat's times in a term and its part of the loss.
struct Weight {
    title: String,
    href: String,
    times: f64,
    loss: f64,
}

fn weights(org: &Org, computed: &Computed) -> Vec<Weight> {
    let locale = org.t().locale();
    let causes = computed.causes_of_loss();
    let weight = |cause: &app::risk::Cause| {
        let streams = computed
            .built
            .streams
            .iter()
            .zip(computed.built.model.scenarios());
        let own = streams.filter(|(stream, _)| stream.threat.id == cause.threat.id);
        Weight {
            title: cause.threat.title.text(locale).to_owned(),
            href: org.to(crate::threat::link::THREAT, &cause.threat.id),
            times: own
                .map(|(_, it)| it.rate_per_year * app::risk::TERM_YEARS)
                .sum(),
            loss: cause.amount,
        }
    };
    causes.iter().map(weight).collect()
}

fn threats(t: Texts, all: Vec<Weight>) -> Vec<ThreatRow> {
    let sum: f64 = all.iter().map(|it| it.loss).sum();
    all.into_iter()
        .map(|it| ThreatRow {
            times: two(t, it.times),
            euros: euros(t, it.loss),
            share: t.percent(it.loss / sum),
            title: it.title,
            href: it.href,
        })
        .collect()
}

/// Times in a term, from which a row begins; the most often first.
const TIMES: [(f64, &str); 4] = [
    (1.0, "risk.matrix.often"),
    (0.1, "risk.matrix.sometimes"),
    (0.01, "risk.matrix.seldom"),
    (0.0, "risk.matrix.rarely"),
];

/// Euros of one time, from which a column begins; the least first.
const COSTS: [(f64, &str); 4] = [
    (0.0, "risk.matrix.small"),
    (10_000.0, "risk.matrix.middle"),
    (100_000.0, "risk.matrix.large"),
    (1_000_000.0, "risk.matrix.huge"),
];

/// Threats by how often and how dear, for those who are used to it.
fn matrix(t: Texts, weights: &[Weight]) -> Vec<(String, Vec<Cell>)> {
    let mut rows: Vec<(String, Vec<Cell>)> = TIMES
        .iter()
        .map(|(_, key)| (t.say(key).to_owned(), vec![Vec::new(); COSTS.len()]))
        .collect();
    for one in weights {
        let times = one.times;
        let each = one.loss / times.max(1e-9);
        let row = TIMES.iter().position(|(from, _)| times >= *from);
        let column = COSTS.iter().rposition(|(from, _)| each >= *from);
        let cells = row
            .and_then(|row| rows.get_mut(row))
            .map(|(_, cells)| cells);
        if let Some(cell) = cells.zip(column).and_then(|(cells, at)| cells.get_mut(at)) {
            cell.push(one.title.clone());
        }
    }
    rows
}

fn run_view(org: &Org, followed: &Followed, computed: &Computed) -> RunView {
    let t = org.t();
    let (run, is_alive) = (&followed.run, followed.is_alive);
    let state = match run.state {
        RunState::Running | RunState::Stopping if !is_alive => "risk.run.lost",
        RunState::Running => "risk.run.running",
        RunState::Stopping => "risk.run.stopping",
        RunState::Stopped => "risk.run.stopped",
        RunState::Done if is_of(run, computed) => "risk.run.done",
        RunState::Done => "risk.run.old",
    };
    let number = |n: u64| t.number(i64::try_from(n).unwrap_or(i64::MAX));
    let mut facts = vec![
        (t.say("risk.run.terms"), number(run.terms)),
        (t.say("risk.run.seed"), run.seed.to_string()),
        (t.say("risk.run.begun-at"), t.datetime(run.begun)),
        (t.say("risk.run.version"), run.version.clone()),
        (t.say("risk.fact.fingerprint"), run.fingerprint.clone()),
    ];
    if let Some(outcome) = &run.outcome {
        facts.push((t.say("risk.fact.loss"), plus_minus(t, outcome.loss)));
        for (share, estimate) in &outcome.quantiles {
            let label = t.say("risk.run.quantile");
            let text = format!("{}: {}", t.percent(*share), plus_minus(t, *estimate));
            facts.push((label, text));
        }
        facts.push((t.say("risk.fact.events"), number(outcome.events)));
    }
    RunView {
        state: t.say(state),
        is_alive,
        percent: run.done * 100 / run.terms.max(1),
        progress: t.with(
            "risk.run.progress",
            &[("done", &number(run.done)), ("all", &number(run.terms))],
        ),
        facts,
    }
}

fn plus_minus(t: Texts, estimated: Estimated) -> String {
    let [value, error] = [estimated.value, estimated.error].map(|it| t.decimal(it, 0));
    format!("{value} ± {error} €")
}
