//! Creating a programme and changing its facts.

use app::{Error, Outcome};
use domain::ProgrammeId;
use domain::programme::Programme;

use super::link;
use crate::error::PageResult;
use crate::extract::Org;
use crate::form::{Desk, Done, FormPage, FormView, Loaded, Place, Spot};
use crate::page::flash::Notice;

/// The form of a programme's facts.
pub(super) struct Facts;

impl Desk for Facts {
    type Form = Programme;
    type New = ();
    type Old = ProgrammeId;
    type Page = FormPage;

    async fn load(org: &Org, at: &Place<Self>) -> Outcome<Loaded<Programme>> {
        if !app::programme::may_manage(&org.cx) {
            return Err(Error::NotFound);
        }
        let was = match at {
            Spot::New(()) => None,
            Spot::Old(id) => Some(app::programme::programme(&org.cx, *id).await?.programme),
        };
        Ok(Loaded { was, with: () })
    }

    async fn save(org: &Org, at: &Place<Self>, value: Programme) -> Outcome<Done> {
        Ok(match at {
            Spot::New(()) => {
                app::programme::create(&org.cx, &value).await?;
                Done {
                    to: org.to(link::INVITE, value.id),
                    notice: Notice::done("programme.new.done"),
                }
            }
            Spot::Old(_) => {
                app::programme::save(&org.cx, &value).await?;
                Done {
                    to: org.to(link::PROGRAMME, value.id),
                    notice: Notice::done("programme.edit.saved"),
                }
            }
        })
    }

    /// Organisations share a programme and not their logs: the last entry of this one may be older
    /// than what another one saved.
    fn subject(_: &Org, _: &Place<Self>) -> Option<String> {
        None
    }

    async fn page(
        org: &Org,
        at: &Place<Self>,
        loaded: &Loaded<Programme>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<FormPage> {
        let t = org.t();
        let list = (t.say("programme.title"), org.to(link::LIST, ()));
        let name = loaded.was.as_ref().map_or("", |it| it.title.as_str());
        let (shell, lead, action) = match at {
            Spot::New(()) => (
                org.shell(t.say("programme.new.title"), &[list]),
                "programme.new.lead",
                org.to(link::NEW, ()),
            ),
            Spot::Old(id) => (
                org.shell(
                    t.say("programme.edit.title"),
                    &[list, (name, org.to(link::PROGRAMME, *id))],
                ),
                "programme.edit.lead",
                org.to(link::EDIT, *id),
            ),
        };
        Ok(FormPage {
            shell,
            lead: t.say(lead).to_owned(),
            form: form(action),
        })
    }
}
