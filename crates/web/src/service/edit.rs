//! The owner's form, a step at a time.

use app::service::Step;
use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::NodeId;
use domain::service::{EffectKind, Node, NodeKind};

use super::fields::{draft, effect_name, stored};
use super::frame::shell;
use super::link;
use super::needs::{Candidates, NeedField, candidates, need_fields};
use super::view::edit_href;
use super::words::{kinds, months};
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Problems};
use crate::kit::part::{Choice, Difference, Tab};
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, conflict, mend};

struct EffectField {
    name: String,
    label: String,
    hint: String,
    levels: Vec<Choice>,
}

/// `GET /{org}/services/{node}/edit/{step}`
#[derive(Template)]
#[template(path = "service/edit.html")]
struct EditPage {
    shell: Shell,
    step: &'static str,
    lead: &'static str,
    tabs: Vec<Tab>,
    fields: Fields,
    problems: Problems,
    kinds: Vec<Choice>,
    new_kinds: Vec<Choice>,
    months: Vec<Choice>,
    effects: Vec<EffectField>,
    needs: Vec<NeedField>,
    candidates: Vec<Candidates>,
    is_service: bool,
    is_new: bool,
    is_last: bool,
    action: String,
    back: String,
    differences: Vec<Difference>,
}

fn effects(org: &Org, fields: &Fields) -> Vec<EffectField> {
    let locale = org.cx.locale();
    let set = content::starting_set();
    let words = set.effects.iter().map(|words| {
        let name = effect_name(words.kind);
        let levels = set.levels.iter().enumerate().map(|(level, word)| {
            Choice::new(&level.to_string(), word.text(locale)).chosen_if(fields.text(&name))
        });
        EffectField {
            label: words.title.text(locale).to_owned(),
            hint: words.ask.text(locale).to_owned(),
            levels: levels.collect(),
            name,
        }
    });
    words.collect()
}

/// The steps of the form side by side.
fn step_tabs(org: &Org, node: &Node, here: Step) -> Vec<Tab> {
    let mut tabs = Vec::new();
    for one in Step::of(node.kind) {
        let label = org.t().say(&format!("service.step.{}", one.code()));
        tabs.push(Tab {
            label: label.to_owned(),
            href: edit_href(org, node.id, *one),
            current: *one == here,
            count: String::new(),
        });
    }
    tabs
}

/// What a form is about: the thing as stored, nothing for a new one.
struct About<'a> {
    node: Option<&'a Node>,
    step: Step,
}

async fn page(
    org: &Org,
    about: About<'_>,
    fields: Fields,
    invalid: &Invalid,
) -> PageResult<EditPage> {
    let t = org.t();
    let About { node, step } = about;
    let kind = node.map_or(NodeKind::Service, |node| node.kind);
    let register = app::service::register(&org.cx).await?;
    let title = node.map_or(t.say("service.new"), |node| node.name.as_str());
    let new_kind = Some(fields.text("new_kind")).filter(|kind| !kind.is_empty());
    Ok(EditPage {
        shell: shell(org, title),
        step: step.code(),
        lead: t.say(&format!("service.lead.{}", step.code())),
        tabs: node
            .map(|node| step_tabs(org, node, step))
            .unwrap_or_default(),
        problems: Problems::new(t, invalid),
        kinds: kinds(t, fields.text("kind")),
        new_kinds: kinds(t, new_kind.unwrap_or(NodeKind::System.code())),
        months: months(t, fields.all("months")),
        effects: effects(org, &fields),
        needs: need_fields(org, &register, &fields),
        candidates: node
            .map(|node| candidates(org, &register, node.id))
            .unwrap_or_default(),
        is_service: kind == NodeKind::Service,
        is_new: node.is_none(),
        is_last: step.next(kind).is_none(),
        action: node.map_or_else(
            || org.to(link::LIST, ()),
            |node| edit_href(org, node.id, step),
        ),
        back: node.map_or_else(
            || org.to(link::LIST, ()),
            |node| org.to(link::NODE, node.id),
        ),
        differences: Vec::new(),
        fields,
    })
}

/// `GET /{org}/services/new`
pub(super) async fn new(org: Org) -> PageResult<Response> {
    let fields = Fields::of(&[("kind", NodeKind::Service.code()), ("revision", "0")]);
    let about = About {
        node: None,
        step: Step::Facts,
    };
    Ok(Page(page(&org, about, fields, &Invalid::default()).await?).into_response())
}

/// `POST /{org}/services`
pub(super) async fn create(org: Org, fields: Fields) -> PageResult<Response> {
    let invalid = match app::service::add(&org.cx, &draft(&fields)).await {
        Ok(id) => {
            let node = app::service::node(&org.cx, id).await?;
            let next = Step::Facts.next(node.kind).unwrap_or(Step::Facts);
            let notice = Notice::done("service.added");
            return Ok(go_with(&edit_href(&org, id, next), &notice));
        }
        Err(Error::Invalid(invalid)) => invalid,
        Err(Error::Refused(key)) => Invalid::field("name", key),
        Err(other) => return Err(PageError::from(other)),
    };
    let about = About {
        node: None,
        step: Step::Facts,
    };
    Ok(mend(page(&org, about, fields, &invalid).await?))
}

type Here = (NodeId, String);

/// `GET /{org}/services/{node}/edit/{step}`
pub(super) async fn show(org: Org, At((id, step)): At<Here>) -> PageResult<Response> {
    let step = Step::from_code(&step).ok_or(PageError::NotFound)?;
    let node = app::service::node(&org.cx, id).await?;
    if !Step::of(node.kind).contains(&step) {
        return Err(PageError::NotFound);
    }
    let about = About {
        node: Some(&node),
        step,
    };
    let fields = stored(org.t(), &node, step);
    Ok(Page(page(&org, about, fields, &Invalid::default()).await?).into_response())
}

/// `POST /{org}/services/{node}/edit/{step}`
pub(super) async fn save(
    org: Org,
    At((id, step)): At<Here>,
    fields: Fields,
) -> PageResult<Response> {
    let step = Step::from_code(&step).ok_or(PageError::NotFound)?;
    let confirms = fields.text("do") == "confirm";
    let done = app::service::save(&org.cx, id, step, (&draft(&fields), confirms)).await;
    let invalid = match done {
        Ok(()) => return saved(&org, id, step, &fields).await,
        Err(Error::Invalid(invalid)) => invalid,
        Err(Error::Refused(key)) => Invalid::field("new_name", key),
        Err(Error::Conflict) => return both(&org, (id, step), fields).await,
        Err(other) => return Err(PageError::from(other)),
    };
    let node = app::service::node(&org.cx, id).await?;
    let about = About {
        node: Some(&node),
        step,
    };
    Ok(mend(page(&org, about, fields, &invalid).await?))
}

/// Goes on to the next step, stays where something was added, or goes to the thing's page.
async fn saved(org: &Org, id: NodeId, step: Step, fields: &Fields) -> PageResult<Response> {
    let notice = Notice::done("service.saved");
    let node = app::service::node(&org.cx, id).await?;
    let to = match (fields.text("do"), step.next(node.kind)) {
        ("add", _) => edit_href(org, id, step),
        ("next", Some(next)) => edit_href(org, id, next),
        _ => org.to(link::NODE, id),
    };
    Ok(go_with(&to, &notice))
}

/// The fields of a step that have one value, with the keys of their labels.
fn compared(step: Step) -> Vec<(String, &'static str)> {
    let named = |pairs: &[(&str, &'static str)]| {
        pairs
            .iter()
            .map(|(name, key)| ((*name).to_owned(), *key))
            .collect::<Vec<_>>()
    };
    match step {
        Step::Facts => named(&[
            ("name", "service.field.name"),
            ("gives", "service.field.gives"),
            ("users", "service.field.users"),
            ("owner", "service.field.owner"),
            ("deputy", "service.field.deputy"),
            ("promise", "service.field.promise"),
            ("note", "service.field.note"),
        ]),
        Step::Moment(_) => named(&[("happens", "service.field.happens")]),
        Step::Tolerance => named(&[
            ("tolerance", "service.field.tolerance"),
            ("season_tolerance", "service.field.season-tolerance"),
            ("season_days", "service.field.season-days"),
            ("rto", "service.field.rto"),
            ("rpo", "service.field.rpo"),
            ("cost", "service.field.cost"),
        ]),
        Step::Fallback => named(&[
            ("fallback", "service.field.fallback"),
            ("fallback_hours", "service.field.fallback-hours"),
            ("fallback_tested_on", "service.field.tested"),
        ]),
        Step::Needs => Vec::new(),
    }
}

/// Both versions; the person's own stays in the form and can be saved over the other.
async fn both(org: &Org, (id, step): (NodeId, Step), mine: Fields) -> PageResult<Response> {
    let t = org.t();
    let node = app::service::node(&org.cx, id).await?;
    let saved = stored(t, &node, step);
    let difference = |label: &str, mine: String, saved: String| Difference {
        label: label.to_owned(),
        differs: mine != saved,
        mine,
        saved,
    };
    let mut differences: Vec<Difference> = compared(step)
        .into_iter()
        .map(|(name, key)| {
            let value = |fields: &Fields| fields.text(&name).to_owned();
            difference(t.say(key), value(&mine), value(&saved))
        })
        .collect();
    if let Step::Moment(_) = step {
        let (locale, set) = (org.cx.locale(), content::starting_set());
        for kind in EffectKind::ALL {
            let word = |fields: &Fields| {
                let level = fields.read::<usize>(&effect_name(*kind));
                let words = level.and_then(|level| set.levels.get(level));
                words.map_or("–", |words| words.text(locale)).to_owned()
            };
            let label = set.effects.iter().find(|words| words.kind == *kind);
            let label = label.map_or("", |words| words.title.text(locale));
            differences.push(difference(label, word(&mine), word(&saved)));
        }
    }
    if step == Step::Needs {
        let register = app::service::register(&org.cx).await?;
        let words = |fields: &Fields| {
            let names = super::fields::needs(fields).into_iter().map(|need| {
                let known = need.members.iter().filter_map(|id| register.node(*id));
                let names: Vec<&str> = known.map(|node| node.name.as_str()).collect();
                names.join(" / ")
            });
            names.collect::<Vec<_>>().join(", ")
        };
        let label = t.say("service.step.needs");
        differences.push(difference(label, words(&mine), words(&saved)));
    }
    let kept = mine.with("revision", saved.text("revision"));
    let about = About {
        node: Some(&node),
        step,
    };
    let page = page(org, about, kept, &Invalid::default()).await?;
    Ok(conflict(EditPage {
        differences,
        ..page
    }))
}
