//! One thing of the register: what is told of it, what it depends on, what was found.

use app::Error;
use app::service::Step;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::NodeId;
use domain::identity::Permission;
use domain::service::{Gap, Moment, Node, Register, gaps};
use i18n::Texts;

use super::frame::shell;
use super::link;
use super::list::kind_of;
use super::words::{FindingLine, NeedLine, finding, link, need_lines, span};
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org};
use crate::kit::part::{Link, Step as Mark, StepState};
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::Page;
use crate::page::flash::{Notice, go_with};

struct MomentRow {
    title: &'static str,
    text: String,
}

struct EffectRow {
    title: String,
    levels: Vec<(&'static str, String)>,
}

/// `GET /{org}/services/{node}`
#[derive(Template)]
#[template(path = "service/view.html")]
struct ViewPage {
    shell: Shell,
    kind: &'static str,
    gives: String,
    note: String,
    facts: Vec<(&'static str, String)>,
    moments: Vec<MomentRow>,
    heads: Vec<&'static str>,
    effects: Vec<EffectRow>,
    fallback: String,
    needs: Vec<NeedLine>,
    above: Vec<Link>,
    findings: Vec<FindingLine>,
    steps: Vec<Mark>,
    is_proposed: bool,
    is_service: bool,
    is_writer: bool,
    revision: i64,
    edit: String,
    what_if: String,
    picture: String,
    confirm: String,
    remove: String,
}

/// Which gap a step of the form closes.
const fn gap(step: Step) -> Gap {
    match step {
        Step::Facts => Gap::Facts,
        Step::Moment(_) => Gap::Effects,
        Step::Tolerance => Gap::Tolerance,
        Step::Fallback => Gap::Fallback,
        Step::Needs => Gap::Needs,
    }
}

fn is_told(node: &Node, open: &[Gap], step: Step) -> bool {
    match step {
        Step::Facts => !open.contains(&Gap::Facts) && !open.contains(&Gap::People),
        Step::Moment(moment) => {
            !node.care.text(moment).is_empty() || node.care.effects.gravest(moment).is_some()
        }
        other => !open.contains(&gap(other)),
    }
}

/// The steps of the form, with what is told.
fn steps(org: &Org, node: &Node) -> Vec<Mark> {
    let open = gaps(node);
    let all = Step::of(node.kind).iter();
    all.map(|step| Mark {
        label: org
            .t()
            .say(&format!("service.step.{}", step.code()))
            .to_owned(),
        href: Some(edit_href(org, node.id, *step)),
        state: if is_told(node, &open, *step) {
            StepState::Done
        } else {
            StepState::NotStarted
        },
        note: String::new(),
    })
    .collect()
}

/// Address of a step of a thing's form.
pub(super) fn edit_href(org: &Org, id: NodeId, step: Step) -> String {
    org.to(link::EDIT, (id, step.code()))
}

/// What is told, a label and a value each.
fn facts(t: Texts, node: &Node) -> Vec<(&'static str, String)> {
    let care = &node.care;
    let hours = |hours: Option<i64>| hours.map(|hours| span(t, hours)).unwrap_or_default();
    let months: Vec<&str> = care.months.iter().map(|month| t.month(*month)).collect();
    let users = care.users.map(|users| t.number(users));
    let cost = care.cost_per_day.map(|euros| t.euros(euros));
    let season_days = care.season_days.map(|days| t.number(days));
    let tested = care.fallback_tested_on.map(|day| t.date(day));
    let all = [
        (t.say("service.field.users"), users.unwrap_or_default()),
        (t.say("service.field.owner"), care.owner.clone()),
        (t.say("service.field.deputy"), care.deputy.clone()),
        (
            t.say("service.field.tolerance"),
            hours(care.tolerance_hours),
        ),
        (
            t.say("service.field.season-tolerance"),
            hours(care.season_tolerance_hours),
        ),
        (t.say("service.field.months"), t.list(&months)),
        (
            t.say("service.field.season-days"),
            season_days.unwrap_or_default(),
        ),
        (t.say("service.field.rto"), hours(care.rto_hours)),
        (t.say("service.field.rpo"), hours(care.rpo_hours)),
        (t.say("service.field.cost"), cost.unwrap_or_default()),
        (t.say("service.field.promise"), hours(node.promise_hours)),
        (
            t.say("service.field.fallback-hours"),
            hours(care.fallback_hours),
        ),
        (t.say("service.field.tested"), tested.unwrap_or_default()),
    ];
    all.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

fn moment_word(t: Texts, moment: Moment) -> &'static str {
    t.say(&format!("service.step.{}", moment.code()))
}

fn effects(org: &Org, node: &Node) -> Vec<EffectRow> {
    let (t, locale) = (org.t(), org.cx.locale());
    let set = content::starting_set();
    if node.care.effects.is_empty() {
        return Vec::new();
    }
    let word = |level: Option<u8>| {
        let level = level.and_then(|level| set.levels.get(usize::from(level)));
        level.map_or("–", |words| words.text(locale)).to_owned()
    };
    let rows = set.effects.iter().map(|effect| EffectRow {
        title: effect.title.text(locale).to_owned(),
        levels: Moment::ALL
            .iter()
            .map(|moment| {
                let level = node.care.effects.level(effect.kind, *moment);
                (moment_word(t, *moment), word(level))
            })
            .collect(),
    });
    rows.collect()
}

fn page(org: &Org, register: &Register, node: &Node) -> ViewPage {
    let t = org.t();
    let moments = Moment::ALL.iter().map(|moment| MomentRow {
        title: moment_word(t, *moment),
        text: node.care.text(*moment).to_owned(),
    });
    let found = domain::service::checks(register, org.cx.today());
    let about = |link| org.to(link, ()).query(&[("node", node.id)]);
    ViewPage {
        shell: shell(org, &node.name),
        kind: kind_of(org, node),
        gives: node.care.gives.clone(),
        note: node.note.clone(),
        facts: facts(t, node),
        moments: moments.filter(|one| !one.text.is_empty()).collect(),
        heads: Moment::ALL.iter().map(|it| moment_word(t, *it)).collect(),
        effects: effects(org, node),
        fallback: node.care.fallback.clone(),
        needs: need_lines(org, register, node),
        above: register
            .above(node.id)
            .into_iter()
            .map(|one| link(org, one))
            .collect(),
        findings: found
            .iter()
            .filter(|one| one.node == node.id)
            .map(|one| finding(org, register, one))
            .collect(),
        steps: steps(org, node),
        is_proposed: node.is_proposed,
        is_service: node.is_service(),
        is_writer: org.cx.may(Permission::ServiceWrite),
        revision: node.revision,
        edit: edit_href(org, node.id, Step::Facts),
        what_if: about(link::WHAT_IF),
        picture: about(link::PICTURE),
        confirm: org.to(link::CONFIRM, node.id),
        remove: org.to(link::REMOVE, node.id),
    }
}

/// `GET /{org}/services/{node}`
pub(super) async fn show(org: Org, At(id): At<NodeId>) -> PageResult<Response> {
    let register = app::service::register(&org.cx).await?;
    let node = register.node(id).ok_or(PageError::NotFound)?;
    Ok(Page(page(&org, &register, node)).into_response())
}

/// `POST /{org}/services/{node}/confirm`
pub(super) async fn confirm(org: Org, At(id): At<NodeId>, fields: Fields) -> PageResult<Response> {
    let revision = fields.read("revision").unwrap_or_default();
    let notice = match app::service::confirm(&org.cx, id, revision).await {
        Ok(()) => Notice::done("service.confirmed"),
        Err(Error::Conflict) => Notice::refused("service.changed"),
        Err(other) => return Err(PageError::from(other)),
    };
    Ok(go_with(&org.to(link::NODE, id), &notice))
}

/// `POST /{org}/services/{node}/remove`
pub(super) async fn remove(org: Org, At(id): At<NodeId>, fields: Fields) -> PageResult<Response> {
    let revision = fields.read("revision").unwrap_or_default();
    match app::service::remove(&org.cx, id, revision).await {
        Ok(()) => {
            let undo = org.to(link::RESTORE, id);
            let notice = Notice::done("service.removed").with_undo(&undo);
            Ok(go_with(&org.to(link::LIST, ()), &notice))
        }
        Err(Error::Conflict) => {
            let notice = Notice::refused("service.changed");
            Ok(go_with(&org.to(link::NODE, id), &notice))
        }
        Err(other) => Err(PageError::from(other)),
    }
}

/// `POST /{org}/services/{node}/restore`
pub(super) async fn restore(org: Org, At(id): At<NodeId>) -> PageResult<Response> {
    app::service::restore(&org.cx, id).await?;
    let notice = Notice::done("service.restored");
    Ok(go_with(&org.to(link::NODE, id), &notice))
}
