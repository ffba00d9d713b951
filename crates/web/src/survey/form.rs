//! The form of a new survey or of a draft.

use app::Outcome;
use domain::survey::Survey;
use domain::{RoundId, SurveyId};

use super::link;
use crate::error::PageResult;
use crate::extract::Org;
use crate::form::{Buttons, Desk, Done, FormPage, FormView, Loaded, Place, Spot};
use crate::page::flash::Notice;

/// The form of a survey.
pub(super) struct Facts;

impl Desk for Facts {
    type Form = Survey;
    type New = RoundId;
    type Old = SurveyId;
    type Page = FormPage;

    async fn load(org: &Org, at: &Place<Self>) -> Outcome<Loaded<Survey>> {
        Ok(match at {
            Spot::New(round) => Loaded {
                was: None,
                with: app::survey::blank(&org.cx, *round),
            },
            Spot::Old(id) => {
                let (survey, _) = app::survey::show(&org.cx, *id).await?;
                Loaded {
                    was: Some(survey.clone()),
                    with: survey,
                }
            }
        })
    }

    async fn save(org: &Org, at: &Place<Self>, value: Survey) -> Outcome<Done> {
        let key = match at {
            Spot::New(_) => {
                app::survey::create(&org.cx, &value).await?;
                "survey.created"
            }
            Spot::Old(_) => {
                app::survey::change(&org.cx, &value).await?;
                "survey.saved"
            }
        };
        Ok(Done {
            to: org.to(link::SURVEY, value.id),
            notice: Notice::done(key),
        })
    }

    async fn page(
        org: &Org,
        at: &Place<Self>,
        loaded: &Loaded<Survey>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<FormPage> {
        let t = org.t();
        let (shell, to, back) = match at {
            Spot::New(round) => {
                let found = app::survey::of_round(&org.cx, *round).await?;
                let back = org.to(link::OF_ROUND, *round);
                let round_to = org.to(crate::assessment::link::ROUND, *round);
                let crumbs = [
                    (found.round.title.as_str(), round_to),
                    (t.say("survey.title"), back.clone()),
                ];
                let shell = org.shell(t.say("survey.new"), &crumbs);
                (shell, org.to(link::NEW, *round), back)
            }
            Spot::Old(id) => {
                let back = org.to(link::SURVEY, *id);
                let crumbs = [
                    (t.say("survey.title"), org.to(link::ALL, ())),
                    (loaded.with.title.as_str(), back.clone()),
                ];
                let shell = org.shell(t.say("survey.edit"), &crumbs);
                (shell, org.to(link::EDIT, *id), back)
            }
        };
        Ok(FormPage {
            shell,
            lead: String::new(),
            form: form(to).with_buttons(Buttons {
                back,
                ..Buttons::default()
            }),
        })
    }
}
