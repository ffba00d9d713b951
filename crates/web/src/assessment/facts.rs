//! The form of a round: its name, framework and day.

use app::Outcome;
use app::assessment::{FrameworkFacts, RoundFacts};
use app::form::{Offer, Offers, Typed};
use askama::Template;
use domain::RoundId;
use domain::identity::Permission;

use super::link;
use crate::error::PageResult;
use crate::extract::Org;
use crate::form::{Desk, Done, FormView, Loaded, Place, Spot};
use crate::kit::shell::Shell;
use crate::page::flash::Notice;

/// `GET /{org}/rounds/new` and `GET /{org}/rounds/{round}/edit`
#[derive(Template)]
#[template(path = "assessment/round_form.html")]
pub(super) struct RoundForm {
    shell: Shell,
    lead: &'static str,
    form: FormView,
    /// Where another framework is loaded; empty when this member may not or it is not chosen here.
    load: String,
}

fn offer(org: &Org, one: FrameworkFacts) -> (String, Offer) {
    let t = org.t();
    let n = t.count("framework.criteria", one.criteria);
    let hint = if one.is_shipped {
        format!("{n}. {}", t.say("framework.shipped-hint"))
    } else {
        n
    };
    let offer = Offer::new(&one.id, one.title).hint(hint);
    (one.id, offer)
}

/// The form of a round.
pub(super) struct Facts;

impl Desk for Facts {
    type Form = RoundFacts;
    type New = ();
    type Old = RoundId;
    type Page = RoundForm;

    async fn load(org: &Org, at: &Place<Self>) -> Outcome<Loaded<RoundFacts>> {
        Ok(match at {
            Spot::New(()) => Loaded {
                was: None,
                with: frameworks(org).await?,
            },
            Spot::Old(id) => Loaded {
                was: Some(app::assessment::round_facts(&org.cx, *id).await?),
                with: Vec::new(),
            },
        })
    }

    fn begin(org: &Org, _: &Typed, _: &Loaded<RoundFacts>) -> Option<Typed> {
        let year = org.cx.today().year();
        let title = org
            .t()
            .with("assessment.round.default-title", &[("year", &year)]);
        Some(Typed::of(&[("title", &title)]))
    }

    async fn save(org: &Org, at: &Place<Self>, value: RoundFacts) -> Outcome<Done> {
        let (id, key) = match at {
            Spot::New(()) => {
                let id = app::assessment::create_round(&org.cx, &value).await?;
                (id, "assessment.round.created")
            }
            Spot::Old(id) => {
                app::assessment::save_round(&org.cx, *id, &value).await?;
                (*id, "assessment.round.saved")
            }
        };
        Ok(Done {
            to: org.to(link::ROUND, id),
            notice: Notice::done(key),
        })
    }

    async fn page(
        org: &Org,
        at: &Place<Self>,
        loaded: &Loaded<RoundFacts>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<RoundForm> {
        let t = org.t();
        let list = (t.say("assessment.round.list"), org.to(link::ROUNDS, ()));
        Ok(match at {
            Spot::New(()) => RoundForm {
                shell: org.shell(t.say("assessment.round.new"), &[list]),
                lead: t.say("assessment.round.new-lead"),
                form: form(org.to(link::NEW_ROUND, ())),
                load: load(org),
            },
            Spot::Old(id) => {
                let title = loaded.was.as_ref().map_or("", |it| it.title.as_str());
                let crumbs = [list, (title, org.to(link::ROUND, *id))];
                RoundForm {
                    shell: org.shell(t.say("assessment.round.edit"), &crumbs),
                    lead: "",
                    form: form(org.to(link::EDIT_ROUND, *id)),
                    load: String::new(),
                }
            }
        })
    }
}

fn load(org: &Org) -> String {
    if org.cx.may(Permission::FrameworkLoad) {
        org.to(crate::framework::link::LIST, ())
    } else {
        String::new()
    }
}

async fn frameworks(org: &Org) -> Outcome<Offers<String>> {
    let all = app::assessment::frameworks(&org.cx).await?;
    Ok(all.into_iter().map(|one| offer(org, one)).collect())
}
