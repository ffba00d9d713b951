//! One measure's page and form, and a new one of the municipality's own.

use app::Outcome;
use app::measure::{MeasureView, Planning};
use askama::Template;
use domain::MeasureId;
use domain::identity::Permission;
use domain::measure::PlannedMeasure;

use super::frame::shell;
use super::one::{Does, besides, does, overlaps, sources, strength};
use super::{link, words};
use crate::error::PageResult;
use crate::evidence::Source;
use crate::extract::Org;
use crate::form::{Desk, Done, FormView, Loaded, Place, Removable, Removal, Restorable, Spot};
use crate::kit::part::Link;
use crate::kit::shell::Shell;
use crate::page::flash::Notice;

/// What is known of a measure; of a new one nothing is.
struct Known {
    status: (&'static str, &'static str),
    facts: Vec<(&'static str, String)>,
    note: String,
    does: Vec<Does>,
    besides: Vec<String>,
    strength: (String, String),
    sources: Vec<Source>,
    overlaps: Vec<Link>,
}

/// `GET /{org}/measures/{id}` and `GET /{org}/measures/new`
#[derive(Template)]
#[template(path = "measure/one.html")]
pub(super) struct MeasurePage {
    shell: Shell,
    lead: String,
    known: Option<Known>,
    may_write: bool,
    form: FormView,
}

fn known(org: &Org, view: &MeasureView) -> Known {
    let (t, told) = (org.t(), &view.planned);
    let cost = if view.is_default_cost {
        t.with("measure.facts.default", &[("cost", &t.euros(view.cost))])
    } else {
        t.euros(view.cost)
    };
    Known {
        status: (words::status(t, told.status), words::tag(told.status)),
        facts: vec![
            (t.say("measure.list.cost"), cost),
            (t.say("measure.list.owner"), words::told(&told.owner)),
            (t.say("measure.list.due"), words::day(t, told.due_on)),
        ],
        note: told.note.clone(),
        does: does(org, view),
        besides: besides(org, view),
        strength: strength(org, view),
        sources: sources(org, view),
        overlaps: overlaps(org, view),
    }
}

/// The form of a measure.
pub(super) struct Measures;

impl Desk for Measures {
    type Form = PlannedMeasure;
    type New = ();
    type Old = MeasureId;
    type Page = MeasurePage;

    async fn load(org: &Org, at: &Place<Self>) -> Outcome<Loaded<PlannedMeasure>> {
        let view = match at {
            Spot::New(()) => None,
            Spot::Old(id) => Some(app::measure::measure(&org.cx, id).await?),
        };
        Ok(Loaded {
            was: view.as_ref().map(|it| it.planned.clone()),
            with: Planning { view },
        })
    }

    async fn save(org: &Org, _: &Place<Self>, value: PlannedMeasure) -> Outcome<Done> {
        app::measure::save(&org.cx, &value).await?;
        Ok(Done {
            to: org.to(link::MEASURE, &value.id),
            notice: Notice::done("measure.saved"),
        })
    }

    async fn page(
        org: &Org,
        _: &Place<Self>,
        loaded: &Loaded<PlannedMeasure>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<MeasurePage> {
        let t = org.t();
        let view = loaded.with.view.as_ref();
        let own = view.filter(|it| it.offered.is_none());
        let action = view.map_or_else(|| org.to(link::NEW, ()), |it| org.to(link::MEASURE, &it.id));
        let lead = view.map_or(t.say("measure.new.lead"), |it| it.sentence.as_str());
        Ok(MeasurePage {
            shell: shell(
                org,
                view.map_or(t.say("measure.new.title"), |it| it.title.as_str()),
            ),
            lead: lead.to_owned(),
            known: view.map(|it| known(org, it)),
            may_write: org.cx.may(Permission::MeasureWrite),
            form: form(action).with_removal(own.map(|it| Removal {
                action: org.to(link::REMOVE, &it.id),
                title: t.say("measure.remove.title"),
                text: t.say("measure.remove.text"),
                label: t.say("measure.remove.button"),
            })),
        })
    }
}

impl Removable for Measures {
    async fn remove(org: &Org, id: &MeasureId, revision: i64) -> Outcome<Done> {
        app::measure::remove(&org.cx, id, revision).await?;
        Ok(Done {
            to: org.to(link::BUDGET, ()),
            notice: Notice::done("measure.removed").with_undo(&org.to(link::RESTORE, id)),
        })
    }

    fn kept(org: &Org, id: &MeasureId) -> String {
        org.to(link::MEASURE, id)
    }
}

impl Restorable for Measures {
    async fn restore(org: &Org, id: &MeasureId) -> Outcome<Done> {
        app::measure::restore(&org.cx, id).await?;
        Ok(Done {
            to: org.to(link::BUDGET, ()),
            notice: Notice::done("measure.restored"),
        })
    }
}
