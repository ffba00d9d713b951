//! Leadership's own words in the summary, in one language at a time.

use app::leadership::{SummaryText, summary_subject};
use app::{Error, Outcome};
use askama::Template;
use domain::{Locale, RoundId};

use super::link;
use crate::error::PageResult;
use crate::extract::Org;
use crate::form::{Desk, Done, FormView, Loaded, Place};
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::page::flash::Notice;

/// `GET /{org}/rounds/{round}/results/edit/{lang}`
#[derive(Template)]
#[template(path = "leadership/edit.html")]
pub(super) struct EditPage {
    shell: Shell,
    languages: Vec<Tab>,
    form: FormView,
}

/// The form of leadership's words.
pub(super) struct Words;

impl Desk for Words {
    type Form = SummaryText;
    type New = ();
    type Old = (RoundId, Locale);
    type Page = EditPage;

    async fn load(org: &Org, at: &Place<Self>) -> Outcome<Loaded<SummaryText>> {
        let (round, locale) = at.old().ok_or(Error::NotFound)?;
        let was = app::leadership::summary_text(&org.cx, *round, *locale).await?;
        Ok(Loaded {
            was: Some(was),
            with: (),
        })
    }

    async fn save(org: &Org, at: &Place<Self>, value: SummaryText) -> Outcome<Done> {
        let (round, locale) = at.old().ok_or(Error::NotFound)?;
        app::leadership::save_summary(&org.cx, *round, *locale, &value).await?;
        Ok(Done {
            to: org.to(link::RESULT, *round),
            notice: Notice::done("leadership.edit.saved"),
        })
    }

    fn subject(_: &Org, at: &Place<Self>) -> Option<String> {
        at.old()
            .map(|(round, locale)| summary_subject(*round, *locale))
    }

    async fn page(
        org: &Org,
        at: &Place<Self>,
        _: &Loaded<SummaryText>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<EditPage> {
        let t = org.t();
        let (id, locale) = *at.old().ok_or(Error::NotFound)?;
        let round = app::leadership::round(&org.cx, id).await?;
        let crumbs = [
            (t.say("leadership.title"), org.to(link::LATEST, ())),
            (round.title.as_str(), org.to(link::RESULT, id)),
        ];
        let tab = |one: Locale| Tab {
            label: one.own_name().to_owned(),
            href: org.to(link::EDIT, (id, one)),
            current: one == locale,
            count: String::new(),
        };
        Ok(EditPage {
            shell: org.shell(t.say("leadership.edit.title"), &crumbs),
            languages: Locale::ALL.into_iter().map(tab).collect(),
            form: form(org.to(link::EDIT, (id, locale))),
        })
    }
}
